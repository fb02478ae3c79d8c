// What the transactions of a worker do if Postgres refuses them, if their handlers end them, and if they are given up.

import assert from 'node:assert/strict';
import test, { before, describe } from 'node:test';
import { startPostgres } from '../databases/postgres.mjs';
import { deferred } from '../receiving/deliveries.mjs';
import { policyOf, startEndpoint } from './endpoint.mjs';
import { clients, timeout, until } from './setup.mjs';

let server;
before(async (context) => {
  server = await startPostgres(context);
});

const start = (context, options, receiving) => startEndpoint(context, server, options, receiving);

/** An inbox whose database has some other functions. */
function withDatabase(inbox, others) {
  const get = (target, name) => {
    if (Object.hasOwn(others, name)) return others[name];
    return bound(target, name);
  };
  return { ...inbox, database: new Proxy(inbox.database, { get }) };
}

/** The leases of these tests do not end, and are renewed when a test says so. */
const LEASE_MS = 3_600_000;

for (const kind of Object.keys(clients)) {
  describe(`a worker with transactions (${kind})`, { timeout }, () => {
    test('counts a commit that Postgres refuses as an attempt', async (context) => {
      const made = await start(context, { kind });
      await server.query(`alter table ${made.prefix}effects add unique (event) deferrable initially deferred`);
      await server.query(`insert into ${made.prefix}effects values ('e1', 'other')`);
      let calls = 0;
      made.run(
        async ({ id }, { tx }) => {
          calls += 1;
          await made.leave(tx, id);
        },
        { transaction: true, policy: policyOf(3_600_000) },
      );
      await made.deliver();
      await until(async () => (await made.inbox.backlog()).scheduled === 1);
      const [item] = await made.inbox.list();
      assert.deepEqual([calls, item.attempts, made.codes()], [1, 1, ['attempt_failed']]);
      assert.deepEqual(await made.left(), [{ event: 'e1', by: 'other' }]);
      await made.hasten();
      await made.ended();
      assert.deepEqual([calls, await made.state()], [2, ['e1 dead']]);
    });

    test('completes an event whose lease was renewed, whatever isolation is the default', async (context) => {
      const own = await startPostgres(context, { settings: { default_transaction_isolation: 'repeatable read' } });
      context.mock.timers.enable({ apis: ['setInterval'] });
      const made = await startEndpoint(context, own, { kind });
      let calls = 0;
      made.run(
        async ({ id }, { tx }) => {
          calls += 1;
          await made.leave(tx, id);
          await made.renewed(LEASE_MS);
        },
        { transaction: true, leaseMs: LEASE_MS, policy: policyOf() },
      );
      await made.deliver();
      await made.ended();
      assert.deepEqual([calls, await made.state(), made.codes()], [1, ['e1 handled'], []]);
      assert.deepEqual(await made.left(), [{ event: 'e1', by: '' }]);
    });

    test('counts a handling that has blocked its process for longer than the lease as an attempt', async (context) => {
      const made = await start(context, { kind });
      const attempts = [];
      const options = { transaction: true, policy: policyOf(3_600_000) };
      const blocking = made.run(
        (_, { attempt }) => {
          attempts.push(attempt);
          // Postgres ends the idle session.
          const endMs = performance.now() + 1_600;
          while (performance.now() < endMs);
        },
        // With room for another event, the worker could take this one again before it has recorded the attempt.
        { ...options, concurrency: 1, leaseMs: 1_000 },
      );
      await made.deliver();
      await until(async () => (await made.inbox.backlog()).scheduled === 1);
      assert.deepEqual([attempts, (await made.inbox.list())[0].attempts], [[1], 1]);
      await blocking.stop();
      made.run(({ id }, { tx, attempt }) => {
        attempts.push(attempt);
        return made.leave(tx, id);
      }, options);
      await made.hasten();
      await made.ended();
      assert.deepEqual([attempts, await made.left()], [[1, 2], [{ event: 'e1', by: '' }]]);
    });

    test('refuses a handling whose transaction the handler has ended', async (context) => {
      for (const end of ['rollback', 'commit']) {
        const made = await start(context, { kind });
        made.run(
          async ({ id }, { tx, attempt }) => {
            await made.leave(tx, id, String(attempt));
            if (attempt === 1) await clients[kind].run(tx, end, []);
          },
          { transaction: true, policy: policyOf(1) },
        );
        await made.deliver();
        await made.ended();
        // What the handler has committed itself stays.
        const committed = end === 'commit' ? ['1', '2'] : ['2'];
        assert.deepEqual(
          await made.left(),
          committed.map((by) => ({ event: 'e1', by })),
          end,
        );
        assert.deepEqual([await made.state(), made.codes()], [['e1 handled'], ['attempt_failed']], end);
      }
    });

    test('that is stopped with a time limit rolls back, so that the next worker does not wait', async (context) => {
      const made = await start(context, { kind, lockTimeoutMs: 20_000 });
      await server.query(`alter table ${made.prefix}effects add unique (event)`);
      const begun = deferred();
      const first = made.run(
        async ({ id }, { tx }) => {
          await made.leave(tx, id, 'first');
          begun.resolve();
          await new Promise(() => {});
        },
        { transaction: true },
      );
      await made.deliver();
      await begun.promise;
      await first.stop({ timeoutMs: 1 });
      assert.deepEqual(
        (await made.inbox.list()).map(({ state, attempts }) => [state, attempts]),
        [['queued', 0]],
      );
      made.run(({ id }, { tx }) => made.leave(tx, id, 'second'), { transaction: true, policy: policyOf() });
      await made.ended();
      assert.deepEqual(await made.left(), [{ event: 'e1', by: 'second' }]);
      assert.deepEqual(made.codes(), []);
    });

    test('handles an event once if the answer to its commit is lost', async (context) => {
      const made = await start(context, { kind });
      const lost = Object.assign(new Error('the answer is lost'), { code: 'commit_failed' });
      let failing;
      const inbox = withDatabase(made.inbox, {
        async begin(limits) {
          const transaction = await made.inbox.database.begin(limits);
          const commit = async () => {
            if (failing === 'before') {
              await transaction.rollback();
            } else {
              await transaction.commit();
            }
            if (failing !== undefined) throw lost;
          };
          return new Proxy(transaction, {
            get: (target, name) => (name === 'commit' ? commit : bound(target, name)),
          });
        },
      });
      let attempts = [];
      made.run(
        async ({ id }, { tx, attempt }) => {
          attempts.push(attempt);
          await made.leave(tx, id, String(attempts.length));
        },
        { inbox, transaction: true, policy: policyOf() },
      );
      failing = 'after';
      await made.deliver('e1');
      await made.ended();
      assert.deepEqual([attempts, made.codes()], [[1], ['store_failed']]);
      failing = 'before';
      attempts = [];
      await made.deliver('e2');
      // It is not handled again at once, and the attempt does not count.
      await until(async () => (await made.inbox.backlog()).scheduled === 1);
      failing = undefined;
      await made.hasten();
      await made.ended();
      assert.deepEqual([attempts, made.codes()], [[1, 1], ['store_failed']]);
      assert.deepEqual(await made.left(), [
        { event: 'e1', by: '1' },
        { event: 'e2', by: '2' },
      ]);
    });
  });
}

function bound(target, name) {
  const value = target[name];
  // The transaction of `postgres` is a function with members.
  return typeof value === 'function' && name !== 'tx' ? value.bind(target) : value;
}

describe('a worker', { timeout }, () => {
  test('counts what Postgres refuses, in the forms of all clients, and not that it is unavailable', async (context) => {
    const made = await start(context);
    const failed = (code) => Object.assign(new Error('failed'), { code });
    const causes = {
      deferred: failed('23505'),
      serialization: failed('40001'),
      canceled: failed('57014'),
      wrapped: new Error('Failed query', { cause: failed('23505') }),
      meta: Object.assign(failed('P2010'), { meta: { code: '23505' } }),
      message: new Error('Raw query failed. Code: `23505`. Message: ``'),
      adapter: Object.assign(failed('P2002'), { meta: { driverAdapterError: { cause: { originalCode: '23505' } } } }),
      conflict: failed('P2034'),
    };
    const unavailable = {
      ...{
        shutdown: failed('57P01'),
        connections: failed('53300'),
        connection: failed('08006'),
        pipe: failed('EPIPE'),
      },
      closed: new Error('Connection terminated'),
    };
    let cause;
    const inbox = withDatabase(made.inbox, {
      async begin(limits) {
        const transaction = await made.inbox.database.begin(limits);
        const commit = async () => {
          await transaction.rollback();
          throw Object.assign(new Error('the commit failed', { cause }), { code: 'commit_failed' });
        };
        return new Proxy(transaction, { get: (target, name) => (name === 'commit' ? commit : bound(target, name)) });
      },
    });
    made.run(({ id }) => (cause = { ...causes, ...unavailable }[id]), {
      ...{ inbox, transaction: true, policy: policyOf(3_600_000), concurrency: 1 },
    });
    for (const id of Object.keys({ ...causes, ...unavailable })) {
      await made.deliver(id);
      const [{ attempts }] = await until(async () => {
        const found = await made.inbox.list({ id, state: 'queued' });
        return found[0]?.dueAtMs > Date.now() + 1_000 && found;
      });
      assert.equal(attempts, id in causes ? 1 : 0, id);
    }
  });

  test('does not report a lost lease if a renewal and the completion overlap', async (context) => {
    context.mock.timers.enable({ apis: ['setInterval'] });
    const made = await start(context);
    const { database } = made.inbox;
    const [renewing, completed, answered] = [deferred(), deferred(), deferred()];
    const inbox = withDatabase(made.inbox, {
      async renew(...request) {
        renewing.resolve();
        await completed.promise;
        const isHeld = await database.renew(...request);
        answered.resolve(isHeld);
        return isHeld;
      },
      async settle(...request) {
        const isHeld = await database.settle(...request);
        completed.resolve();
        await answered.promise;
        return isHeld;
      },
    });
    let signal;
    const running = made.run(
      async (_, worker) => {
        signal = worker.signal;
        context.mock.timers.tick(LEASE_MS / 3);
        await renewing.promise;
      },
      { inbox, leaseMs: LEASE_MS },
    );
    await made.deliver();
    assert.equal(await answered.promise, false, 'the renewal is later');
    await running.stop();
    assert.deepEqual([signal.aborted, made.codes(), await made.state()], [false, [], ['e1 handled']]);
  });
});
