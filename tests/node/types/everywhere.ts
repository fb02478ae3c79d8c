// Uses that must compile, and uses that must not, with the types of any host.

import type {
  Address,
  Attempt,
  Body,
  Detection,
  Emitted,
  EventPayloads,
  EventTypeName,
  GeneratedSecret,
  HandshakeAnswer,
  HeadersInput,
  ImportErrorCode,
  ImportFormatId,
  Key,
  KnownEvent,
  MisuseCode,
  ParsedEvent,
  PolicyId,
  Problem,
  Provider,
  ProviderId,
  Rejected,
  RejectionCode,
  RetryPlan,
  Scheme,
  SchemeId,
  SchemeProblem,
  SecretWarning,
  Sender,
  SenderId,
  Service,
  ServiceProviderId,
  Signed,
  SignOptions,
  TransportError,
  UnknownEventType,
  Verdict,
  VerifyOptions,
} from 'hookwright';
import {
  answerHandshake,
  checkScheme,
  createService,
  detectProvider,
  generateSecret,
  importRequest,
  init,
  parseEvent,
  planRetries,
  provider,
  providers,
  senders,
  sign,
  verify,
  Webhook,
  WebhookVerificationError,
} from 'hookwright';

import { sender as github } from 'hookwright/senders/github';
import { sender as slack } from 'hookwright/senders/slack';

/** Compiles only if both are the same type. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;
const is = <_Check extends true>(): void => {};

const bytes = new Uint8Array(3);
const headers = { 'x-webhook-signature': 'ab' };

// --- verify ------------------------------------------------------------------------------------------------

const verdict: Verdict = verify({ provider: 'generic', secrets: 's', body: 'b', headers });
if (verdict.ok) {
  is<Same<typeof verdict.key, { readonly index: number; readonly name?: string }>>();
  is<Same<typeof verdict.timestampMs, number | undefined>>();
  is<Same<typeof verdict.id, string | undefined>>();
  is<Same<typeof verdict.warnings, readonly SecretWarning[] | undefined>>();
  // @ts-expect-error an accepted delivery has no code
  verdict.code;
} else {
  is<Same<typeof verdict.code, RejectionCode>>();
  is<Same<typeof verdict.message, string>>();
  // @ts-expect-error a rejected delivery has no key
  verdict.key;
}

for (const body of ['', bytes, bytes.buffer, new DataView(bytes.buffer), new Int16Array(2)] satisfies Body[]) {
  verify({ scheme: 'well/signature', secrets: ['a', bytes, { name: 'n', value: bytes }], body, headers });
}
const mixed: { [name: string]: string | string[] | undefined } = { a: ['b'], c: undefined };
for (const given of [
  headers,
  mixed,
  new Map([['a', 'b']]),
  new Map([['a', ['b']]]),
  [['a', 'b']] as [string, string][],
  [['a', 'b']] as const,
  { forEach: (_each: (value: string, name: string) => void) => {} },
] satisfies HeadersInput[]) {
  verify({ provider: 'well', secrets: 's', body: '', headers: given });
}
const options: VerifyOptions = {
  provider: 'well',
  secrets: [],
  body: '',
  headers: {},
  now: new Date(),
  url: '',
  method: 'POST',
};
verify({ ...options, toleranceSeconds: 300 });
verify({ ...options, toleranceSeconds: { past: 1, future: 2 } });
verify({ ...options, toleranceSeconds: false });
const either = (id: SenderId | ProviderId, list: readonly Key[]): Verdict =>
  verify({ provider: id, secrets: list, body: '', headers });
either('stripe', ['a']);
verify({ scheme: 'hubspot/v3', secrets: 's', body: '', headers, url: 'https://example.com/', method: 'POST' });

// --- schemes -----------------------------------------------------------------------------------------------

const acme: Scheme = {
  id: 'acme/v1',
  algorithm: 'hmac-sha256',
  content: '{timestamp}.{body}',
  signature: { header: 'Acme-Signature', orHeader: 'Acme-Signature-2', separator: ',', prefix: 'v1=' },
  timestamp: { item: 't=', unit: 'seconds', toleranceSeconds: { past: 300, future: 60 } },
  messageId: { member: '/id' },
  handshake: { trigger: { query: 'challenge' }, reply: { body: '{query:challenge}' } },
};
verify({ scheme: acme, secrets: 's', body: '', headers });
sign({ scheme: { ...acme, timestamp: undefined, content: '{body}' }, secret: 's', body: '' });
const found: readonly SchemeProblem[] = checkScheme(acme);
const known: readonly Sender[] = senders();
is<Same<(typeof known)[number]['id'], SenderId>>();
is<Same<(typeof known)[number]['schemes'][number], Scheme<SchemeId>>>();
for (const { schemes } of known) for (const scheme of schemes) verify({ scheme, secrets: 's', body: '', headers });
// @ts-expect-error an unknown algorithm
const wrongAlgorithm: Scheme = { ...acme, algorithm: 'hmac-sha3' };
// @ts-expect-error an item without a header
const wrongPlace: Scheme = { ...acme, signature: { item: 'v1=' } };
// @ts-expect-error a string is not a place
const wrongId: Scheme = { ...acme, messageId: 'Acme-Id' };
// @ts-expect-error text is not a scheme
checkScheme('{}');
// @ts-expect-error a scheme is not a provider
verify({ provider: acme, secrets: 's', body: '', headers });
// @ts-expect-error frozen
known[0].name = 'x';

// --- answerHandshake, generateSecret -----------------------------------------------------------------------

const answer = answerHandshake({
  provider: 'slack',
  secrets: 's',
  body: bytes,
  headers,
  url: '/',
  method: 'GET',
  now: 0,
});
is<Same<typeof answer, HandshakeAnswer | Rejected | null>>();
if (answer?.ok) {
  is<Same<typeof answer.status, number>>();
  is<Same<typeof answer.secret, string | undefined>>();
} else if (answer !== null) {
  is<Same<typeof answer.code, RejectionCode>>();
}
answerHandshake({ scheme: acme, headers });
answerHandshake({ provider: 'meta', headers, token: 't', endpoint: 'https://example.com', settingUp: false });
answerHandshake({ provider: 'slack', headers, secrets: ['s', undefined], skipUnset: true });
// @ts-expect-error no headers
answerHandshake({ provider: 'slack', secrets: 's' });
const made: GeneratedSecret = generateSecret({ provider: 'standard' });
is<Same<typeof made.publicKey, string | undefined>>();
generateSecret({ scheme: acme, bytes: 24 });
// @ts-expect-error a number
generateSecret({ provider: 'standard', bytes: '32' });

// --- Webhook -----------------------------------------------------------------------------------------------

const webhook = new Webhook('whsec_YWJj');
new Webhook(['whsec_YWJj', bytes, { name: 'old', value: 'whsec_YWJj' }]);
new Webhook(bytes, { format: 'raw', toleranceSeconds: false, now: () => new Date() });
const payload: unknown = webhook.verify('', headers, { jsonParse: false });
webhook.verify(bytes, new Map([['webhook-id', 'a']]));
const header: string = webhook.sign('msg_1', new Date(), '');
webhook.sign('msg_1', 0, bytes);
const refusal: Error = new WebhookVerificationError('message');
if (refusal instanceof WebhookVerificationError) is<Same<typeof refusal.code, RejectionCode>>();
// @ts-expect-error unknown
payload.id;
// @ts-expect-error a parsed body
webhook.verify({ id: 1 }, headers);
// @ts-expect-error an unknown format
new Webhook('', { format: 'hex' });
// @ts-expect-error no secret
new Webhook();
// @ts-expect-error a date as text
webhook.sign('msg_1', '2026-01-15', '');

// @ts-expect-error a parsed body
verify({ provider: 'generic', secrets: 's', body: { id: 1 }, headers });
// @ts-expect-error no body
verify({ provider: 'generic', secrets: 's', headers });
// @ts-expect-error a body that may be undefined
verify({ provider: 'generic', secrets: 's', body: undefined as string | undefined, headers });
// @ts-expect-error a secret that may be undefined
verify({ provider: 'generic', secrets: undefined as string | undefined, body: '', headers });
// @ts-expect-error a misspelt option
verify({ provider: 'generic', secert: 's', body: '', headers });
// @ts-expect-error both
verify({ provider: 'generic', scheme: 'generic/signature', secrets: 's', body: '', headers });
// @ts-expect-error neither
verify({ secrets: 's', body: '', headers });
// @ts-expect-error an unknown provider
verify({ provider: 'acme', secrets: 's', body: '', headers });
// @ts-expect-error no scheme
verify({ scheme: 'generic', secrets: 's', body: '', headers });
// @ts-expect-error a name without a value
verify({ provider: 'generic', secrets: { name: 'a' }, body: '', headers });
// @ts-expect-error headers as one text
verify({ provider: 'generic', secrets: 's', body: '', headers: 'a: b' });
// @ts-expect-error off is `false`
verify({ ...options, toleranceSeconds: true });

// --- sign --------------------------------------------------------------------------------------------------

const signed: Signed<Uint8Array> = sign({ provider: 'generic', secret: 's', body: bytes });
is<Same<typeof signed.body, Uint8Array>>();
is<Same<typeof signed.url, string | null>>();
const sent: { readonly [name: string]: string } = { 'content-type': 'application/json', ...signed.headers };
const signing: SignOptions = {
  scheme: 'generic/signature',
  secret: bytes,
  body: '',
  id: 'a',
  timestamp: 0,
  url: '',
  method: '',
};
sign(signing).headers['X-Webhook-Signature'];
verify({ provider: 'generic', secrets: 's', body: signed.body, headers: signed.headers });
verify({ provider: 'generic', secrets: 's', body: signed.body, headers: sent });
sign({ provider: 'standard', secret: ['a', { name: 'b', value: bytes }], body: '', headers: new Map([['a', 'b']]) });
// @ts-expect-error `secrets` is for verify
sign({ provider: 'generic', secrets: 's', body: '' });

// --- parseEvent --------------------------------------------------------------------------------------------

const event = parseEvent(bytes);
is<Same<typeof event.provider, ProviderId | null>>();
is<Same<typeof event.id, string | null>>();
is<Same<typeof event.occurredAtMs, number | null>>();
is<Same<typeof event.problems, readonly Problem[]>>();
if (event.provider === 'generic' && event.type === 'user.created' && event.data !== null) {
  is<Same<typeof event.data, EventPayloads['generic']['user.created']>>();
  is<Same<typeof event.data.id, string>>();
  is<Same<typeof event.data.email, string | null | undefined>>();
  is<Same<typeof event.data.whatever, unknown>>();
}
if (event.provider === null) is<Same<typeof event.data, null>>();

const well = parseEvent(bytes, { provider: 'well' });
is<Same<typeof well.provider, 'well'>>();
is<Same<typeof well, ParsedEvent<'well'>>>();
switch (well.type) {
  case 'company.created':
  case 'company.updated':
    is<Same<NonNullable<typeof well.data>['company_id'], string>>();
    break;
  case 'document.uploaded':
    is<Same<NonNullable<typeof well.data>['size'], number | null | undefined>>();
    break;
  case null:
    break;
  default: {
    is<Same<typeof well.type, UnknownEventType>>();
    const name: string = String(well.type);
    name.length;
  }
}
// An unknown name can still be compared, as text.
if (String(well.type) === 'company.merged') {
  const anything: unknown = well.data?.anything;
  void anything;
}

const handlers: { [Type in EventTypeName<'generic'>]?: (event: KnownEvent<'generic', Type>) => void } = {
  'payment.failed': ({ data }) => data?.currency?.toUpperCase(),
};
handlers['payment.failed'];
const everyName: EventTypeName = 'invoice.created';
is<Same<Extract<typeof everyName, 'acme.event'>, never>>();
// @ts-expect-error misspelt
const wrongName: EventTypeName<'well'> = 'company.create';
// @ts-expect-error a parsed body
parseEvent({ id: 1 });
// @ts-expect-error an unknown provider
parseEvent('', { provider: 'acme' });

// --- importRequest -----------------------------------------------------------------------------------------

const imported = importRequest('curl https://example.com/');
if (imported.ok) {
  is<Same<typeof imported.body, Uint8Array<ArrayBuffer> | null>>();
  is<Same<typeof imported.format, ImportFormatId>>();
} else {
  is<Same<typeof imported.code, ImportErrorCode>>();
}
// @ts-expect-error: a number is not a text
importRequest(1);

// --- detectProvider ----------------------------------------------------------------------------------------

const detection: Detection = detectProvider({ headers, body: bytes });
is<Same<typeof detection.provider, SenderId | null>>();
for (const { evidence } of detection.candidates) {
  for (const each of evidence) {
    if (each.kind === 'envelope') is<Same<typeof each.members, readonly string[]>>();
    else if (each.kind === 'signature') is<Same<typeof each.place, string>>();
    else is<Same<typeof each.name, string>>();
  }
}
detectProvider({ headers: new Map([['a', 'b']]) });
// @ts-expect-error a misspelt option
detectProvider({ header: headers });

// --- createService -----------------------------------------------------------------------------------------

const service: Service<'well'> = createService({ provider: 'well' });
createService({ provider: 'generic', token: 't', secret: 's', now: new Date(), state: service.save(), timeoutMs: 100 });
createService({ provider: 'generic', now: 0, token: undefined });
is<Same<typeof service.now, number>>();
is<Same<typeof service.secret, string>>();
const emitted: Emitted = service.emit({ type: 'company.created' });
is<Same<(typeof emitted.skipped)[number]['reason'], 'inactive' | 'other_event' | 'other_workspace'>>();
service.emit({ type: 'company.created', data: { company_id: 'comp_1' }, workspaceId: 'customer-1' });
export async function through(): Promise<void> {
  const address: Address = await service.listen();
  is<Same<typeof address.url, string>>();
  await service.listen(3000);
  const attempts: readonly Attempt[] = await service.advance(0);
  for (const { number, status, error } of attempts) {
    is<Same<typeof number, number>>();
    if (status === null) is<Same<typeof error, TransportError>>();
    else is<Same<typeof error, null>>();
  }
  await service.close();
}
const anybodys = (id: ServiceProviderId): Service => createService({ provider: id });
anybodys('generic').emit({ type: 'user.created' });
// @ts-expect-error another provider's event
service.emit({ type: 'user.created' });
// @ts-expect-error misspelt
service.emit({ type: 'company.craeted' });
// @ts-expect-error a payload is an object
service.emit({ type: 'company.created', data: 'text' });
// @ts-expect-error no API
createService({ provider: 'awell' });
// @ts-expect-error a misspelt option
createService({ provider: 'well', tokens: 't' });
// @ts-expect-error the secret of a service is a string
createService({ provider: 'well', secret: bytes });
// @ts-expect-error only advance moves the clock
service.now = 0;

// --- planRetries, providers, init --------------------------------------------------------------------------

const plan: RetryPlan = planRetries({ policy: 'well', start: new Date() });
is<Same<(typeof plan.attempts)[number]['atMs'], number>>();
is<Same<typeof plan.confidence, 'documented' | 'secondary' | 'assumed'>>();
planRetries({ policy: 'generic' satisfies PolicyId, start: 0 });
// @ts-expect-error an unknown policy
planRetries({ policy: 'acme' });
// @ts-expect-error a date as text
planRetries({ policy: 'well', start: '2026-01-15' });

const all: readonly Provider[] = providers();
is<Same<(typeof all)[number]['schemes'][number]['id'], SchemeId>>();
// @ts-expect-error a sender that is not a provider
provider('stripe');
is<Same<ReturnType<typeof provider<'well'>>['events'][number]['name'], EventTypeName<'well'>>>();
// @ts-expect-error frozen
all[0].name = 'x';
// @ts-expect-error an unknown provider
provider('acme');

const code: MisuseCode = 'invalid_scheme';
const ready: Promise<void>[] = [init(), init(bytes), init(bytes.buffer), init('/a.wasm'), init(Promise.resolve(bytes))];
void [signing, code, ready, wrongName, found, wrongAlgorithm, wrongPlace, wrongId, header];

// The data of a sender's module is what `scheme` takes, and its ids are known to the compiler.
verify({ scheme: github.schemes[0], secrets: 'text', headers: {}, body: '' });
slack.schemes satisfies readonly Scheme<SchemeId>[];
is<Same<typeof github.id, 'github'>>();
is<Same<(typeof github.schemes)[1]['id'], 'github/sha1'>>();
// @ts-expect-error: the data is read-only
github.schemes[0].content = '{timestamp}.{body}';
