// Two header fields of one name are read in the same way, whatever the host makes of them.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import test, { after } from 'node:test';
import * as compact from 'hookwright/verify';
import { source } from '../sources.mjs';

const { clearVerifiers, createVerifier, setCrossover, verify } = await source('../../tests/node/internals.ts');

const AT = 1_795_262_400;
const BODY = '{"id":"evt_1"}';
const [ONE, TWO] = ['a secret that is long enough', 'another secret, also long'];
const WHSEC = [ONE, TWO].map((secret) => `whsec_${Buffer.from(secret).toString('base64')}`);
const mac = (content, encoding, secret) => createHmac('sha256', secret).update(content).digest(encoding);

/** By sender: the secrets, the header field, its value for a secret, and the other fields. */
const SENDERS = {
  standard: [WHSEC, 'webhook-signature', (key) => `v1,${mac(`msg_1.${AT}.${BODY}`, 'base64', key)}`],
  supabase: [WHSEC, 'webhook-signature', (key) => `v1,${mac(`msg_1.${AT}.${BODY}`, 'base64', key)}`],
  mollie: [[ONE, TWO], 'X-Mollie-Signature', (key) => `sha256=${mac(BODY, 'hex', key)}`],
  pagerduty: [[ONE, TWO], 'X-PagerDuty-Signature', (key) => `v1=${mac(BODY, 'hex', key)}`],
};
const OTHERS = [
  ['webhook-id', 'msg_1'],
  ['webhook-timestamp', String(AT)],
];

/** The shapes in which hosts pass two fields of one name. */
function shapes(name, values) {
  const appended = new Headers(OTHERS);
  for (const value of values) appended.append(name, value);
  const others = Object.fromEntries(OTHERS);
  return {
    'a list of pairs': [...OTHERS, ...values.map((value) => [name, value])],
    'an object with a joined value': { ...others, [name]: values.join(', ') },
    'an object with a list': { ...others, [name]: values },
    Headers: appended,
    'a map': new Map([...OTHERS, [name, values]]),
  };
}

/** How the signature is computed. */
const SETTINGS = [0, Infinity].map((size) => ({ host: size, shortcut: size, publicKey: size, prepare: size }));

for (const [provider, [secrets, name, sign]] of Object.entries(SENDERS)) {
  test(`two signatures of ${provider} are read in every shape and order`, async () => {
    after(() => setCrossover({}));
    const { schemes } = await import(`hookwright/senders/${provider}`);
    const [scheme] = Object.values(schemes);
    const values = [sign(ONE), sign(TWO)];
    for (const given of [values, [...values].reverse()]) {
      for (const [shape, headers] of Object.entries(shapes(name, given))) {
        for (const secret of secrets) {
          const delivery = { body: BODY, headers, now: AT * 1000 };
          const options = { ...delivery, secrets: secret };
          for (const setting of SETTINGS) {
            setCrossover(setting);
            clearVerifiers();
            assert.equal(verify({ ...options, provider }).ok, true, `${shape} ${setting.host}`);
            assert.equal(
              createVerifier({ provider, secrets: secret }).verify(delivery).ok,
              true,
              `${shape} ${setting.host}`,
            );
          }
          if (scheme.compact !== undefined) assert.equal(compact.verify({ ...options, scheme }).ok, true, shape);
        }
      }
    }
  });
}

test('two signatures that are not a list are rejected with the same code in every shape', async () => {
  const { schemes } = await import('hookwright/senders/github');
  const value = `sha256=${mac(BODY, 'hex', ONE)}`;
  for (const [shape, headers] of Object.entries(shapes('X-Hub-Signature-256', [value, value]))) {
    const options = { secrets: ONE, body: BODY, headers };
    assert.equal(verify({ ...options, provider: 'github' }).code, 'repeated_header', shape);
    assert.equal(compact.verify({ ...options, scheme: schemes['github/sha256'] }).code, 'repeated_header', shape);
  }
});
