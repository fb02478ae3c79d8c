// An endpoint that stores events in a Postgres, and its workers.

import { worker } from 'hookwright/inbox';
import { receiver } from 'hookwright/receiver';
import { github, SECRET } from '../receiving/deliveries.mjs';
import { createInbox, until } from './setup.mjs';

/** A policy with these delays, without jitter. */
export const policyOf = (...delaysMs) => ({ id: 'test', schedule: { kind: 'table', delaysMs: [0, ...delaysMs] } });

/** A receiver that stores, and functions that start workers, with the entries of their logs. */
export async function startEndpoint(context, server, options = {}, receiving = {}) {
  const made = await createInbox(context, server, options);
  const entries = [];
  const log = (entry) => {
    if (!entry.code.startsWith('unsigned_')) entries.push(entry);
  };
  const { handle } = receiver({
    provider: 'github',
    secrets: SECRET,
    name: 'hooks',
    inbox: made.inbox,
    timeLimitMs: 60_000,
    log,
    ...receiving,
  });
  const run = (handler, given = {}) => {
    const running = worker({
      inbox: made.inbox,
      provider: 'github',
      name: 'hooks',
      on: { push: handler },
      pollMs: 20,
      log,
      ...given,
    });
    context.after(() => running.stop({ timeoutMs: 1 }));
    return running;
  };
  const deliver = async (id = 'e1', others = {}) => (await handle(github({ id, ...others }))).status;
  const state = async () => (await made.inbox.list()).map(({ id, state }) => `${id} ${state}`);
  const codes = () => entries.splice(0).map(({ code }) => code);
  /** Waits until all events have ended. */
  const ended = () =>
    until(async () => {
      const { due, scheduled, working } = await made.inbox.backlog();
      return due + scheduled + working === 0;
    });
  /** Makes the leases and the due times of all items end now, so that tests do not wait for them. */
  const hasten = () =>
    server.query(
      `update ${made.prefix}inbox set lease_end = case when state = 'working' then now() end, ` +
        `due_at = case when state = 'queued' then now() end`,
    );
  /** Has the lease of an event renewed, and waits for that. The test has mocked `setInterval`. */
  const renewed = async (leaseMs, id = 'e1') => {
    const end = async () => (await made.rows()).find(({ event_id: each }) => each === id).lease_end.getTime();
    const first = await end();
    context.mock.timers.tick(leaseMs / 3);
    await until(async () => (await end()) > first);
  };
  return { ...made, handle, run, deliver, state, entries, codes, ended, hasten, renewed };
}
