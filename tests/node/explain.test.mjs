// `explain` through the package. explain-corpus.test.mjs runs the corpora.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { inspect } from 'node:util';
import { explain, sign, verify } from 'hookwright';

const secret = 'a secret for these tests only';
const body = '{"id":"evt_1","name":"Zoë"}';
const now = 1_763_683_200_000;
const { headers } = sign({ provider: 'stripe', secret, body, timestamp: now });
const good = { provider: 'stripe', secrets: secret, body, headers, now };

/**
 * The code of the first cause, after checking that the diagnosis contains neither the secret nor the expected
 * signature.
 */
function cause(changes) {
  const diagnosis = explain({ ...good, ...changes });
  assert.equal(diagnosis.ok, false);
  for (const each of diagnosis.causes) {
    assert.deepEqual(Object.keys(each).sort(), ['certainty', 'code', 'evidence', 'remedy']);
    assert.match(each.certainty, /^(proven|likely|possible)$/);
  }
  for (const { name, ok, message } of diagnosis.checks) {
    assert.match(name, /^(secrets|signature|timestamp|body|match)$/);
    assert.ok(typeof ok === 'boolean' && message.length > 10);
  }
  const shown = inspect(diagnosis, { depth: 9 });
  assert.ok(!shown.includes(secret) && !shown.includes(headers['Stripe-Signature'].slice(-64)), shown);
  return diagnosis.causes[0].code;
}

test('a valid delivery has no causes', () => {
  const { ok, causes, checks } = explain(good);
  assert.deepEqual([ok, causes], [true, []]);
  assert.ok(checks.length > 0 && checks.every((check) => check.ok));
  assert.ok(verify(good).ok);
});

describe('causes', () => {
  test('in the body', () => {
    assert.equal(cause({ body: JSON.stringify(JSON.parse(body), null, 2) }), 'body_reformatted');
    assert.equal(cause({ body: Buffer.from(`${body}\n`) }), 'body_newline_added');
  });

  test('in the secret', () => {
    const other = 'another secret for these tests';
    assert.equal(cause({ secrets: other, oldSecrets: ['none of them', secret] }), 'secret_old');
    assert.equal(
      cause({ secrets: other, otherSecrets: { name: 'test mode', value: secret } }),
      'secret_other_environment',
    );
    assert.equal(cause({ secrets: `"${secret}"` }), 'secret_quoted');
  });

  test('in the clock', () => assert.equal(cause({ now: now + 3_600_000 }), 'clock_skew'));

  test('unknown', () => assert.equal(cause({ secrets: 'q7Zt0bV3mXn8sLk2', body: '{"id":1}' }), 'unknown'));

  test('an invalid secret is a cause and does not throw', () => {
    assert.equal(typeof cause({ provider: 'standard', secrets: 'not base64!' }), 'string');
  });
});

test('all kinds of headers are read', () => {
  const renamed = { 'content-length': 17, 'X-Forwarded-Stripe-Signature': headers['Stripe-Signature'] };
  assert.match(cause({ headers: renamed }), /^header_/);
});

test('the remedy depends on the framework', () => {
  const remedy = (framework) => explain({ ...good, body: `${body} `, framework }).causes[0].remedy;
  assert.equal(typeof remedy('express'), 'string');
  assert.throws(() => remedy('cobol'), { code: 'unknown_framework' });
});
