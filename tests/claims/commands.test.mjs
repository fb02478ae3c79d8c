// Which commands the Redis store sends, and when, to a client whose answers the test decides.

import assert from 'node:assert/strict';
import test from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { redisStore } from 'hookwright/redis';

const isLate = ({ message }) => message === 'the store did not answer within 1 ms';
const isOverloaded = ({ code, message }) => code === 'store_unavailable' && message.includes('no more are sent');

const request = (token, more) => ({ key: 'acme:evt_1', token, leaseMs: 600_000, keepMs: 86_400_000, ...more });
const order = { object: 'in_1', position: 1 };

/** A client that keeps its commands: what they are, and functions that answer them. */
function silentClient() {
  const sent = [];
  const evalSha = (_hash, { arguments: [operation, token] }) =>
    new Promise((answer, refuse) => sent.push({ name: `${operation} ${token}`, answer, refuse }));
  return { client: { evalSha, eval: evalSha }, sent, names: () => sent.map(({ name }) => name) };
}

/** Waits until the client has received a number of commands. */
async function receives(sent, count) {
  while (sent.length < count) await turn();
}

/** Claims, and ends the time limit after the client has received one more command. */
async function claimLate({ mock }, sent, store, claimed) {
  const { length } = sent;
  const claim = store.claim(claimed);
  await receives(sent, length + 1);
  mock.timers.tick(1);
  await assert.rejects(claim, isLate);
}

/** Waits for everything that does not depend on the client. */
async function settle() {
  for (let turns = 0; turns < 20; turns += 1) await turn();
}

test('a claim that is too late is abandoned when it has an answer, and not before', {
  timeout: 60_000,
}, async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  for (const end of [({ answer }) => answer('1800000000000'), ({ refuse }) => refuse(new Error('disconnected'))]) {
    const { client, sent, names } = silentClient();
    await claimLate(context, sent, redisStore(client, { timeoutMs: 1 }), request('a'));
    await settle();
    assert.deepEqual(names(), ['claim a']);
    end(sent[0]);
    await receives(sent, 2);
    assert.deepEqual(names(), ['claim a', 'abandon a']);
  }
});

test('a claim that was refused or has an unknown answer is abandoned', { timeout: 60_000 }, async () => {
  for (const [end, isRight] of [
    [
      ({ refuse }) => refuse(new Error('OOM')),
      ({ code, cause }) => code === 'store_unavailable' && cause.message === 'OOM',
    ],
    [
      ({ answer }) => answer('OK'),
      ({ code, message }) => code === 'store_unavailable' && /not one of the script/.test(message),
    ],
  ]) {
    const { client, sent, names } = silentClient();
    const claim = redisStore(client, { timeoutMs: 60_000 }).claim(request('a'));
    await receives(sent, 1);
    end(sent[0]);
    await assert.rejects(claim, isRight);
    await receives(sent, 2);
    assert.deepEqual(names(), ['claim a', 'abandon a']);
  }
});

test('a claim with an answer in time is not abandoned', { timeout: 60_000 }, async () => {
  const { client, sent, names } = silentClient();
  const store = redisStore(client, { timeoutMs: 60_000 });
  for (const [index, [answer, claim]] of [
    ['1800000000000', { state: 'claimed', fence: 1_800_000_000_000 }],
    ['busy', { state: 'busy' }],
  ].entries()) {
    const claiming = store.claim(request('a'));
    await receives(sent, index + 1);
    sent[index].answer(answer);
    assert.deepEqual(await claiming, claim);
  }
  await settle();
  assert.deepEqual(names(), ['claim a', 'claim a']);
});

test('a claim is not sent after the time limit, however long its key takes', { timeout: 60_000 }, async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { client, sent, names } = silentClient();
  const store = redisStore(client, { timeoutMs: 1 });
  const late = store.claim(request('a'));
  context.mock.timers.tick(1);
  await assert.rejects(late, isLate);
  // The commands are sent in the order of their keys.
  const next = store.claim(request('b'));
  await receives(sent, 1);
  sent[0].answer('1800000000000');
  assert.equal((await next).state, 'claimed');
  await settle();
  assert.deepEqual(names(), ['claim b']);
});

test('the second command of a claim with an order is not sent after the time limit', {
  timeout: 60_000,
}, async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { client, sent, names } = silentClient();
  await claimLate(context, sent, redisStore(client, { timeoutMs: 1 }), request('a', { order }));
  sent[0].answer('');
  await settle();
  assert.deepEqual(names(), ['newest a']);
});

test('a request that asks again keeps the claim that the earlier question may get', {
  timeout: 60_000,
}, async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { client, sent, names } = silentClient();
  const store = redisStore(client, { timeoutMs: 1 });
  await claimLate(context, sent, store, request('a'));
  const again = store.claim(request('a'));
  await receives(sent, 2);
  sent[0].answer('1800000000000');
  sent[1].answer('1800000000000');
  assert.deepEqual(await again, { state: 'claimed', fence: 1_800_000_000_000 });
  await settle();
  assert.deepEqual(names(), ['claim a', 'claim a']);
});

test('the number of commands without an answer is limited, also before the time limit', {
  timeout: 60_000,
}, async () => {
  const { client, sent } = silentClient();
  const store = redisStore(client, { timeoutMs: 60_000 });
  const claims = Array.from({ length: 5_000 }, (_, index) => store.claim(request(`t${index}`)));
  await assert.rejects(store.claim(request('more')), isOverloaded);
  // Events that are being handled can be completed.
  const completions = Array.from({ length: 5_000 }, () => store.complete(request('held', { fence: 1 })));
  for (const operation of ['renew', 'complete', 'release']) {
    await assert.rejects(store[operation](request('held', { fence: 1 })), isOverloaded);
  }
  await receives(sent, 10_000);
  await settle();
  assert.equal(sent.length, 10_000);
  for (const { name, answer } of sent) answer(name.startsWith('claim') ? 'busy' : '1');
  assert.deepEqual(new Set((await Promise.all(claims)).map(({ state }) => state)), new Set(['busy']));
  assert.ok((await Promise.all(completions)).every((isHeld) => isHeld));
  const next = store.claim(request('next'));
  await receives(sent, 10_001);
  sent[10_000].answer('busy');
  assert.deepEqual(await next, { state: 'busy' });
});

test('every late claim is abandoned, however many there are', { timeout: 60_000 }, async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { client, sent, names } = silentClient();
  const store = redisStore(client, { timeoutMs: 1 });
  const claims = Array.from({ length: 5_000 }, (_, index) => store.claim(request(`t${index}`)));
  await receives(sent, 5_000);
  context.mock.timers.tick(1);
  for (const { reason } of await Promise.allSettled(claims)) assert.ok(isLate(reason), reason);
  await assert.rejects(store.claim(request('more')), isOverloaded);
  for (const { answer } of [...sent]) answer('1800000000000');
  await receives(sent, 10_000);
  assert.equal(names().filter((name) => name.startsWith('abandon')).length, 5_000);
  // What is not answered counts.
  await assert.rejects(store.claim(request('more')), isOverloaded);
  for (const { answer } of sent.slice(5_000)) answer('1');
  await settle();
  await claimLate(context, sent, store, request('more'));
});
