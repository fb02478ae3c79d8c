// What both modes of an inbox in Postgres guarantee to senders, also if answers are lost.

import assert from 'node:assert/strict';
import test, { before, describe } from 'node:test';
import { worker } from 'hookwright/inbox';
import { receiver } from 'hookwright/receiver';
import { startPostgres } from '../databases/postgres.mjs';
import { deferred, github, of, SECRET } from '../receiving/deliveries.mjs';
import { createInbox, timeout, until } from './setup.mjs';

let server;
before(async (context) => {
  server = await startPostgres(context);
});

/** The options of the receivers and the workers in these tests. */
const BASE = { provider: 'github', secrets: SECRET, timeLimitMs: 60_000 };

/** Starts an endpoint in a mode. `deliver` returns the status of the answer, after the event was handled if it was stored. */
const MODES = {
  transaction(_context, made, options, handler) {
    const { handle } = receiver({
      ...BASE,
      store: made.inbox.transactions,
      name: 'hooks',
      onUnknown: handler,
      ...options,
    });
    return { deliver: async (request) => (await handle(request)).status, ended: async () => {} };
  },
  'store-then-work'(context, made, { orderBy, maxHandlingMs, ...options }, handler) {
    const name = options.name ?? 'hooks';
    const { handle } = receiver({ ...BASE, inbox: made.inbox, name, ...options });
    const running = worker({
      inbox: made.inbox,
      name,
      provider: options.provider ?? BASE.provider,
      onUnknown: handler,
      orderBy,
      transaction: true,
      policy: { id: 'quick', schedule: { kind: 'table', delaysMs: [0, 1, 1] } },
      pollMs: 10,
      log: options.log,
    });
    context.after(() => running.stop());
    const ended = () =>
      until(async () => {
        const { due, scheduled, working } = await made.inbox.backlog();
        return due + scheduled + working === 0;
      });
    return { deliver: async (request) => (await handle(request)).status, ended };
  },
};

for (const [mode, begin] of Object.entries(MODES)) {
  describe(`in the mode ${mode}`, { timeout }, () => {
    const start = async (context, options = {}, handler = () => {}, given = {}) => {
      const made = await createInbox(context, server, given);
      const codes = [];
      const log = ({ code }) => void (code.startsWith('unsigned_') || codes.push(code));
      const own = (event, { tx, ...others }) =>
        handler(event, { leave: (by) => made.leave(tx, event.type, by), tx, ...others });
      return { ...made, ...begin(context, made, { log, ...options }, own), codes, log };
    };

    test('endpoints with different names handle their own events, whose ids can be equal', async (context) => {
      const made = await start(context, {}, (_, { leave }) => leave('one'));
      const other = begin(context, made, { name: 'others', log() {} }, (event, { tx }) =>
        made.leave(tx, event.type, 'two'),
      );
      for (const each of [made, other]) {
        assert.equal(await each.deliver(github()), 200);
        await each.ended();
      }
      assert.deepEqual(
        (await made.left()).map(({ by }) => by),
        ['one', 'two'],
      );
    });

    test('a delivery without an id is recognized by its body', async (context) => {
      const made = await start(context, { provider: 'slack' }, (_, { leave }) => leave());
      const body = '{"type":"event_callback"}';
      for (const timestamp of [Date.now(), Date.now() - 1_000]) {
        assert.equal(await made.deliver(of('slack', body, { timestamp })), 200);
        await made.ended();
      }
      assert.equal(await made.deliver(of('slack', `${body} `)), 200);
      await made.ended();
      assert.equal((await made.left()).length, 2);
      assert.deepEqual(made.codes, ['derived_key', 'duplicate']);
    });

    test('a delivery of several events leaves the effects of all of them, or none', async (context) => {
      let fails = true;
      const made = await start(context, { provider: 'line' }, async (event, { leave }) => {
        await leave();
        if (!fails || event.type !== 'b') return;
        fails = false;
        throw new Error('the second event failed');
      });
      const body = JSON.stringify({ events: ['a', 'b'].map((type) => ({ type, webhookEventId: type })) });
      const status = await made.deliver(of('line', body));
      if (mode === 'transaction') {
        assert.equal(status, 500);
        assert.deepEqual(await made.left(), []);
        assert.equal(await made.deliver(of('line', body)), 200);
      } else {
        assert.equal(status, 200);
        await made.ended();
      }
      assert.deepEqual(
        (await made.left()).map(({ event }) => event),
        ['a', 'b'],
      );
    });

    test('two events of an object that arrive together are both handled', async (context) => {
      const gates = [];
      const orderBy = () => ({ object: 'repository', position: gates.length });
      const made = await start(context, { orderBy }, async (_, { leave }) => {
        const gate = deferred();
        gates.push(gate);
        await gate.promise;
        await leave();
      });
      const all = ['e1', 'e2'].map((id) => made.deliver(github({ id })));
      await until(() => gates.length === 2);
      for (const gate of gates) gate.resolve();
      assert.deepEqual(await Promise.all(all), [200, 200]);
      await made.ended();
      assert.equal((await made.left()).length, 2);
    });

    test('a database that has no room is answered with 503, and handles the event when there is room', async (context) => {
      const made = await start(context, {}, (_, { leave }) => leave());
      await server.query(
        `create function ${made.prefix}full() returns trigger language plpgsql as
         $$ begin raise exception 'no room' using errcode = 'disk_full'; end $$`,
      );
      await server.query(
        `create trigger no_room before insert on ${made.prefix}inbox for each row execute function ${made.prefix}full()`,
      );
      assert.equal(await made.deliver(github()), 503);
      assert.deepEqual(made.codes, ['store_failed']);
      await server.query(`drop trigger no_room on ${made.prefix}inbox`);
      assert.equal(await made.deliver(github()), 200);
      await made.ended();
      assert.equal((await made.left()).length, 1);
    });
  });
}

/** A client whose answers to some statements are lost after Postgres has executed them. `forgets` is called then. */
function forgetful(client, isLost, forgets = () => {}) {
  const lose = async (name, result) => {
    if (!isLost(name)) return await result;
    forgets();
    return await new Promise(() => {});
  };
  return {
    query: async (text, values, tx) => {
      const result = await client.query(text, values, tx);
      return await lose(text, result);
    },
    transaction: async (work) => {
      const result = await client.transaction(work);
      return await lose('commit', result);
    },
  };
}

test('after a lost answer to a commit, the sender receives 503, and the next delivery 200', {
  timeout,
}, async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const made = await createInbox(context, server, { kind: 'functions' });
  let isLost = true;
  const lost = deferred();
  const { postgresInbox } = await import('hookwright/postgres');
  const client = forgetful(made.client, (name) => name === 'commit' && isLost, lost.resolve);
  const entries = [];
  const timeoutMs = 5_000;
  const deliver = async () => {
    const { handle } = receiver({
      ...BASE,
      store: postgresInbox(client, { prefix: made.prefix, timeoutMs }).transactions,
      name: 'hooks',
      on: { push: (event, { tx }) => made.leave(tx, event.id) },
      log: ({ code }) => void (code.startsWith('unsigned_') || entries.push(code)),
    });
    return (await handle(github())).status;
  };
  const status = deliver();
  await lost.promise;
  context.mock.timers.tick(timeoutMs);
  assert.equal(await status, 503);
  isLost = false;
  assert.equal(await deliver(), 200);
  assert.equal((await made.left()).length, 1);
  assert.deepEqual(entries, ['store_failed', 'duplicate']);
});

test('after a lost answer to its insertion, an event is known, and handled once', { timeout }, async (context) => {
  const made = await createInbox(context, server, { kind: 'functions' });
  let isLost = true;
  const { postgresInbox } = await import('hookwright/postgres');
  const client = forgetful(made.client, (text) => text.includes(' as added') && isLost);
  const inbox = postgresInbox(client, { prefix: made.prefix, timeoutMs: timeout });
  const entries = [];
  const log = ({ code }) => void (code.startsWith('unsigned_') || entries.push(code));
  const deliver = async (to) => (await receiver({ ...BASE, inbox: to, name: 'hooks', log }).handle(github())).status;
  assert.equal(await deliver(postgresInbox(client, { prefix: made.prefix, timeoutMs: 300 })), 503);
  // The statement that was given up can take longer than the time limit.
  await until(async () => (await made.rows()).length === 1);
  isLost = false;
  assert.equal(await deliver(inbox), 200);
  const seen = [];
  const running = worker({
    inbox,
    provider: 'github',
    name: 'hooks',
    onUnknown: ({ id }) => seen.push(id),
    pollMs: 10,
  });
  context.after(() => running.stop());
  await until(async () => (await inbox.list({ state: 'handled' })).length === 1);
  assert.deepEqual([seen, entries], [['delivery-1'], ['store_failed', 'duplicate']]);
});
