// The mode `transaction` in SQLite: the claim and the effects of a handler are one transaction.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { deferred, github, record, useTimers } from '../receiving/deliveries.mjs';
import { createInbox, leave, turn } from './sqlite-setup.mjs';

/** A receiver whose handlers leave an effect in their transaction, and then do what the test says. */
async function start(context, { options, ...others } = {}, handle = () => {}) {
  const made = await createInbox(context, options);
  const receiver = record({
    store: made.inbox.transactions,
    name: 'hooks',
    timeLimitMs: 60_000,
    on: {
      async push(event, handler) {
        leave(handler.tx, event.id);
        return await handle(handler, event);
      },
    },
    ...others,
  });
  const deliver = async (id = 'e1') => (await receiver.handle(github({ id }))).status;
  return { ...made, ...receiver, deliver };
}

describe('a transaction of SQLite', { timeout: 300_000 }, () => {
  test('is committed with the effects, and the event is known after it', async (context) => {
    const { deliver, left, codes, inbox, rows } = await start(context);
    assert.deepEqual([await deliver(), await deliver()], [200, 200]);
    assert.deepEqual(left(), ['e1']);
    assert.deepEqual(codes(), ['duplicate']);
    const [item] = await inbox.list({ name: 'hooks' });
    assert.equal(item.state, 'handled');
    // Neither the body nor a header is stored.
    const [{ body, headers, verdict }] = rows();
    assert.deepEqual([body, headers, verdict], [null, null, null]);
  });

  test('works with handlers that are not asynchronous', async (context) => {
    const made = await createInbox(context);
    const on = { push: (event, { tx }) => leave(tx, event.id) };
    const { handle } = record({ store: made.inbox.transactions, name: 'hooks', on });
    assert.equal((await handle(github({ id: 'e1' }))).status, 200);
    assert.deepEqual(made.left(), ['e1']);
  });

  test('lets a library begin its own transactions in it, which are savepoints', async (context) => {
    const { deliver, left } = await start(context, {}, ({ tx }, { id }) => {
      tx.transaction(() => leave(tx, `${id} kept`))();
      assert.throws(() =>
        tx.transaction(() => {
          leave(tx, `${id} undone`);
          throw new Error('undo');
        })(),
      );
    });
    assert.equal(await deliver(), 200);
    assert.deepEqual(left(), ['e1', 'e1 kept']);
  });

  test('handles one of many deliveries at the same moment, and the others wait for it', async (context) => {
    const gate = deferred();
    const { deliver, left, codes } = await start(context, {}, () => gate.promise);
    const answers = [];
    const all = Array.from({ length: 12 }, () => deliver().then((status) => answers.push(status)));
    for (let turns = 0; turns < 20; turns += 1) await turn();
    assert.deepEqual([answers, left()], [[], []]);
    gate.resolve();
    await Promise.all(all);
    assert.deepEqual(new Set(answers), new Set([200]));
    assert.deepEqual(left(), ['e1']);
    assert.deepEqual(codes(), new Array(11).fill('duplicate'));
  });

  test('lets other requests arrive while a handler waits, whose events are handled after it', async (context) => {
    const gate = deferred();
    const { deliver, left, inbox } = await start(context, {}, (_, { id }) => (id === 'e1' ? gate.promise : undefined));
    const first = deliver('e1');
    const others = ['e2', 'e3', 'e4'].map((id) => deliver(id));
    for (let turns = 0; turns < 20; turns += 1) await turn();
    // Reading does not wait.
    assert.deepEqual(await inbox.list({ name: 'hooks' }), []);
    gate.resolve();
    assert.deepEqual(await Promise.all([first, ...others]), [200, 200, 200, 200]);
    assert.deepEqual(left(), ['e1', 'e2', 'e3', 'e4']);
  });

  test('is rolled back if the handler fails, and the next delivery is handled', async (context) => {
    let calls = 0;
    const { deliver, left, codes, rows } = await start(context, {}, () => {
      calls += 1;
      if (calls === 1) throw new Error('the handler failed');
    });
    assert.equal(await deliver(), 500);
    assert.deepEqual([left(), rows()], [[], []]);
    assert.equal(await deliver(), 200);
    assert.deepEqual(left(), ['e1']);
    assert.deepEqual(codes(), ['handler_failed']);
  });

  test('that was rolled back cannot be used by parts of the handler that are still running', async (context) => {
    const [gate, late] = [deferred(), deferred()];
    const { deliver, left } = await start(context, {}, async ({ tx }, { id }) => {
      if (id !== 'e1') return;
      const statement = tx.prepare('insert into effects (event) values (?)');
      const slow = gate.promise.then(() => {
        for (const write of [() => leave(tx, 'late'), () => statement.run('late')]) assert.throws(write);
        late.resolve();
      });
      slow.catch(late.reject);
      await Promise.all([slow, Promise.reject(new Error('the other part failed'))]);
    });
    assert.equal(await deliver('e1'), 500);
    gate.resolve();
    await Promise.all([late.promise, deliver('e2')]);
    assert.deepEqual(left(), ['e2']);
  });

  for (const statement of ['commit', 'rollback', 'commit; begin', 'rollback; begin immediate']) {
    test(`that the handler has ended with \`${statement}\` is a failure of the handler`, async (context) => {
      let fails = true;
      const { deliver, codes, entries, left } = await start(context, {}, ({ tx }) => {
        if (fails) tx.exec(statement);
      });
      assert.equal(await deliver(), 500);
      assert.equal(entries[0].error.code, 'transaction_aborted');
      assert.deepEqual(codes(), ['handler_failed']);
      fails = false;
      // The commit of the handler was a commit of the claim, too.
      const isCommitted = statement.startsWith('commit');
      assert.equal(await deliver(), 200);
      assert.deepEqual(codes(), isCommitted ? ['duplicate'] : []);
      assert.deepEqual(left(), ['e1']);
    });
  }

  test('that SQLite has rolled back because of an error, which the handler has swallowed, is a failure', async (context) => {
    let fails = true;
    const { deliver, left, codes, entries, rows } = await start(context, {}, ({ tx }) => {
      if (!fails) return;
      assert.throws(() => tx.exec('insert or rollback into effects (event) values (null)'));
    });
    assert.equal(await deliver(), 500);
    assert.equal(entries[0].error.code, 'transaction_aborted');
    assert.deepEqual([left(), rows(), codes()], [[], [], ['handler_failed']]);
    fails = false;
    assert.equal(await deliver(), 200);
    assert.deepEqual(left(), ['e1']);
  });

  test('keeps what precedes a failed statement, if the handler goes on', async (context) => {
    const { deliver, left } = await start(context, {}, ({ tx }) => {
      assert.throws(() => leave(tx, null));
      leave(tx, 'after it');
    });
    assert.equal(await deliver(), 200);
    assert.deepEqual(left(), ['e1', 'after it']);
  });

  test('that does not end is rolled back after `maxHandlingMs` and the lease', async (context) => {
    const [stuck, aborted] = [deferred(), deferred()];
    let calls = 0;
    const { deliver, left, codes } = await start(context, { leaseMs: 1_000, maxHandlingMs: 20 }, async ({ signal }) => {
      calls += 1;
      if (calls > 1) return;
      signal.addEventListener('abort', aborted.resolve);
      await stuck.promise;
    });
    const first = deliver();
    await aborted.promise;
    assert.equal(await deliver(), 200);
    assert.deepEqual(left(), ['e1']);
    assert.deepEqual(codes(), ['handler_stuck']);
    stuck.resolve();
    assert.equal(await first, 503);
    assert.deepEqual(left(), ['e1']);
  });

  test('is answered with 503 if the file has no more room, and is handled when there is room', async (context) => {
    const pages = { most: 1_000_000 };
    const made = await start(context, { options: { pages } });
    assert.equal(await made.deliver('e0'), 200);
    const [{ page_count: count }] = made.other.prepare('pragma page_count').all();
    const limit = (most) => {
      pages.most = most;
      for (const each of made.connections) if (each.open) each.exec(`pragma max_page_count = ${most}`);
    };
    limit(count);
    // Some pages have room left.
    let status = 200;
    let sent = 0;
    while (status === 200) {
      sent += 1;
      status = await made.deliver(`${sent}${'x'.repeat(180)}`);
    }
    assert.equal(status === 503 || status === 500, true);
    const { error } = made.entries[0];
    assert.match((error.cause ?? error).message, /full/);
    assert.equal(made.left().length, sent);
    limit(1_000_000);
    assert.equal(await made.deliver(`${sent}${'x'.repeat(180)}`), 200);
    assert.equal(made.left().length, sent + 1);
  });

  test('is not begun while another process keeps the database locked: 503, and the event loop is free', async (context) => {
    // If the test fails, the inbox must be able to close.
    context.after(() => context.mock.timers.reset());
    const { deliver, left, codes, other, entries, connections } = await start(context, { timeLimitMs: 800 });
    other.exec('begin immediate');
    useTimers(context);
    const answers = [];
    const send = () => deliver().then((status) => answers.push(status));
    /** Lets time pass until there are `count` answers. */
    const answered = async (count) => {
      while (answers.length < count) {
        context.mock.timers.tick(10);
        await turn();
      }
    };
    send();
    // No time passes for the inbox meanwhile, so it cannot give up.
    for (let turns = 0; turns < 50; turns += 1) await turn();
    assert.deepEqual(answers, []);
    for (const each of connections) if (each.open) assert.equal(each.pragma('busy_timeout', { simple: true }), 0);
    await answered(1);
    assert.deepEqual(answers, [503]);
    assert.equal(entries[0].error.code, 'store_unavailable');
    assert.deepEqual(codes(), ['store_failed']);
    other.exec('commit');
    send();
    await answered(2);
    assert.deepEqual(answers, [503, 200]);
    assert.deepEqual(left(), ['e1']);
  });

  test('fails with its own time limit, too', async (context) => {
    const { deliver, left, other, entries } = await start(context, { options: { timeoutMs: 20 } });
    other.exec('begin immediate');
    assert.equal(await deliver(), 503);
    assert.match(entries[0].error.message, /locked for 20 ms/);
    other.exec('rollback');
    assert.equal(await deliver(), 200);
    assert.deepEqual(left(), ['e1']);
  });

  test('is given back if its request has been answered before it began', async (context) => {
    const { deliver, left, other, inbox, rows } = await start(context, { timeLimitMs: 500 });
    other.exec('begin immediate');
    assert.equal(await deliver(), 503);
    other.exec('commit');
    // The claim of the request is granted and released, and the next transaction begins after that.
    const transaction = await inbox.database.begin({ idleMs: 60_000 });
    await transaction.rollback();
    assert.deepEqual([left(), rows()], [[], []]);
  });

  test('is rolled back after its lease, so that the file is free, and its late commit is refused', async (context) => {
    const made = await createInbox(context);
    const { transactions } = made.inbox;
    const request = (token, leaseMs) => ({ key: 'hooks:e1', token, leaseMs, keepMs: 60_000 });
    const suspended = await transactions.claim(request('a', 50));
    leave(suspended.tx, 'suspended');
    const next = await transactions.claim(request('b', 60_000));
    assert.equal(next.state, 'claimed');
    leave(next.tx, 'next');
    const held = { ...request('a', 50), fence: suspended.fence };
    assert.equal(await transactions.renew(held), false);
    await assert.rejects(transactions.complete(held), { code: 'commit_failed' });
    assert.throws(() => leave(suspended.tx, 'late'));
    assert.equal(await transactions.complete({ ...request('b', 60_000), fence: next.fence }), true);
    assert.deepEqual(made.left(), ['next']);
  });

  test('orders the events of an object', async (context) => {
    const position = { e1: 1, e2: 2 };
    const { deliver, left, codes } = await start(context, {
      orderBy: ({ id }) => ({ object: 'main', position: position[id] }),
    });
    assert.deepEqual([await deliver('e2'), await deliver('e1'), await deliver('e1')], [200, 200, 200]);
    assert.deepEqual(left(), ['e2']);
    assert.deepEqual(codes(), ['outdated', 'duplicate']);
  });

  test('is refused without tables, and works after the migration', async (context) => {
    const { deliver, codes, left, inbox } = await start(context, { options: { prefix: 'other_' } });
    const made = await createInbox(context);
    made.other.exec(
      'drop table hookwright_inbox; drop table hookwright_migrations; drop table hookwright_inbox_objects',
    );
    const { handle, entries } = record({ store: made.inbox.transactions, name: 'hooks' });
    assert.equal((await handle(github({ id: 'e1' }))).status, 503);
    assert.match(entries[0].error.cause.message, /no such table/);
    await made.inbox.migrate();
    assert.equal((await handle(github({ id: 'e1' }))).status, 200);
    // The other prefix has tables of its own.
    assert.equal(await deliver(), 200);
    assert.deepEqual([left(), codes(), (await inbox.list()).length], [['e1'], [], 1]);
  });
});
