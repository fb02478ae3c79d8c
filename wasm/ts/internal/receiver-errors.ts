import { failure, range, type } from './coded-error.js';
import { describe } from './misuse.js';
import { hint } from './spelling.js';

// The errors of receivers and of their options. Values from callers are described and never quoted, as in `errors.ts`.

export const notTextOrFunction = (option: string, given: unknown) =>
  type('invalid_options', `\`${option}\` must be a string or a function of the request, not ${describe(given)}`);

export const notAChoice = (option: string, choices: readonly string[]) =>
  type('invalid_options', `\`${option}\` must be ${choices.map((choice) => `'${choice}'`).join(' or ')}`);

export const notAPointer = (option: string) =>
  type('invalid_options', `\`${option}\` must be a JSON Pointer, which begins with a slash: '/type'`);

export const headerOrMember = () =>
  type('invalid_options', '`event.type` must have either `header`, the name of a header, or `member`, a JSON Pointer');

export const notHandlers = (given: unknown) =>
  type('invalid_options', `\`on\` must be an object with a function for each event type, not ${describe(given)}`);

export const noHandlers = (what: string) =>
  type('missing_handler', `${what} needs at least one handler: in \`on\`, or \`onUnknown\` for all events`);

export const urlOrOrigin = () => type('invalid_options', 'pass `url` or `origin`, not both');

export const notAUrl = (option: string) =>
  type('invalid_options', `\`${option}\` must be a URL that begins with \`https:\` or \`http:\`, without a user name`);

export const notAnOrigin = () =>
  type(
    'invalid_options',
    '`origin` must be a scheme and a host without a path, such as `https://hooks.example.com`; the path is that of the request',
  );

export const optionWithoutEffect = (option: string, scheme: string) =>
  type('invalid_options', `\`${option}\` has no effect for the scheme \`${scheme}\`; remove it`);

export const failingMemory = () =>
  type('invalid_options', '`ifStoreFails` has no effect with the store in memory, which does not fail; remove it');

export const notMethods = (known: readonly string[]) =>
  type('invalid_options', `\`methods\` must be a list of these methods: ${known.join(', ')}`);

export const notASuccess = () =>
  type('invalid_options', '`status` of an answer must be from 200 to 299; throw an error to make the sender try again');

export const notHeaderTexts = () => type('invalid_options', '`headers` of an answer must be an object of strings');

export const answerWithoutBody = (status: number) =>
  type('invalid_options', `an answer with status ${status} has no body; omit \`body\`, or use another status`);

export const unsendableAnswer = () =>
  type(
    'invalid_headers',
    '`headers` of an answer has a name that is not a token of HTTP, or a value with a line break, another control character ' +
      'or a character beyond ASCII',
  );

export const reservedInAnswer = (name: string) =>
  type('invalid_headers', `\`headers\` of an answer has the field \`${name}\`, which the server sets; omit it`);

export const noEventType = (sender: string) =>
  type(
    'invalid_options',
    `the place of the event type is not known for \`${sender}\`, so no handler in \`on\` would be called; use ` +
      '`onUnknown` for all events, or pass the place: `event: { type: { header } }` or `event: { type: { member } }`',
  );

export const orderOfBatch = (sender: string) =>
  type(
    'invalid_options',
    `a delivery of \`${sender}\` can contain several events, which \`orderBy\` cannot order; compare the positions in the ` +
      'handler',
  );

export const storeWithoutName = () =>
  type(
    'missing_name',
    '`store` needs `name`: one name for each endpoint, such as `github-deployments`, because receivers with the same store ' +
      'and name take each other’s events for repetitions',
  );

export const workerWithoutName = () =>
  type('missing_name', 'a worker needs `name`, the name of the endpoint whose events it handles, as in its receiver');

export const notAName = (given: unknown) =>
  type('invalid_options', `\`name\` must be a string of valid Unicode that is not empty, not ${describe(given)}`);

export const unknownEventType = (name: string, known: readonly string[]) =>
  type(
    'unknown_event',
    `\`on\` has a handler for an event type that the provider does not have${hint(name, known)}; use \`onUnknown\` for ` +
      'types that are not in the catalog',
  );

export const earlyWithoutWaitUntil = () =>
  type(
    'invalid_options',
    "`ack: 'early'` needs `waitUntil`, because a process that ends after the answer loses the event; pass the function of " +
      "your host, or 'context' if the host passes it with each request",
  );

export const durationOutside = (option: string, leastMs: number, longestMs: number) =>
  range('invalid_duration', `\`${option}\` must be from ${leastMs} to ${longestMs} milliseconds`);

export const claimTooSlow = () =>
  failure('store_unavailable', 'the store did not answer a claim within half of the time that the sender waits');

export const storeTooSlow = () =>
  failure('store_unavailable', 'the database did not store an event within half of the time that the sender waits');

export const functionTooSlow = (option: string) =>
  failure('timeout', `\`${option}\` did not settle within the time that the sender waits`);

export const wrongClaim = () =>
  failure('store_unavailable', 'the answer of the store to a claim is not one of its contract; correct the store');
