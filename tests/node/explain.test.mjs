// Why a delivery is refused: what the package adds to the core's search, whose own corpus is run elsewhere.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { inspect } from 'node:util';
import { explain, sign, verify } from 'hookwright';

const secret = 'a secret for these tests only';
const body = '{"id":"evt_1","name":"Zoë"}';
const now = 1_763_683_200_000;
const { headers } = sign({ provider: 'stripe', secret, body, timestamp: now });
const good = { provider: 'stripe', secrets: secret, body, headers, now };

/** The code of the best explanation. Whatever is said, it holds neither the secret nor the right signature. */
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

test('a delivery that is good has no causes', () => {
  const { ok, causes, checks } = explain(good);
  assert.deepEqual([ok, causes], [true, []]);
  assert.ok(checks.length > 0 && checks.every((check) => check.ok));
  assert.ok(verify(good).ok);
});

describe('causes', () => {
  test('the body', () => {
    assert.equal(cause({ body: JSON.stringify(JSON.parse(body), null, 2) }), 'body_reformatted');
    assert.equal(cause({ body: Buffer.from(`${body}\n`) }), 'body_newline_added');
  });

  test('the secret', () => {
    const other = 'another secret for these tests';
    assert.equal(cause({ secrets: other, oldSecrets: ['none of them', secret] }), 'secret_old');
    assert.equal(
      cause({ secrets: other, otherSecrets: { name: 'test mode', value: secret } }),
      'secret_other_environment',
    );
    assert.equal(cause({ secrets: `"${secret}"` }), 'secret_quoted');
  });

  test('the clock', () => assert.equal(cause({ now: now + 3_600_000 }), 'clock_skew'));

  test('nothing that fits', () => assert.equal(cause({ secrets: 'q7Zt0bV3mXn8sLk2', body: '{}' }), 'unknown'));

  test('a secret that is none of the scheme’s is a finding, and no error', () => {
    assert.equal(typeof cause({ provider: 'standard', secrets: 'not base64!' }), 'string');
  });
});

test('every header is read, whatever else there is', () => {
  const renamed = { 'content-length': 17, 'X-Forwarded-Stripe-Signature': headers['Stripe-Signature'] };
  assert.match(cause({ headers: renamed }), /^header_/);
});

test('a framework makes the remedy its own', () => {
  const remedy = (framework) => explain({ ...good, body: `${body} `, framework }).causes[0].remedy;
  assert.equal(typeof remedy('express'), 'string');
  assert.throws(() => remedy('cobol'), { code: 'unknown_framework' });
});
