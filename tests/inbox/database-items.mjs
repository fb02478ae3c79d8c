// The items and the clock of the tests of databases of inboxes.

import assert from 'node:assert/strict';

export const START = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
export const DAY = 86_400_000;

export const item = (id, changes) => ({
  key: `billing:${id}`,
  endpoint: 'billing',
  tenant: null,
  eventId: id,
  eventType: 'invoice.paid',
  receivedAtMs: START - 5,
  body: new TextEncoder().encode(`{"id":"${id}"}`),
  headers: { 'content-type': 'application/json' },
  verdict: { key: { index: 0 }, id, timestampMs: START },
  keepMs: 10 * DAY,
  ...changes,
});

export const request = (changes) => ({ endpoint: 'billing', token: 't', leaseMs: 1_000, limit: 10, ...changes });
export const claim = (changes) => ({
  key: 'billing:a',
  endpoint: 'billing',
  tenant: null,
  token: 't',
  leaseMs: 60_000,
  keepMs: DAY,
  ...changes,
});

/** Runs a test with a database and a clock that the test sets. */
export const withClock = (test) => async (place) => {
  const clock = { ms: START };
  await test(await place.make(() => clock.ms), clock, place);
};

/** Takes one item, and ends its handling. */
export async function settled(database, settlement, changes) {
  const { items } = await database.take(request({ limit: 1, ...changes }));
  assert.equal(items.length, 1);
  assert.equal(await database.settle(items[0], settlement), true);
  return items[0];
}

export const ids = (items) => items.map(({ id, eventId }) => id ?? eventId);
export const idsOf = async (database, selection) => ids(await database.list({ limit: 100, ...selection })).sort();
