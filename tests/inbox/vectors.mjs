// Runs the vectors of inboxes on a database of an inbox.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

export const { leaseMs, keepMs, tests, numberOfTests } = JSON.parse(
  readFileSync(new URL('../vectors/inbox.json', import.meta.url), 'utf8'),
);

assert.equal(tests.length, numberOfTests);

/** The clock of the database under test. */
export const clock = { nowMs: 0 };
export const now = () => clock.nowMs;

/**
 * Runs a test on a database of an inbox whose clock is {@link now}. It must not be used by others meanwhile, because a test
 * deletes old items.
 *
 * @param scope a text that makes the names of this run different from those of others
 */
export async function run(database, { id, steps }, scope = '') {
  const nameOf = (key) => `${scope}${id}.${key}`;
  const keys = [...new Set(steps.map(({ key }) => key).filter(Boolean))].sort();
  for (const [index, step] of steps.entries()) {
    clock.nowMs = step.atMs;
    const answer = await OPERATIONS[step.op](database, step, nameOf, keys);
    assert.deepEqual(answer, step.answer, `step ${index} of ${id}: ${step.op} by ${step.token}`);
  }
}

const OPERATIONS = {
  add: (database, { key, atMs }, nameOf) => database.add(item(key, atMs, nameOf)),
  async take(database, { key, token, maxAttempts }, nameOf) {
    const endpoint = nameOf(key);
    const { items, buried } = await database.take({ endpoint, token, leaseMs, limit: 10, maxAttempts });
    assert(items.length + buried.length <= 1, 'the test takes one item');
    if (buried.length === 1) return { state: 'dead' };
    if (items.length === 0) return { state: 'unavailable' };
    const [{ fence, attempts, deferrals, firstAtMs, ...taken }] = items;
    const { keepMs: _, ...added } = item(key, taken.receivedAtMs, nameOf);
    assert.deepEqual(taken, { ...added, body: taken.body, token, takenAtMs: clock.nowMs });
    assert.deepEqual(Buffer.from(taken.body), Buffer.from(added.body));
    return { state: 'working', fence, attempts, deferrals, firstAtMs };
  },
  renew: (database, step, nameOf) => database.renew(held(step, nameOf), leaseMs),
  complete: settle,
  bury: settle,
  retry: settle,
  defer: settle,
  release: settle,
  replay: async (database, { key }, nameOf) => (await database.replay({ name: nameOf(key) })) === 1,
  list: (database, { key }, nameOf) => list(database, nameOf(key)),
  newest: async (database, { object }, nameOf) => (await database.newest(nameOf(object))) ?? null,
  async prune(database, { olderThanMs }, nameOf, keys) {
    const remaining = async () => {
      const listed = await Promise.all(keys.map((key) => list(database, nameOf(key))));
      return keys.filter((_, index) => listed[index] !== null);
    };
    const before = await remaining();
    await database.prune(olderThanMs);
    const after = await remaining();
    return before.filter((key) => !after.includes(key));
  },
};

function settle(database, { op, delayMs, order, ...step }, nameOf) {
  const settlement = { op };
  if (delayMs !== undefined) settlement.delayMs = delayMs;
  if (op === 'retry' || op === 'bury') settlement.error = 'Error';
  if (order !== undefined) settlement.order = { object: nameOf(order.object), position: order.position };
  return database.settle(held(step, nameOf), settlement);
}

async function list(database, name) {
  const items = await database.list({ name, limit: 10 });
  assert(items.length <= 1, 'the test has one item');
  if (items.length === 0) return null;
  const [{ state, attempts, deferrals, dueAtMs, endedAtMs }] = items;
  return { state, attempts, deferrals, dueAtMs, endedAtMs };
}

function held({ key, token, fence }, nameOf) {
  return { key: `${nameOf(key)}:${key}`, token, fence };
}

function item(key, atMs, nameOf) {
  return {
    key: `${nameOf(key)}:${key}`,
    endpoint: nameOf(key),
    tenant: null,
    eventId: key,
    eventType: 'invoice.paid',
    receivedAtMs: atMs,
    body: new TextEncoder().encode('{"paid":true}'),
    headers: { 'content-type': 'application/json' },
    verdict: { key: { index: 0 } },
    keepMs,
  };
}
