import type { SecretErrorCode } from '../generated/codes.js';
import type { NotInitializedCode } from '../types/errors.js';
import { failure, range, type, withCode } from './coded-error.js';
import { describe } from './misuse.js';
import { hint } from './spelling.js';

export * from './receiver-errors.js';

const SET_SECRET = 'check that the environment variable or setting that contains it is set';
const LIMIT_BODY = 'limit what your server reads';
const RAW_BODY = 'read the bytes of the request before any body parser';

// The errors of the TypeScript code. Their codes and messages are defined here, in `receiver-errors.ts` and in
// `safe-fetch/errors.ts`. Values from callers are described and
// never quoted, because they may be secrets. Each is a function, so that bundles contain only those that they use.

export const notOptions = (what: string, given: unknown) =>
  type('invalid_options', `${what} takes an object that contains the options, not ${describe(given)}`);

export const unknownOption = (what: string, name: string, known: readonly string[]) =>
  type('unknown_option', `unknown option; ${what} takes ${known.join(', ')}${hint(name, known)}`);

export const notText = (option: string, given: unknown) =>
  type('invalid_options', `\`${option}\` must be a string, not ${describe(given)}`);

export const notACount = (option: string, given: unknown) =>
  type('invalid_options', `\`${option}\` must be a positive integer, not ${describe(given)}`);

export const notAFunction = (option: string, given: unknown) =>
  type('invalid_options', `\`${option}\` must be a function, not ${describe(given)}`);

export const notABoolean = (option: string, given: unknown) =>
  type('invalid_options', `\`${option}\` must be true or false, not ${describe(given)}`);

export const notAByteCount = (given: unknown) =>
  type('invalid_options', `\`bytes\` must be an integer from 0 to 65536, not ${describe(given)}`);

export const notARedisClient = (given: unknown) => {
  const kinds = 'a client or cluster of `redis` or `ioredis`, which has a method `evalSha` or `evalsha`';
  return type('invalid_options', `redisStore takes ${kinds}; it is ${describe(given)}`);
};

export const notAnAttempt = () => type('invalid_options', '`attempt` must be a positive 32-bit integer');

export const notAStatus = (given: unknown) =>
  type('invalid_options', `\`status\` must be an integer from 100 to 999, not ${describe(given)}`);

export const notASeed = () => type('invalid_options', '`seed` must be a non-negative safe integer');

export const notAFormat = () => type('invalid_options', "`format` must be 'raw'; omit it for base64");

export const neitherHeadersNorBody = () =>
  type('invalid_options', 'detectProvider needs `headers`, `body` or both; neither was given');

export const statusOrError = () => type('invalid_options', 'an outcome must have either a `status` or an `error`');

export const emptyToken = () => type('invalid_options', '`token` is empty; omit it to accept every request');

export const notJobOptions = (given: unknown) =>
  type('invalid_options', `\`opts\` must be an object, not ${describe(given)}`);

export const jobOptionIsSet = (option: string, instead: string) =>
  type('invalid_options', `\`opts.${option}\` is set by the job factory; ${instead} determines it`);

export const deliveryThrew = (cause: unknown) => {
  const message = 'a member of the delivery, or `now`, threw an error; see `cause`';
  return Object.assign(type('invalid_options', message), { cause });
};

export const providerOrScheme = (what: string, hasBoth: boolean) => {
  const found = hasBoth ? 'both were given' : 'neither was given';
  return type('provider_or_scheme', `${what} takes either \`provider\` or \`scheme\`; ${found}`);
};

export const notAnId = (option: 'provider' | 'scheme' | 'policy', given: unknown) =>
  type(`unknown_${option}`, `\`${option}\` must be an id, which is a string, not ${describe(given)}`);

export const schemeIsText = () =>
  type('unknown_scheme', '`scheme` is JSON text; pass the object that it represents: JSON.parse(text)');

export const notAScheme = (given: unknown) => {
  const message = `a scheme must be an object that JSON can represent; it is ${describe(given)}`;
  return Object.assign(type('invalid_scheme', message), { problems: [] });
};

export const notAPolicy = (given: unknown) =>
  type('unknown_policy', `\`policy\` must be an id or a policy as an object, not ${describe(given)}`);

export const policyNumber = (member: string, value: number) =>
  type('invalid_policy', `the member${member} is ${value}, which JSON cannot represent; omit it if there is no limit`);

export const policyIsNotJson = () =>
  type('invalid_policy', '`policy` has a cycle, a bigint or a getter that throws, none of which JSON can represent');

export const notCompact = (requires: unknown) =>
  typeof requires === 'string'
    ? type(
        'unsupported_scheme',
        `the scheme requires ${requires}, which \`hookwright/verify\` does not have; import from \`hookwright\``,
      )
    : type(
        'invalid_scheme',
        '`scheme` must be one of the `schemes` of `hookwright/senders/<id>`; for custom schemes import from `hookwright`',
      );

export const noSecret = () => type('missing_secret', 'the secret is missing; pass at least one secret');

export const unusableSecret = (code: SecretErrorCode, message: string) => type(code, message);

/** The path is a JSON Pointer into the options: `/secrets/1`. */
export const missingSecret = (option: string, given: unknown) => {
  const path = `/${option.replaceAll(/[[.]/g, '/').replaceAll(']', '')}`;
  return Object.assign(type('missing_secret', `\`${option}\` is ${describe(given)}; ${SET_SECRET}`), { path });
};

export const everySecretIsUnset = (option: string) =>
  Object.assign(type('missing_secret', `every secret in \`${option}\` is unset; ${SET_SECRET}`), {
    path: `/${option}`,
  });

export const secretMembers = (option: string) =>
  type('invalid_secret', `\`${option}\` is an object with other members than \`name\` and \`value\``);

export const secretName = (option: string, given: unknown) =>
  type('invalid_secret', `\`${option}.name\` must be a string, not ${describe(given)}`);

export const secretIsNotUnicode = (option: string) =>
  type('invalid_secret', `\`${option}\` is a string with an unpaired surrogate; pass bytes, or correct it`);

export const notASecret = (option: string, given: unknown) => {
  const kinds = 'a string, a Uint8Array, or one of these with a name: { name, value }';
  return type('invalid_secret', `\`${option}\` must be ${kinds}; it is ${describe(given)}`);
};

export const missingBody = (given: unknown) =>
  type(
    'missing_body',
    `\`body\` is ${describe(given)}: the request has no body, or nothing has read it; ${RAW_BODY} and pass them, or pass ` +
      'an empty string if there are none',
  );

export const parsedBody = (given: unknown) =>
  type(
    'parsed_body',
    `\`body\` is ${describe(given)} instead of bytes: a body parser has parsed it, but the raw bytes were signed; ` +
      `${RAW_BODY} and pass them; do not use JSON.stringify, which produces different bytes`,
  );

export const noBodyToSend = (code: 'missing_body' | 'parsed_body', given: unknown) =>
  type(code, `\`body\` is ${describe(given)}; pass the text or the bytes to send, JSON.stringify(event) for example`);

export const notABody = (given: unknown) => {
  const kinds = 'a string, a Uint8Array, an ArrayBuffer or a view of one';
  return type('invalid_body', `\`body\` must be ${kinds}, not ${describe(given)}`);
};

export const bodyIsAStream = () =>
  type('invalid_body', '`body` is a stream; read it first: `await request.arrayBuffer()`');

export const bodyIsNotUnicode = () =>
  type(
    'invalid_body',
    '`body` is a string with an unpaired surrogate, which UTF-8 cannot represent; pass the raw bytes',
  );

export const bodyIsGone = () =>
  type('invalid_body', '`body` uses a buffer that has been transferred, so its bytes are gone; pass a copy of them');

export const bodyTooLong = () => range('body_too_large', `the body is too large; ${LIMIT_BODY}`);

export const bodyTooLarge = (bytes: number) =>
  range('body_too_large', `a body of ${bytes} bytes is too large; ${LIMIT_BODY}`);

export const noMemoryForBody = (bytes: number) =>
  range('body_too_large', `there is no memory for a body of ${bytes} bytes; ${LIMIT_BODY}`);

export const textTooLarge = () =>
  range('body_too_large', `the body is larger than the longest string of this runtime; ${LIMIT_BODY}`);

export const bodyIsNotJson = () => {
  const message = 'the delivery is genuine, but its body is not JSON; pass { jsonParse: false } to get it unparsed';
  return withCode(new SyntaxError(message), 'malformed_body');
};

export const notHeaders = (given: unknown) => {
  const shapes = 'a Headers object, a plain object, a Map or a list of [name, value]';
  return type('invalid_headers', `\`headers\` must be ${shapes}, not ${describe(given)}`);
};

export const notAHeader = (given: unknown) =>
  type(
    'invalid_headers',
    `each entry of \`headers\` must be [name, value], not ${describe(given)}; pass \`headers\`, not \`rawHeaders\``,
  );

export const headerValue = (name: string, given: unknown) =>
  type('invalid_headers', `the value of the header \`${name}\` must be a string, not ${describe(given)}`);

export const reservedHeader = (what: string, name: string) =>
  type('invalid_headers', `${what} has the header field \`${name}\`, which the sender of the request sets; omit it`);

export const unsendableHeader = (what: string) =>
  type(
    'invalid_headers',
    `${what} has a line break, or a character beyond Latin-1, in the name or value of a header field; remove it`,
  );

export const missingUrl = (what: string, scheme: string) =>
  type(
    'missing_url',
    `${what} needs \`url\` for the scheme \`${scheme}\`: the URL that the sender called, including its query`,
  );

export const missingMethod = (what: string, scheme: string) =>
  type('missing_method', `${what} needs \`method\` for the scheme \`${scheme}\`: the method of the request`);

export const missingToken = (scheme: string) =>
  type('missing_token', `the handshake of \`${scheme}\` needs \`token\`: the text that you entered at the sender`);

export const missingEndpoint = (scheme: string) =>
  type('missing_endpoint', `the handshake of \`${scheme}\` needs \`endpoint\`: the URL that you entered at the sender`);

export const notAnEndpointUrl = () => type('missing_url', '`url` of the endpoint must begin with `https:` or `http:`');

export const endpointUrlWithPassword = () =>
  type('invalid_url', '`url` of the endpoint has a user name or password; use a header field `Authorization` instead');

export const missingId = (option: string, given: unknown) =>
  type('missing_id', `\`${option}\` is ${describe(given)}; pass an id, which is a string`);

export const idIsNotText = (option: string, given: unknown) =>
  type('invalid_id', `\`${option}\` must be a string, not ${describe(given)}; convert numbers with String(id)`);

export const emptyId = (option: string) => type('invalid_id', `\`${option}\` is empty; pass an id`);

export const idIsNotUnicode = (option: string) =>
  type('invalid_id', `\`${option}\` is a string with an unpaired surrogate; pass a string of valid Unicode`);

export const notAnInstant = (option: string, given: unknown) =>
  type('invalid_instant', `\`${option}\` must be a Date or a number of milliseconds, not ${describe(given)}`);

export const instantOutOfRange = (option: string) =>
  range('invalid_instant', `\`${option}\` must be a valid Date or a finite number within the range of Date`);

export const notADuration = (what: string, given: unknown) =>
  type('invalid_duration', `${what} must be a number of milliseconds, not ${describe(given)}`);

export const durationOutOfRange = () =>
  range(
    'invalid_duration',
    'a duration must be a non-negative number of milliseconds that ends within the range of Date',
  );

export const timeoutOutOfRange = (option: string, longestMs: number) =>
  range('invalid_duration', `\`${option}\` must be from 1 to ${longestMs} milliseconds`);

export const notATolerance = () =>
  type(
    'invalid_tolerance',
    '`toleranceSeconds` must be a non-negative number or { past, future } of such numbers; use false to disable the check',
  );

export const toleranceWithoutTimestamp = (scheme: string) =>
  type(
    'invalid_tolerance',
    `the scheme \`${scheme}\` has no timestamp, so deliveries of any age are accepted; remove \`toleranceSeconds\``,
  );

export const notProgress = () =>
  type('invalid_progress', '`progress` must be the result of `startDelivery`, `beginAttempt` or `settleAttempt`');

export const notAJob = () => type('invalid_data', 'the data of the job is not a delivery; create jobs with `job()`');

export const closed = () => type('closed', 'this service is closed; create another one');

export const freed = (what: string) => type('freed', `this ${what} has been freed; create another one`);

export const notAPort = (given: unknown) =>
  type('invalid_port', `\`port\` must be an integer from 0 to 65535, not ${describe(given)}`);

export const cannotListen = () =>
  type('unsupported', 'listen() needs node:http, which this runtime does not have; use fetch()');

export const cannotFetch = () => type('unsupported', 'deliveries need `fetch`, which this runtime does not have');

export const listens = () =>
  type('already_listening', 'this service is already listening; create another one for another port');

export const notAnEvent = (given: unknown) =>
  type('unknown_event', `\`type\` must be the name of an event type, which is a string, not ${describe(given)}`);

export const notAPayload = (given: unknown) =>
  type('invalid_data', `\`data\` must be an object, as all payloads are, not ${describe(given)}`);

export const payloadIsNotJson = () =>
  type('invalid_data', '`data` has a cycle or a bigint, neither of which JSON can represent');

export const notARequest = (given: unknown) =>
  type('invalid_request', `fetch() takes a Request, not ${describe(given)}`);

export const requestIsRead = () =>
  type('invalid_request', 'the body of the request has already been read; pass a clone of the request');

export const requestUrl = () =>
  type('invalid_request', 'the URL of the request is not absolute; pass a URL with scheme and host');

export const requestStream = () =>
  type('invalid_request', 'the body of the request is a stream that does not yield bytes; yield Uint8Array chunks');

export const notInitialized = (remedy: string) => {
  const code: NotInitializedCode = 'not_initialized';
  const message = `hookwright is not initialized; call \`await ${remedy}()\` once before the first call`;
  return Object.assign(new Error(message), { code });
};

export const wrongModule = () =>
  failure(
    'wrong_module',
    'a WebAssembly module is not one of this build of the package; serve the files of one version, under addresses that ' +
      'change with the version, so that caches do not mix them',
  );

export const trapped = (cause: unknown) =>
  failure(
    'core_trapped',
    'the core was aborted during this call; its memory was discarded, and further calls work. Reduce the size of ' +
      'the input or the depth of the call stack; if neither is large, report this as a bug',
    cause,
  );

export const serviceLost = () =>
  failure(
    'service_lost',
    'this service was lost when the core was aborted during a call; create another one, from the last `save()` if ' +
      'there is one',
  );

export const storeFull = (entries: number) =>
  failure(
    'store_full',
    `all ${entries} events in the store are being handled; make handlers faster, or increase \`maxEntries\``,
  );

export const storeTimeout = (timeoutMs: number) =>
  failure('store_unavailable', `the store did not answer within ${timeoutMs} ms`);

export const storeFailed = (cause: unknown) =>
  failure('store_unavailable', 'a command failed: Redis refused it, or the connection ended; see `cause`', cause);

export const storeOverloaded = () =>
  failure('store_unavailable', 'the store has not answered many earlier commands, so no more are sent to it');

export const storeAnswer = () =>
  failure('store_unavailable', 'the answer of Redis is not one of the script; check that no proxy changes answers');

export const attemptTooSlow = (option: string) =>
  failure('timeout', `\`${option}\` did not settle within the time that an attempt takes at most`);
