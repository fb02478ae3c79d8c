import type { CoreFailureCode, MisuseCode, NotInitializedCode } from '../types/errors.js';
import { describe, markAsMisuse } from './misuse.js';
import { hint } from './spelling.js';

const SET_SECRET = 'check that the environment variable or setting that contains it is set';
const LIMIT_BODY = 'limit what your server reads';
const RAW_BODY = 'express.raw({ type: () => true })';

/**
 * The errors of the TypeScript code. All of their codes and messages are defined here. Values from callers are
 * described and never quoted, because they may be secrets.
 */
export const errors = {
  notOptions: (what: string, given: unknown) =>
    type('invalid_options', `${what} takes an object that contains the options, not ${describe(given)}`),
  unknownOption: (what: string, name: string, known: readonly string[]) =>
    type('unknown_option', `unknown option; ${what} takes ${known.join(', ')}${hint(name, known)}`),
  notText: (option: string, given: unknown) =>
    type('invalid_options', `\`${option}\` must be a string, not ${describe(given)}`),
  notAFunction: (option: string, given: unknown) =>
    type('invalid_options', `\`${option}\` must be a function, not ${describe(given)}`),
  notABoolean: (option: string, given: unknown) =>
    type('invalid_options', `\`${option}\` must be true or false, not ${describe(given)}`),
  notAByteCount: (given: unknown) =>
    type('invalid_options', `\`bytes\` must be an integer from 0 to 65536, not ${describe(given)}`),
  notAnAttempt: () => type('invalid_options', '`attempt` must be a positive 32-bit integer'),
  notAStatus: (given: unknown) =>
    type('invalid_options', `\`status\` must be an integer from 100 to 999, not ${describe(given)}`),
  notASeed: () => type('invalid_options', '`seed` must be a non-negative safe integer'),
  notAFormat: () => type('invalid_options', "`format` must be 'raw'; omit it for base64"),
  neitherHeadersNorBody: () =>
    type('invalid_options', 'detectProvider needs `headers`, `body` or both; neither was given'),
  statusOrError: () => type('invalid_options', 'an outcome must have either a `status` or an `error`'),
  emptyToken: () => type('invalid_options', '`token` is empty; omit it to accept every request'),
  notJobOptions: (given: unknown) => type('invalid_options', `\`opts\` must be an object, not ${describe(given)}`),
  jobOptionIsSet: (option: string, instead: string) =>
    type('invalid_options', `\`opts.${option}\` is set by the job factory; ${instead} determines it`),
  deliveryThrew: (cause: unknown) => {
    const message = 'a member of the delivery, or `now`, threw an error; see `cause`';
    return Object.assign(type('invalid_options', message), { cause });
  },

  providerOrScheme: (what: string, hasBoth: boolean) => {
    const found = hasBoth ? 'both were given' : 'neither was given';
    return type('provider_or_scheme', `${what} takes either \`provider\` or \`scheme\`; ${found}`);
  },
  notAnId: (option: 'provider' | 'scheme' | 'policy', given: unknown) =>
    type(`unknown_${option}`, `\`${option}\` must be an id, which is a string, not ${describe(given)}`),
  schemeIsText: () =>
    type('unknown_scheme', '`scheme` is JSON text; pass the object that it represents: JSON.parse(text)'),
  notAScheme: (given: unknown) => {
    const message = `a scheme must be an object that JSON can represent; it is ${describe(given)}`;
    return Object.assign(type('invalid_scheme', message), { problems: [] });
  },
  notAPolicy: (given: unknown) =>
    type('unknown_policy', `\`policy\` must be an id or a policy as an object, not ${describe(given)}`),
  policyNumber: (member: string, value: number) =>
    type(
      'invalid_policy',
      `the member${member} is ${value}, which JSON cannot represent; omit it if there is no limit`,
    ),
  policyIsNotJson: () =>
    type('invalid_policy', '`policy` has a cycle, a bigint or a getter that throws, none of which JSON can represent'),

  missingSecret: (option: string, given: unknown) =>
    type('missing_secret', `\`${option}\` is ${describe(given)}; ${SET_SECRET}`),
  secretMembers: (option: string) =>
    type('invalid_secret', `\`${option}\` is an object with other members than \`name\` and \`value\``),
  secretName: (option: string, given: unknown) =>
    type('invalid_secret', `\`${option}.name\` must be a string, not ${describe(given)}`),
  secretIsNotUnicode: (option: string) =>
    type('invalid_secret', `\`${option}\` is a string with an unpaired surrogate; pass bytes, or correct it`),
  notASecret: (option: string, given: unknown) => {
    const kinds = 'a string, a Uint8Array, or one of these with a name: { name, value }';
    return type('invalid_secret', `\`${option}\` must be ${kinds}; it is ${describe(given)}`);
  },

  missingBody: (given: unknown) =>
    type(
      'missing_body',
      `\`body\` is ${describe(given)}: the request has no body, or nothing has read it. With Express, put ${RAW_BODY} ` +
        'before the handler, and pass `req.body ?? ""`',
    ),
  parsedBody: (given: unknown) =>
    type(
      'parsed_body',
      `\`body\` is ${describe(given)} instead of bytes: a middleware such as express.json() has parsed it, but the raw ` +
        `bytes were signed. For this route, use ${RAW_BODY} before any other body parser and pass \`req.body\`; do not use ` +
        'JSON.stringify, which produces different bytes',
    ),
  noBodyToSend: (code: 'missing_body' | 'parsed_body', given: unknown) =>
    type(code, `\`body\` is ${describe(given)}; pass the text or the bytes to send, JSON.stringify(event) for example`),
  notABody: (given: unknown) => {
    const kinds = 'a string, a Uint8Array, an ArrayBuffer or a view of one';
    return type('invalid_body', `\`body\` must be ${kinds}, not ${describe(given)}`);
  },
  bodyIsAStream: () =>
    type('invalid_body', `\`body\` is a stream; read it first: \`await request.arrayBuffer()\`, or ${RAW_BODY}`),
  bodyIsNotUnicode: () =>
    type(
      'invalid_body',
      '`body` is a string with an unpaired surrogate, which UTF-8 cannot represent; pass the raw bytes',
    ),
  bodyIsGone: () =>
    type('invalid_body', '`body` uses a buffer that has been transferred, so its bytes are gone; pass a copy of them'),
  bodyTooLong: () => range('body_too_large', `the body is too large; ${LIMIT_BODY}`),
  bodyTooLarge: (bytes: number) => range('body_too_large', `a body of ${bytes} bytes is too large; ${LIMIT_BODY}`),
  noMemoryForBody: (bytes: number) =>
    range('body_too_large', `there is no memory for a body of ${bytes} bytes; ${LIMIT_BODY}`),
  textTooLarge: () =>
    range('body_too_large', `the body is larger than the longest string of this runtime; ${LIMIT_BODY}`),
  bodyIsNotJson: () => {
    const message = 'the delivery is genuine, but its body is not JSON; pass { jsonParse: false } to get it unparsed';
    return withCode(new SyntaxError(message), 'malformed_body');
  },

  notHeaders: (given: unknown) => {
    const shapes = 'a Headers object, a plain object, a Map or a list of [name, value]';
    return type('invalid_headers', `\`headers\` must be ${shapes}, not ${describe(given)}`);
  },
  notAHeader: (given: unknown) =>
    type(
      'invalid_headers',
      `each entry of \`headers\` must be [name, value], not ${describe(given)}; pass \`headers\`, not \`rawHeaders\``,
    ),
  headerValue: (name: string, given: unknown) =>
    type('invalid_headers', `the value of the header \`${name}\` must be a string, not ${describe(given)}`),
  reservedHeader: (what: string, name: string) =>
    type('invalid_headers', `${what} has the header field \`${name}\`, which the sender of the request sets; omit it`),
  unsendableHeader: (what: string) =>
    type(
      'invalid_headers',
      `${what} has a line break, or a character beyond Latin-1, in the name or value of a header field; remove it`,
    ),

  missingUrl: (what: string, scheme: string) =>
    type(
      'missing_url',
      `${what} needs \`url\` for the scheme \`${scheme}\`: the URL that the sender called, including its query`,
    ),
  missingMethod: (what: string, scheme: string) =>
    type('missing_method', `${what} needs \`method\` for the scheme \`${scheme}\`: the method of the request`),
  notAnEndpointUrl: () => type('missing_url', '`url` of the endpoint must begin with `https:` or `http:`'),
  endpointUrlWithPassword: () =>
    type(
      'invalid_url',
      '`url` of the endpoint has a user name or password; use a header field `Authorization` instead',
    ),

  missingId: (option: string, given: unknown) =>
    type('missing_id', `\`${option}\` is ${describe(given)}; pass an id, which is a string`),
  idIsNotText: (option: string, given: unknown) =>
    type('invalid_id', `\`${option}\` must be a string, not ${describe(given)}; convert numbers with String(id)`),
  emptyId: (option: string) => type('invalid_id', `\`${option}\` is empty; pass an id`),
  idIsNotUnicode: (option: string) =>
    type('invalid_id', `\`${option}\` is a string with an unpaired surrogate; pass a string of valid Unicode`),

  notAnInstant: (option: string, given: unknown) =>
    type('invalid_instant', `\`${option}\` must be a Date or a number of milliseconds, not ${describe(given)}`),
  instantOutOfRange: (option: string) =>
    range('invalid_instant', `\`${option}\` must be a valid Date or a finite number within the range of Date`),
  notADuration: (what: string, given: unknown) =>
    type('invalid_duration', `${what} must be a number of milliseconds, not ${describe(given)}`),
  durationOutOfRange: () =>
    range(
      'invalid_duration',
      'a duration must be a non-negative number of milliseconds that ends within the range of Date',
    ),
  timeoutOutOfRange: (option: string, longestMs: number) =>
    range('invalid_duration', `\`${option}\` must be from 1 to ${longestMs} milliseconds`),
  notATolerance: () =>
    type(
      'invalid_tolerance',
      '`toleranceSeconds` must be a non-negative number or { past, future } of such numbers; use false to disable the check',
    ),
  toleranceWithoutTimestamp: (scheme: string) =>
    type(
      'invalid_tolerance',
      `the scheme \`${scheme}\` has no timestamp, so deliveries of any age are accepted; remove \`toleranceSeconds\``,
    ),

  notProgress: () =>
    type('invalid_progress', '`progress` must be the result of `startDelivery`, `beginAttempt` or `settleAttempt`'),
  notAJob: () => type('invalid_data', 'the data of the job is not a delivery; create jobs with `job()`'),

  closed: () => type('closed', 'this service is closed; create another one'),
  freed: (what: string) => type('freed', `this ${what} has been freed; create another one`),
  notAPort: (given: unknown) =>
    type('invalid_port', `\`port\` must be an integer from 0 to 65535, not ${describe(given)}`),
  cannotListen: () => type('unsupported', 'listen() needs node:http, which this runtime does not have; use fetch()'),
  cannotFetch: () => type('unsupported', 'deliveries need `fetch`, which this runtime does not have'),
  listens: () => type('already_listening', 'this service is already listening; create another one for another port'),
  notAnEvent: (given: unknown) =>
    type('unknown_event', `\`type\` must be the name of an event type, which is a string, not ${describe(given)}`),
  notAPayload: (given: unknown) =>
    type('invalid_data', `\`data\` must be an object, as all payloads are, not ${describe(given)}`),
  payloadIsNotJson: () => type('invalid_data', '`data` has a cycle or a bigint, neither of which JSON can represent'),
  notARequest: (given: unknown) => type('invalid_request', `fetch() takes a Request, not ${describe(given)}`),
  requestIsRead: () =>
    type('invalid_request', 'the body of the request has already been read; pass a clone of the request'),
  requestUrl: () => type('invalid_request', 'the URL of the request is not absolute; pass a URL with scheme and host'),
  requestStream: () =>
    type('invalid_request', 'the body of the request is a stream that does not yield bytes; yield Uint8Array chunks'),

  notInitialized: (remedy: string) => {
    const code: NotInitializedCode = 'not_initialized';
    const message = `hookwright is not initialized; call \`await ${remedy}()\` once before the first call`;
    return Object.assign(new Error(message), { code });
  },
  trapped: (cause: unknown) =>
    failure(
      'core_trapped',
      'the core was aborted during this call; its memory was discarded, and further calls work. Reduce the size of ' +
        'the input or the depth of the call stack; if neither is large, report this as a bug',
      cause,
    ),
  serviceLost: () =>
    failure(
      'service_lost',
      'this service was lost when the core was aborted during a call; create another one, from the last `save()` if ' +
        'there is one',
    ),
};

function type(code: MisuseCode, message: string): TypeError {
  return withCode(new TypeError(message), code);
}

function range(code: MisuseCode, message: string): RangeError {
  return withCode(new RangeError(message), code);
}

function withCode<Made extends Error>(error: Made, code: MisuseCode): Made & { readonly code: MisuseCode } {
  return markAsMisuse(Object.assign(error, { code }));
}

function failure(code: CoreFailureCode, message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, cause === undefined ? undefined : { cause }), { code });
}
