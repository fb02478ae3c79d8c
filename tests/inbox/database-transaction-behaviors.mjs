// The behavior of the transactions of the databases of inboxes: see `database-behaviors.mjs`.

import assert from 'node:assert/strict';
import { claim, DAY, idsOf, item, request, START, withClock } from './database-items.mjs';

export default {
  'a claim in a transaction counts from its commit on': withClock(async (database, clock) => {
    const first = await database.begin({ idleMs: 60_000 });
    assert.deepEqual(await first.claim(claim()), { state: 'claimed', fence: START });
    assert.deepEqual(await database.list({ limit: 10 }), []);
    assert.equal(await first.touch(), true);
    await first.complete({ ...claim(), fence: START });
    await first.commit();
    const [stored] = await database.list({ limit: 10 });
    assert.deepEqual([stored.state, stored.name, stored.endedAtMs], ['handled', 'billing', START]);
    const second = await database.begin({ idleMs: 60_000 });
    assert.deepEqual(await second.claim(claim({ token: 'u' })), { state: 'handled' });
    await second.rollback();
    assert.equal(await database.replay({ state: 'handled' }), 0, 'there is no body');
    clock.ms += DAY;
    const third = await database.begin({ idleMs: 60_000 });
    assert.deepEqual(await third.claim(claim({ token: 'v' })), { state: 'claimed', fence: START + DAY });
    await third.rollback();
  }),

  'a claim is remembered from its completion on, also if its handler took longer than that': withClock(
    async (database, clock) => {
      const short = claim({ keepMs: 1_000, order: { object: 'in_1', position: 1 } });
      const first = await database.begin({ idleMs: 60_000 });
      const { fence } = await first.claim(short);
      clock.ms += 5_000;
      await first.complete({ ...short, fence });
      await first.commit();
      const states = [];
      for (const ms of [999, 1]) {
        clock.ms += ms;
        const next = await database.begin({ idleMs: 60_000 });
        states.push((await next.claim({ ...short, token: `${ms}` })).state);
        await next.rollback();
        if (ms === 999) assert.equal(await database.newest('in_1'), 1);
      }
      assert.deepEqual(states, ['handled', 'claimed']);
      assert.equal((await database.list({ limit: 1 }))[0].endedAtMs, START + 5_000);
    },
  ),

  'a claim that is rolled back can be claimed again': withClock(async (database) => {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const transaction = await database.begin({ idleMs: 60_000 });
      assert.equal((await transaction.claim(claim())).state, 'claimed');
      await transaction.rollback();
      assert.deepEqual(await database.list({ limit: 10 }), []);
    }
  }),

  'an outdated claim is recorded as handled': withClock(async (database) => {
    const begin = async (id, position) => {
      const held = claim({ key: `billing:${id}`, order: { object: 'in_1', position } });
      const transaction = await database.begin({ idleMs: 60_000 });
      return { transaction, held, claimed: await transaction.claim(held) };
    };
    const newer = await begin('b', 2);
    await newer.transaction.complete({ ...newer.held, fence: newer.claimed.fence });
    await newer.transaction.commit();
    const older = await begin('a', 1);
    assert.deepEqual(older.claimed, { state: 'outdated' });
    await older.transaction.commit();
    assert.equal((await database.list({ limit: 10, state: 'handled' })).length, 2);
    const same = await begin('c', 2);
    assert.equal(same.claimed.state, 'claimed');
    await same.transaction.rollback();
  }),

  'a worker can end its handling in a transaction, if it still holds the item': withClock(async (database, clock) => {
    await database.add(item('a'));
    const [first] = (await database.take(request())).items;
    clock.ms += 1_000;
    const [second] = (await database.take(request({ token: 'u' }))).items;
    for (const [held, isHeld] of [
      [first, false],
      [second, true],
    ]) {
      const transaction = await database.begin({ idleMs: 60_000 });
      assert.equal(await transaction.settle(held, { op: 'complete' }), isHeld);
      await (isHeld ? transaction.commit() : transaction.rollback());
    }
    assert.deepEqual(await idsOf(database, { state: 'handled' }), ['a']);
  }),
};
