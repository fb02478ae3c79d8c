// The types of data are generated from Rust types. These tests compile values that the package and the core return as
// literals of the types: TypeScript reports unknown and missing members.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test, { describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  answerHandshake,
  beginAttempt,
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
  settleAttempt,
  sign,
  startDelivery,
  verify,
} from 'hookwright';
import { source } from '../sources.mjs';
import { hook, start } from './api.mjs';

const modules = fileURLToPath(new URL('../node_modules/', import.meta.url));
/** The types of what the core returns, which are not in the package. */
const coreTypes = fileURLToPath(new URL('../../wasm/ts/generated/core.js', import.meta.url));
const tsc = path.join(modules, 'typescript/bin/tsc');
const flags = ['--noEmit', '--ignoreConfig', '--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'];
const host = ['--target', 'es2022', '--module', 'nodenext', '--lib', 'es2022', '--types', ''];

/** A value as an expression of TypeScript. */
function literal(value) {
  const text = JSON.stringify(value, (_, each) => (each instanceof Uint8Array ? `bytes ${each.join()}` : each));
  return text.replaceAll(/"bytes ([\d,]*)"/g, 'new Uint8Array([$1])');
}

/** TypeScript's errors for these values of types of a module: `[name of the type, value]` each. */
function report(context, values, module = 'hookwright') {
  // Below node_modules, where `hookwright` is found.
  mkdirSync(path.join(modules, '.cache'), { recursive: true });
  const folder = mkdtempSync(path.join(modules, '.cache/data-types-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const names = new Set(values.map(([type]) => type.match(/\w+(?=[[<]|$)/)[0]));
  const lines = values.map(([type, value], at) => `export const value${at}: ${type} = ${literal(value)};`);
  const file = path.join(folder, 'values.mts');
  writeFileSync(file, [`import type { ${[...names].join(', ')} } from '${module}';`, ...lines, ''].join('\n'));
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

  test('of deliveries has the generated types', (context) => {
    const options = { policy: 'standard', now };
    const endpoint = { url: 'https://a.example/hook', secret };
    const begin = (progress, given) =>
      beginAttempt({ ...options, provider: 'standard', eventId: 'evt_1', body, endpoint, progress, ...given });
    const started = startDelivery({ policy: 'standard', due: now, seed: 1 });
    const begun = [
      begin(started),
      begin(started, { body: Buffer.from(body) }),
      begin(started, { provider: undefined, scheme: 'mailgun/body', body: '{"signature":{"token":"a"}}' }),
    ];
    const settled = [
      [{ status: 200 }, 'succeeded'],
      [{ status: 500 }, 'waiting'],
      [{ error: 'dns' }, 'waiting'],
      [{ status: 410 }, 'disabled'],
      [{ status: 500 }, 'failed', { id: 'once', schedule: { kind: 'fixed', delayMs: 1 }, stop: { maxAttempts: 1 } }],
    ].map(([outcome, state, policy = 'standard']) => {
      const attempt = settleAttempt({ ...options, policy, outcome, progress: begun[0].progress });
      assert.equal(attempt.progress.state, state);
      return attempt;
    });
    const progress = [started, begun[0].progress, ...settled.map((attempt) => attempt.progress)];
    const values = [
      ['readonly DeliveryProgress[]', progress],
      ['readonly SettledAttempt[]', settled],
      ['readonly BegunAttempt[]', begun],
      ['Signed<string>', signed()],
      ['Signed<Uint8Array>', signed({ body: Uint8Array.of(1, 2) })],
    ];
    assert.equal(report(context, values), '');
  });

  test('that the core returns has the generated types', async (context) => {
    const { glue: core, modules, core: provide } = await source('../../tests/node/internals.ts');
    provide(modules.catalog, modules.service);
    const { ProviderService } = core;
    const bytes = new TextEncoder().encode(body);
    const service = new ProviderService('generic', undefined, undefined, new Uint8Array(64), undefined, 0);
    const hooks = new TextEncoder().encode('{"url":"https://a.example/","events":["user.created"]}');
    const headers = ['content-type', 'application/json'];
    const response = service.handle('POST', '/v1/webhooks', 'http://a.example', headers, hooks, now);
    service.emit('user.created', undefined, undefined, now);
    service.openRun();
    const due = service.takeDue(now);
    service.free();
    assert.equal(due.length, 1);
    const coreSign = (scheme, key, url, content) =>
      core.sign(scheme, [key, undefined], ['POST', url], content, 'evt_1', now, true);
    const inUrl = { id: 'a/v1', algorithm: 'hmac-sha256', content: '{body}', signature: { query: 's' } };
    const begin = (scheme) => {
      const progress = ['pending', 1, now, 0, now];
      const request = ['evt_1', 'application/json', 'https://a.example/'];
      return core.beginAttempt(scheme, 'standard', ['key-0123456789abcdef', undefined], request, bytes, progress, now);
    };
    const values = [
      [
        'readonly CoreScheme[]',
        senders().flatMap(({ schemes }) => schemes.map(({ id }) => core.scheme(undefined, id))),
      ],
      ['readonly Terms[]', [core.deliveryTerms('standard'), core.deliveryTerms('generic')]],
      ['readonly ReadEvent[]', [core.parseEvent(bytes, undefined), core.parseEvent(Uint8Array.of(1), undefined)]],
      ['CoreSigned', coreSign('github/sha256', 'a', '', bytes)],
      ['CoreSigned', coreSign(JSON.stringify(inUrl), 'a', 'https://a.example/', bytes)],
      ['CoreSigned', coreSign('mailgun/body', 'a', '', new TextEncoder().encode('{"signature":{"token":"a"}}'))],
      ['readonly CoreBegun[]', ['generic/signature', JSON.stringify(inUrl)].map(begin)],
      ['ServiceResponse', response],
      ['readonly DueAttempt[]', due],
    ];
    assert.equal(report(context, values, coreTypes), '');
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
