// Writes package-messages.json: the codes and messages of the npm package, so that their wording can be reviewed. The
// messages of the core are in messages.json. The package must have been built.
//
//     node tests/vectors/package-messages.mjs          writes the file
//     node tests/vectors/package-messages.mjs --check  exits 1 if the file is not what this would write

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  createService,
  createVerifier,
  explain,
  parseEvent,
  planRetries,
  provider,
  settleAttempt,
  startDelivery,
  verify,
} from 'hookwright';
import { checkRedis } from 'hookwright/bullmq';
import { source } from '../sources.mjs';

/** The modules that contain nothing but errors. */
const MODULES = ['errors', 'safe-fetch/errors', 'sql/errors', 'sql/sqlite-errors', 'outbox/errors'];
const errors = new Map();
for (const module of MODULES) {
  for (const [name, make] of Object.entries(await source(`internal/${module}.ts`))) {
    errors.set(errors.has(name) ? `${module.split('/')[0]} ${name}` : name, make);
  }
}

/** Representative arguments of the errors of the TypeScript code, by the names of the parameters. */
const SAMPLES = {
  bytes: 3_000_000_000,
  choices: ['early', 'handled'],
  cause: new Error('a cause'),
  found: 3,
  mode: 'memory',
  most: 10_000,
  states: ['delivered', 'dead'],
  status: 204,
  code: 'secret_not_hex',
  entries: 100_000,
  given: 7,
  hasBoth: true,
  instead: 'the policy',
  known: ['body', 'headers'],
  leastMs: 1_000,
  longestMs: 2_147_483_647,
  member: ' `delayMs`',
  message: 'the secret does not consist of hexadecimal digits',
  name: 'X-Name',
  option: 'option',
  remedy: 'init',
  requires: 'public keys',
  scheme: 'acme/v1',
  sender: 'acme',
  timeoutMs: 1_000,
  value: Number.NaN,
  what: 'verify',
};

/** Arguments of errors for which the samples are not representative. */
const ARGUMENTS = {
  freed: ['verifier'],
  missingBody: [null],
  missingId: ['eventId', null],
  missingSecret: ['secrets', null],
  noBodyToSend: ['parsed_body', {}],
  notADuration: ['`timeoutMs`', '7'],
  notAnId: ['scheme', 7],
  notAnInstant: ['now', '7'],
  parsedBody: [{}],
  schemaTooNew: [3, 2],
  reservedHeader: ['`endpoint`', 'Host'],
  unknownOption: ['verify', 'bady', ['body', 'headers']],
  unsendableHeader: ['`endpoint`'],
};

/** The sample arguments of an error. A parameter without a sample is an error here. */
function samples(make) {
  const [, parameters] = /^\(([^)]*)\) =>/.exec(make.toString()) ?? [];
  const names = parameters.split(',').map((each) => each.trim());
  return names
    .filter((name) => name !== '')
    .map((name) => {
      if (name in SAMPLES) return SAMPLES[name];
      throw new Error(`the parameter \`${name}\` of an error has no sample`);
    });
}

/** The errors of the TypeScript code, one of each kind: `[name, error]`. */
export const made = [...errors].map(([name, make]) => [name, make(...(ARGUMENTS[name] ?? samples(make)))]);

const custom = { id: 'acme/v1', algorithm: 'hmac-sha256', content: '{body}', signature: { header: 'X-Acme' } };
const request = { secrets: 'a', body: '', headers: {} };
const service = createService({ provider: 'well' });
const state = JSON.parse(service.save());
const saved = (changes) => createService({ provider: 'well', state: JSON.stringify({ ...state, ...changes }) });
const deep = () => {
  let value = {};
  for (let depth = 0; depth < 200; depth += 1) value = { value };
  return value;
};

/** Calls for which the bindings of the core throw an error, one for each message in wasm/src. */
const CALLS = [
  () => provider('genericc'),
  () => verify({ ...request, provider: 'githup' }),
  () => verify({ ...request, scheme: 'github/sha255' }),
  () => verify({ ...request, scheme: 'acme/v1' }),
  () => createVerifier({ secrets: 'a', scheme: { ...custom, content: '{bady}' } }),
  () => createVerifier({ secrets: 'a', scheme: { ...custom, content: '{bady}', signature: { header: '' } } }),
  () => explain({ ...request, provider: 'github', framework: 'expres' }),
  () => planRetries({ policy: 'standart' }),
  () => planRetries({ policy: { id: 'acme' } }),
  () =>
    settleAttempt({ policy: 'standard', progress: startDelivery({ policy: 'standard' }), outcome: { error: 'tcp' } }),
  () => parseEvent(new Uint8Array(2 ** 26 + 1)),
  () => createService({ provider: 'standard' }),
  () => createService({ provider: 'well', state: '{' }),
  () => saved({ version: 0 }),
  () => saved({ provider: 'generic' }),
  () => saved({ nowMs: 8_640_000_000_000_001 }),
  () => service.emit({ type: 'company.create' }),
  () => service.emit({ type: 'company.created', workspaceId: 'nowhere' }),
  () => service.emit({ type: 'company.created', data: deep() }),
  () => service.emit({ type: 'company.created', data: { text: 'a'.repeat(2 ** 24) } }),
];

/** The errors of {@link CALLS}. */
export const thrown = CALLS.map((call) => {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error(`this call does not throw: ${call}`);
});

/** The problems of Redis servers with these settings. */
const problems = await Promise.all(
  [
    { info: undefined },
    { info: 'aof_enabled:0\nmaxmemory_policy:allkeys-lru' },
    { info: 'aof_enabled:1\nmaxmemory_policy:noeviction', appendfsync: 'no' },
  ].map(({ info, ...settings }) => checkRedis({ info: () => info, config: (_, name) => [name, settings[name]] })),
);

const entry = ({ code, message }) => ({ code, message: shortened(message) });

/** A message with long lists of ids shortened, and without their number, so that it does not change with the catalogue. */
function shortened(message) {
  return message
    .replaceAll(/(`[^`]+`, `[^`]+`, )(?:`[^`]+`, ){3,}(`[^`]+`)/g, '$1…, $2')
    .replaceAll(/\b\d+ ids\b/g, 'N ids');
}

const document = {
  package: Object.fromEntries(made.map(([name, error]) => [name, entry(error)])),
  bindings: thrown.map(entry),
  redis: problems.flat().map(entry),
};

const file = new URL('package-messages.json', import.meta.url);
const text = `${JSON.stringify(document, null, 2)}\n`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    console.error('package-messages.json is out of date: run node tests/vectors/package-messages.mjs');
    process.exit(1);
  }
}
