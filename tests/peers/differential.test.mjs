// The verdicts of other libraries and of this one on the same valid and broken deliveries. The test fails if they
// differ without a reason in reasons.mjs, or if this project accepts a delivery that OpenSSL does not confirm.
//
// HOOKWRIGHT_SEED and HOOKWRIGHT_DELIVERIES change the seed and the number of deliveries.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { describe } from 'node:test';
import { inspect } from 'node:util';
import { deliveries, messages } from './deliveries.mjs';
import { fieldsOf, ours, peers } from './peers.mjs';
import { explain, reasons } from './reasons.mjs';
import { matching } from './reference.mjs';
import { at } from './sdk/clock.mjs';
import schemes from './sdk/schemes.mjs';

const { HOOKWRIGHT_SEED, HOOKWRIGHT_DELIVERIES } = process.env;
const seed = Number(HOOKWRIGHT_SEED ?? 1);
const count = Number(HOOKWRIGHT_DELIVERIES ?? 24_000);
const all = [...deliveries(seed, count)];
const versionOf = (name) =>
  JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8')).version;

/** Whether OpenSSL computes one of the signatures. */
function isConfirmed(scheme, { secrets, body, headers }) {
  return matching(schemes[scheme], secrets, { headers: fieldsOf(headers), body: Buffer.from(body) }) >= 0;
}

/**
 * Compares the verdicts of a library and of `verify`, which is this project's, on the deliveries that the library
 * supports.
 */
async function compare(name, verify, scheme = peers[name].scheme, isMeant = () => true) {
  const { dialects, verify: ask } = peers[name];
  const judge = (delivery) =>
    at(delivery.nowMs, async () => ({ theirs: await ask(delivery), verdict: verify(delivery) }));
  const result = { compared: 0, agreed: 0, accepted: 0, because: new Map(), unexplained: [] };
  for (const delivery of all) {
    if (!dialects.includes(delivery.dialect) || !isMeant(delivery)) continue;
    const { theirs, verdict } = await judge(delivery);
    result.compared += 1;
    if (verdict.ok) result.accepted += 1;
    if (verdict.ok && !isConfirmed(scheme, delivery)) {
      result.unexplained.push({ theirs, verdict, delivery, isConfirmed: false });
    } else if (theirs === verdict.ok) {
      result.agreed += 1;
    } else {
      const [reason] = (await explain(name, delivery, judge)) ?? [];
      if (reason === undefined) result.unexplained.push({ theirs, verdict, delivery });
      else result.because.set(reason.id, (result.because.get(reason.id) ?? 0) + 1);
    }
  }
  return result;
}

function report(title, { compared, agreed, accepted, because, unexplained }) {
  console.log(`${title}: ${compared} compared, ${accepted} accepted, ${agreed} agreed, ${compared - agreed} not`);
  for (const [id, times] of [...because].sort(([, left], [, right]) => right - left)) console.log(`    ${times} ${id}`);
  const shown = unexplained.slice(0, 5).map((each) => inspect(each, { depth: 5, breakLength: 120 }));
  assert.equal(
    unexplained.length,
    0,
    `no reason for ${unexplained.length} disagreements, seed ${seed}:\n${shown.join('\n')}`,
  );
  // The comparison is only meaningful with enough accepted and enough rejected deliveries.
  assert.ok(accepted > compared / 5 && accepted < (compared * 4) / 5, `${accepted} of ${compared} accepted`);
}

describe('verdicts', () => {
  const seen = new Map();
  for (const [name, { scheme }] of Object.entries(peers)) {
    test(name, async () => {
      const result = await compare(name, (delivery) => ours.verify(scheme, delivery));
      seen.set(name, [...result.because.keys()]);
      report(`${name} ${versionOf(name)} and ${scheme}`, result);
    });
  }

  test('of Webhook', async () => {
    assert.equal(typeof ours.dropIn.Webhook, 'function');
    // `Webhook` also accepts the headers of Svix, like the class in svix.
    const isPlain = ({ headers }) => !fieldsOf(headers).some(([name]) => /^svix-/i.test(name));
    const { verify } = ours.dropIn;
    const result = await compare('standardwebhooks', verify, 'svix/v1', isPlain);
    report('standardwebhooks and the class Webhook', result);
    report('svix and the class Webhook', await compare('svix', verify));
  });

  // With another seed or number of deliveries, a reason may not occur.
  const skip = HOOKWRIGHT_SEED !== undefined || HOOKWRIGHT_DELIVERIES !== undefined;
  test('there are enough deliveries, and every reason is used', { skip }, () => {
    assert.ok(all.length >= 20_000);
    const pairs = reasons.flatMap(({ id, peers: names }) => names.map((name) => [id, name]));
    assert.deepEqual(
      pairs.filter(([id, name]) => !seen.get(name)?.includes(id)),
      [],
    );
    assert.ok(reasons.every(({ why }) => why.length > 20));
  });
});

describe('signatures', () => {
  for (const [name, { scheme, dialects, sign }] of Object.entries(peers)) {
    test(name, async () => {
      for (const message of messages(seed, 1000, dialects.at(-1))) {
        assert.equal(ours.sign(scheme, message), await sign(message), inspect(message));
      }
    });
  }

  test('of Webhook', () => {
    for (const message of messages(seed, 1000, 'standard')) {
      assert.equal(ours.dropIn.sign(message), peers.standardwebhooks.sign(message), inspect(message));
    }
  });
});
