// The memory store: its bound, and that entries are forgotten without timers. The vectors test its answers.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import test, { describe } from 'node:test';
import { source } from '../sources.mjs';

const { memoryStore } = await source('memory-store.ts');

/** A store with a clock of its own. */
function stored(maxEntries) {
  const clock = { nowMs: 1_000 };
  const store = memoryStore({ maxEntries, now: () => clock.nowMs });
  const request = (key) => ({ key, token: `token of ${key}`, leaseMs: 1_000, keepMs: 10_000 });
  const claim = (key) => store.claim(request(key));
  const handle = (key) => {
    const { state, fence } = claim(key);
    assert.equal(state, 'claimed', key);
    assert.equal(store.complete({ ...request(key), fence }), true);
  };
  return { clock, store, request, claim, handle };
}

describe('the memory store', () => {
  test('forgets the handled event whose last delivery was the longest ago', () => {
    const { claim, handle } = stored(3);
    for (const key of ['a', 'b', 'c']) handle(key);
    assert.deepEqual(claim('a'), { state: 'handled' });
    handle('d');
    assert.deepEqual(
      ['a', 'c', 'd'].map((key) => claim(key).state),
      ['handled', 'handled', 'handled'],
    );
    assert.equal(claim('b').state, 'claimed');
  });

  test('never forgets a claim for lack of room', () => {
    const { clock, store, request, claim, handle } = stored(2);
    const { fence } = claim('a');
    for (let index = 0; index < 10; index += 1) handle(`b${index}`);
    clock.nowMs += 1_500;
    handle('c');
    assert.equal(store.complete({ ...request('a'), fence }), true);
    assert.deepEqual(claim('a'), { state: 'handled' });
  });

  test('throws if it is full of claims, until one of them ends', () => {
    const { clock, store, request, claim } = stored(2);
    const { fence } = claim('a');
    claim('b');
    const isFull = ({ code, message }) => code === 'store_full' && message.includes('all 2 events');
    assert.throws(() => claim('c'), isFull);
    assert.deepEqual(store.claim({ ...request('a'), token: 'another' }), { state: 'busy' });
    assert.equal(store.release({ ...request('a'), fence }), true);
    assert.equal(claim('c').state, 'claimed');
    assert.throws(() => claim('d'), isFull);
    clock.nowMs += 11_000;
    assert.equal(claim('d').state, 'claimed');
  });

  test('keeps the positions of as many objects as events', () => {
    const { store, request } = stored(2);
    const at = (key, object, position) => ({ ...request(key), order: { object, position } });
    for (const object of ['x', 'y', 'z']) {
      const held = at(`new ${object}`, object, 2);
      assert.equal(store.complete({ ...held, fence: store.claim(held).fence }), true);
    }
    assert.deepEqual(store.claim(at('old z', 'z', 1)), { state: 'outdated' });
    assert.equal(store.claim(at('old x', 'x', 1)).state, 'claimed');
  });

  test('has a clock of whole milliseconds that does not jump with the clock of the machine', (context) => {
    const store = memoryStore();
    const request = (token) => ({ key: 'a', token, leaseMs: 60_000, keepMs: 600_000 });
    const { fence } = store.claim(request('a'));
    assert.ok(Number.isSafeInteger(fence), `${fence}`);
    assert.ok(Math.abs(fence - performance.timeOrigin - performance.now()) < 60_000, `${fence}`);
    context.mock.timers.enable({ apis: ['Date'], now: Date.now() + 3_600_000 });
    assert.deepEqual(store.claim(request('b')), { state: 'busy' });
    context.mock.timers.setTime(0);
    assert.equal(store.complete({ ...request('a'), fence }), true);
    assert.deepEqual(store.claim(request('c')), { state: 'handled' });
  });

  test('records the completion of an event that it has forgotten', () => {
    const { clock, store, request, claim } = stored(2);
    const { fence } = claim('a');
    clock.nowMs += 11_000;
    claim('b');
    assert.equal(store.complete({ ...request('a'), fence }), true);
    assert.deepEqual(claim('a'), { state: 'handled' });
    assert.equal(store.complete({ ...request('a'), token: 'another', fence }), false);
  });

  test('knows nothing of other stores', () => {
    const [one, other] = [stored(2), stored(2)];
    one.handle('a');
    other.clock.nowMs += 1;
    assert.deepEqual(one.claim('a'), { state: 'handled' });
    const { state, fence } = other.claim('a');
    // As after a new start of the process: the fence is larger.
    assert.deepEqual([state, fence], ['claimed', 1_001]);
  });

  test('has a bounded size and needs no timers', () => {
    // In a process that must end by itself, with a heap that cannot hold all events.
    const script = `
      import { source } from ${JSON.stringify(new URL('../sources.mjs', import.meta.url).href)};
      const { memoryStore } = await source('memory-store.ts');
      const store = memoryStore({ maxEntries: 1_000 });
      for (let index = 0; index < 400_000; index += 1) {
        const request = { key: String(index).padStart(200), token: 't', leaseMs: 1_000, keepMs: 86_400_000 };
        const order = { object: 'object ' + request.key, position: index };
        store.complete({ ...request, order, fence: store.claim({ ...request, order }).fence });
      }
      process.stdout.write('done');`;
    const options = ['--max-old-space-size=64', '--input-type=module', '--eval', script];
    assert.equal(execFileSync(process.execPath, options, { encoding: 'utf8' }), 'done');
  });

  test('refuses unusable options', () => {
    const code = (options) => {
      try {
        memoryStore(options);
        return undefined;
      } catch (error) {
        return error.code;
      }
    };
    assert.equal(code({ maxEntries: 0 }), 'invalid_options');
    assert.equal(code({ maxEntries: 1.5 }), 'invalid_options');
    assert.equal(code({ maxEntries: '1' }), 'invalid_options');
    assert.equal(code({ now: 5 }), 'invalid_options');
    assert.equal(code({ max: 5 }), 'unknown_option');
    assert.equal(code(undefined), undefined);
  });
});
