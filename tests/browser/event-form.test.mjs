// The event panel: the form of the body, lines with problems, sample data and undo.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from './playground.mjs';

const BODY = `{
  "id" : "evt_1",
  "type": "user.created",
  "created_at": "2026-01-15T12:00:00Z",
  "data": { "id": "user_7", "name": "\\u0041da", "weight": 1.50, "big": 12345678901234567890 }
}`;

const body = (playground) => playground.field('event-body').inputValue();

test('an edit in the form changes only that member of the text', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.field('event-body').fill(BODY);
  const name = playground.field('event-member-data-name');
  assert.equal(await name.inputValue(), 'Ada');
  await name.fill('Zoë "Z"');
  assert.equal(await body(playground), BODY.replace('"\\u0041da"', '"Zoë \\"Z\\""'));
  // The focus stays while typing.
  await name.press('End');
  await playground.page.keyboard.type('!');
  assert.equal(await name.inputValue(), 'Zoë "Z"!');
  assert.ok((await body(playground)).includes('"big": 12345678901234567890'));
  // The signature follows.
  assert.equal((await playground.verdict('event')).title, 'Probably not intended');
  await playground.field('event-member-type').selectOption('user.deleted');
  assert.ok((await body(playground)).includes('"type": "user.deleted"'));
  assert.equal(await playground.field('event-type').inputValue(), 'user.deleted');
  await playground.assertQuiet();
});

test('an edit in the text changes the form', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.field('event-body').fill(BODY.replace('user_7', 'user_8'));
  assert.equal(await playground.field('event-member-data-id').inputValue(), 'user_8');
  const unknown = playground.panel('event').locator('.unknown');
  assert.deepEqual(await unknown.locator('code').allInnerTexts(), ['weight', 'big']);
  assert.match(await unknown.first().innerText(), /Not in the schema/);
  await playground.page.getByRole('button', { name: 'Remove weight' }).click();
  assert.ok(!(await body(playground)).includes('weight'));
  await playground.assertQuiet();
});

test('optional members are added and removed', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.field('event-body').fill(BODY);
  await playground.field('event-member-data-email-add').click();
  const email = playground.field('event-member-data-email');
  await email.waitFor();
  assert.ok(await email.evaluate((field) => field === document.activeElement), 'the new field has no focus');
  assert.equal(await email.inputValue(), 'ada@example.com');
  assert.ok((await body(playground)).includes('"name": "\\u0041da", "email": "ada@example.com", "weight": 1.50'));
  await playground.page.getByRole('button', { name: 'Remove email' }).click();
  assert.equal(await body(playground), BODY);
  await playground.assertQuiet();
});

test('arrays and nested objects of a schema have controls', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.field('event-provider').selectOption('awell');
  await playground.field('event-type').selectOption('activity.created');
  const item = playground.field('event-member-activity-sub_activities-0-id');
  await item.fill('sub_77');
  assert.equal(JSON.parse(await body(playground)).activity.sub_activities[0].id, 'sub_77');
  await playground.field('event-member-activity-sub_activities-add').click();
  await playground.field('event-member-activity-sub_activities-1').waitFor();
  assert.equal(JSON.parse(await body(playground)).activity.sub_activities.length, 2);
  await playground.field('event-member-activity-isUserActivity').uncheck();
  assert.equal(JSON.parse(await body(playground)).activity.isUserActivity, false);
  await playground.field('event-member-activity-status').selectOption('expired');
  assert.equal((await playground.verdict('event')).title, 'Valid');
  await playground.assertQuiet();
});

test('a text that is not JSON disables the form, and a wrong number keeps the last one', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.field('event-type').selectOption('payment.failed');
  const amount = playground.field('event-member-data-amount');
  await amount.fill('12x');
  assert.equal(await amount.getAttribute('aria-invalid'), 'true');
  assert.match(await playground.text('event-member-data-amount-error'), /Enter an integer/);
  assert.equal(JSON.parse(await body(playground)).data.amount, 4200);
  await amount.fill('99');
  assert.equal(await amount.getAttribute('aria-invalid'), 'false');
  const text = await body(playground);
  await playground.field('event-body').fill(text.slice(0, -1));
  assert.match(await playground.text('event-form-reason'), /valid JSON/);
  assert.ok(await amount.isDisabled());
  assert.equal(await amount.inputValue(), '99', 'the last values are not shown');
  await playground.field('event-body').fill(text);
  assert.equal(await playground.text('event-form-reason'), '');
  assert.ok(await amount.isEnabled());
  await playground.assertQuiet();
});

test('problems are marked in their lines, and select them', async (t) => {
  const playground = await open(t, { hash: '#event' });
  const long = `{\n${'\n'.repeat(60)}"id": "e", "type": "user.created",\n"created_at": "yesterday",\n"data": { "id": 7 } }`;
  await playground.field('event-body').fill(long);
  assert.deepEqual(await playground.problems('event-problems'), ['invalid_timestamp', 'wrong_type']);
  const gutter = playground.field('event-gutter');
  assert.deepEqual(await gutter.locator('.error').allInnerTexts(), ['✕ 63\n', '✕ 64\n']);
  await playground.panel('event').getByRole('button', { name: 'Line 63' }).click();
  const selected = await playground.field('event-body').evaluate((area) => ({
    text: area.value.slice(area.selectionStart, area.selectionEnd),
    isFocused: area === document.activeElement,
    scroll: area.scrollTop,
  }));
  assert.deepEqual({ ...selected, scroll: 0 }, { text: '"created_at": "yesterday",', isFocused: true, scroll: 0 });
  assert.ok(selected.scroll > 0, 'the line is not visible');
  await playground.page.waitForFunction(
    () => document.getElementById('event-gutter').scrollTop === document.getElementById('event-body').scrollTop,
  );
  assert.equal(await playground.field('event-member-data-id').getAttribute('aria-invalid'), 'true');
  await playground.field('event-body').fill('{\n"id": nope\n}');
  assert.deepEqual(await gutter.locator('.error').allInnerTexts(), ['✕ 2\n']);
  await playground.assertQuiet();
});

test('the numbers of lines are next to their lines', async (t) => {
  const playground = await open(t, { hash: '#event' });
  const measure = () => {
    const lines = document.getElementById('event-body').value.split('\n').length;
    const text = document.createRange();
    text.selectNodeContents(document.querySelector('#event-gutter pre'));
    const area = document.getElementById('event-body');
    const style = getComputedStyle(area);
    return { gutter: text.getBoundingClientRect().height, line: Number.parseFloat(style.lineHeight), lines };
  };
  // A mark does not move the numbers below it.
  for (const marks of [0, 1]) {
    await playground.page.locator('#event-gutter span').nth(marks).waitFor({ state: 'detached' });
    const heights = await playground.page.evaluate(measure);
    // A line that is missing or added is a whole line; the height of the letters is less than that of a line.
    const { gutter, line, lines } = heights;
    assert.ok(Math.abs(gutter - line * lines) < line / 2, JSON.stringify(heights));
    await playground.field('event-body').fill('{\n"id": nope,\n"type": "user.created"\n}\n');
    await playground.page.locator('#event-gutter .error').waitFor();
  }
});

test('a misspelt event type is a warning with the right one', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.field('event-body').fill((await body(playground)).replace('user.created', 'user.craeted'));
  assert.equal((await playground.verdict('event')).title, 'Probably not intended');
  assert.match(await playground.field('event-verdict').getAttribute('class'), /doubtful/);
  assert.deepEqual(await playground.field('event-gutter').locator('.warning').allInnerTexts(), ['▲ 3\n']);
  await playground.page.getByRole('button', { name: 'Use user.created' }).click();
  assert.equal((await playground.verdict('event')).title, 'Valid');
  await playground.assertQuiet();
});

test('a seed gives the same body, and shuffling gives another', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.field('event-provider').selectOption('well');
  const first = await body(playground);
  await playground.field('event-shuffle').click();
  const shuffled = await body(playground);
  assert.notEqual(shuffled, first);
  assert.deepEqual(await playground.problems('event-problems'), []);
  const seed = await playground.field('event-seed').inputValue();
  assert.match(seed, /^\d{4}$/);
  await playground.field('event-seed').fill(`${seed}0`);
  assert.notEqual(await body(playground), shuffled);
  await playground.field('event-seed').fill(seed);
  assert.equal(await body(playground), shuffled);
  await playground.page.waitForFunction(
    (seed) => JSON.parse(localStorage.getItem('hookwright.event') ?? '{}').seed === seed,
    seed,
  );
  await playground.reload();
  assert.equal(await playground.field('event-seed').inputValue(), seed);
  assert.equal(await body(playground), shuffled);
  await playground.assertQuiet();
});

test('an edited text survives another event type, and every replacement can be undone', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.field('event-body').fill(BODY);
  await playground.field('event-type').selectOption('user.deleted');
  assert.equal(await body(playground), BODY.replace('user.created', 'user.deleted'));
  assert.match(await playground.text('event-notice'), /The body was kept/);
  await playground.field('event-offer').click();
  assert.ok((await body(playground)).includes('"status": "deleted"'));
  await playground.field('event-undo').click();
  assert.equal(await body(playground), BODY.replace('user.created', 'user.deleted'));
  for (const replace of [
    () => playground.page.getByRole('button', { name: 'Reset body' }).click(),
    () => playground.field('event-shuffle').click(),
    () => playground.field('event-provider').selectOption('well'),
  ]) {
    const before = await body(playground);
    await replace();
    assert.notEqual(await body(playground), before);
    await playground.field('event-undo').click();
    assert.equal(await body(playground), before);
    assert.equal(await playground.field('event-provider').inputValue(), 'generic');
    assert.equal((await playground.signature()).name, 'X-Webhook-Signature');
  }
  await playground.assertQuiet();
});

test('the sample of the sender of a scheme is offered', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.choose('event', 'github/sha1');
  await playground.field('event-use-sample').click();
  assert.equal(JSON.parse(await body(playground)).action, 'opened');
  assert.match(await playground.field('event-headers').inputValue(), /X-GitHub-Event: issues/);
  assert.match(await playground.text('event-signature'), /^X-Hub-Signature: sha1=/m);
  assert.equal((await playground.verdict('event')).title, 'Valid JSON');
  assert.match(await playground.text('event-form-reason'), /not known for this sender/);
  for (const sender of ['stripe', 'slack', 'shopify', 'twilio', 'hubspot', 'square', 'resend', 'linear', 'gitlab']) {
    await playground.field('event-provider').selectOption(sender);
    assert.deepEqual(await playground.problems('event-problems'), [], sender);
    await playground.page.getByRole('button', { name: 'Check this delivery' }).click();
    assert.equal((await playground.verdict('check')).title, 'Valid signature', sender);
    await playground.openPanel('event');
  }
  await playground.assertQuiet();
});

test('a phone shows the text or the form', async (t) => {
  const playground = await open(t, { hash: '#event', context: { viewport: { width: 390, height: 844 } } });
  await playground.field('event-body').waitFor();
  assert.ok(!(await playground.field('event-form').isVisible()));
  await playground.panel('event').getByRole('radio', { name: 'Form' }).check();
  assert.ok(await playground.field('event-member-data-name').isVisible());
  assert.ok(!(await playground.field('event-body').isVisible()));
  assert.ok(await playground.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  await playground.assertQuiet();
});
