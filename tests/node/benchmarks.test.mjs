// The harness of `cargo xtask bench` with a clock of its own, and the documents that are generated from the results.
// Nothing is measured here.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { describe } from 'node:test';
import { limited } from '../bench/limit.mjs';
import { measure, quantile, spread, summarize } from '../bench/measure.mjs';
import { document } from '../bench/report/document.mjs';
import { section, withSection } from '../bench/report/readme.mjs';
import { targets } from '../bench/report/targets.mjs';
import { READMES, serialized } from '../bench/report/write.mjs';

const read = (name) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

describe('the harness', () => {
  /** A clock that advances by what the candidates cost, and a little with each reading. */
  function world(costs) {
    let now = 0;
    const order = [];
    const clock = () => {
      now += 0.001;
      return now;
    };
    const candidates = Object.entries(costs).map(([name, ms]) => ({
      name,
      run() {
        now += ms;
        order.push(name);
      },
    }));
    return { clock, candidates, order };
  }

  test('measures the time of a call', async () => {
    const { clock, candidates } = world({ fast: 0.01, slow: 0.03 });
    const times = await measure(candidates, { turns: 5, turnMs: 4, warmMs: 1, clock });
    assert.equal(times.fast.length, 5);
    const { ns, ratios } = summarize(times, ['fast']);
    assert.ok(Math.abs(ns.fast / 10_000 - 1) < 0.05, `${ns.fast}`);
    assert.ok(Math.abs(ns.slow / 30_000 - 1) < 0.05, `${ns.slow}`);
    assert.ok(Math.abs(ratios.fast.slow[1] - 1 / 3) < 0.02, `${ratios.fast.slow}`);
  });

  test('waits for asynchronous candidates', async () => {
    const { clock, candidates } = world({ slow: 0.5 });
    let running = 0;
    const candidate = {
      name: 'asynchronous',
      async: true,
      async run() {
        running += 1;
        assert.equal(running, 1);
        await null;
        candidates[0].run();
        running -= 1;
      },
    };
    const times = await measure([candidate], { turns: 3, turnMs: 2, warmMs: 1, clock });
    assert.ok(times.asynchronous.every((ns) => Math.abs(ns / 500_000 - 1) < 0.05));
  });

  test('starts each turn with another candidate', async () => {
    const { clock, candidates, order } = world({ a: 1, b: 1, c: 1 });
    await measure(candidates, { turns: 3, turnMs: 0.5, warmMs: 0, clock });
    assert.equal(order.slice(-9).join(''), 'abcbcacab');
  });

  test('repeats interrupted turns, and keeps the shortest if all were interrupted', async () => {
    let [now, run, count] = [0, 0, 0];
    const clock = () => {
      now += 0.001;
      return now;
    };
    const costs = [5, 9, 3, 8, 7, 6, 4, 2, 1];
    const candidate = {
      name: 'one',
      run() {
        now += costs[run] ?? 1;
        run += 1;
      },
    };
    const interruptions = () => {
      count += 1;
      // The first turn of the measurement and its repetitions are interrupted, the second turn is not.
      return count <= 10 ? count : 0;
    };
    const times = await measure([candidate], { turns: 2, turnMs: 0.5, warmMs: 0, clock, interruptions });
    assert.deepEqual(
      times.one.map((ns) => Math.round(ns / 1e6)),
      [3, 4],
    );
  });

  test('relates own candidates only to others, within a turn', () => {
    const { ratios } = summarize({ own: [1, 2, 9], other: [2, 4, 3], more: [1, 1, 1], second: [5, 5, 5] }, [
      'own',
      'second',
    ]);
    assert.deepEqual(Object.keys(ratios.own), ['other', 'more']);
    assert.deepEqual(ratios.own.other, [0.5, 0.5, 1.75]);
    assert.deepEqual(Object.keys(ratios), ['own', 'second']);
  });

  test('interpolates quantiles', () => {
    assert.equal(quantile([4, 1, 3, 2], 0.5), 2.5);
    assert.deepEqual(spread([5, 1, 2, 4, 3]), [2, 3, 4]);
  });
});

describe('the report', () => {
  const comparison = (sender, size, ratios) => ({
    ...{ sender, size, body: 'bytes', ns: { createVerifier: 1000, Webhook: 1000 }, ratios },
  });
  const results = {
    ...{ date: '2026-11-28', machine: { cpu: 'CPU', cores: 2 }, runtimes: { node: '20' } },
    verify: {
      node: [
        comparison('github', 256, { createVerifier: { 'node:crypto': [0.5, 0.55, 0.6], octokit: [0.4, 0.5, 0.6] } }),
        comparison('github', 1024, { createVerifier: { 'node:crypto': [1.1, 1.2, 1.3], octokit: [0.9, 1.004, 1.1] } }),
        comparison('github', 4096, { createVerifier: { 'node:crypto': [1, 1.1, 1.2] } }),
        comparison('standard', 256, { Webhook: { standardwebhooks: [0.3, 0.33, 0.34], svix: [1.5, 2, 2.5] } }),
      ],
    },
    express: [comparison('github', 4096, { hookwright: { octokit: [1.2, 1.3, 1.4], 'no verification': [2, 2, 2] } })],
    start: { node: { hookwright: 11.94 } },
    sizes: { modules: {}, downloads: { main: { raw: 3, gzip: 130_000, brotli: 100_000 } } },
  };

  test('the README counts the comparisons that another implementation wins, and names them', () => {
    const lost = section(results)
      .split('\n')
      .filter((line) => / of \d+ \|/.test(line));
    assert.deepEqual(lost, [
      '| Node, verification | 3 of 7 | svix 2.00, node:crypto 1.20 |',
      '| Express | 1 of 1 | octokit 1.30 |',
    ]);
    assert.match(section(results), /\*\*1\.20\*\* \(1\.10–1\.30\)/);
  });

  test('a target counts the comparisons that miss it, and names the worst one', () => {
    const summary = targets(results).map(({ title, missed, of, worst }) => [title.split(',')[1], missed, of, worst]);
    assert.deepEqual(summary, [
      [' GitHub', 1, 2, '1.20'],
      [' 4 KiB', 1, 1, '1.10'],
      [' `createVerifier` to each library', 0, 2, '1.00'],
      [' `Webhook` to standardwebhooks', 0, 1, '0.33'],
      [' import and first verdict', 0, 1, '11.94'],
      [' download with gzip', 1, 1, '130 kB'],
    ]);
    assert.equal(targets(results)[0].where, 'GitHub, 1 KiB, bytes, node:crypto');
  });

  test('the JSON file has one line for each comparison, and nothing for a skipped part', () => {
    const text = serialized({ ...results, page: undefined });
    assert.deepEqual(JSON.parse(text), results);
    assert.equal(text.split('\n').filter((line) => line.includes('"ns":')).length, 5);
  });

  test('a section replaces only what is between its markers', () => {
    const text = 'a\n<!-- benchmarks -->\nstale\n<!-- end of benchmarks -->\nb\n';
    const changed = withSection(text, results);
    assert.ok(changed.startsWith('a\n<!-- benchmarks -->\nThe time'));
    assert.ok(changed.endsWith('<!-- end of benchmarks -->\nb\n'));
    assert.ok(!changed.includes('stale'));
    assert.equal(withSection(changed, results), changed);
    assert.throws(() => withSection('a', results), /must contain/);
    assert.throws(() => withSection(text + text, results), /once each/);
  });
});

describe('the published results', () => {
  const text = read('docs/benchmarks.json');
  const results = JSON.parse(text);

  test('contain every part', () => {
    for (const part of ['verify', 'sign', 'events', 'tenants', 'express', 'start', 'sizes', 'native']) {
      assert.ok(part in results, part);
    }
    assert.deepEqual(Object.keys(results.verify), ['node', 'bun', 'workerd', 'chromium']);
    assert.equal(serialized(results), text);
  });

  test('are the ones in docs/BENCHMARKS.md', () => {
    assert.equal(read('docs/BENCHMARKS.md'), document(results), 'run: node tests/bench/report/write.mjs');
  });

  for (const name of READMES) {
    test(`are the ones in ${name}`, () => {
      assert.equal(read(name), withSection(read(name), results), 'run: node tests/bench/report/write.mjs');
    });
  }
});

test('what never ends is an error after a time, or as soon as it cannot end any more', async () => {
  const never = new Promise(() => {});
  const signals = [];
  const work = (signal) => {
    signals.push(signal);
    return never;
  };
  await assert.rejects(limited('a candidate', 1, never, work), { message: 'a candidate has not ended within 1 ms' });
  const failed = Promise.reject(new Error('the receiver has ended'));
  await assert.rejects(limited('a candidate', 600_000, failed, work), { message: 'the receiver has ended' });
  assert.deepEqual(
    signals.map(({ aborted }) => aborted),
    [true, true],
  );
  assert.equal(await limited('a candidate', 600_000, never, async () => 7), 7);
});
