// Handlers that take long, and stores that fail when the handler has ended.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { webhook as forLambda } from 'hookwright/lambda';
import { deferred, github, of, record, SECRET, scripted, settled, useTimers } from './deliveries.mjs';

const LATER = { status: 503, headers: { 'Retry-After': '30' }, body: '' };

describe('a slow handler', () => {
  /** A receiver whose handler ends when the test says so. */
  function slow(context, options = {}) {
    useTimers(context);
    const work = deferred();
    const contexts = [];
    const recorded = record({
      on: {
        push: (_event, given) => {
          contexts.push(given);
          return work.promise;
        },
      },
      ...options,
    });
    return { ...recorded, work, contexts };
  }

  test('is answered with 503 before the sender gives up, and is not called again', async (context) => {
    const { handle, codes, work, contexts } = slow(context);
    const first = handle(github());
    await settled();
    // GitHub waits for ten seconds.
    context.mock.timers.tick(8999);
    await settled();
    assert.deepEqual(codes(), []);
    context.mock.timers.tick(1);
    assert.deepEqual(await first, LATER);
    assert.deepEqual(codes(), ['time_limit']);
    assert.deepEqual(await handle(github()), LATER);
    // The claim is renewed: without it, the lease would have ended.
    for (let elapsed = 0; elapsed < 120; elapsed += 10) {
      context.mock.timers.tick(10_000);
      await settled();
    }
    assert.deepEqual(await handle(github()), LATER);
    work.resolve();
    await settled();
    assert.equal((await handle(github())).status, 200);
    assert.equal(contexts.length, 1);
    assert.deepEqual(codes(), ['busy', 'busy', 'duplicate']);
  });

  test('that fails after the answer is called again', async (context) => {
    const { handle, codes, work, contexts } = slow(context);
    const first = handle(github());
    await settled();
    context.mock.timers.tick(9000);
    assert.equal((await first).status, 503);
    work.reject(new Error('failed'));
    await settled();
    assert.deepEqual(codes(), ['time_limit', 'handler_failed']);
    await handle(github());
    assert.equal(contexts.length, 2);
  });

  test('has less time if the request took long to arrive', async (context) => {
    const { handle } = slow(context, { timeLimitMs: 3000 });
    const reading = deferred();
    const request = github();
    const first = handle({ ...request, body: () => reading.promise });
    context.mock.timers.tick(2000);
    reading.resolve(request.body);
    await settled();
    context.mock.timers.tick(700);
    assert.equal((await first).status, 503);
  });

  test('is passed to `waitUntil`, with a promise that settles when it has ended', async (context) => {
    const kept = [];
    const { handle, work } = slow(context);
    const first = handle(github(), { waitUntil: (promise) => void kept.push(promise) });
    await settled();
    assert.equal(kept.length, 0);
    context.mock.timers.tick(9000);
    assert.equal((await first).status, 503);
    assert.equal(kept.length, 1);
    work.reject(new Error('failed'));
    await kept[0];
  });

  test('renews its claim at each third of the lease', async (context) => {
    const { store, names, answers } = scripted();
    const { handle, codes, work } = slow(context, { store, leaseMs: 3000, timeLimitMs: 60_000 });
    const first = handle(github());
    await settled();
    context.mock.timers.tick(1000);
    await settled();
    answers.renew = () => Promise.reject(new Error('no connection'));
    context.mock.timers.tick(1000);
    await settled();
    answers.renew = true;
    context.mock.timers.tick(1000);
    await settled();
    assert.deepEqual(codes(), ['store_failed']);
    work.resolve();
    assert.equal((await first).status, 200);
    context.mock.timers.tick(10_000);
    assert.deepEqual(names(), ['claim', 'renew', 'renew', 'renew', 'complete']);
  });

  test('gets a signal that is aborted when the claim is lost', async (context) => {
    const { store } = scripted({ renew: false, complete: false });
    const { handle, codes, work, contexts } = slow(context, { store, leaseMs: 3000, timeLimitMs: 60_000 });
    const first = handle(github());
    await settled();
    const { signal } = contexts[0];
    assert.equal(signal.aborted, false);
    context.mock.timers.tick(1000);
    await settled();
    assert.equal(signal.aborted, true);
    work.resolve();
    assert.equal((await first).status, 503);
    assert.deepEqual(codes(), ['claim_lost']);
  });
});

describe("`ack: 'early'`", () => {
  test('answers before the handler has ended', async () => {
    const kept = [];
    const work = deferred();
    const { store, names } = scripted();
    const options = {
      store,
      ack: 'early',
      waitUntil: (promise) => void kept.push(promise),
      on: { push: () => work.promise },
    };
    const { handle, codes } = record(options);
    assert.equal((await handle(github())).status, 200);
    assert.deepEqual(names(), ['claim']);
    work.resolve();
    await kept[0];
    assert.deepEqual(names(), ['complete']);
    assert.deepEqual(codes(), []);
  });

  test('reports a failure, and releases the claim', async () => {
    const kept = [];
    const { store, names } = scripted();
    const push = async () => {
      throw new Error('failed');
    };
    const { handle, codes } = record({ store, ack: 'early', waitUntil: 'context', on: { push } });
    assert.equal((await handle(github(), { waitUntil: (promise) => void kept.push(promise) })).status, 200);
    await kept[0];
    assert.deepEqual(codes(), ['early_failure']);
    assert.deepEqual(names(), ['claim', 'release']);
  });

  test('waits for the handler if the context of the request has no `waitUntil`', async () => {
    const push = async () => {
      throw new Error('failed');
    };
    const { handle, codes } = record({ ack: 'early', waitUntil: 'context', on: { push } });
    assert.equal((await handle(github())).status, 500);
    assert.deepEqual(codes(), ['wait_until_missing', 'handler_failed']);
  });
});

describe('a `waitUntil` that throws', () => {
  const waitUntil = () => {
    throw new Error('the context has ended');
  };

  test('does not prevent the answer to a slow handler', async (context) => {
    useTimers(context);
    const work = deferred();
    const { handle, codes } = record({ waitUntil, on: { push: () => work.promise } });
    const first = handle(github());
    await settled();
    context.mock.timers.tick(9000);
    assert.deepEqual(await first, LATER);
    assert.deepEqual(codes(), ['time_limit', 'wait_until_failed']);
    work.resolve();
    await settled();
    assert.equal((await handle(github())).status, 200);
  });

  test('makes an early answer wait for the handler', async () => {
    const push = async () => {
      throw new Error('failed');
    };
    const { handle, codes } = record({ ack: 'early', waitUntil, on: { push } });
    assert.equal((await handle(github())).status, 500);
    assert.deepEqual(codes(), ['wait_until_failed', 'handler_failed']);
  });
});

for (const [kind, push] of [
  ['that returns nothing', () => {}],
  ['that returns a promise', async () => {}],
]) {
  describe(`a store that fails after a handler ${kind}`, () => {
    const broken = () => Promise.reject(new Error('no connection'));

    test('gets the completion again, until it answers, and the claim is renewed', async (context) => {
      useTimers(context);
      const kept = [];
      const { store, names, answers } = scripted({ complete: broken });
      const { handle, codes } = record({ store, leaseMs: 3000, on: { push } });
      const answer = await handle(github(), { waitUntil: (promise) => void kept.push(promise) });
      assert.equal(answer.status, 200);
      assert.equal(kept.length, 1);
      for (let elapsed = 0; elapsed < 6000; elapsed += 100) {
        context.mock.timers.tick(100);
        await settled();
      }
      const made = names();
      assert.ok(made.filter((name) => name === 'complete').length > 4, made.join());
      assert.equal(made.filter((name) => name === 'renew').length, 6);
      answers.complete = true;
      context.mock.timers.tick(5000);
      await kept[0];
      names();
      context.mock.timers.tick(60_000);
      await settled();
      assert.deepEqual(names(), []);
      assert.deepEqual(codes(), ['store_failed']);
    });

    test('is given up after five minutes', async (context) => {
      useTimers(context);
      const { store, names } = scripted({ complete: broken, renew: broken });
      const { handle, codes } = record({ store, on: { push } });
      assert.equal((await handle(github())).status, 200);
      for (let elapsed = 0; elapsed < 310_000; elapsed += 1000) {
        context.mock.timers.tick(1000);
        await settled();
      }
      assert.equal(codes().at(-1), 'not_recorded');
      names();
      context.mock.timers.tick(600_000);
      await settled();
      assert.deepEqual(names(), []);
    });
  });
}

test('a release that fails is tried again, so that the event is soon handled again', async (context) => {
  useTimers(context);
  const push = () => {
    throw new Error('failed');
  };
  const { store, names, answers } = scripted({ release: new Error('no connection') });
  const { handle, codes } = record({ store, on: { push } });
  assert.equal((await handle(github())).status, 500);
  context.mock.timers.tick(100);
  await settled();
  answers.release = true;
  context.mock.timers.tick(200);
  await settled();
  assert.deepEqual(names(), ['claim', 'release', 'release', 'release']);
  assert.deepEqual(codes(), ['handler_failed', 'store_failed']);
});

test('a handler that does not end keeps its claim for fifteen minutes', async (context) => {
  useTimers(context);
  const { store, names } = scripted();
  let signal;
  const push = (_event, given) => {
    signal = given.signal;
    return new Promise(() => {});
  };
  const { handle, codes } = record({ store, on: { push } });
  const first = handle(github());
  await settled();
  for (let minute = 0; minute < 15; minute += 1) {
    assert.equal(signal.aborted, false);
    context.mock.timers.tick(60_000);
    await settled();
  }
  assert.equal((await first).status, 503);
  assert.equal(signal.aborted, true);
  assert.deepEqual(codes(), ['time_limit', 'handler_stuck']);
  assert.ok(names().length > 80);
  context.mock.timers.tick(600_000);
  await settled();
  assert.deepEqual(names(), []);
});

test('the time that a handler may run can be set', async (context) => {
  useTimers(context);
  const { handle, entries } = record({ maxHandlingMs: 2000, on: { push: () => new Promise(() => {}) } });
  void handle(github());
  await settled();
  context.mock.timers.tick(2000);
  assert.deepEqual(
    entries.map(({ code, level }) => [code, level]),
    [['handler_stuck', 'error']],
  );
});

test('a clock that is set has no effect on the time that a request waits', async (context) => {
  useTimers(context);
  const work = deferred();
  const { handle, codes } = record({ on: { push: () => work.promise } });
  const request = github();
  const reading = deferred();
  const first = handle({ ...request, body: () => reading.promise });
  context.mock.method(Date, 'now', () => 7_258_118_400_000);
  reading.resolve(request.body);
  await settled();
  context.mock.timers.tick(8999);
  await settled();
  assert.deepEqual(codes(), []);
  context.mock.timers.tick(1);
  assert.equal((await first).status, 503);
});

test('a sender that does not document how long it waits gets an answer within five seconds', async (context) => {
  useTimers(context);
  const { handle, codes } = record({ provider: 'dropbox', on: {}, onUnknown: () => new Promise(() => {}) });
  const first = handle(of('dropbox', '{}'));
  await settled();
  context.mock.timers.tick(4499);
  await settled();
  assert.deepEqual(codes(), ['derived_key']);
  context.mock.timers.tick(1);
  assert.equal((await first).status, 503);
});

// The time that the sender waits, less a tenth, and at least a quarter of a second.
for (const [provider, waitMs] of [
  ['sentry', 750],
  ['zoom', 2700],
  ['quickbooks', 2700],
  ['xero', 4500],
  ['nylas', 9000],
]) {
  test(`${provider} gets an answer within the time that it documents`, async (context) => {
    useTimers(context);
    const { handle } = record({ provider, on: {}, onUnknown: () => new Promise(() => {}), log() {} });
    let answer;
    void handle(of(provider, '{}')).then((given) => {
      answer = given;
    });
    await settled();
    context.mock.timers.tick(waitMs - 1);
    await settled();
    assert.equal(answer, undefined);
    context.mock.timers.tick(1);
    await settled();
    assert.equal(answer?.status, 503);
  });
}

test('Lambda answers before it ends the function', async (context) => {
  useTimers(context);
  const receive = forLambda({
    provider: 'github',
    secrets: SECRET,
    on: { push: () => new Promise(() => {}) },
    log() {},
  });
  const { headers, body } = github();
  class Context {
    getRemainingTimeInMillis() {
      assert.ok(this instanceof Context);
      return 3000;
    }
  }
  const first = receive({ httpMethod: 'POST', path: '/', headers, body }, new Context());
  await settled();
  context.mock.timers.tick(2499);
  await settled();
  assert.equal(await Promise.race([first, 'waits']), 'waits');
  context.mock.timers.tick(1);
  assert.equal((await first).statusCode, 503);
});

test('a handler that throws at once is answered with 500, also early', async () => {
  const push = () => {
    throw new Error('failed');
  };
  const { handle, codes } = record({ ack: 'early', waitUntil() {}, on: { push } });
  assert.equal((await handle(github())).status, 500);
  assert.deepEqual(codes(), ['handler_failed']);
});
