// Retries through the package, and its jitter compared with an independent generator.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { describe } from 'node:test';
import { classifyResponse, nextAttempt, planRetries } from 'hookwright';

const MASK = (1n << 64n) - 1n;
const GOLDEN = 0x9e3779b97f4a7c15n;

/** The mixing function of SplitMix64. */
function mix(value) {
  let mixed = ((value ^ (value >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
  mixed = ((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn) & MASK;
  return mixed ^ (mixed >> 31n);
}

function draw(seed, number, least, most) {
  const start = mix(BigInt(seed) ^ GOLDEN);
  const random = mix((start + BigInt(number) * GOLDEN) & MASK);
  return Number(BigInt(least) + ((random * BigInt(most - least + 1)) >> 64n));
}

const fixed = { id: 'mine', schedule: { kind: 'fixed', delayMs: 1000 } };

describe('jitter is that of SplitMix64', () => {
  const { tests } = JSON.parse(readFileSync(new URL('../vectors/retry.json', import.meta.url), 'utf8'));
  const known = {
    prolific: (number) => [0, 60_000 * 2 ** (number - 2)],
    'svix-server': (number) => {
      const wait = [0, 5, 300, 1800, 7200, 18_000, 36_000, 36_000][number - 1] * 1000;
      return [wait * 0.8, wait * 1.2];
    },
    ahasend: (number) => {
      const wait = (number - 1) ** 4 * 1000;
      return [wait - Math.floor(wait / 10), wait + Math.floor(wait / 10)];
    },
  };
  for (const { policy, seed, delaysMs } of tests.filter(
    (vector) => vector.seed !== undefined && vector.policy in known,
  )) {
    test(`for ${policy} with seed ${seed}`, () => {
      const drawn = delaysMs.map((_, index) => (index === 0 ? 0 : draw(seed, index + 1, ...known[policy](index + 1))));
      assert.deepEqual(drawn, delaysMs);
    });
  }
});

describe('plans', () => {
  test('a custom policy can be planned', () => {
    const policy = { id: 'mine', schedule: { kind: 'exponential', baseMs: 1000 }, stop: { maxAttempts: 4 } };
    assert.deepEqual(
      planRetries({ policy, start: 5 }).attempts.map(({ atMs }) => atMs),
      [5, 1005, 3005, 7005],
    );
    assert.throws(
      () => planRetries({ policy: { id: 'mine', schedule: { kind: 'cubic' } } }),
      (error) => {
        assert.ok(error instanceof TypeError && error.code === 'invalid_policy', String(error));
        assert.equal(error.problems[0].path, '/schedule/kind');
        return true;
      },
    );
  });

  test('an outage has a cost', () => {
    const outage = { startMs: 0, durationMs: 3 * 3_600_000 };
    const { outage: cost } = planRetries({ policy: 'generic', outage });
    assert.deepEqual([cost.verdict, cost.failedAttempts, cost.savedBy, cost.lostUntilMs], ['lost', 5, null, 1_470_000]);
    assert.equal(planRetries({ policy: 'generic' }).outage, undefined);
  });

  test('unpublished delays are null', () => {
    const { attempts, spanMs } = planRetries({ policy: 'shopify' });
    assert.deepEqual(
      [attempts[1].delayMs, attempts[1].atMs, attempts[1].latestMs, spanMs],
      [null, null, 14_400_000, 14_400_000],
    );
  });
});

describe('the action after an attempt', () => {
  const next = (changes) =>
    nextAttempt({ policy: 'standard', attempt: 1, outcome: { status: 500 }, now: 0, ...changes });

  test('is to retry, succeed, stop or disable', () => {
    assert.deepEqual(next({}), { action: 'retry', delayMs: 5000, atMs: 5000, throttled: false });
    assert.deepEqual(next({ outcome: { status: 202 } }), { action: 'succeed', reason: 'success' });
    assert.deepEqual(next({ attempt: 10 }), { action: 'stop', reason: 'attempts' });
    assert.deepEqual(next({ outcome: { status: 410 } }), { action: 'disable', reason: 'status' });
    assert.equal(next({ outcome: { error: 'timeout' } }).action, 'retry');
    const headers = new Headers({ 'Retry-After': 'Thu, 01 Jan 1970 00:01:00 GMT' });
    assert.equal(next({ outcome: { status: 429, headers } }).delayMs, 60_000);
    const later = nextAttempt({ policy: 'awell', attempt: 3, outcome: { status: 500 }, first: 0, now: 86_399_000 });
    assert.deepEqual(later, { action: 'stop', reason: 'elapsed' });
  });

  test('follows from the classification of the response', () => {
    const read = classifyResponse({ status: 503, headers: { 'retry-after': '120' } });
    assert.deepEqual(read, { reaction: 'retry', retryAfterMs: 120_000, reason: 'status' });
    assert.equal(
      classifyResponse({ policy: 'slack', status: 500, headers: { 'X-Slack-No-Retry': '1' } }).reaction,
      'stop',
    );
    assert.equal(classifyResponse({ error: 'dns' }).reason, 'dns');
  });

  test('has at most the largest safe integer as its delay', () => {
    for (const asked of ['9007199254741', '99999999999999999999']) {
      const read = classifyResponse({ status: 503, headers: { 'Retry-After': asked } });
      assert.equal(read.retryAfterMs, Number.MAX_SAFE_INTEGER);
    }
    const far = { id: 'far', schedule: { kind: 'polynomial', baseMs: 1000, power: 300 }, stop: { maxAttempts: 50 } };
    assert.equal(planRetries({ policy: far }).attempts.at(-1).atMs, Number.MAX_SAFE_INTEGER);
    assert.equal(
      nextAttempt({ policy: far, attempt: 40, outcome: { status: 500 }, now: 0 }).delayMs,
      Number.MAX_SAFE_INTEGER,
    );
  });

  test('is to succeed for statuses from 200 to 299 without a rule', () => {
    const policy = { ...fixed, reading: { statuses: [{ from: 400, to: 499, means: 'stop' }] } };
    const reactions = [204, 301, 404, 503].map((status) => classifyResponse({ policy, status }).reaction);
    assert.deepEqual(reactions, ['success', 'retry', 'stop', 'retry']);
  });

  test('limits that are not finite numbers throw', () => {
    for (const nothing of [Number(undefined), Infinity]) {
      const policies = [
        { ...fixed, stop: { maxAttempts: nothing } },
        { ...fixed, capMs: nothing },
      ];
      for (const policy of policies) {
        const message = /^the member `(maxAttempts|capMs)` is (NaN|Infinity), which JSON cannot represent/;
        assert.throws(() => planRetries({ policy }), { code: 'invalid_policy', message });
      }
    }
    const cycle = { ...fixed };
    cycle.stop = cycle;
    assert.throws(() => planRetries({ policy: cycle }), { code: 'invalid_policy', message: /cycle/ });
  });

  test('misuse', () => {
    const wrong = (call, code) => assert.throws(call, { code });
    wrong(() => next({ attempt: 0 }), 'invalid_options');
    wrong(() => next({ outcome: {} }), 'invalid_options');
    wrong(() => next({ outcome: { status: 200, error: 'dns' } }), 'invalid_options');
    wrong(() => next({ outcome: { status: 20 } }), 'invalid_options');
    wrong(() => next({ outcome: { error: 'bored' } }), 'invalid_options');
    wrong(() => next({ seed: -1 }), 'invalid_options');
    wrong(() => next({ policy: '{"id":"x"}' }), 'unknown_policy');
    wrong(() => classifyResponse({ status: 200, policy: 'acme' }), 'unknown_policy');
    wrong(() => planRetries({ policy: 'generic', outage: { startMs: 0, durationMs: -1 } }), 'invalid_duration');
  });
});
