// The retries panel: policies, attempts, outages and exports.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { tested } from '../extent.mjs';
import { open } from './playground.mjs';

/** The cells of a table, by row. */
const cells = (playground, id) =>
  playground
    .field(id)
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.children].map((cell) => cell.textContent.replace(/\s+/g, ' ').trim())),
    );

const outcomes = async (playground) => (await cells(playground, 'retries-attempts')).map((row) => row.at(-1));

/** Asserts that a field is marked, and that its problem is below it. */
const assertWrong = async (playground, id, problem) => {
  assert.equal(await playground.field(id).getAttribute('aria-invalid'), 'true', id);
  assert.match(await playground.field(`${id}-reading`).innerText(), problem);
};

const compare = async (playground, policy) => {
  await playground.field('retries-compare').fill(policy);
  await playground.field('retries-compare').press('Enter');
};

test('a published policy has attempts at their times, and an outage does not lose later deliveries', async (t) => {
  const playground = await open(t, { hash: '#retries' });
  await playground.policy('svix');
  await playground.panel('retries').getByRole('radio', { name: 'Set time' }).check();
  await playground.field('retries-start').fill('2026-01-15T12:00:00Z');
  const rows = await cells(playground, 'retries-attempts');
  assert.equal(rows.length, 8);
  assert.deepEqual(rows[3], ['4', '30 min', '35 min 5 s', '2026-01-15T12:35:05Z', 'delivers']);
  assert.deepEqual(await outcomes(playground), [
    'fails',
    'fails',
    'fails',
    'delivers',
    ...new Array(4).fill('not needed'),
  ]);
  const verdict = await playground.verdict('retries');
  assert.equal(verdict.title, 'Nothing is lost');
  assert.match(verdict.reason, /attempt 4 succeeds 35 min 5 s after/);
  assert.match(
    await playground.text('retries-verdict'),
    /at least 27 h 36 min/,
    'the time for which to store ids is missing',
  );
  assert.equal(await playground.field('retries-timeline').locator('.mark.fails').count(), 3);

  await playground.page.getByRole('button', { name: '3 d', exact: true }).click();
  assert.equal((await playground.verdict('retries')).title, 'Events are lost');
  assert.equal(await playground.field('retries-timeline').locator('.mark.fails').count(), 8);
  await playground.field('retries-outage-start').fill('1 min');
  assert.deepEqual((await outcomes(playground)).slice(0, 2), ['delivers', 'not needed']);
  await playground.field('retries-outage-length').fill('a while');
  await assertWrong(playground, 'retries-outage-length', /^This is not a duration; write 1 h 30 min\.$/);
  const wrong = await playground.verdict('retries');
  assert.deepEqual([wrong.title, wrong.reason], ['Not planned', 'Correct the outage first.']);
  for (const result of ['retries-timeline', 'retries-attempts']) {
    assert.ok(!(await playground.field(result).isVisible()), `${result} shows a result of an older value`);
  }
  await playground.field('retries-outage-length').fill('until 05:00');
  await playground.field('retries-outage-start').fill('02:00');
  await assertWrong(playground, 'retries-outage-length', /from 02:00 until 05:00, enter 3 h\.$/);
  await assertWrong(playground, 'retries-outage-start', /set the first attempt to 02:00, and enter 0 s\.$/);
  await playground.field('retries-outage-start').fill('1 min');
  await playground.field('retries-outage-length').fill('99999999999 d');
  await assertWrong(playground, 'retries-outage-length', /^At most 365 d are possible\.$/);
  await playground.field('retries-has-outage').uncheck();
  assert.equal((await playground.verdict('retries')).title, 'No outage');
  await playground.assertQuiet();
});

test('the policies in the list can be planned', async (t) => {
  const playground = await open(t, { hash: '#retries' });
  await playground.field('retries-policy').click();
  const ids = await playground.page
    .locator('#retries-policy-list [role=option]')
    .evaluateAll((all) => all.map((one) => one.dataset.id));
  assert.ok(ids.length >= 36, `${ids.length}`);
  assert.equal(ids.at(-1), 'custom');
  const names = new Set();
  for (const id of tested(ids.slice(0, -1), 12)) {
    await playground.policy(id);
    const name = await playground.field('retries-policy').inputValue();
    assert.ok(name !== '' && !names.has(name), `${id}: ${name}`);
    names.add(name);
    assert.ok((await playground.text('retries-summary')).length > 10, id);
    assert.ok((await cells(playground, 'retries-attempts')).length > 0, id);
  }
  await playground.assertQuiet();
});

test('unpublished delays are ranges without times', async (t) => {
  const playground = await open(t, { hash: '#retries' });
  await playground.policy('shopify');
  const timeline = playground.field('retries-timeline');
  assert.equal(await timeline.locator('rect.unpublished').count(), 1);
  assert.equal(await timeline.locator('.at').count(), 1, 'a later attempt has a time');
  assert.equal((await playground.verdict('retries')).title, 'Probably nothing is lost');
  const rows = await cells(playground, 'retries-attempts');
  assert.ok(rows.slice(1).every((row) => row[1] === 'not published' && row.at(-1) === 'unknown'));
  assert.match(await playground.text('retries-summary'), /^9 attempts within 4 h, delays not published/);
});

test('jitter depends only on the seed', async (t) => {
  const playground = await open(t, { hash: '#retries' });
  await playground.policy('svix');
  assert.equal(
    await playground.panel('retries').getByRole('radio', { name: 'Random' }).count(),
    0,
    'a policy without jitter has random times',
  );
  await playground.policy('svix-server');
  assert.ok((await playground.field('retries-timeline').locator('rect.jitter').count()) > 5);
  const waits = async () => (await cells(playground, 'retries-attempts')).map((row) => row[1]);
  const expected = await waits();
  await playground.panel('retries').getByRole('radio', { name: 'Random' }).check();
  await playground.field('retries-seed').fill('42');
  const first = await waits();
  assert.notDeepEqual(first, expected);
  await playground.field('retries-seed').fill('43');
  assert.notDeepEqual(await waits(), first);
  await playground.field('retries-seed').fill('42');
  assert.deepEqual(await waits(), first);
  const seed = () => playground.field('retries-seed').inputValue();
  await playground.page.getByRole('button', { name: 'New seed' }).click();
  // The new seed, one of sixteen million, may equal the old one once, but not twice.
  if ((await seed()) === '42') await playground.page.getByRole('button', { name: 'New seed' }).click();
  assert.notEqual(await seed(), '42');
});

test('a custom policy starts as a copy, and its problems are shown with their path', async (t) => {
  const playground = await open(t, { hash: '#retries' });
  await playground.policy('kit');
  await playground.page.getByRole('button', { name: 'Customize' }).click();
  const policy = JSON.parse(await playground.field('retries-custom').inputValue());
  assert.equal(policy.id, 'custom-kit');
  policy.schedule.delaysMs = [0, 1000];
  await playground.field('retries-custom').fill(JSON.stringify(policy));
  assert.equal((await cells(playground, 'retries-attempts')).length, 2);
  delete policy.schedule.delaysMs;
  policy.jiter = { kind: 'full' };
  await playground.field('retries-custom').fill(JSON.stringify(policy));
  const shown = await playground.text('retries-custom-problems');
  assert.match(shown, /\/schedule\/delaysMs/);
  assert.match(shown, /\/jiter/);
  assert.equal((await playground.verdict('retries')).title, 'Not planned');
  await playground.page.getByRole('button', { name: 'Start again from kit' }).click();
  assert.equal((await playground.verdict('retries')).title, 'Nothing is lost');
  await playground.assertQuiet();
});

test('policies are compared on one time axis', async (t) => {
  const playground = await open(t, { hash: '#retries' });
  for (const id of ['slack', 'stripe', 'kit']) await compare(playground, id);
  assert.deepEqual(await playground.field('retries-timeline').locator('.lane').allTextContents(), [
    'Svix',
    'Slack',
    'Stripe',
    'Kit',
  ]);
  const table = await cells(playground, 'retries-comparison');
  assert.deepEqual(
    table.map((row) => row[3]),
    ['Nothing is lost', 'Events are lost', 'Probably nothing is lost', 'Nothing is lost'],
  );
  const verdict = await playground.verdict('retries');
  assert.equal(verdict.title, 'Svix: nothing is lost');
  assert.match(verdict.reason, /Slack loses events; Stripe probably loses nothing; Kit loses nothing\.$/);
  await playground.page.getByRole('button', { name: 'Remove Stripe' }).click();
  assert.equal(await playground.field('retries-timeline').locator('.lane').count(), 3);
  assert.equal(await playground.page.evaluate(() => document.activeElement.id), 'retries-compare');
});

test('a response can be entered: status, Retry-After, headers, or none', async (t) => {
  const playground = await open(t, { hash: '#retries' });
  const reaction = async () => {
    const title = await playground.page.locator('#retries-answer .title').innerText();
    return `${title.trim()}: ${await playground.page.locator('#retries-answer .detail').innerText()}`;
  };
  await playground.policy('kit');
  assert.match(await reaction(), /^Retried: Attempt 2 is due after 2 min,/);
  await playground.field('retries-answer-retry-after').fill('');
  assert.match(await reaction(), /after 30 s,/);
  await playground.field('retries-answer-number').fill('3');
  assert.match(await reaction(), /Attempt 4 is due after 15 min,/);
  await playground.field('retries-answer-status').fill('410');
  assert.match(await reaction(), /^Given up/);
  await playground.policy('standard');
  assert.match(await reaction(), /^Endpoint disabled/);
  await playground.field('retries-answer-status').fill('500');
  await playground.field('retries-answer-headers').fill('webhook-delivery: abort-message');
  assert.match(await reaction(), /^Given up: .*response header/);
  await playground.field('retries-answer-outcome').selectOption('timeout');
  assert.match(await reaction(), /^Retried/);
  await playground.policy('stripe');
  assert.match(await reaction(), /does not publish/);
  await playground.assertQuiet();
});

test('a policy can be exported as settings of other systems, with the differences', async (t) => {
  const playground = await open(t, { hash: '#retries' });
  const as = async (name) => {
    await playground.panel('retries').getByRole('radio', { name, exact: true }).check();
    const text = playground.field('retries-export');
    return {
      fidelity: await playground.text('retries-fidelity'),
      settings: (await text.isVisible()) ? JSON.parse(await text.textContent()) : undefined,
    };
  };
  const svix = await as('Svix');
  assert.match(svix.fidelity, /^approximate\s+The Svix server always adds jitter/);
  assert.deepEqual(svix.settings, { retry_schedule: [5, 300, 1800, 7200, 18000, 36000, 36000] });
  assert.equal((await as('BullMQ')).settings.attempts, 8);
  const temporal = await as('Temporal');
  assert.match(temporal.fidelity, /^approximate\s+Temporal multiplies .* cannot express the list of delays/);
  assert.equal(temporal.settings.retry.maximumInterval, '36000000ms');
  assert.equal((await as('JSON')).settings.id, 'svix');
  await playground.policy('svix-server');
  assert.match((await as('Svix')).fidelity, /^exact\s+The jitter of plus or minus 20 per cent is not in the settings/);
  await playground.policy('stripe');
  const unpublished = await as('Svix');
  assert.match(unpublished.fidelity, /^not expressible/);
  assert.equal(unpublished.settings, undefined);
  await playground.policy('hookdeck');
  assert.ok((await as('Cloud Tasks')).settings.retryConfig);
});

test('a link contains the plan, a reload keeps it, and neither keeps headers', async (t) => {
  const playground = await open(t, { hash: '#retries' });
  await playground.policy('prolific');
  await playground.page.getByRole('button', { name: 'Customize' }).click();
  await playground.panel('retries').getByRole('radio', { name: 'Random' }).check();
  await playground.field('retries-seed').fill('7');
  await playground.field('retries-outage-length').fill('1 h 30 min');
  await compare(playground, 'slack');
  await playground.field('retries-answer-headers').fill('X-Key: hunter2');
  const state = async () => [
    await playground.text('retries-timeline'),
    (await cells(playground, 'retries-attempts')).map((row) => row[1]),
    await playground.field('retries-custom').inputValue(),
    await playground.field('retries-outage-length').inputValue(),
  ];
  const before = await state();
  const { removed } = await playground.share('retries');
  assert.equal(removed, 'Removed: X-Key.');
  const link = await playground.copied(playground.page.getByRole('button', { name: /^Copy link/ }));
  await playground.closeShare();
  assert.ok(link.startsWith(`${playground.address}#retries?`) && !link.includes('hunter2'), link);

  await playground.reload();
  assert.deepEqual(await state(), before);
  assert.equal(await playground.field('retries-answer-headers').inputValue(), '');
  assert.ok(!(await playground.stored()).includes('hunter2'));

  await playground.clearEverything();
  assert.equal(await playground.field('retries-policy').inputValue(), 'Svix');
  await playground.page.evaluate((hash) => (location.hash = hash), link.slice(link.indexOf('#')));
  await playground.field('retries-custom').waitFor();
  assert.deepEqual(await state(), before);
  await playground.assertQuiet();
});

test('planning works with the keyboard', async (t) => {
  const playground = await open(t, { hash: '#retries' });
  const { keyboard } = playground.page;
  const focused = () =>
    playground.page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());
  const reach = async (name) => {
    for (let press = 0; press < 60; press += 1) {
      if ((await focused()) === name) return;
      await keyboard.press('Tab');
    }
    assert.fail(`${name} cannot be reached`);
  };
  await playground.tab('retries').focus();
  await reach('retries-policy');
  await keyboard.type('square');
  await keyboard.press('Enter');
  assert.match(await playground.text('retries-summary'), /^12 attempts/);
  await reach('retries-has-outage');
  await keyboard.press('Space');
  assert.equal((await playground.verdict('retries')).title, 'No outage');
  await reach('retries-compare');
  await keyboard.type('slack');
  await keyboard.press('Enter');
  assert.equal(await playground.field('retries-timeline').locator('.lane').count(), 2);
  await reach('retries-attempts');
  await playground.assertQuiet();
});

test('a plan leads to the simulation of its policy and its outage', async (t) => {
  const playground = await open(t, { hash: '#retries' });
  await playground.policy('kit');
  await playground.field('retries-outage-length').fill('2 h');
  await playground.field('retries-scale').click();
  await playground.panel('scale').locator('form').first().waitFor({ state: 'visible' });
  assert.equal(await playground.field('scale-policy').inputValue(), 'Kit');
  assert.equal(await playground.field('scale-down-for').inputValue(), '2 h');
  await playground.simulate();

  await playground.openPanel('retries');
  await playground.page.getByRole('button', { name: 'Customize' }).click();
  await playground.field('retries-custom').fill('5s, 5m, 30m');
  await playground.simulate(() => playground.field('retries-scale').click());
  assert.equal(await playground.field('scale-custom').inputValue(), '5s, 5m, 30m');
  await playground.assertQuiet();
});

test('the outage is dragged as a whole, and keeps its duration', async (t) => {
  const playground = await open(t, { hash: '#retries' });
  const { page } = playground;
  await page.locator('.legend').first().scrollIntoViewIfNeeded();
  const { x, y, width, height } = await page.locator('.band').boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2 + 60, y + height / 2, { steps: 4 });
  await page.mouse.up();
  assert.notEqual(await playground.field('retries-outage-start').inputValue(), '0 s');
  assert.equal(await playground.field('retries-outage-length').inputValue(), '30 min');
  const moved = await page.locator('.band').boundingBox();
  await page.mouse.move(moved.x + moved.width / 2, moved.y + moved.height / 2);
  await page.mouse.down();
  await page.mouse.move(0, moved.y, { steps: 4 });
  await page.mouse.up();
  assert.equal(await playground.field('retries-outage-start').inputValue(), '0 s');
  await playground.assertQuiet();
});

test('the ends of the outage are dragged, and moved by keys', async (t) => {
  const playground = await open(t, { hash: '#retries' });
  const { page } = playground;
  const end = page.getByRole('slider', { name: 'End of the outage' });
  const start = page.getByRole('slider', { name: 'Start of the outage' });
  assert.equal(await end.getAttribute('aria-valuetext'), '30 min after the first attempt');
  assert.equal(await start.getAttribute('aria-valuetext'), 'at the first attempt');

  // The attempt after 5 hours 35 minutes is to the right of the outage. Behind it, the outage includes it.
  const attempt = playground.field('retries-timeline').locator('.at').nth(5);
  const center = (box) => [box.x + box.width / 2, box.y + box.height / 2];
  await playground.field('retries-summary').scrollIntoViewIfNeeded();
  await page.locator('.legend').first().scrollIntoViewIfNeeded();
  const [x, y] = center(await end.boundingBox());
  const [attemptX] = center(await attempt.boundingBox());
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move((x + attemptX) / 2, y, { steps: 3 });
  await page.mouse.move(attemptX + 15, y, { steps: 3 });
  const during = await attempt.boundingBox();
  await page.mouse.up();
  assert.equal(center(during)[0], attemptX, 'the axis keeps its scale while the end is dragged');
  assert.match((await playground.verdict('retries')).reason, /attempt 7 succeeds/);
  const dragged = await playground.field('retries-outage-length').inputValue();
  assert.match(dragged, /^[78] h/);
  assert.equal(await playground.field('retries-outage-start').inputValue(), '0 s');

  await end.focus();
  await page.keyboard.press('ArrowRight');
  assert.notEqual(await playground.field('retries-outage-length').inputValue(), dragged);
  await page.keyboard.press('ArrowLeft');
  assert.equal(await playground.field('retries-outage-length').inputValue(), dragged);
  await start.focus();
  await page.keyboard.press('ArrowRight');
  assert.equal(await playground.field('retries-outage-start').inputValue(), '1 s');
  await page.keyboard.press('Shift+ArrowRight');
  assert.equal(await playground.field('retries-outage-start').inputValue(), '11 s');
  const scrolled = await page.evaluate(() => scrollY);
  await page.keyboard.press('Home');
  assert.equal(await playground.field('retries-outage-start').inputValue(), '0 s');
  await end.focus();
  const before = await playground.field('retries-outage-length').inputValue();
  await page.keyboard.press('PageDown');
  assert.notEqual(await playground.field('retries-outage-length').inputValue(), before);
  await page.keyboard.press('End');
  const atEnd = await playground.field('retries-outage-length').inputValue();
  assert.equal(atEnd, '1 d 3 h 35 min 5 s', 'the last attempt is the end of the axis');
  assert.equal(await page.evaluate(() => scrollY), scrolled, 'the keys scroll the page');

  await page.getByLabel('Simulate an outage of the receiver').uncheck();
  assert.equal(await page.getByRole('slider').count(), 0);
  await playground.assertQuiet();
});

test('a list of delays is a policy', async (t) => {
  const playground = await open(t, { hash: '#retries' });
  await playground.page.getByRole('button', { name: 'Customize' }).click();
  await playground.field('retries-custom').fill('5s, 5m, 30m, 2h');
  assert.match(await playground.text('retries-summary'), /^5 attempts over 2 h 35 min;/);
  const rows = await cells(playground, 'retries-attempts');
  assert.deepEqual(
    rows.map((row) => row[1]),
    ['immediately', '5 s', '5 min', '30 min', '2 h'],
  );
  await playground.assertQuiet();
});

test('a list says how it was read, names the part that is wrong, and can have jitter', async (t) => {
  const playground = await open(t, { hash: '#retries' });
  const list = playground.field('retries-custom');
  const hint = () => playground.field('retries-custom-hint').innerText();
  await playground.page.getByRole('button', { name: 'Customize' }).click();
  await playground.page.waitForFunction(() => document.activeElement.id === 'retries-custom');
  assert.equal(await playground.field('retries-policy').inputValue(), 'Custom policy');
  await list.fill('5s 5m 30m 2h');
  assert.equal(await hint(), '4 retries: 5 s, 5 min, 30 min, 2 h.');
  assert.equal(await list.getAttribute('aria-invalid'), 'false');
  const jitter = (name) => playground.panel('retries').locator(`[name=retries-custom-jitter][value=${name}]`);
  await jitter('twenty').check();
  assert.equal(await list.inputValue(), '5s 5m 30m 2h, ±20 %');
  await playground.field('retries-outage-length').fill('5 min');
  assert.match(
    (await playground.verdict('retries')).reason,
    /attempt 3 probably succeeds \(4 min 4 s to 6 min 6 s after the first\); at the latest attempt 4\.$/,
  );
  await jitter('none').check();
  assert.equal(await list.inputValue(), '5s 5m 30m 2h');
  await list.fill('5s, abc, 2h');
  assert.equal(await list.getAttribute('aria-invalid'), 'true');
  assert.match(await playground.text('retries-custom-problems'), /abc is not a duration; write 5s, 5m, 30m, 2h/);
  await list.fill('{}');
  assert.equal(await jitter('none').count(), 0, 'JSON has jitter as a member');
  await playground.assertQuiet();
});

test('the start can be picked, and the picker shows what is typed', async (t) => {
  const playground = await open(t, { hash: '#retries' });
  await playground.panel('retries').getByRole('radio', { name: 'Set time' }).check();
  const [time, picker] = ['retries-start', 'retries-picked'].map((id) => playground.field(id));
  await time.fill('2026-11-30 04:00:05+01:00');
  assert.equal(await picker.inputValue(), '2026-11-30T03:00:05');
  await picker.fill('2027-01-02T06:07:08');
  await picker.blur();
  assert.equal(await time.inputValue(), '2027-01-02T06:07:08Z');
  assert.equal((await cells(playground, 'retries-attempts'))[0][3], '2027-01-02T06:07:08Z');
  await time.fill('tomorrow');
  assert.equal(await picker.inputValue(), '');
  await playground.panel('retries').getByRole('radio', { name: 'Now' }).check();
  await picker.waitFor({ state: 'detached' });
  await playground.assertQuiet();
});

test('a time is read with and without date and offset, or is marked as wrong', async (t) => {
  const playground = await open(t, { hash: '#retries' });
  await playground.panel('retries').getByRole('radio', { name: 'Set time' }).check();
  const time = playground.field('retries-start');
  const first = async () => (await cells(playground, 'retries-attempts'))[0][3];
  for (const typed of ['2026-11-30 03:00', '2026-11-30T03:00', '2026-11-30 04:00+01:00']) {
    await time.fill(typed);
    assert.equal(await playground.field('retries-start-reading').innerText(), 'Read as 2026-11-30T03:00:00Z.');
    assert.equal(await first(), '2026-11-30T03:00:00Z', typed);
  }
  await time.fill('03:00');
  assert.match(await first(), /^\d{4}-\d\d-\d\dT03:00:00Z$/);
  assert.equal(await time.getAttribute('aria-invalid'), 'false');
  for (const typed of ['abc', '']) {
    await time.fill(typed);
    await assertWrong(playground, 'retries-start', /^The instant cannot be read; write 03:00/);
    assert.equal((await playground.verdict('retries')).title, 'Not planned');
    assert.ok(!(await playground.field('retries-attempts').isVisible()), 'the table shows the current time');
  }
  await playground.assertQuiet();
});

test('the policy field is next to its button, whatever its source is', async (t) => {
  const playground = await open(t, { hash: '#retries' });
  for (const width of [1100, 1280, 1440]) {
    await playground.page.setViewportSize({ width, height: 900 });
    for (const id of ['stripe', 'shopify', 'svix-server', 'svix']) {
      await playground.policy(id);
      const field = await playground.field('retries-policy').boundingBox();
      const button = await playground.page.getByRole('button', { name: 'Customize' }).boundingBox();
      assert.ok(field.x + field.width <= button.x, `${id} at ${width}: ${field.x + field.width} > ${button.x}`);
    }
  }
});

test('an unknown name of a policy is not the custom policy', async (t) => {
  const playground = await open(t, { hash: '#retries' });
  await playground.policy('foobar');
  assert.equal(await playground.field('retries-policy-hint').innerText(), 'No policy matches.');
  assert.equal(await playground.field('retries-custom').count(), 0);
  await playground.page.keyboard.press('ArrowDown');
  await playground.page.keyboard.press('Enter');
  assert.equal(await playground.field('retries-policy').inputValue(), 'Custom policy');
  await playground.assertQuiet();
});

test('an attempt that the policy does not have is marked', async (t) => {
  const playground = await open(t, { hash: '#retries' });
  await playground.policy('slack');
  for (const typed of ['x', '', '0', '-1', '99']) {
    await playground.field('retries-answer-number').fill(typed);
    await assertWrong(playground, 'retries-answer-number', /^The policy has attempts 1 to 4\.$/);
    assert.equal(await playground.field('retries-answer-number').inputValue(), typed);
    assert.match(await playground.text('retries-answer'), /No such attempt/);
  }
  await playground.field('retries-answer-number').fill('2');
  assert.match(await playground.text('retries-answer'), /Attempt 3 is due/);
  await playground.field('retries-answer-status').fill('2000');
  await assertWrong(playground, 'retries-answer-status', /^A status is a number from 100 to 599\.$/);
  await playground.assertQuiet();
});

test('the table has the times on the clock of the user, too', async (t) => {
  const away = await open(t, { hash: '#retries', context: { timezoneId: 'Asia/Kolkata' } });
  assert.match(
    await away.panel('retries').locator('.plan .local').first().innerText(),
    /^[\d-]{10} [\d:]{8} UTC\+5:30$/,
  );
  const at = await open(t, { hash: '#retries', context: { timezoneId: 'UTC' } });
  assert.equal(await at.panel('retries').locator('.plan .local').count(), 0);
});
