// The simulation: it gives the same numbers as native code, and the page stays responsive, because it runs in a worker.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { tested } from '../extent.mjs';
import { open } from './playground.mjs';

const golden = JSON.parse(readFileSync(new URL('scale.json', import.meta.url)));

/** Too many for a test to wait for: these runs are always stopped. */
const LONG = '#scale?policy=svix&events=5000000&over=10+d&down-for=&errors=99&against=nothing';

const run = (playground) =>
  playground.field('scale-run').evaluate((run) => ({ state: run.dataset.state, views: Number(run.dataset.views) }));

/** Waits until the page has received this many further results. */
const further = async (playground, views = 2) => {
  const { views: before } = await run(playground);
  const reached = (wanted) => Number(document.getElementById('scale-run').dataset.views) >= wanted;
  await playground.page.waitForFunction(reached, before + views);
};

const count = (text) => Number(text.replaceAll('\u202f', ''));

test('the numbers are those of the native run', async (t) => {
  const playground = await open(t);
  for (const { link, figures } of tested(golden, 3)) {
    // Reload, because a change of the URL alone would keep the last run on the page.
    await playground.page.goto('about:blank');
    await playground.visit(`#scale?${link}`);
    assert.deepEqual(await playground.simulate(), figures, link);
  }
  await playground.assertQuiet();
});

test('a link to the simulation as a part of the retries panel opens its panel', async (t) => {
  const playground = await open(t, { hash: '#retries?policy=kit&events=500&down-for=2+h' });
  assert.match(playground.page.url(), /#scale\?policy=kit/);
  assert.equal(await playground.field('scale-policy').inputValue(), 'Kit');
  assert.deepEqual((await playground.simulate()).deliveries, ['500', '500']);
  await playground.visit('#retries?policy=slack&lasts=12+h');
  assert.ok(await playground.panel('retries').isVisible());
  await playground.assertQuiet();
});

test('a long run is in a worker, and the page can be used meanwhile', async (t) => {
  const playground = await open(t, { hash: LONG });
  await further(playground);
  const before = await run(playground);
  assert.equal(before.state, 'running');
  const scripts = playground.page.workers().map((worker) => worker.url().split('/').at(-1));
  assert.ok(scripts.includes('simulation.js'), scripts.join());
  // The page itself does not simulate: it never asks for a frame or a timer during a run.
  const asked = await playground.page.evaluate(async () => {
    const asked = [];
    for (const name of ['requestAnimationFrame', 'setTimeout', 'setInterval', 'requestIdleCallback']) {
      const before = globalThis[name];
      globalThis[name] = (...given) => {
        asked.push(name);
        return before(...given);
      };
    }
    const { views } = document.getElementById('scale-run').dataset;
    const wanted = Number(views) + 3;
    await new Promise((done) => {
      const observer = new MutationObserver(() => {
        if (Number(document.getElementById('scale-run').dataset.views) < wanted) return;
        observer.disconnect();
        done();
      });
      observer.observe(document.getElementById('scale-run'), { attributes: true });
    });
    return asked;
  });
  assert.deepEqual(asked, []);

  await playground.openPanel('event');
  await playground.field('event-body').fill('{"typed": "meanwhile"}');
  assert.equal((await playground.verdict('event')).title, 'Not valid', 'the typed text was not checked');
  await playground.openPanel('retries');
  await playground.field('retries-outage-length').fill('3 d');
  assert.equal((await playground.verdict('retries')).title, 'Events are lost');
  await playground.openPanel('scale');
  await further(playground);
  const after = await run(playground);
  assert.equal(after.state, 'running', 'the run has ended');
  assert.ok(after.views > before.views, 'the run did not continue');
  await playground.assertQuiet();
});

test('numbers and charts update during a run, which can be stopped, resumed and replaced', async (t) => {
  const playground = await open(t, { hash: LONG });
  const attempts = async () => count((await playground.figures()).attempts[0]);
  await further(playground);
  assert.equal((await playground.verdict('scale')).title, 'Running');
  assert.ok(await playground.field('scale-progress').isVisible());
  const early = await attempts();
  await further(playground);
  assert.ok((await attempts()) > early && early > 0);
  const chart = playground.field('scale-chart-0').locator('path.delivered');
  assert.ok((await chart.getAttribute('d')).length > 10);

  await playground.page.getByRole('button', { name: 'Stop' }).click();
  assert.equal((await playground.verdict('scale')).title, 'Stopped');
  // The worker handles messages in order: after its answer to this one, it does not send any more results.
  const [worker] = playground.page.workers().filter((worker) => worker.url().endsWith('simulation.js'));
  const sends = await worker.evaluate(async () => {
    const sent = [];
    const { postMessage } = globalThis;
    globalThis.postMessage = (...message) => sent.push(message);
    // As many turns of its event loop as there would be slices in many views.
    for (let turn = 0; turn < 50; turn += 1) await new Promise((done) => setTimeout(done));
    globalThis.postMessage = postMessage;
    return sent.length;
  });
  assert.equal(sends, 0, 'a stopped run continues');
  const stopped = await attempts();
  await playground.page.getByRole('button', { name: 'Continue' }).click();
  await further(playground);
  assert.ok((await attempts()) > stopped, 'the run did not resume');

  // These would not end as long as the long run is in progress.
  const { deliveries } = await playground.simulate(() => playground.field('scale-events').fill('100'));
  assert.deepEqual(deliveries, ['100']);
  const { lost } = await playground.simulate(() => playground.policy('github', 'scale'));
  assert.notDeepEqual(lost, ['0'], 'another policy does not restart the run');
  assert.ok(!(await playground.field('scale-progress').isVisible()));
  const again = await playground.simulate(() => playground.field('scale-button').click());
  assert.deepEqual(again.lost, lost);
  await playground.assertQuiet();
});

test('shows why a scenario is invalid, and simulates it once it is valid', async (t) => {
  const playground = await open(t, { hash: '#scale' });
  await playground.simulate();
  await playground.field('scale-over').fill('a while');
  await playground.panel('scale').getByText('More settings').click();
  await playground.field('scale-errors').fill('120');
  assert.deepEqual(await playground.problems('scale-problems'), ['invalid_value', 'invalid_value']);
  for (const id of ['scale-over', 'scale-errors']) {
    assert.equal(await playground.field(id).getAttribute('aria-invalid'), 'true', id);
  }
  assert.equal((await playground.verdict('scale')).title, 'Not possible');
  assert.ok(await playground.field('scale-button').isDisabled());
  await playground.field('scale-events').fill('9000000');
  await playground.field('scale-errors').fill('');
  await playground.field('scale-over').fill('1 h');
  assert.deepEqual(await playground.problems('scale-problems'), ['too_many_deliveries']);
  const { deliveries } = await playground.simulate(() => playground.field('scale-events').fill('500'));
  assert.equal(deliveries[0], '500');
  await playground.policy('custom', 'scale');
  const policy = await playground.field('scale-custom').inputValue();
  await playground.field('scale-custom').fill('{}');
  assert.deepEqual(await playground.problems('scale-problems'), ['invalid_policy']);
  assert.ok(await playground.field('scale-button').isDisabled());
  await playground.simulate(() => playground.field('scale-custom').fill(policy));
  await playground.assertQuiet();
});

test('every example can be simulated, and the peaks are compared with and without jitter', async (t) => {
  const playground = await open(t, { hash: '#scale' });
  await playground.simulate();
  const { title, reason } = await playground.verdict('scale');
  assert.equal(title, 'Nothing is lost');
  assert.match(
    reason,
    /^Without jitter, 10\u202f000 requests arrive in one second, 5 min 5 s after the outage; with full jitter, the peak is \d+ per second, but the backlog takes .+ instead of 5 min 5 s to drain\.$/,
  );
  const compared = playground.field('scale-comparison').locator('tbody tr');
  const row = async (id) => playground.field('scale-comparison').locator(`[data-figure=${id}] td`).allInnerTexts();
  assert.deepEqual(await compared.evaluateAll((rows) => rows.map((row) => row.dataset.figure)), [
    'peak-rate',
    'drain',
    'lost-deliveries',
    'load-factor',
    'median',
  ]);
  assert.equal((await row('peak-rate'))[0], '10\u202f000 req/s');
  assert.deepEqual(await row('lost-deliveries'), ['0', '0']);
  for (const id of ['flaky', 'limit', 'slow', 'workers', 'busy', 'herd']) {
    await playground.simulate(() => playground.field(`scale-example-${id}`).click());
    assert.equal(await playground.field(`scale-example-${id}`).getAttribute('aria-pressed'), 'true');
    assert.match(await playground.field('scale-verdict').locator('.more').innerText(), /arrived/, id);
  }
  // The data of the charts is also in tables, which are folded.
  assert.ok(!(await playground.field('scale-figures').isVisible()));
  await playground.field('scale-table').locator('summary').click();
  const second = playground.field('scale-table').locator('tbody tr td:nth-child(2)');
  await second.first().waitFor();
  const sum = (await second.allInnerTexts()).reduce((sum, text) => sum + count(text), 0);
  assert.equal(sum, 40_000);
  await playground.assertQuiet();
});

test('delays that are not published are assumed, and the results are not facts', async (t) => {
  const playground = await open(t, { hash: '#scale?policy=stripe' });
  await playground.simulate();
  const { title, reason } = await playground.verdict('scale');
  assert.match(title, /with assumed delays$/);
  assert.match(reason, /^The delays are not published; the simulation assumes 30 s before the first retry, .* about /);
  assert.ok(await playground.page.locator('#scale-verdict.neutral').isVisible());
  assert.match(await playground.field('scale-policy-hint').innerText(), /^Stripe does not publish its delays; /);
  const [peak] = await playground.field('scale-comparison').locator('[data-figure=peak-rate] td').allInnerTexts();
  assert.match(peak, /^about /);
  await playground.assertQuiet();
});

test('a comparison that loses deliveries is not praised', async (t) => {
  const hash = `#scale?policy=custom&json=${encodeURIComponent('5s, 5m, 30m, 2h, ±20 %')}&down-for=2+h`;
  const playground = await open(t, { hash });
  await playground.simulate();
  const { title, reason } = await playground.verdict('scale');
  assert.equal(title, 'Nothing is lost');
  assert.match(
    reason,
    /^With full jitter, 8\d{3} of 10\u202f000 deliveries are lost; with jitter of ±20 %, none is lost\./,
  );
  assert.ok(await playground.page.locator('#scale-verdict.doubtful').isVisible());
  const losses = playground.field('scale-comparison').locator('[data-figure=lost-deliveries] td');
  assert.deepEqual(await losses.evaluateAll((all) => all.map((cell) => cell.className)), ['', 'fails']);
  await playground.assertQuiet();
});

test('both charts have the same scale and name what they show', async (t) => {
  const playground = await open(t, { hash: '#scale' });
  await playground.simulate();
  const texts = (number, selector) => playground.field(`scale-chart-${number}`).locator(selector).allTextContents();
  assert.deepEqual(await texts(0, '.y-axis text'), await texts(1, '.y-axis text'));
  assert.equal((await texts(0, '.axis-name'))[0], 'Requests per second, logarithmic');
  for (const label of [
    'Outage, 30 min',
    'Delivered',
    'Failed',
    'Peak after the outage 10\u202f000/s',
    'at 35 min 5 s',
  ]) {
    assert.ok((await texts(0, '.note')).includes(label), label);
  }
  assert.match(
    await playground.text('scale-bins'),
    /^The scale is logarithmic\. Bars are means over [\d.]+ (s|min).*; the mark is the busiest second after the outage/,
  );
  const boxes = await Promise.all([0, 1].map((number) => playground.field(`scale-chart-${number}`).boundingBox()));
  assert.equal(boxes[0].y, boxes[1].y, 'the charts are not next to each other');
  await playground.page.setViewportSize({ width: 390, height: 844 });
  const [first, second] = await Promise.all(
    [0, 1].map((number) => playground.field(`scale-chart-${number}`).boundingBox()),
  );
  assert.ok(second.y > first.y + first.height && second.x === first.x);
  await playground.field('scale-against').selectOption('nothing');
  await playground.field('scale-chart-1').waitFor({ state: 'hidden' });
});

test('a cursor reads the values of both charts, with keys and with the pointer', async (t) => {
  const playground = await open(t, { hash: '#scale' });
  await playground.simulate();
  const { keyboard, mouse } = playground.page;
  const chart = playground.field('scale-chart-0');
  const readout = playground.field('scale-readout');
  assert.equal(await readout.getAttribute('aria-live'), 'polite');
  assert.match(await readout.innerText(), /arrow key/);
  await chart.focus();
  await keyboard.press('ArrowRight');
  const first = await readout.innerText();
  assert.match(first, /^0 s: no jitter [\d\u202f.]+ req\/s \([\d\u202f.]+ failed\); full jitter [\d\u202f.]+ req\/s/);
  assert.equal(await playground.panel('scale').locator('.cursor').filter({ visible: true }).count(), 2);
  await keyboard.press('ArrowRight');
  assert.notEqual(await readout.innerText(), first);
  await keyboard.press('Home');
  assert.equal(await readout.innerText(), first);
  await keyboard.press('End');
  const last = await readout.innerText();
  assert.match(last, /^\d+ (h|min)/);
  await keyboard.press('Escape');
  assert.match(await readout.innerText(), /arrow key/);
  const { x, y, width, height } = await chart.boundingBox();
  await mouse.move(x + width - 14, y + height / 2);
  assert.equal(await readout.innerText(), last);
  await mouse.move(x + width / 2, y - 40);
  assert.match(await readout.innerText(), /arrow key/);
  await playground.assertQuiet();
});

test('a simulation that does not load can be loaded again', async (t) => {
  const playground = await open(t);
  await playground.page.addInitScript(() => {
    globalThis.requestIdleCallback = () => 0;
  });
  for (const file of ['simulation.js']) {
    await playground.context.route(`**/${file}`, (route) => route.abort());
    await playground.page.goto('about:blank');
    await playground.visit('#scale');
    const verdict = playground.field('scale-verdict');
    await verdict.getByText('could not be loaded').waitFor();
    await playground.context.unroute(`**/${file}`);
    await playground.simulate(() => playground.page.getByRole('button', { name: 'Try again' }).click());
    assert.equal((await playground.verdict('scale')).title, 'Nothing is lost');
  }
  assert.ok(!(await playground.page.locator('#failure').isVisible()));
});

test('a link contains the scenario, and a reload keeps it', async (t) => {
  const playground = await open(t, { hash: '#scale' });
  await playground.policy('kit', 'scale');
  await playground.simulate(() => playground.field('scale-example-busy').click());
  const before = await playground.simulate(() => playground.field('scale-limit').fill('100'));
  const { link } = await playground.share('scale');
  await playground.closeShare();
  assert.ok(link.startsWith(`${playground.address}#scale?policy=kit&`), link);
  await playground.reload();
  assert.deepEqual(await playground.simulate(), before);
  await playground.simulate(() => playground.clearEverything());
  assert.equal(await playground.field('scale-policy').inputValue(), 'Svix');
  await playground.simulate(() =>
    playground.page.evaluate(
      (hash) => {
        location.hash = hash;
      },
      link.slice(link.indexOf('#')),
    ),
  );
  assert.deepEqual(await playground.figures(), before);
  await playground.assertQuiet();
});

test('simulating works with the keyboard', async (t) => {
  const playground = await open(t, { hash: '#scale' });
  const { keyboard } = playground.page;
  const focused = () => playground.page.evaluate(() => document.activeElement.id);
  const reach = async (name) => {
    for (let press = 0; press < 40; press += 1) {
      if ((await focused()) === name) return;
      await keyboard.press('Tab');
    }
    assert.fail(`${name} cannot be reached`);
  };
  await playground.simulate();
  await playground.tab('scale').focus();
  await reach('scale-policy');
  await playground.simulate(async () => {
    await keyboard.type('slack');
    await keyboard.press('Enter');
  });
  assert.match((await playground.verdict('scale')).title, /lost$/);
  await reach('scale-example-workers');
  await playground.simulate(() => keyboard.press('Enter'));
  await reach('scale-button');
  await playground.simulate(() => keyboard.press('Space'));
  assert.equal(await focused(), 'scale-button', 'the focus has moved');
  await reach('scale-chart-0');
  await playground.assertQuiet();
});
