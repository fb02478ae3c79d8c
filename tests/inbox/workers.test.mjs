// Workers of an inbox in Postgres: attempts, leases, and what they do at their end.

import assert from 'node:assert/strict';
import test, { before, describe } from 'node:test';
import { worker } from 'hookwright/inbox';
import { receiver } from 'hookwright/receiver';
import { startPostgres } from '../databases/postgres.mjs';
import { deferred } from '../receiving/deliveries.mjs';
import { policyOf, startEndpoint } from './endpoint.mjs';
import { createInbox, timeout, until } from './setup.mjs';

let server;
before(async (context) => {
  server = await startPostgres(context);
});

const start = (context, options, receiving) => startEndpoint(context, server, options, receiving);

describe('a worker', { timeout }, () => {
  test('attempts a failed event again when the policy says, and then it is dead', async (context) => {
    const made = await start(context);
    const dead = deferred();
    const attempts = [];
    made.run(
      (_, { attempt }) => {
        attempts.push(attempt);
        throw Object.assign(new RangeError('a message with personal data'), { code: 'E_TEST' });
      },
      { policy: policyOf(60_000, 3_600_000), onDead: (item, error) => dead.resolve([item, error]) },
    );
    await made.deliver();
    for (const delayMs of [60_000, 3_600_000]) {
      const [item] = await until(async () => {
        const items = await made.inbox.list({ state: 'queued' });
        return items[0]?.attempts === attempts.length && attempts.length > 0 && items[0].lastError !== null && items;
      });
      const [{ left }] = await server.query(
        `select extract(epoch from due_at - now()) * 1000 as left from ${made.prefix}inbox`,
      );
      assert.ok(left > delayMs - 30_000 && left <= delayMs, `${left} ms are left of ${delayMs}`);
      assert.equal(item.lastError, 'RangeError E_TEST');
      const before = attempts.length;
      await made.hasten();
      await until(() => attempts.length > before);
    }
    const [item, error] = await dead.promise;
    assert.deepEqual(attempts, [1, 2, 3]);
    assert.deepEqual([item.id, item.state, item.attempts, error.code], ['e1', 'dead', 3, 'E_TEST']);
    assert.deepEqual(await made.state(), ['e1 dead']);
    assert.deepEqual(made.codes(), ['attempt_failed', 'attempt_failed', 'attempt_failed', 'dead']);
    // A delivery of a dead event is known.
    assert.equal(await made.deliver(), 200);
    assert.deepEqual(await made.state(), ['e1 dead']);
  });

  test('stores what the option says of an error', async (context) => {
    const made = await start(context);
    made.run(
      () => {
        throw new Error('the reason');
      },
      { policy: policyOf(), describeError: (error) => `because of ${error.message}` },
    );
    await made.deliver();
    await made.ended();
    assert.equal((await made.inbox.list())[0].lastError, 'because of the reason');
  });

  test('handles a replayed event, whose timestamp is too old to be verified', async (context) => {
    const made = await createInbox(context, server);
    const entries = [];
    const { sign } = await import('hookwright');
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const body = '{"type":"user.created","timestamp":"2026-11-01T00:00:00Z","data":{}}';
    const { handle } = receiver({ provider: 'standard', secrets: secret, name: 'std', inbox: made.inbox, log() {} });
    const signed = sign({ provider: 'standard', secret, id: 'msg_1', body });
    assert.equal((await handle({ method: 'POST', url: '/', headers: signed.headers, body })).status, 200);
    // The event was signed a year ago.
    await server.query(
      `update ${made.prefix}inbox set received_at = received_at - interval '1 year', verdict = jsonb_set(verdict, ` +
        `'{timestampMs}', to_jsonb(cast(verdict ->> 'timestampMs' as bigint) - 31536000000))`,
    );
    let fails = true;
    const running = worker({
      inbox: made.inbox,
      provider: 'standard',
      name: 'std',
      policy: policyOf(),
      log: (entry) => entries.push(entry.code),
      pollMs: 20,
      onUnknown(event, { attempt }) {
        if (fails) throw new Error('not yet');
        entries.push(`${event.type} ${attempt}`);
      },
    });
    context.after(() => running.stop());
    await until(async () => (await made.inbox.backlog()).dead === 1);
    fails = false;
    assert.equal(await made.inbox.replay({ name: 'std', id: 'msg_1' }), 1);
    await until(async () => (await made.inbox.list({ state: 'handled' })).length === 1);
    assert.deepEqual(entries, ['attempt_failed', 'dead', 'user.created 1']);
  });

  test('handles an event later that it has deferred, which is not an attempt', async (context) => {
    const made = await start(context);
    const seen = [];
    made.run((_, worker) => {
      seen.push([worker.attempt, worker.deferrals]);
      if (seen.length < 3) worker.defer(3_600_000);
    });
    await made.deliver();
    for (const count of [1, 2]) {
      await until(async () => (await made.inbox.backlog()).scheduled === 1 && seen.length === count);
      await made.hasten();
      await until(() => seen.length > count);
    }
    await made.ended();
    assert.deepEqual(seen, [
      [1, 0],
      [1, 1],
      [1, 2],
    ]);
    assert.deepEqual(made.codes(), ['deferred', 'deferred']);
  });

  test('records events without a handler as handled', async (context) => {
    const made = await start(context);
    made.run(() => assert.fail('another type'));
    await made.deliver('e1', { type: 'ping' });
    await made.ended();
    assert.deepEqual(await made.state(), ['e1 handled']);
    assert.deepEqual(made.codes(), ['no_handler']);
  });

  test('records an outdated event as handled, without a call', async (context) => {
    const made = await start(context);
    const positions = { new: 7, old: 3, newest: 8 };
    const seen = [];
    made.run(({ id }) => seen.push(id), {
      orderBy: ({ id }) => ({ object: 'repository', position: positions[id] }),
      concurrency: 1,
    });
    for (const id of Object.keys(positions)) {
      await made.deliver(id);
      await made.ended();
    }
    assert.deepEqual(seen, ['new', 'newest']);
    assert.deepEqual(made.codes(), ['outdated']);
    assert.equal((await made.inbox.list({ state: 'handled' })).length, 3);

    // The same for a replay. The last event is not older than itself.
    for (const id of ['old', 'newest']) {
      assert.equal(await made.inbox.replay({ id }), 1);
      await made.ended();
    }
    assert.deepEqual(seen, ['new', 'newest', 'newest']);
    assert.deepEqual(made.codes(), ['outdated']);
  });

  test('handles events at once that its process has stored', async (context) => {
    const made = await start(context);
    const got = deferred();
    // If it waited for its poll, the test would take longer than its time limit.
    made.run(got.resolve, { pollMs: 2 ** 31 - 1 });
    await until(
      async () =>
        (
          await server.query(
            `select 1 from pg_stat_activity where state = 'idle' and query like '%${made.prefix}inbox% skip locked%'`,
          )
        ).length > 0,
    );
    await made.deliver();
    await got.promise;
  });

  test('handles as many events at the same time as the option says', async (context) => {
    const made = await start(context);
    const gates = [];
    let most = 0;
    let now = 0;
    for (let index = 0; index < 9; index += 1) await made.deliver(`e${index}`);
    made.run(
      async () => {
        now += 1;
        most = Math.max(most, now);
        const gate = deferred();
        gates.push(gate);
        await gate.promise;
        now -= 1;
      },
      { concurrency: 3 },
    );
    for (let ended = 0; ended < 9; ended += 1) {
      await until(() => gates.length > ended);
      if (ended === 0) await until(() => gates.length === 3);
      gates[ended].resolve();
    }
    await made.ended();
    assert.equal(most, 3);
  });

  test('shares the events of an endpoint with others, each of which is handled once', async (context) => {
    const made = await start(context, { max: 30 });
    const counts = new Map();
    for (let index = 0; index < 200; index += 1) await made.deliver(`e${index}`);
    for (let each = 0; each < 4; each += 1) {
      made.run(({ id }) => void counts.set(id, (counts.get(id) ?? 0) + 1), { concurrency: 5 });
    }
    await made.ended();
    assert.equal(counts.size, 200);
    assert.deepEqual(new Set(counts.values()), new Set([1]));
  });

  test('whose lease has ended cannot complete: another one has a larger fence', async (context) => {
    const made = await start(context);
    const gates = [deferred(), deferred()];
    const calls = [];
    const handler = async (_, worker) => {
      calls.push(worker);
      await gates[calls.length - 1].promise;
    };
    // The first worker does not renew its lease before it has ended.
    const first = made.run(handler, { leaseMs: 3_600_000 });
    await made.deliver();
    await until(() => calls.length === 1);
    const stopped = first.stop();
    await made.hasten();
    made.run(handler);
    await until(() => calls.length === 2);
    gates[0].resolve();
    await stopped;
    assert.deepEqual(made.codes(), ['claim_lost']);
    assert.deepEqual(await made.state(), ['e1 working']);
    assert.ok(calls[0].fence < calls[1].fence);
    gates[1].resolve();
    await made.ended();
    assert.deepEqual([await made.state(), made.codes()], [['e1 handled'], []]);
  });

  test('renews the lease of a handler that takes longer, and aborts the signal of one that lost it', async (context) => {
    context.mock.timers.enable({ apis: ['setInterval'] });
    const made = await start(context);
    const gate = deferred();
    const leaseMs = 3_600_000;
    let call;
    made.run(
      async (_, worker) => {
        call = worker;
        await gate.promise;
      },
      { leaseMs },
    );
    await made.deliver();
    await until(() => call !== undefined);
    await made.renewed(leaseMs);
    assert.equal(call.signal.aborted, false);
    await server.query(`update ${made.prefix}inbox set fence = fence + 1`);
    context.mock.timers.tick(leaseMs / 3);
    await until(() => call.signal.aborted);
    gate.resolve();
    assert.deepEqual(made.codes(), ['claim_lost']);
  });

  test('gives up a handler that does not end, and the event is attempted again', async (context) => {
    const made = await start(context);
    const calls = [];
    made.run(
      async (_, worker) => {
        calls.push(worker);
        if (calls.length === 1) await new Promise(() => {});
      },
      { maxHandlingMs: 50, concurrency: 1, leaseMs: 1_000 },
    );
    await made.deliver();
    await until(() => calls[0]?.signal.aborted);
    await made.hasten();
    await until(() => calls.length === 2);
    await made.ended();
    assert.deepEqual([calls[1].attempt, made.codes()], [2, ['handler_stuck']]);
  });

  test('buries an event whose workers have died at each attempt', async (context) => {
    const made = await start(context);
    await made.deliver('poison');
    const { database } = made.inbox;
    const request = { endpoint: 'hooks', token: 'died', leaseMs: 1_000, limit: 1, maxAttempts: 3 };
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      assert.equal((await database.take(request)).items[0].attempts, attempt);
      await made.hasten();
    }
    const dead = deferred();
    made.run(() => assert.fail('it is not called again'), { policy: policyOf(1, 1), onDead: dead.resolve });
    const item = await dead.promise;
    assert.deepEqual([item.id, item.state, item.attempts], ['poison', 'dead', 3]);
    assert.deepEqual(made.codes(), ['dead']);
  });

  test('that is stopped waits for its handlers, and takes nothing more', async (context) => {
    const made = await start(context);
    const gate = deferred();
    const seen = [];
    const running = made.run(
      async ({ id }) => {
        seen.push(id);
        await gate.promise;
      },
      { concurrency: 1 },
    );
    await made.deliver('e1');
    await made.deliver('e2');
    await until(() => seen.length === 1);
    let isStopped = false;
    const stopped = running.stop().then(() => {
      isStopped = true;
    });
    await made.inbox.backlog();
    assert.equal(isStopped, false);
    gate.resolve();
    await stopped;
    assert.deepEqual(seen, ['e1']);
    assert.deepEqual((await made.state()).sort(), ['e1 handled', 'e2 queued']);
  });

  test('that is stopped while it takes events gives them back', async (context) => {
    const made = await startEndpoint(context, server);
    await made.deliver();
    const admin = await made.client.connect();
    await admin.query('begin');
    await admin.query(`lock table ${made.prefix}inbox in access exclusive mode`);
    const running = made.run(() => assert.fail('the worker is stopped'));
    await until(async () => {
      const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%${made.prefix}inbox%'`;
      return (await server.query(waiting)).length > 0;
    });
    const stopped = running.stop();
    await admin.query('commit');
    admin.release();
    await stopped;
    const [{ state, attempts }] = await made.inbox.list();
    assert.deepEqual([state, attempts], ['queued', 0]);
  });

  test('that is stopped with a time limit gives its events back, without a counted attempt', async (context) => {
    const made = await start(context);
    let call;
    const running = made.run(async (_, worker) => {
      call = worker;
      await new Promise(() => {});
    });
    await made.deliver();
    await until(() => call !== undefined);
    await running.stop({ timeoutMs: 1 });
    assert.equal(call.signal.aborted, true);
    const { due, working } = await made.inbox.backlog();
    assert.deepEqual([due, working], [1, 0]);
    assert.equal((await made.inbox.list())[0].attempts, 0);
  });

  test('goes on after the database was stopped, and nothing is lost', async (context) => {
    const own = await startPostgres(context);
    const made = await startEndpoint(context, own);
    const gate = deferred();
    const seen = [];
    made.run(async ({ id }) => {
      seen.push(id);
      if (id === 'e1') await gate.promise;
    });
    await made.deliver('e1');
    await until(() => seen.length === 1);
    await own.stop();
    // The handler ends while the database is stopped.
    gate.resolve();
    await until(() => made.entries.some(({ code }) => code === 'store_failed'));
    await own.start();
    await until(async () => (await made.deliver('e2')) === 200);
    await until(async () => (await made.inbox.list({ state: 'handled' })).length === 2);
    assert.deepEqual(seen, ['e1', 'e2']);
  });
});
