// The panel that delivers events of the in-page account to a simulated receiver.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from './playground.mjs';

const panel = (playground) => playground.panel('deliveries');
const button = (playground, name) => panel(playground).getByRole('button', { name, exact: true });

/** The rows of the log, newest first, by the names of the columns. */
const log = (playground) =>
  playground.field('deliveries-log').evaluate((table) => {
    const names = [...table.querySelectorAll('thead th')].map((cell) => cell.textContent);
    const cells = (row) => [...row.cells].map((cell, index) => [names[index], cell.textContent]);
    return [...table.tBodies[0].rows].map((row) => Object.fromEntries(cells(row)));
  });

/** The attempts of the delivery that is shown: the outcome and what follows. */
const attempts = (playground) =>
  playground
    .field('deliveries-attempts-list')
    .locator('li')
    .evaluateAll((items) =>
      items.map((item) => [item.querySelector('.outcome').textContent, item.querySelector('.next').textContent]),
    );

/** The states of the points of the checklist, by their ids. */
const points = (playground) =>
  playground
    .field('deliveries-points')
    .locator('li')
    .evaluateAll((items) =>
      Object.fromEntries(items.map((item) => [item.dataset.point, item.querySelector('.word').textContent])),
    );

const start = (playground) => button(playground, 'Create a subscription and emit an event').click();

test('a delivery is retried on the virtual clock until it succeeds, and the log is that of the API', async (t) => {
  const playground = await open(t, { hash: '#deliveries' });
  assert.equal((await playground.verdict('deliveries')).title, 'No deliveries yet');
  assert.equal(await playground.text('deliveries-clock'), 'not started');
  await start(playground);
  assert.equal((await playground.verdict('deliveries')).title, 'Being retried');
  const [row] = await log(playground);
  assert.match(row.Delivery, /^del_/);
  assert.deepEqual(
    [row.Event, row.Status, row.Next, row.Attempts, row.Response],
    ['user.created', 'Being retried', 'Next attempt in 30 s', '1', '500'],
  );
  assert.equal(row.Time, await playground.text('deliveries-clock'));
  // The endpoint answered with an error, but the delivery is not lost yet.
  assert.deepEqual([(await points(playground)).responds, (await points(playground)).log], ['Failed', 'Being retried']);
  const began = Date.parse(await playground.text('deliveries-clock'));

  await button(playground, 'Next attempt').click();
  assert.equal(Date.parse(await playground.text('deliveries-clock')), began + 30_000);
  await button(playground, 'Run to the end').click();
  assert.equal((await playground.verdict('deliveries')).title, 'Delivered');
  const delivered = began + 2_130_000;
  assert.equal(Date.parse(await playground.text('deliveries-clock')), delivered);
  const [last] = await log(playground);
  assert.deepEqual([last.Status, last.Response, last.Attempts], ['Delivered', '200', '4']);
  assert.equal(Date.parse(last.Next.slice('At '.length)), delivered);
  const outcomes = (await attempts(playground)).map(([outcome]) => outcome);
  assert.deepEqual(outcomes, [...new Array(3).fill('500 Internal Server Error'), '200 OK']);

  const response = await playground.text('deliveries-api-response');
  assert.match(response, /^HTTP\/1\.1 200 OK\n/);
  const [entry] = JSON.parse(response.slice(response.indexOf('{'))).deliveries;
  assert.deepEqual(entry, {
    id: last.Delivery,
    event_id: await playground.text('deliveries-event-id'),
    status: 'success',
    status_code: 200,
    attempts: 4,
    delivered_at: last.Next.slice('At '.length),
  });
  assert.match(await playground.text('deliveries-api-request'), /^GET \/v1\/webhooks\/hook_[0-9a-f]+\/deliveries HTTP/);
  await playground.assertQuiet();
});

test('a receiver that is down loses the event, which can be delivered again with the same id', async (t) => {
  const playground = await open(t, { hash: '#deliveries' });
  await playground.field('deliveries-answer').selectOption('timeout');
  await panel(playground).getByRole('radio', { name: 'Always' }).check();
  await start(playground);
  await button(playground, '+1 h').click();
  await button(playground, 'Run to the end').click();
  const verdict = await playground.verdict('deliveries');
  assert.equal(verdict.title, 'Not delivered');
  const [lost] = await log(playground);
  assert.deepEqual([lost.Status, lost.Response, lost.Attempts], ['Failed', 'Connection timeout', '5']);
  assert.equal(lost.Next, 'The policy has no attempts left');
  const eventId = await playground.text('deliveries-event-id');
  assert.equal(await button(playground, 'Next attempt').getAttribute('aria-disabled'), 'true');

  await playground.field('deliveries-answer').selectOption('200');
  await button(playground, 'Redeliver').click();
  const [again, before] = await log(playground);
  assert.equal(before.Delivery, lost.Delivery);
  assert.notEqual(again.Delivery, lost.Delivery);
  assert.equal(await playground.text('deliveries-event-id'), eventId);
  assert.deepEqual([again.Status, again.Attempts, before.Status], ['Delivered', '1', 'Failed, redelivered']);
  assert.equal((await playground.verdict('deliveries')).title, 'Delivered', 'the event is delivered');
  // The new delivery is shown, and the old one can be chosen.
  assert.match(await playground.text('deliveries-shown'), new RegExp(again.Delivery));
  await button(playground, lost.Delivery).click();
  assert.match(await playground.text('deliveries-shown'), new RegExp(lost.Delivery));
  assert.equal(await button(playground, lost.Delivery).getAttribute('aria-pressed'), 'true');
  assert.equal((await attempts(playground)).length, 5);
  await playground.assertQuiet();
});

test('a receiver that is down for a time gets the event after it', async (t) => {
  const playground = await open(t, { hash: '#deliveries' });
  await playground.field('deliveries-answer').selectOption('503');
  await playground.field('deliveries-retry-after').fill('60');
  await panel(playground).getByRole('radio', { name: 'For a time' }).check();
  const duration = playground.field('deliveries-duration');
  await duration.fill('soon');
  assert.equal(await duration.getAttribute('aria-invalid'), 'true');
  assert.match(await playground.text('deliveries-duration-error'), /cannot be read/);
  await duration.fill('20 min');
  assert.equal(await duration.getAttribute('aria-invalid'), 'false');
  assert.equal(await playground.field('deliveries-duration-error').count(), 0);
  await start(playground);
  await button(playground, 'Run to the end').click();
  const outcomes = await attempts(playground);
  assert.deepEqual(
    outcomes.map(([outcome]) => outcome.slice(0, 3)),
    ['503', '503', '503', '200'],
  );
  assert.match(outcomes[0][1], /30 s later\. The policy ignores Retry-After/);
});

test('too many failures disable the endpoint, which can be enabled again', async (t) => {
  const playground = await open(t, { hash: '#deliveries' });
  await panel(playground).getByRole('radio', { name: 'Always' }).check();
  await playground.field('deliveries-disabling').selectOption('failures');
  await start(playground);
  await button(playground, 'Run to the end').click();
  const endpoint = playground.field('deliveries-endpoints').locator('li');
  assert.match(await endpoint.innerText(), /Disabled\. .* too many failed attempts in a row, at 20/);
  assert.equal((await points(playground)).active, 'Failed');
  assert.equal(await button(playground, 'Redeliver').getAttribute('aria-disabled'), 'true');
  // An event skips the subscription now, with the reason.
  await button(playground, 'Emit').click();
  assert.match(await playground.text('deliveries-emitted'), /0 deliveries.*Skipped:.*the subscription is not active/s);
  await endpoint.getByRole('button', { name: /^Enable / }).click();
  assert.match(await endpoint.innerText(), /Active/);
  // The list is replaced, and the focus stays on the button.
  await playground.page.waitForFunction(() => document.activeElement?.textContent === 'Disable');
  assert.equal((await points(playground)).active, 'Passed');
  await playground.field('deliveries-answer').selectOption('200');
  await button(playground, 'Redeliver').click();
  assert.equal((await log(playground))[0].Status, 'Delivered');
  await playground.assertQuiet();
});

test('an endpoint is disabled by hand, and everything that it missed is delivered after that', async (t) => {
  const playground = await open(t, { hash: '#deliveries' });
  await panel(playground).getByRole('radio', { name: 'Always' }).check();
  await start(playground);
  await button(playground, 'Emit').click();
  assert.equal(await playground.field('deliveries-redeliver-all').getAttribute('aria-disabled'), 'true');
  const endpoint = playground.field('deliveries-endpoints').locator('li');
  await endpoint.getByRole('button', { name: /^Disable / }).click();
  assert.match(await endpoint.innerText(), /Disabled\. The endpoint was disabled by hand, at 20/);
  assert.deepEqual(
    (await log(playground)).map((row) => row.Status),
    ['Ended', 'Ended'],
  );
  await endpoint.getByRole('button', { name: /^Enable / }).click();
  await playground.field('deliveries-answer').selectOption('200');
  await button(playground, 'Redeliver all 2 that failed').click();
  assert.deepEqual(
    (await log(playground)).map((row) => row.Status),
    ['Delivered', 'Delivered', 'Failed, redelivered', 'Failed, redelivered'],
  );
  assert.equal(await playground.field('deliveries-redeliver-all').getAttribute('aria-disabled'), 'true');
  await playground.assertQuiet();
});

test('attempts follow another policy, also a custom one', async (t) => {
  const playground = await open(t, { hash: '#deliveries' });
  const choose = async (typed) => {
    await playground.field('deliveries-policy').click();
    await playground.field('deliveries-policy').fill(typed);
    await playground.field('deliveries-policy').press('Enter');
  };
  await choose('svix');
  assert.match(await playground.text('deliveries-policy-hint'), /8 attempts over 27 h 35 min\./);
  await panel(playground).getByRole('radio', { name: 'Always' }).check();
  await start(playground);
  assert.equal((await log(playground))[0].Next, 'Next attempt in 5 s');
  await playground.field('deliveries-policy').click();
  await playground.page.getByRole('option', { name: /^Custom policy/ }).click();
  await playground.field('deliveries-custom').fill('7s, x');
  assert.match(await playground.text('deliveries-custom-problems'), /`?x`? is not a duration/);
  await playground.field('deliveries-custom').fill('7s, 1m');
  await button(playground, 'Emit').click();
  const [row] = await log(playground);
  assert.equal(row.Next, 'Next attempt in 7 s');
  await button(playground, 'Run to the end').click();
  assert.deepEqual(
    (await log(playground)).map(({ Status, Attempts }) => [Status, Attempts]),
    [
      ['Failed', '3'],
      ['Failed', '3'],
    ],
  );
  await playground.assertQuiet();
});

test('the answers of the checklist follow the facts', async (t) => {
  const playground = await open(t, { hash: '#deliveries' });
  const verdict = playground.field('deliveries-checklist-verdict').locator('.title');
  assert.equal(await verdict.innerText(), 'Nothing to check yet');
  await playground.field('deliveries-url').fill('http://10.0.0.1/hook');
  const typed = { accessible: 'Failed', certificate: 'Failed', responds: 'Unknown', active: 'Unknown', log: 'Unknown' };
  assert.deepEqual(await points(playground), typed);
  await playground.field('deliveries-url').fill('https://shop.example/hook');
  assert.equal((await points(playground)).accessible, 'Failed');
  assert.match(await playground.text('deliveries-points'), /\.example is reserved for documentation; no DNS server/);
  await playground.field('deliveries-url').fill('https://shop.acme.dev/hook');
  assert.deepEqual([...new Set(Object.values(await points(playground)))], ['Unknown']);
  const commands = await playground.field('deliveries-points').locator('.command code').allInnerTexts();
  assert.equal(commands[0], 'curl -I https://shop.acme.dev/hook');
  assert.match(commands[1], /^openssl s_client -connect shop\.acme\.dev:443 -servername shop\.acme\.dev /);
  assert.match(commands[2], /^curl .* -d '\{\}' https:\/\/shop\.acme\.dev\/hook$/);
  await panel(playground).getByText('The usual causes, by what you see').click();
  assert.match(await playground.text('deliveries-causes'), /405 Method Not Allowed.*redirects/s);
  // The event for this URL is signed in another panel.
  await playground.field('deliveries-craft').click();
  await playground.page.waitForFunction(() => document.activeElement?.id === 'event-verdict');
  assert.equal(await playground.field('event-url').inputValue(), 'https://shop.acme.dev/hook');
  await playground.openPanel('deliveries');

  await playground.field('deliveries-url').fill('');
  await playground.field('deliveries-answer').selectOption('tls');
  await start(playground);
  assert.deepEqual(await points(playground), {
    accessible: 'Passed',
    certificate: 'Failed',
    responds: 'Failed',
    active: 'Passed',
    log: 'Being retried',
  });
  assert.match(await playground.text('deliveries-points'), /still being retried after 1 attempt\. Next attempt at 20/);
  await button(playground, 'Run to the end').click();
  assert.deepEqual([...new Set(Object.values(await points(playground)))], ['Passed']);
  assert.equal(await verdict.innerText(), '5 of 5 points passed');
  await playground.field('deliveries-type').selectOption('payment.failed');
  assert.equal((await points(playground)).active, 'Failed');
  assert.match(await playground.text('deliveries-points'), /no subscription of the account receives payment\.failed/);
  await playground.assertQuiet();
});

test('the last attempt is handed over to the check panel, and copied as a command', async (t) => {
  const playground = await open(t, { hash: '#deliveries' });
  for (const provider of ['generic', 'well']) {
    await playground.openPanel('deliveries');
    await playground.field('deliveries-provider').selectOption(provider);
    await start(playground);
    const copied = await playground.copied(panel(playground).getByRole('button', { name: /^Copy as cURL/ }));
    assert.match(copied, /^curl -X POST 'https:\/\/yourapp\.example\/webhook' \\\n {2}-H /);
    await button(playground, 'Check this delivery').click();
    await playground.page.locator('#check-verdict', { hasText: 'Valid signature' }).waitFor();
    await playground.page.waitForFunction(() => document.activeElement.id === 'check-verdict');
    assert.ok(copied.includes(await playground.field('check-body').inputValue()));
  }
  await playground.assertQuiet();
});

test('the panel can be used with the keyboard alone', async (t) => {
  const playground = await open(t, { hash: '#deliveries' });
  const { keyboard } = playground.page;
  const focused = () => playground.page.evaluate(() => document.activeElement.id);
  await playground.field('deliveries-emit').focus();
  await keyboard.press('Enter');
  assert.equal((await attempts(playground)).length, 1);
  assert.equal(await focused(), 'deliveries-emit');
  await playground.field('deliveries-next').focus();
  for (const count of [2, 3, 4, 4]) {
    await keyboard.press('Enter');
    assert.equal((await attempts(playground)).length, count);
    assert.equal(await focused(), 'deliveries-next', 'a button without effect loses the focus');
  }
  await playground.assertQuiet();
});

test('the account is shared with the other panels, and clearing everything resets it', async (t) => {
  const playground = await open(t, { hash: '#deliveries' });
  await start(playground);
  await playground.field('deliveries-data').fill('[]');
  assert.equal(await playground.field('deliveries-data').getAttribute('aria-invalid'), 'true');
  assert.match(await playground.text('deliveries-data-error'), /must be a JSON object/);
  await button(playground, 'Emit').click();
  assert.equal((await log(playground)).length, 1, 'invalid data is emitted');
  await button(playground, 'Reset data').click();
  await button(playground, 'Emit').click();
  assert.equal((await log(playground)).length, 2);
  assert.ok(!(await playground.stored()).includes('hook_'));
  await playground.clearEverything();
  assert.equal((await playground.verdict('deliveries')).title, 'No deliveries yet');
  assert.equal(await playground.text('deliveries-clock'), 'not started');
  assert.equal((await log(playground)).length, 0);
  await playground.assertQuiet();
});

test('a custom event of a provider that accepts them is emitted', async (t) => {
  const playground = await open(t, { hash: '#deliveries' });
  await playground.field('deliveries-type').selectOption({ label: 'Custom event…' });
  const name = playground.field('deliveries-custom-type');
  assert.equal(await name.getAttribute('aria-invalid'), 'true');
  await name.fill('order.shipped');
  await playground.field('deliveries-data').fill('{ "order": 7 }');
  await start(playground);
  assert.equal((await log(playground)).length, 1);
  assert.match(await panel(playground).locator('.delivery .facts').innerText(), /order\.shipped/);
  await playground.field('deliveries-provider').selectOption('well');
  assert.equal(await name.count(), 0, 'the names of this provider are fixed');
  await playground.assertQuiet();
});

test('the checklist uses the whole width until there is a delivery', async (t) => {
  const playground = await open(t, { hash: '#deliveries' });
  const width = () =>
    panel(playground)
      .locator('.checklist')
      .evaluate((card) => card.getBoundingClientRect().width);
  const whole = await panel(playground)
    .locator('.columns')
    .evaluate((columns) => columns.getBoundingClientRect().width);
  assert.ok((await width()) > whole * 0.9);
  await start(playground);
  await playground.field('deliveries-attempts-list').waitFor();
  assert.ok((await width()) < whole * 0.6);
});
