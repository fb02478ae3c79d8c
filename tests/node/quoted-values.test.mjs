// Errors do not quote a secret in the place of another argument.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { inspect } from 'node:util';
import {
  answerHandshake,
  checkScheme,
  classifyResponse,
  createService,
  detectProvider,
  explain,
  generateSecret,
  nextAttempt,
  parseEvent,
  planRetries,
  provider,
  sign,
  verify,
  Webhook,
} from 'hookwright';
import { bullmqDeliveries } from 'hookwright/bullmq';

const secrets = [
  'whsec_abc123',
  'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  'v1,whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  'sk_live_4eC39HqLyjWDarjtT1zdp7dc',
  'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
  'xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzqqgy',
  'my-secret-token',
  'my_secret_token',
  'correct horse battery staple',
  'hunter2',
  'SENTINEL',
  'd41d8cd98f00b204e9800998ecf8427e',
  'D41D8CD98F00B204E9800998ECF8427E',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '123e4567-e89b-12d3-a456-426614174000',
  'SGVsbG8sIFdvcmxkIQ==',
  'c2VjcmV0LXNlY3JldC1zZWNyZXQ',
  'stripe/3f1a9c77e0b24d58',
  'github-3f1a9c77e0b24d58',
  '-----BEGIN PRIVATE KEY-----',
  'p@ss`w0rd`',
  '3f1a',
];

const good = { provider: 'generic', secrets: 'whsec_a', body: '{}', headers: {} };
const goodSign = { provider: 'generic', secret: 'whsec_a', body: '{}' };
const own = {
  id: 'acme/v1',
  algorithm: 'hmac-sha256',
  content: '{timestamp}.{body}',
  signature: { header: 'Acme-Signature' },
  timestamp: { header: 'Acme-Timestamp', unit: 'seconds' },
};
const policy = { id: 'mine', schedule: { kind: 'fixed', delayMs: 1000 } };
const endpoint = () => undefined;
const service = createService({ provider: 'generic' });

/** Calls that throw for a secret in this position. */
const positions = {
  provider: (secret) => verify({ ...good, provider: secret }),
  scheme: (secret) => verify({ ...good, provider: undefined, scheme: secret }),
  option: (secret) => verify({ ...good, [secret]: 1 }),
  provider_of_sign: (secret) => sign({ ...goodSign, provider: secret }),
  scheme_of_sign: (secret) => sign({ ...goodSign, provider: undefined, scheme: secret }),
  option_of_sign: (secret) => sign({ ...goodSign, [secret]: 1 }),
  provider_of_explain: (secret) => explain({ ...good, provider: secret }),
  framework: (secret) => explain({ ...good, framework: secret }),
  option_of_explain: (secret) => explain({ ...good, [secret]: 1 }),
  provider_of_handshakes: (secret) => answerHandshake({ ...good, provider: secret }),
  scheme_of_secrets: (secret) => generateSecret({ scheme: secret }),
  provider_of_secrets: (secret) => generateSecret({ provider: secret }),
  provider_of_events: (secret) => parseEvent('{}', { provider: secret }),
  option_of_events: (secret) => parseEvent('{}', { [secret]: 1 }),
  option_of_detection: (secret) => detectProvider({ body: '', [secret]: 1 }),
  provider_of_data: (secret) => provider(secret),
  format: (secret) => new Webhook('whsec_a', { format: secret }),
  option_of_webhook: (secret) => new Webhook('whsec_a', { [secret]: 1 }),
  policy: (secret) => planRetries({ policy: secret }),
  policy_of_next: (secret) => nextAttempt({ policy: secret, attempt: 1, outcome: { status: 500 } }),
  policy_of_reading: (secret) => classifyResponse({ policy: secret, status: 500 }),
  error: (secret) => classifyResponse({ error: secret }),
  option_of_plan: (secret) => planRetries({ policy: 'generic', [secret]: 1 }),
  option_of_outage: (secret) => planRetries({ policy: 'generic', outage: { [secret]: 1 } }),
  option_of_outcome: (secret) => nextAttempt({ policy: 'generic', attempt: 1, outcome: { [secret]: 1 } }),
  now: (secret) => verify({ ...good, now: secret }),
  toleranceSeconds: (secret) => verify({ ...good, toleranceSeconds: secret }),
  member_of_key: (secret) => verify({ ...good, secrets: { name: 'a', value: 'b', [secret]: 1 } }),
  algorithm: (secret) => verify({ ...good, provider: undefined, scheme: { ...own, algorithm: secret } }),
  key: (secret) => sign({ ...goodSign, provider: undefined, scheme: { ...own, key: secret } }),
  encoding: (secret) =>
    sign({ ...goodSign, provider: undefined, scheme: { ...own, signature: { header: 'A', encoding: secret } } }),
  unit: (secret) =>
    verify({ ...good, provider: undefined, scheme: { ...own, timestamp: { header: 'A', unit: secret } } }),
  field_of_content: (secret) =>
    verify({ ...good, provider: undefined, scheme: { ...own, content: `{body}{${secret}}` } }),
  member_of_scheme: (secret) => verify({ ...good, provider: undefined, scheme: { ...own, [secret]: 1 } }),
  member_of_signature: (secret) =>
    verify({ ...good, provider: undefined, scheme: { ...own, signature: { header: 'A', [secret]: 1 } } }),
  kind_of_schedule: (secret) => planRetries({ policy: { id: 'mine', schedule: { kind: secret } } }),
  member_of_policy: (secret) => planRetries({ policy: { ...policy, [secret]: 1 } }),
  limit_of_policy: (secret) => planRetries({ policy: { ...policy, [secret]: Infinity } }),
  provider_of_service: (secret) => createService({ provider: secret }),
  state_of_service: (secret) => createService({ provider: 'generic', state: secret }),
  option_of_service: (secret) => createService({ provider: 'generic', [secret]: 1 }),
  event_type: (secret) => service.emit({ type: secret }),
  workspace: (secret) => service.emit({ type: 'user.created', workspaceId: secret }),
  option_of_emit: (secret) => service.emit({ type: 'user.created', [secret]: 1 }),
  policy_of_queue: (secret) => bullmqDeliveries({ policy: secret, provider: 'generic', endpoint }),
  provider_of_queue: (secret) => bullmqDeliveries({ policy: 'generic', provider: secret, endpoint }),
  option_of_queue: (secret) => bullmqDeliveries({ policy: 'generic', provider: 'generic', endpoint, [secret]: 1 }),
  option_of_job: (secret) =>
    bullmqDeliveries({ policy: 'generic', provider: 'generic', endpoint }).job({ [secret]: 1 }),
};

describe('errors', () => {
  for (const [position, call] of Object.entries(positions)) {
    test(`do not quote a secret given as ${position.replaceAll('_', ' ')}`, () => {
      for (const secret of secrets) {
        let error;
        try {
          call(secret);
        } catch (caught) {
          error = caught;
        }
        assert.ok(error !== undefined, `${secret} was accepted`);
        assert.match(error.code, /^[a-z_]+$/);
        const shown = [
          error.message,
          error.stack,
          inspect(error, { depth: null, showHidden: true }),
          JSON.stringify(error.problems ?? null),
        ];
        // The stack contains the path of this file, which must not contain a secret by chance.
        for (const text of shown) assert.ok(!text.includes(secret), `${position}: ${text}`);
      }
    });
  }

  test('do not quote a secret in the problems of a scheme', () => {
    for (const secret of secrets) {
      const problems = checkScheme({ ...own, [secret]: 1, algorithm: secret, content: `{${secret}}` });
      assert.ok(problems.length >= 2);
      assert.ok(!JSON.stringify(problems).includes(JSON.stringify(secret).slice(1, -1)), JSON.stringify(problems));
    }
  });
});

describe('suggestions', () => {
  const message = (call) => {
    try {
      call();
    } catch (error) {
      return error.message;
    }
    return undefined;
  };

  test('name the known id that is closest to a misspelt one', () => {
    assert.match(
      message(() => positions.provider('gihtub')),
      /did you mean `github`\?/,
    );
    assert.match(
      message(() => positions.provider('Generic')),
      /did you mean `generic`\?/,
    );
    assert.match(message(() => positions.scheme('github/hmac_sha1')) ?? '', /the schemes of `github` are `github\//);
    assert.match(
      message(() => positions.policy('stirpe')),
      /did you mean `stripe`\?/,
    );
    assert.match(
      message(() => positions.framework('expres')),
      /did you mean `express`\?/,
    );
    assert.match(
      message(() => positions.option('secert')),
      /did you mean `secrets`\?/,
    );
    assert.match(
      message(() => positions.algorithm('hmac-sha265')),
      /did you mean `hmac-sha256`\?/,
    );
    assert.match(
      message(() => positions.event_type('user.craeted')),
      /did you mean `user\.created`\?/,
    );
  });

  test('quote words in a custom scheme', () => {
    const [problem] = checkScheme({ ...own, tolerance: 300 });
    assert.equal(problem.path, '/tolerance');
    assert.match(problem.message, /^unknown member `tolerance`; expected `id`/);
  });
});
