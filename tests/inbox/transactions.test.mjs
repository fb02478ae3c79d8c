// The mode `transaction`: the claim and the effects of a handler are one transaction of Postgres.

import assert from 'node:assert/strict';
import test, { before, describe } from 'node:test';
import { postgresInbox } from 'hookwright/postgres';
import { startPostgres } from '../databases/postgres.mjs';
import { deferred, github, record } from '../receiving/deliveries.mjs';
import { clients, createInbox, timeout, until } from './setup.mjs';

let server;
before(async (context) => {
  server = await startPostgres(context);
});

/** A receiver whose handlers leave an effect in their transaction, and then do what the test says. */
async function start(context, { kind, max, options, ...others } = {}, handle = () => {}) {
  const made = await createInbox(context, server, { kind, max, ...options });
  const receiver = record({
    store: made.inbox.transactions,
    name: 'hooks',
    timeLimitMs: 60_000,
    on: {
      async push(event, handler) {
        await made.leave(handler.tx, event.id);
        return await handle(handler, event);
      },
    },
    ...others,
  });
  const deliver = async (id = 'e1') => (await receiver.handle(github({ id }))).status;
  return { ...made, ...receiver, deliver };
}

/** The process that serves the session of a transaction. */
const pidOf = async ({ run }, tx) => (await run(tx, 'select pg_backend_pid() as pid', []))[0].pid;

for (const kind of Object.keys(clients)) {
  describe(`with the client ${kind}, a transaction`, { timeout }, () => {
    test('is committed with the effects, and the event is known after it', async (context) => {
      const { deliver, left, codes, inbox } = await start(context, { kind });
      assert.deepEqual([await deliver(), await deliver()], [200, 200]);
      assert.deepEqual(await left(), [{ event: 'e1', by: '' }]);
      assert.deepEqual(codes(), ['duplicate']);
      const [item] = await inbox.list({ name: 'hooks' });
      assert.equal(item.state, 'handled');
    });

    test('handles one of many deliveries at the same moment', async (context) => {
      const gate = deferred();
      const { deliver, left } = await start(context, { kind, max: 20 }, () => gate.promise);
      const all = Array.from({ length: 12 }, () => deliver());
      // All but one have an answer while the handler runs.
      const answers = [];
      for (const each of all) each.then((status) => answers.push(status));
      await until(() => answers.length === 11);
      assert.deepEqual(new Set(answers), new Set([503]));
      gate.resolve();
      await Promise.all(all);
      assert.equal(answers[11], 200);
      assert.equal((await left()).length, 1);
      assert.equal(await deliver(), 200);
    });

    test('is rolled back if the handler fails, and the next delivery is handled', async (context) => {
      let calls = 0;
      const { deliver, left, codes, rows } = await start(context, { kind }, () => {
        calls += 1;
        if (calls === 1) throw new Error('the handler failed');
      });
      assert.equal(await deliver(), 500);
      assert.deepEqual([await left(), await rows()], [[], []]);
      assert.equal(await deliver(), 200);
      assert.equal((await left()).length, 1);
      assert.deepEqual(codes(), ['handler_failed']);
    });

    test('fails if the handler has swallowed the error of a statement', async (context) => {
      let fails = true;
      const made = await start(context, { kind }, async ({ tx }) => {
        if (fails) await made.run(tx, 'select 1 / 0', []).catch(() => {});
      });
      const { deliver, left, codes, rows, entries } = made;
      assert.equal(await deliver(), 500);
      assert.equal(entries[0].error.code, 'transaction_aborted');
      assert.deepEqual(codes(), ['handler_failed']);
      assert.deepEqual([await left(), await rows()], [[], []]);
      fails = false;
      assert.equal(await deliver(), 200);
      assert.equal((await left()).length, 1);
    });

    test('that cannot be committed is answered with 503, and leaves nothing', async (context) => {
      let ends = true;
      const made = await start(context, { kind }, async ({ tx }) => {
        if (!ends) return;
        ends = false;
        const pid = await pidOf(made, tx);
        await server.query('select pg_terminate_backend($1)', [pid]);
        await until(
          async () => (await server.query('select 1 from pg_stat_activity where pid = $1', [pid])).length === 0,
        );
      });
      const { deliver, left, codes } = made;
      assert.equal(await deliver(), 503);
      assert.deepEqual(await left(), []);
      assert.deepEqual(codes(), ['store_failed']);
      assert.equal(await deliver(), 200);
      assert.equal((await left()).length, 1);
    });

    test('ends when its session has been idle for the lease, and another delivery is handled', async (context) => {
      const made = await createInbox(context, server, { kind });
      const { transactions } = made.inbox;
      const request = (token) => ({ key: 'hooks:e1', token, leaseMs: 60_000, keepMs: 60_000 });
      const suspended = await transactions.claim(request('a'));
      await made.leave(suspended.tx, 'e1', 'suspended');
      const limit = 'idle_in_transaction_session_timeout';
      const [{ idle }] = await made.run(suspended.tx, `select current_setting('${limit}') as idle`, []);
      assert.equal(idle, '1min');
      // From now on, the session is idle for too long at once. The statements before this one could not be.
      await made.run(suspended.tx, `set local ${limit} = 1`, []);
      const next = await until(async () => {
        const claim = await transactions.claim(request('b'));
        return claim.state === 'claimed' && claim;
      });
      await made.leave(next.tx, 'e1', 'next');
      assert.equal(await transactions.renew({ ...request('a'), fence: suspended.fence }), false);
      const late = transactions.complete({ ...request('a'), fence: suspended.fence });
      await assert.rejects(late, { code: 'commit_failed' });
      assert.equal(await transactions.complete({ ...request('b'), fence: next.fence }), true);
      assert.deepEqual(await made.left(), [{ event: 'e1', by: 'next' }]);
    });

    test('stays open while it is renewed', async (context) => {
      const made = await createInbox(context, server, { kind });
      const { transactions } = made.inbox;
      const request = { key: 'hooks:e1', token: 'a', leaseMs: 600_000, keepMs: 60_000 };
      const { fence, tx } = await transactions.claim(request);
      const held = { ...request, fence };
      const pid = await pidOf(made, tx);
      /** Since when the session has been idle, from which Postgres counts the lease. */
      const idleSince = async () => {
        const select = 'select extract(epoch from state_change)::float8 as at from pg_stat_activity';
        const [row] = await server.query(`${select} where pid = $1 and state = 'idle in transaction'`, [pid]);
        return row?.at;
      };
      for (let renewals = 0; renewals < 3; renewals += 1) {
        const before = await until(idleSince);
        assert.equal(await transactions.renew(held), true);
        await until(async () => (await idleSince()) > before);
      }
      await made.leave(tx, 'e1');
      assert.equal(await transactions.complete(held), true);
      assert.equal((await made.left()).length, 1);
    });

    test('waits for no connection for longer than the time limit', async (context) => {
      const gate = deferred();
      const made = await start(context, { kind, max: 1 }, () => gate.promise);
      const { left } = made;
      const { handle, codes, entries } = record({
        store: postgresInbox(made.client, { prefix: made.prefix, timeoutMs: 1_000 }).transactions,
        name: 'hooks',
        timeLimitMs: 60_000,
        on: { push: (event, { tx }) => made.leave(tx, event.id) },
      });
      const deliver = async () => (await handle(github({ id: 'e2' }))).status;
      const first = made.deliver('e1');
      await until(
        async () =>
          (
            await server.query(
              `select 1 from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
            )
          ).length > 0,
      );
      assert.equal(await deliver(), 503);
      assert.equal(entries[0].error.code, 'store_unavailable');
      assert.deepEqual(codes(), ['store_failed']);
      gate.resolve();
      assert.equal(await first, 200);
      // The connection that the second request got too late is free again.
      assert.equal(await until(async () => (await deliver()) === 200), true);
      assert.deepEqual(await left(), [
        { event: 'e1', by: '' },
        { event: 'e2', by: '' },
      ]);
    });

    test('is not left open for outdated events, which are recorded', async (context) => {
      const positions = { new: 7, old: 3 };
      const { deliver, left, codes, inbox } = await start(context, {
        kind,
        max: 1,
        orderBy: ({ id }) => ({ object: 'repository', position: positions[id] }),
      });
      assert.deepEqual([await deliver('new'), await deliver('old'), await deliver('old')], [200, 200, 200]);
      assert.deepEqual(await left(), [{ event: 'new', by: '' }]);
      assert.deepEqual(codes(), ['outdated', 'duplicate']);
      assert.equal((await inbox.list()).length, 2);
    });
  });
}

describe('a handler of a transaction', { timeout }, () => {
  test('that does not end loses its session after `maxHandlingMs` and the lease', async (context) => {
    let calls = 0;
    const [stuck, aborted] = [deferred(), deferred()];
    // Long enough that the session is not ended before the handler is stuck.
    const options = { leaseMs: 5_000, maxHandlingMs: 50 };
    const made = await start(context, options, async ({ signal }) => {
      calls += 1;
      if (calls > 1) return;
      signal.addEventListener('abort', aborted.resolve);
      await stuck.promise;
    });
    const first = made.deliver();
    await aborted.promise;
    assert.equal(await until(async () => (await made.deliver()) === 200), true);
    assert.deepEqual([calls, await made.left()], [2, [{ event: 'e1', by: '' }]]);
    assert.ok(made.codes().includes('handler_stuck'));
    stuck.resolve();
    assert.equal(await first, 503);
    assert.equal((await made.left()).length, 1);
  });

  test('that commits itself has failed', async (context) => {
    const made = await start(context, {}, ({ tx }) => made.run(tx, 'commit', []));
    assert.equal(await made.deliver(), 500);
    assert.equal(made.entries[0].error.code, 'transaction_aborted');
  });

  test('that rolls back itself has failed, and nothing is recorded', async (context) => {
    const made = await start(context, {}, ({ tx }) => made.run(tx, 'rollback', []));
    assert.deepEqual([await made.deliver(), await made.left(), await made.rows()], [500, [], []]);
  });

  test('can roll back to a savepoint after a failed statement', async (context) => {
    const made = await start(context, {}, async ({ tx }) => {
      await made.run(tx, 'savepoint one', []);
      await made.run(tx, 'select 1 / 0', []).catch(() => {});
      await made.run(tx, 'rollback to savepoint one', []);
    });
    assert.equal(await made.deliver(), 200);
    assert.equal((await made.left()).length, 1);
  });

  test('has time limits for statements and for locks', async (context) => {
    const options = { statementTimeoutMs: 1_234, lockTimeoutMs: 567 };
    let found;
    const made = await start(context, { options, leaseMs: 7_000 }, async ({ tx }) => {
      [found] = await made.run(
        tx,
        `select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock, ` +
          `current_setting('idle_in_transaction_session_timeout') as idle`,
        [],
      );
    });
    assert.equal(await made.deliver(), 200);
    assert.deepEqual(found, { statement: '1234ms', lock: '567ms', idle: '7s' });
    const [{ limit }] = (await made.client.query('show statement_timeout')).rows.map((row) => ({
      limit: row.statement_timeout,
    }));
    assert.equal(limit, '0', 'the settings end with the transaction');
  });

  test('whose deferred constraint fails at the commit is answered with 503', async (context) => {
    const made = await start(context, {}, async ({ tx }) => {
      await made.run(tx, `insert into ${made.prefix}strict values (1)`, []);
    });
    await server.query(`create table ${made.prefix}unique_ids (id integer primary key)`);
    await server.query(
      `create table ${made.prefix}strict (id integer references ${made.prefix}unique_ids deferrable initially deferred)`,
    );
    assert.equal(await made.deliver(), 503);
    assert.deepEqual([await made.left(), await made.rows()], [[], []]);
  });
});

test('a Postgres that is stopped is answered with 503, and after its start the event is handled', {
  timeout,
}, async (context) => {
  const own = await startPostgres(context);
  const made = await createInbox(context, own);
  const { handle, codes } = record({
    store: made.inbox.transactions,
    name: 'hooks',
    on: { push: (event, { tx }) => made.leave(tx, event.id) },
  });
  await own.stop();
  assert.equal((await handle(github())).status, 503);
  assert.deepEqual(codes(), ['store_failed']);
  await own.start();
  await until(async () => (await handle(github())).status === 200);
  assert.equal((await made.left()).length, 1);
});

test('without a transaction, handlers cannot be called while the store is unavailable', async (context) => {
  const { inbox } = await createInbox(context, server);
  assert.throws(() => record({ store: inbox.transactions, name: 'hooks', ifStoreFails: 'handle' }), {
    code: 'invalid_options',
    message: /transaction/,
  });
});
