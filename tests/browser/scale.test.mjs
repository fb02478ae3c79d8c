// The simulation: it gives the same numbers as native code, and the page stays responsive.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { open } from './playground.mjs';

const golden = JSON.parse(readFileSync(new URL('scale.json', import.meta.url)));

/** Too many for a test to wait for: these runs are always stopped. */
const LONG = '#retries?policy=svix&events=4000000&over=10+d&down-for=&errors=30&against=nothing';

const run = (playground) =>
  playground.field('scale-run').evaluate((run) => ({ state: run.dataset.state, slices: Number(run.dataset.slices) }));

/** Waits until this many further slices have been run. */
const further = async (playground, slices = 3) => {
  const { slices: before } = await run(playground);
  const reached = (wanted) => Number(document.getElementById('scale-run').dataset.slices) >= wanted;
  await playground.page.waitForFunction(reached, before + slices);
};

/** The number of slices at each of several frames. */
const frames = (playground, count) =>
  playground.page.evaluate(async (count) => {
    const seen = [];
    for (let frame = 0; frame < count; frame += 1) {
      await new Promise(requestAnimationFrame);
      seen.push(Number(document.getElementById('scale-run').dataset.slices));
    }
    return seen;
  }, count);

test('the numbers are those of the native run', async (t) => {
  const playground = await open(t);
  for (const { link, figures } of golden) {
    // Reload, because a change of the URL alone would keep the last run on the page.
    await playground.page.goto('about:blank');
    await playground.visit(`#retries?${link}`);
    assert.deepEqual(await playground.simulate(), figures, link);
  }
  await playground.assertQuiet();
});

test('the page is responsive during a long run', async (t) => {
  const playground = await open(t, { hash: LONG });
  await playground.field('scale-button').click();
  await further(playground);

  const before = await run(playground);
  await playground.openPanel('event');
  await playground.field('event-body').fill('{"typed": "meanwhile"}');
  assert.equal((await playground.verdict('event')).title, 'Not valid', 'the typed text was not checked');
  await playground.openPanel('retries');
  await playground.field('retries-outage-length').fill('3 d');
  assert.equal((await playground.verdict('retries')).title, 'Events are lost');
  await further(playground);
  const after = await run(playground);
  assert.equal(after.state, 'running', 'the run has ended');
  assert.ok(after.slices > before.slices + 2, 'the run did not continue');

  const seen = await frames(playground, 20);
  const steps = seen.slice(1).map((slices, index) => slices - seen[index]);
  assert.ok(Math.max(...steps) <= 1, `a frame between any two slices: ${seen}`);
  assert.ok(seen.at(-1) > seen[0] + 1, `and many slices: ${seen}`);
  await playground.assertQuiet();
});

test('numbers and charts update during a run, which can be stopped, resumed and restarted', async (t) => {
  const playground = await open(t, { hash: LONG });
  const count = async (id) => Number((await playground.figures())[id][0].replaceAll('\u202f', ''));
  assert.equal((await playground.verdict('scale')).title, 'Not started');
  await playground.field('scale-button').click();
  await further(playground);
  const early = await count('attempts');
  await further(playground);
  assert.ok((await count('attempts')) > early && early > 0);
  assert.ok((await playground.field('scale-load').locator('path.arrived').getAttribute('d')).length > 10);

  await playground.page.getByRole('button', { name: 'Stop' }).click();
  const [stopped, still] = [(await frames(playground, 2)).at(-1), (await frames(playground, 6)).at(-1)];
  assert.equal(stopped, still, 'a stopped run continues');
  assert.equal((await playground.verdict('scale')).title, 'Stopped');
  await playground.page.getByRole('button', { name: 'Continue' }).click();
  await further(playground);
  assert.ok((await run(playground)).slices > stopped, 'the run did not resume');

  const { deliveries } = await playground.simulate(() => playground.field('scale-events').fill('100'));
  assert.deepEqual(deliveries, ['100']);
  const { lost } = await playground.simulate(() => playground.policy('github'));
  assert.notDeepEqual(lost, ['0'], 'another policy does not restart the run');
  await playground.assertQuiet();
});

test('shows why a scenario is invalid, and starts once it is valid', async (t) => {
  const playground = await open(t, { hash: '#retries' });
  await playground.simulate();
  await playground.field('scale-errors').fill('120');
  await playground.field('scale-over').fill('a while');
  assert.deepEqual(await playground.problems('scale-problems'), ['invalid_value', 'invalid_value']);
  assert.ok(await playground.field('scale-button').isDisabled());
  await playground.field('scale-events').fill('9000000');
  await playground.field('scale-errors').fill('');
  await playground.field('scale-over').fill('1 h');
  assert.deepEqual(await playground.problems('scale-problems'), ['too_many_deliveries']);
  const { deliveries } = await playground.simulate(() => playground.field('scale-events').fill('500'));
  assert.equal(deliveries[0], '500');
  await playground.page.getByRole('button', { name: 'Customize' }).click();
  const policy = await playground.field('retries-custom').inputValue();
  await playground.field('retries-custom').fill('{}');
  assert.deepEqual(await playground.problems('scale-problems'), ['invalid_policy']);
  assert.ok(await playground.field('scale-button').isDisabled());
  await playground.simulate(() => playground.field('retries-custom').fill(policy));
  await playground.assertQuiet();
});

test('every example can be simulated, and the retry peak is compared with and without jitter', async (t) => {
  const playground = await open(t, { hash: '#retries' });
  await playground.simulate();
  assert.match(await playground.text('scale-peaks'), /10\u202f000 a second with no jitter → \d+ with full jitter/);
  for (const id of ['flaky', 'limit', 'slow', 'workers', 'herd']) {
    await playground.simulate(() => playground.field(`scale-example-${id}`).click());
    assert.equal(await playground.field(`scale-example-${id}`).getAttribute('aria-pressed'), 'true');
    assert.ok((await playground.verdict('scale')).reason.includes('arrived'), id);
  }
  // The data of the charts is also in tables.
  await playground.field('scale-table').locator('summary').click();
  const second = playground.field('scale-table').locator('tbody tr td:nth-child(2)');
  await second.first().waitFor();
  const attempts = await second.allInnerTexts();
  const sum = attempts.reduce((sum, text) => sum + Number(text.replaceAll('\u202f', '')), 0);
  assert.equal(sum, 40_000);
  await playground.assertQuiet();
});
