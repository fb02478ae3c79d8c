// Receivers and workers with an inbox in SQLite, of the packed package, in every runtime.

import assert from 'node:assert/strict';
import { setTimeout as later } from 'node:timers/promises';
import { worker } from 'hookwright/inbox';
import { receiver } from 'hookwright/receiver';
import { sqliteInbox } from 'hookwright/sqlite';
import { turns } from '../databases/sqlite-client-behaviors.mjs';
import { deferred, github, SECRET } from '../receiving/deliveries.mjs';

/** A policy with these delays, without jitter. */
const policyOf = (...delaysMs) => ({ id: 'test', schedule: { kind: 'table', delaysMs: [0, ...delaysMs] } });

/** Waits until a condition is met. */
async function until(condition) {
  while (!(await condition())) await later(5);
}

/** Runs a test with a receiver that stores events, and with functions that start workers. */
const withInbox = (test, options) => async (where) => {
  const { open, file } = where;
  const user = open(file);
  const inbox = sqliteInbox(() => open(file), options);
  await inbox.migrate();
  user.exec('pragma busy_timeout = 0; create table effects (event text)');
  const entries = [];
  const log = (entry) => {
    if (!entry.code.startsWith('unsigned_')) entries.push(entry);
  };
  const common = { provider: 'github', name: 'hooks', log };
  const { handle } = receiver({ ...common, secrets: SECRET, inbox, timeLimitMs: 60_000 });
  const workers = [];
  const run = (handler, given = {}) => {
    const running = worker({ ...common, inbox, on: { push: handler }, pollMs: 10, ...given });
    workers.push(running);
    return running;
  };
  const column = (sql) =>
    user
      .prepare(sql)
      .all()
      .map((row) => Object.values(row)[0]);
  try {
    await test({
      ...{ ...where, user, inbox, entries, run, common, column },
      deliver: async (id = 'e1', others = {}) => (await handle(github({ id, ...others }))).status,
      state: async () => (await inbox.list()).map((item) => `${item.id} ${item.state}`).sort(),
      codes: () => entries.splice(0).map(({ code }) => code),
      left: () => column('select event from effects order by rowid'),
      /** Waits until all events have ended. */
      ended: () =>
        until(async () => {
          const { due, scheduled, working } = await inbox.backlog();
          return due + scheduled + working === 0;
        }),
      /** Makes the leases and the due times of all items end now, so that tests do not wait for them. */
      hasten: () =>
        until(() => {
          try {
            user.exec('update hookwright_inbox set due_at = due_at - due_at, lease_end = lease_end - lease_end');
            return true;
          } catch {
            return false;
          }
        }),
    });
  } finally {
    await Promise.all(workers.map((each) => each.stop({ timeoutMs: 1 })));
    user.close();
    await inbox.close();
  }
};

/** Runs a test in which the heartbeats of leases wait for `beats.all()`, in every runtime. */
const withHeartbeats = (test) => async (made) => {
  const { setInterval } = globalThis;
  const waiting = [];
  globalThis.setInterval = (beat) => {
    waiting.push(beat);
  };
  const all = () => {
    for (const beat of waiting) beat();
  };
  try {
    await test(made, { all });
  } finally {
    globalThis.setInterval = setInterval;
  }
};

const leave = (tx, event) => tx.prepare('insert into effects values (?)').run(event);

export default {
  'an event is stored before the answer, and a worker handles it': withInbox(async (made) => {
    assert.deepEqual([await made.deliver(), await made.deliver()], [200, 200]);
    assert.deepEqual(await made.state(), ['e1 queued']);
    assert.deepEqual(made.codes(), ['duplicate']);
    const got = deferred();
    made.run((event, context) => got.resolve([event, context]));
    const [event, context] = await got.promise;
    assert.deepEqual([event.type, event.id, event.data], ['push', 'e1', { ref: 'main' }]);
    assert.equal(new TextDecoder().decode(event.body), '{"ref":"main"}');
    assert.deepEqual([context.attempt, context.deferrals, context.tx], [1, 0, undefined]);
    await made.ended();
    assert.deepEqual(await made.state(), ['e1 handled']);
    assert.deepEqual(made.codes(), []);
  }),

  'the event loop goes on while synchronous handlers empty a queue': withInbox(async (made) => {
    for (let index = 0; index < 100; index += 1) await made.deliver(`e${index}`);
    const all = deferred();
    let handled = 0;
    const count = turns();
    const handler = () => {
      handled += 1;
      if (handled === 100) all.resolve();
    };
    made.run(handler, { concurrency: 5, pollMs: 60_000 });
    await all.promise;
    // Each five of them are taken in one write.
    assert.ok(count() >= 19, `${count()} turns`);
  }),

  'neither a signature nor a credential is stored': withInbox(async (made) => {
    await made.deliver('e1', {
      headers: { Authorization: 'Bearer s3cr3t', Cookie: 'a=s3cr3t', 'Content-Type': 'text/x' },
    });
    const [row] = made.user.prepare('select * from hookwright_inbox').all();
    assert.deepEqual(JSON.parse(row.headers), { 'x-github-event': 'push', 'content-type': 'text/x' });
    const all = JSON.stringify({ ...row, body: new TextDecoder().decode(row.body) });
    assert.doesNotMatch(all, /s3cr3t|sha256=/);
  }),

  'a receiver handles an event in a transaction': withInbox(async (made) => {
    const { handle } = receiver({
      ...made.common,
      secrets: SECRET,
      store: made.inbox.transactions,
      on: {
        async push({ id }, { tx }) {
          leave(tx, id);
          await later(1);
        },
      },
    });
    const all = Array.from({ length: 20 }, (_, index) => handle(github({ id: `e${index % 5}` })));
    assert.deepEqual(new Set((await Promise.all(all)).map(({ status }) => status)), new Set([200]));
    assert.deepEqual(made.left().sort(), ['e0', 'e1', 'e2', 'e3', 'e4']);
  }),

  'a worker handles events in transactions': withInbox(async (made) => {
    for (let index = 0; index < 5; index += 1) await made.deliver(`e${index}`);
    const failed = new Set();
    made.run(
      async ({ id }, { tx }) => {
        leave(tx, id);
        await later(1);
        if (failed.has(id)) return;
        failed.add(id);
        throw new Error('the first attempt fails');
      },
      { transaction: true, policy: policyOf(1, 1) },
    );
    await made.ended();
    assert.deepEqual(made.left().sort(), ['e0', 'e1', 'e2', 'e3', 'e4']);
    assert.deepEqual(made.codes(), new Array(5).fill('attempt_failed'));
  }),

  'leases are kept while a handler has the lock, and are extended after it': withInbox(
    withHeartbeats(async (made, beats) => {
      const gates = [deferred(), deferred()];
      const signals = [];
      const leaseMs = 3_600_000;
      const handle = async ({ id }, { tx, signal }) => {
        signals.push(signal);
        if (tx !== undefined) {
          leave(tx, id);
          // The lease of the other event ends before the lock does.
          tx.exec("update hookwright_inbox set lease_end = 0 where event_id = '0'");
        }
        await gates[Number(id)].promise;
      };
      assert.equal(await made.deliver('0'), 200);
      const outside = made.run(handle, { leaseMs });
      await until(() => signals.length === 1);
      const stopped = outside.stop();
      assert.equal(await made.deliver('1'), 200);
      made.run(handle, { leaseMs, transaction: true });
      await until(() => signals.length === 2);
      const lease = () => made.column("select lease_end from hookwright_inbox where event_id = '0'")[0];
      const before = lease();
      beats.all();
      // For longer than the time limit of the database.
      const endMs = performance.now() + 1_200;
      await until(() => performance.now() > endMs);
      assert.deepEqual([lease(), signals.map(({ aborted }) => aborted)], [before, [false, false]]);
      gates[1].resolve();
      await until(() => lease() > before);
      gates[0].resolve();
      await stopped;
      await made.ended();
      assert.deepEqual(await made.state(), ['0 handled', '1 handled']);
      assert.ok(!made.codes().includes('claim_lost'));
    }),
    { timeoutMs: 1_000 },
  ),

  'a worker refuses a handling whose transaction the handler has ended': withInbox(async (made) => {
    await made.deliver();
    made.run(
      (_, { tx, attempt }) => {
        leave(tx, `attempt ${attempt}`);
        if (attempt === 1) tx.exec('rollback');
      },
      { transaction: true, policy: policyOf(1) },
    );
    await made.ended();
    assert.deepEqual(made.left(), ['attempt 2']);
    assert.deepEqual(made.codes(), ['attempt_failed']);
  }),

  'a failed event becomes dead, and is handled after a replay': withInbox(async (made) => {
    let fails = true;
    const dead = [];
    made.run(
      () => {
        if (fails) throw Object.assign(new RangeError('personal data'), { code: 'E_TEST' });
      },
      { policy: policyOf(3_600_000), onDead: ({ id }) => dead.push(id) },
    );
    await made.deliver();
    await until(async () => (await made.inbox.backlog()).scheduled === 1);
    await made.hasten();
    await until(() => dead.length > 0);
    const [item] = await made.inbox.list({ state: 'dead' });
    assert.deepEqual([item.id, item.attempts, item.lastError], ['e1', 2, 'RangeError E_TEST']);
    assert.equal(await made.deliver(), 200);
    fails = false;
    assert.equal(await made.inbox.replay({ state: 'dead', name: 'hooks' }), 1);
    await made.ended();
    assert.deepEqual(await made.state(), ['e1 handled']);
    assert.deepEqual(made.codes(), ['attempt_failed', 'attempt_failed', 'dead', 'duplicate']);
  }),

  'an event is deferred, and the changes in its transaction are rolled back': withInbox(async (made) => {
    const seen = [];
    made.run(
      ({ id }, context) => {
        leave(context.tx, id);
        seen.push([context.attempt, context.deferrals]);
        if (seen.length < 3) context.defer(3_600_000);
      },
      { transaction: true },
    );
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
    assert.deepEqual(made.left(), ['e1']);
  }),

  'several workers with connections of their own share the events': withInbox(async (made) => {
    const others = Array.from({ length: 3 }, () => sqliteInbox(() => made.open(made.file)));
    for (let index = 0; index < 60; index += 1) await made.deliver(`e${index}`);
    const counts = new Map();
    for (const inbox of [made.inbox, ...others]) {
      made.run(({ id }) => void counts.set(id, (counts.get(id) ?? 0) + 1), { inbox, concurrency: 4 });
    }
    await made.ended();
    assert.equal(counts.size, 60);
    assert.deepEqual(new Set(counts.values()), new Set([1]));
    for (const other of others) await other.close();
  }),

  'a worker whose lease has ended cannot complete': withInbox(async (made) => {
    const gates = [deferred(), deferred()];
    const calls = [];
    const handler = async (_, context) => {
      calls.push(context);
      await gates[calls.length - 1].promise;
    };
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
    assert.deepEqual(await made.state(), ['e1 handled']);
  }),

  'a worker that stops gives its events back': withInbox(async (made) => {
    const begun = deferred();
    const running = made.run(async (_, { signal }) => {
      begun.resolve();
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    });
    await made.deliver();
    await begun.promise;
    await running.stop({ timeoutMs: 1 });
    const [item] = await made.inbox.list();
    assert.deepEqual([item.state, item.attempts], ['queued', 0]);
  }),

  'a worker that stops gives the event of a transaction back, and frees the file': withInbox(async (made) => {
    const begun = deferred();
    const running = made.run(
      async ({ id }, { tx }) => {
        leave(tx, id);
        begun.resolve();
        await new Promise(() => {});
      },
      { transaction: true },
    );
    await made.deliver();
    await begun.promise;
    await running.stop({ timeoutMs: 1 });
    // This connection does not wait for locks.
    made.user.exec("begin immediate; insert into effects values ('other'); commit");
    const [item] = await made.inbox.list();
    assert.deepEqual([item.state, item.attempts, made.left(), made.codes()], ['queued', 0, ['other'], []]);
  }),

  'workers wait for the transactions of their process, which is not a failure of the database': withInbox(
    async (made) => {
      for (let index = 0; index < 2; index += 1) await made.deliver(`e${index}`);
      let now = 0;
      const handler = async ({ id }, { tx }) => {
        now += 1;
        assert.equal(now, 1);
        leave(tx, id);
        // For longer than the time limit of the database.
        const endMs = performance.now() + 1_200;
        await until(() => performance.now() > endMs);
        now -= 1;
      };
      for (let each = 0; each < 2; each += 1) made.run(handler, { transaction: true, policy: policyOf() });
      await made.ended();
      assert.deepEqual([made.left().length, made.codes()], [2, []]);
    },
    { timeoutMs: 1_000 },
  ),

  'a file that is locked is answered with 503, and workers go on when it is free': withInbox(
    async (made) => {
      // With this time limit, a slow machine can also fail without a lock.
      const stored = (id) => until(async () => (await made.deliver(id)) === 200);
      made.run(({ id }, { tx }) => leave(tx, id), { transaction: true });
      await stored('e1');
      await made.ended();
      await until(() => {
        try {
          made.user.exec('begin immediate');
          return true;
        } catch {
          return false;
        }
      });
      assert.equal(await made.deliver('e2'), 503);
      await until(() => made.entries.filter(({ code }) => code === 'store_failed').length > 1);
      made.user.exec('commit');
      await stored('e2');
      await until(() => made.left().length === 2);
      assert.deepEqual(made.left(), ['e1', 'e2']);
    },
    { timeoutMs: 30 },
  ),
};
