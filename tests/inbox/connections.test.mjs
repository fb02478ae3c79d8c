// What an inbox in Postgres does if its pool has few connections, and with connections of handlers that have failed.

import assert from 'node:assert/strict';
import test, { before, describe } from 'node:test';
import { postgresInbox } from 'hookwright/postgres';
import { receiver } from 'hookwright/receiver';
import { startPostgres } from '../databases/postgres.mjs';
import { deferred, github, SECRET } from '../receiving/deliveries.mjs';
import { policyOf, startEndpoint } from './endpoint.mjs';
import { timeout, until } from './setup.mjs';

let server;
before(async (context) => {
  server = await startPostgres(context);
});

const start = (context, options, receiving) => startEndpoint(context, server, options, receiving);

/** An inbox with the same tables whose time limit ends soon. */
const impatient = ({ client, prefix }) => postgresInbox(client, { prefix, timeoutMs: 500 });
const IDS = ['e1', 'e2', 'e3', 'e4'];

/** The items of an inbox whose pool has no free connection. */
const itemsOf = ({ prefix }) => server.query(`select state, attempts from ${prefix}inbox order by key`);

describe('a take that is answered after the time limit', { timeout }, () => {
  test('is given back, so that its events are handled', async (context) => {
    const made = await start(context, { max: 1 });
    for (const id of IDS) await made.deliver(id);
    const held = await made.client.connect();
    const seen = [];
    made.run(({ id }) => void seen.push(id), { inbox: impatient(made), policy: policyOf() });
    await until(() => made.entries.filter(({ code }) => code === 'store_failed').length > 2);
    // No other is sent before it is answered.
    assert.equal(made.client.waitingCount, 1);
    held.release();
    await until(async () => (await itemsOf(made)).every(({ state }) => state !== 'queued' && state !== 'working'));
    assert.deepEqual([seen.sort(), (await made.state()).sort()], [IDS, IDS.map((id) => `${id} handled`)]);
  });

  test('is given back after the end of the worker', async (context) => {
    const made = await start(context, { max: 1 });
    for (const id of IDS) await made.deliver(id);
    const held = await made.client.connect();
    const running = made.run(() => assert.fail('the worker is stopped'), { inbox: impatient(made) });
    await until(() => made.entries.length > 0);
    await running.stop();
    held.release();
    // The fences show that the events were taken.
    await until(async () => (await made.rows()).every(({ state, fence }) => state === 'queued' && fence !== '0'));
    assert.deepEqual(
      await itemsOf(made),
      IDS.map(() => ({ state: 'queued', attempts: 0 })),
    );
  });
});

describe('a pool that is smaller than the concurrency', { timeout }, () => {
  test('has connections for the leases: a worker handles fewer events at the same time', async (context) => {
    context.mock.timers.enable({ apis: ['setInterval'] });
    const leaseMs = 3_600_000;
    const made = await start(context, { max: 4 });
    for (const id of IDS) await made.deliver(id);
    let now = 0;
    let most = 0;
    const handler = async ({ id }, { tx }) => {
      now += 1;
      most = Math.max(most, now);
      await made.leave(tx, id);
      await made.renewed(leaseMs, id);
      now -= 1;
    };
    // Two objects with the same pool share its connections.
    for (const inbox of [made.inbox, postgresInbox(made.client, { prefix: made.prefix })]) {
      made.run(handler, { inbox, transaction: true, leaseMs, policy: policyOf(), concurrency: 8 });
    }
    await made.ended();
    assert.deepEqual([most, made.codes(), (await made.left()).length], [2, [], 4]);
  });
});

describe('a part of a handler that runs after its failure', { timeout }, () => {
  /** A handler whose first call fails while a part of it waits, and which returns what the part got. */
  function partly(made) {
    const [gate, part, busy, end] = [deferred(), deferred(), deferred(), deferred()];
    let calls = 0;
    const handle = async ({ id }, { tx }) => {
      calls += 1;
      if (calls > 1) {
        await made.leave(tx, id);
        busy.resolve();
        return await end.promise;
      }
      const later = async () => {
        await gate.promise;
        return await made.leave(tx, 'late');
      };
      later().then(part.resolve, part.resolve);
      throw new Error('the other part fails');
    };
    /** Lets the part go on while the handler of another event has a transaction. */
    const goOn = async () => {
      await busy.promise;
      gate.resolve();
      const error = await part.promise;
      end.resolve();
      return error.code;
    };
    return { handle, goOn };
  }

  test('cannot write in the transaction of another event of a receiver', async (context) => {
    const made = await start(context, { max: 1 });
    const { handle, goOn } = partly(made);
    const other = receiver({
      ...{ provider: 'github', secrets: SECRET, name: 'hooks', store: made.inbox.transactions, log() {} },
      on: { push: handle },
    });
    assert.equal((await other.handle(github({ id: 'e1' }))).status, 500);
    const second = other.handle(github({ id: 'e2' }));
    assert.equal(await goOn(), 'transaction_aborted');
    assert.equal((await second).status, 200);
    assert.deepEqual(await made.left(), [{ event: 'e2', by: '' }]);
  });

  test('cannot write in the transaction of another event of a worker, or after it', async (context) => {
    const made = await start(context, { max: 3 });
    const { handle, goOn } = partly(made);
    made.run(handle, { transaction: true, policy: policyOf(3_600_000) });
    await made.deliver('e1');
    await until(async () => (await made.inbox.backlog()).scheduled === 1);
    await made.deliver('e2');
    assert.equal(await goOn(), 'transaction_aborted');
    await until(async () => (await made.inbox.list({ state: 'handled' })).length === 1);
    assert.deepEqual(await made.left(), [{ event: 'e2', by: '' }]);
  });
});

describe('a client whose function `transaction` repeats its work', { timeout }, () => {
  test('loses no event: the sender receives 503, and its next delivery is handled', async (context) => {
    const made = await start(context, { kind: 'functions' });
    const effects = `${made.prefix}effects`;
    await server.query(
      `create sequence ${effects}_commits; create function ${effects}_fail() returns trigger language plpgsql as $$ begin ` +
        `if nextval('${effects}_commits') = 1 then raise exception 'not serializable' using errcode = '40001'; end if; ` +
        `return null; end $$; create constraint trigger fails after insert on ${effects} ` +
        `deferrable initially deferred for each row execute function ${effects}_fail()`,
    );
    const repeating = {
      query: made.client.query,
      async transaction(work) {
        const again = (error) => {
          if (error.code !== '40001') throw error;
          return made.client.transaction(work);
        };
        return await made.client.transaction(work).catch(again);
      },
    };
    const { handle } = receiver({
      ...{ provider: 'github', secrets: SECRET, name: 'hooks', log: ({ error }) => errors.push(error) },
      store: postgresInbox(repeating, { prefix: made.prefix }).transactions,
      on: { push: ({ id }, { tx }) => made.leave(tx, id) },
    });
    const errors = [];
    assert.equal((await handle(github({ id: 'e1' }))).status, 503);
    assert.ok(errors.some((error) => error?.code === 'commit_failed'));
    assert.deepEqual([await made.left(), await made.rows()], [[], []]);
    assert.equal((await handle(github({ id: 'e1' }))).status, 200);
    assert.deepEqual(await made.left(), [{ event: 'e1', by: '' }]);
  });
});
