// Options are own properties: members of `Object.prototype` or of a class have no effect.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import {
  answerHandshake,
  beginAttempt,
  classifyResponse,
  createService,
  detectProvider,
  explain,
  generateSecret,
  nextAttempt,
  parseEvent,
  planRetries,
  settleAttempt,
  sign,
  startDelivery,
  verify,
  Webhook,
} from 'hookwright';
import { bullmqDeliveries } from 'hookwright/bullmq';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const body = '{"type":"user.created","timestamp":"2024-01-15T10:30:00Z","data":{}}';
const signedMs = 1_700_000_000_000;
const { headers } = sign({ provider: 'standard', secret, body, id: 'msg_1', timestamp: signedMs });
const given = { provider: 'standard', secrets: secret, body, headers };
const policy = { id: 'mine', schedule: { kind: 'fixed', delayMs: 1000 } };

/** A message without numbers, because the age of a delivery changes between calls. */
function withoutAges(value) {
  return JSON.parse(
    JSON.stringify(value ?? null)
      .replace(/ \d+ /g, ' N ')
      .replace(' N ms old', ' old'),
  );
}

/** The outcome of a call, in a form that can be compared. */
async function outcome(call) {
  try {
    return withoutAges({ returned: await call() });
  } catch ({ name, code, message }) {
    return { name, code, message: withoutAges(message) };
  }
}

/** Runs a call while `Object.prototype` has these members. */
async function polluted(members, call) {
  const names = Object.keys(members);
  for (const name of names) {
    Object.defineProperty(Object.prototype, name, { value: members[name], configurable: true, writable: true });
  }
  try {
    return await call();
  } finally {
    for (const name of names) delete Object.prototype[name];
  }
}

/** A value for each option, which would take effect if it were read. */
const values = {
  toleranceSeconds: false,
  now: signedMs,
  secrets: 'whsec_b3RoZXIgc2VjcmV0IG90aGVyIHNlY3JldA==',
  secret: 'whsec_b3RoZXIgc2VjcmV0IG90aGVyIHNlY3JldA==',
  provider: 'github',
  scheme: 'github/v1',
  body: 'other',
  headers: { 'webhook-id': 'msg_2', 'x-webhook-signature': 'ab' },
  url: 'https://other.example/',
  method: 'PUT',
  framework: 'express',
  oldSecrets: 'whsec_b3RoZXI=',
  otherSecrets: 'whsec_b3RoZXI=',
  id: 'msg_other',
  timestamp: 1_600_000_000_000,
  bytes: 64,
  format: 'raw',
  jsonParse: false,
  policy: 'stripe',
  start: 5,
  seed: 7,
  outage: { startMs: 0, durationMs: 1 },
  startMs: 5,
  durationMs: 5,
  attempt: 3,
  outcome: { status: 410 },
  first: 5,
  status: 410,
  error: 'timeout',
  token: 'other',
  state: '{}',
  timeoutMs: 5,
  type: 'user.deleted',
  data: { other: true },
  workspaceId: 'other',
  name: 'other',
  value: 'whsec_b3RoZXI=',
  past: 1e9,
  future: 1e9,
  eventId: 'evt_other',
  subscriptionId: 'sub_other',
  contentType: 'text/other',
  due: 5,
  opts: { priority: 1 },
  delay: 5,
  attempts: 5,
  endpoint: () => ({ url: 'https://other.example/', secret }),
  active: false,
  progress: { state: 'succeeded' },
  dueMs: 5,
  fetch: async () => new Response(null, { status: 410 }),
  onDisable: () => {
    throw new Error('called');
  },
};

const deliver = async () => {
  const sent = [];
  const deliveries = bullmqDeliveries({
    policy: 'standard',
    provider: 'standard',
    now: () => signedMs,
    endpoint: () => ({ url: 'https://receiver.example/hook', secret }),
    fetch: async (url, init) => {
      sent.push(
        url,
        init.headers.map(([name, value]) => `${name}: ${value}`),
        init.body,
      );
      return new Response(null, { status: 204 });
    },
  });
  const made = deliveries.job({ eventId: 'evt_1', subscriptionId: 'sub_1', body });
  const delivered = await deliveries.processor({
    id: 'a',
    attemptsMade: 0,
    data: made.data,
    opts: { attempts: 9 },
    moveToDelayed() {},
  });
  return { made, sent, delivered };
};

const calls = {
  'verify, too old': () => verify(given),
  'verify, in time': () => verify({ ...given, now: signedMs }),
  'verify, with a tolerance of both sides': () =>
    verify({ ...given, now: signedMs, toleranceSeconds: { past: 5, future: 5 } }),
  'verify, with half a tolerance': () => verify({ ...given, toleranceSeconds: { past: 5 } }),
  'verify, without a secret': () => verify({ provider: 'standard', body, headers }),
  'verify, without anything': () => verify({}),
  'verify, with a named key': () => verify({ ...given, now: signedMs, secrets: { name: 'a', value: secret } }),
  'verify, with a key without a value': () => verify({ ...given, secrets: { name: 'a' } }),
  'verify, with a key without a name': () => verify({ ...given, secrets: { value: secret } }),
  'verify, of a scheme that needs a URL': () => verify({ ...given, provider: undefined, scheme: 'hubspot/v3' }),
  explain: () => explain({ ...given, now: signedMs + 1e7 }),
  sign: () => sign({ provider: 'standard', secret, body, id: 'msg_1', timestamp: signedMs }),
  'sign, without an id': () => sign({ provider: 'standard', secret, body, timestamp: signedMs }),
  'sign, without a timestamp': () => Object.keys(sign({ provider: 'github', secret, body })),
  answerHandshake: () =>
    answerHandshake({ provider: 'dropbox', headers: {}, method: 'GET', url: '/hook?challenge=abc' }),
  'answerHandshake, without a URL': () => answerHandshake({ provider: 'dropbox', headers: {} }),
  generateSecret: () => generateSecret({ provider: 'standard' }).secret.length,
  'Webhook, too old': () => new Webhook(secret).verify(body, headers),
  'Webhook, in time': () => new Webhook(secret, { now: signedMs }).verify(body, headers),
  'Webhook, with options of verify': () => new Webhook(secret, { now: signedMs }).verify(body, headers, {}),
  parseEvent: () => parseEvent(body),
  'parseEvent, with options': () => parseEvent(body, {}),
  detectProvider: () => detectProvider({ body }),
  'detectProvider, without anything': () => detectProvider({}),
  planRetries: () => planRetries({ policy: 'generic' }),
  'planRetries, with half an outage': () => planRetries({ policy: 'generic', outage: { startMs: 0 } }),
  nextAttempt: () => nextAttempt({ policy: 'generic', attempt: 1, outcome: { status: 500 }, now: 0 }),
  'nextAttempt, without an outcome': () => nextAttempt({ policy: 'generic', attempt: 1, outcome: {}, now: 0 }),
  'startDelivery, beginAttempt and settleAttempt': () => {
    const progress = startDelivery({ policy: 'standard', due: signedMs });
    const endpoint = { url: 'https://receiver.example/hook', secret };
    const steps = { provider: 'standard', policy: 'standard', eventId: 'evt_1', body, endpoint, now: signedMs };
    const attempt = beginAttempt({ ...steps, progress });
    const outcome = { status: 500 };
    const settled = settleAttempt({ policy: 'standard', progress: attempt.progress, outcome, now: signedMs });
    return { progress, attempt, settled };
  },
  'beginAttempt, without anything': () => beginAttempt({}),
  'settleAttempt, without an outcome': () => settleAttempt({ policy: 'standard', outcome: {} }),
  classifyResponse: () => classifyResponse({ status: 503, now: 0 }),
  'classifyResponse, without a status': () => classifyResponse({ now: 0 }),
  'a custom policy': () => planRetries({ policy }),
  createService: async (request) => {
    const service = createService({ provider: 'generic', secret: 'whsec_a', now: 0 });
    const { status } = await service.fetch(request);
    const { skipped } = service.emit({ type: 'user.created' });
    const seen = [service.now, service.secret, status, skipped];
    await service.close();
    return seen;
  },
  'createService, without a provider': () => createService({}),
  'emit, without a type': () => createService({ provider: 'generic' }).emit({}),
  bullmqDeliveries: deliver,
  'bullmqDeliveries, without anything': () => bullmqDeliveries({}),
};

describe('members of Object.prototype', () => {
  for (const [name, call] of Object.entries(calls)) {
    test(`do not change ${name}`, async () => {
      const fresh = () => new Request('http://localhost/v1/webhooks', { headers: { accept: 'application/json' } });
      const first = fresh();
      const expected = await outcome(() => call(first));
      for (const [option, value] of Object.entries(values)) {
        // Created before the prototype changes, because the host's behavior is not tested.
        const request = fresh();
        const found = await polluted({ [option]: value }, () => outcome(() => call(request)));
        assert.deepEqual(found, expected, `with Object.prototype.${option}`);
      }
    });
  }

  test('do not change how a plain object of headers is read', async () => {
    const call = () => outcome(() => verify({ ...given, now: signedMs }));
    const others = {
      forEach: (each) => each('msg_2', 'webhook-id'),
      [Symbol.iterator]: function* () {
        yield ['webhook-id', 'msg_2'];
      },
    };
    const expected = await call();
    assert.ok(expected.returned.ok);
    assert.deepEqual(await polluted({ forEach: others.forEach }, call), expected);
    Object.defineProperty(Object.prototype, Symbol.iterator, { value: others[Symbol.iterator], configurable: true });
    try {
      assert.deepEqual(await call(), expected);
    } finally {
      delete Object.prototype[Symbol.iterator];
    }
  });
});

describe('custom classes and prototypes', () => {
  test('inherited properties are not options', () => {
    const inherited = Object.assign(Object.create({ toleranceSeconds: false }), given);
    assert.equal(verify(inherited).code, 'too_old');
    class Config {
      get toleranceSeconds() {
        return false;
      }
    }
    assert.equal(verify(Object.assign(new Config(), given)).code, 'too_old');
  });

  test('own getters, hidden properties and objects without a prototype are options', () => {
    const hidden = Object.defineProperty({ ...given }, 'now', { value: signedMs, enumerable: false });
    const getter = {
      ...given,
      get now() {
        return signedMs;
      },
    };
    for (const options of [hidden, getter, Object.assign(Object.create(null), given, { now: signedMs })]) {
      assert.ok(verify(options).ok);
    }
  });
});
