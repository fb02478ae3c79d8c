// The types of data are generated from Rust types. These tests compile values that the package returns as literals of
// the types: TypeScript reports unknown and missing members.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  answerHandshake,
  checkScheme,
  classifyResponse,
  detectProvider,
  explain,
  generateSecret,
  nextAttempt,
  parseEvent,
  planRetries,
  providers,
  senders,
  sign,
  verify,
} from 'hookwright';
import { hook, start } from './api.mjs';

const modules = fileURLToPath(new URL('../node_modules/', import.meta.url));
const tsc = path.join(modules, 'typescript/bin/tsc');
const flags = ['--noEmit', '--ignoreConfig', '--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'];
const host = ['--target', 'es2022', '--module', 'nodenext', '--lib', 'es2022', '--types', ''];

/** TypeScript's errors for these values: `[name of the type, value]` each. */
function report(context, values) {
  // Below node_modules, where `hookwright` is found.
  mkdirSync(path.join(modules, '.cache'), { recursive: true });
  const folder = mkdtempSync(path.join(modules, '.cache/data-types-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const names = new Set(values.map(([type]) => type.match(/\w+(?=[[<]|$)/)[0]));
  const lines = values.map(([type, value], at) => `export const value${at}: ${type} = ${JSON.stringify(value)};`);
  const file = path.join(folder, 'values.mts');
  writeFileSync(file, [`import type { ${[...names].join(', ')} } from 'hookwright';`, ...lines, ''].join('\n'));
  try {
    execFileSync(process.execPath, [tsc, ...flags, ...host, file], { cwd: folder, encoding: 'utf8' });
    return '';
  } catch ({ stdout }) {
    return stdout;
  }
}

const now = 1_700_000_000_000;
const body = '{"type":"user.created","id":"evt_1","data":{"id":"user_1"}}';
const { secret } = generateSecret({ provider: 'standard' });
const request = { provider: 'standard', body, now };
const signed = (given) =>
  sign({ provider: 'standard', secret, body, id: 'evt_1', timestamp: now, url: 'https://a.example/', ...given });

/** The policies of providers, and one for each other schedule and jitter. */
const policies = [
  ...providers().map(({ policy }) => policy),
  { id: 'fixed', schedule: { kind: 'fixed', delayMs: 1 }, jitter: { kind: 'full' } },
  { id: 'linear', schedule: { kind: 'linear', baseMs: 1, stepMs: 1 }, jitter: { kind: 'equal' } },
  { id: 'exponential', schedule: { kind: 'exponential', baseMs: 1 }, jitter: { kind: 'plus-minus', percent: 5 } },
  { id: 'polynomial', schedule: { kind: 'polynomial', baseMs: 1, power: 2 }, jitter: { kind: 'additive', percent: 5 } },
  { id: 'decorrelated', schedule: { kind: 'decorrelated', baseMs: 1 }, stop: { maxAttempts: 3 } },
  { id: 'unpublished', schedule: { kind: 'unpublished' }, stop: { maxElapsedMs: 60_000 } },
];

describe('data', () => {
  test('has the generated types', async (context) => {
    const { service, ask } = await start(context, { provider: 'generic', now });
    await hook(ask, 'https://a.example/hook');
    const plans = policies.flatMap((policy) => [
      planRetries({ policy }),
      planRetries({ policy, seed: 1, outage: { startMs: 0, durationMs: 86_400_000 } }),
    ]);
    const outcomes = [{ status: 200 }, { status: 500 }, { status: 410 }, { error: 'dns' }];
    const weak = sign({ provider: 'github', secret: ' abc', body });
    const values = [
      ['readonly Provider[]', providers()],
      ['readonly Sender[]', senders()],
      ['readonly Scheme[]', senders().flatMap(({ schemes }) => schemes)],
      ['readonly Policy[]', policies],
      ['readonly SchemeProblem[]', checkScheme({ id: 'acme/v1', algorithm: 'md5', content: '{bady}' })],
      ['readonly RetryPlan[]', plans],
      [
        'readonly NextAction[]',
        outcomes.map((outcome) => nextAttempt({ policy: 'standard', attempt: 1, outcome, now })),
      ],
      ['readonly Classified[]', outcomes.map((outcome) => classifyResponse({ ...outcome, now }))],
      ['Verdict', verify({ ...request, secrets: secret, headers: signed().headers })],
      ['Verdict', verify({ ...request, secrets: { name: 'a', value: secret }, headers: signed().headers })],
      ['Verdict', verify({ provider: 'github', secrets: ' abc', body, headers: weak.headers })],
      ['Verdict', verify({ ...request, secrets: secret, headers: {} })],
      ['Diagnosis', explain({ ...request, secrets: secret, headers: signed().headers })],
      ['Diagnosis', explain({ ...request, secrets: secret, headers: {}, now: now + 1 })],
      ['Detection', detectProvider({ body, headers: { 'X-Webhook-Signature': 'a' } })],
      ['Detection', detectProvider({ body: 'nothing' })],
      ['GeneratedSecret', generateSecret({ provider: 'standard' })],
      ['GeneratedSecret', generateSecret({ scheme: 'standard/v1a' })],
      ['HandshakeAnswer', answerHandshake({ provider: 'dropbox', headers: {}, method: 'GET', url: '/?challenge=a' })],
      ['readonly Problem[]', parseEvent('{"id":1,"id":2,"type":"user.created"}', { provider: 'generic' }).problems],
      ['Emitted', service.emit({ type: 'user.created' })],
      ['Emitted', service.emit({ type: 'file.uploaded' })],
    ];
    assert.equal(report(context, values), '');
  });

  test('with an unknown or missing member does not compile', (context) => {
    const [sender] = senders();
    const { name, ...rest } = sender;
    for (const [value, said] of [
      [{ ...sender, nick: name }, /'"nick"' does not exist/],
      [rest, /'name' is missing/],
      [{ ...sender, id: 'unknown' }, /"unknown"' is not assignable/],
    ]) {
      assert.match(report(context, [['Sender', value]]), said);
    }
  });
});
