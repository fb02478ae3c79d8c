// Bodies that are longer than what their field shows: nothing of them is lost.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';

import { open } from './playground.mjs';

const SECRET = "It's a Secret to Everybody";
const SHOWN = 64_000;
const sign = (body) => createHmac('sha256', SECRET).update(body).digest('hex');
const long = (length) => `{"text":"${'0123456789'.repeat(length / 10)}","end":1}`;

/** Opens the panel with a long body in its field, which is signed. */
async function openLong(t, body) {
  const playground = await open(t, { hash: '#check' });
  await playground.clearExample();
  await playground.field('check-headers').fill(`X-Hub-Signature-256: sha256=${sign(body)}`);
  await playground.field('check-secrets').fill(SECRET);
  await playground.paste(body, 'check-body');
  await playground.field('check-shown').waitFor();
  return playground;
}

const valid = (playground) =>
  playground.page.locator('#check-verdict .title', { hasText: /^Valid signature$/ }).waitFor();
const invalid = (playground) =>
  playground.page.locator('#check-verdict .title', { hasText: /^Invalid signature$/ }).waitFor();
const shown = (playground) => playground.field('check-body').inputValue();

test('the field shows the beginning of a long body, and edits keep the rest', async (t) => {
  const body = long(150_000);
  const playground = await openLong(t, body);
  await valid(playground);
  assert.match(await playground.text('check-shown'), /Showing the first 64 kB of 150 kB\./);
  assert.equal(await shown(playground), body.slice(0, SHOWN));
  await playground.field('check-body').focus();
  await playground.page.keyboard.press('ControlOrMeta+End');
  await playground.page.keyboard.type('ab');
  await invalid(playground);
  assert.equal(await shown(playground), `${body.slice(0, SHOWN)}ab`, 'what was typed stays in view');
  await playground.page.keyboard.press('Backspace');
  await playground.page.keyboard.press('Backspace');
  await valid(playground);

  // The body is long in every format.
  await playground.field('check-show-all').click();
  assert.equal(await shown(playground), body);
  assert.match(await playground.text('check-shown'), /Showing all 150 kB/);
  await playground.field('check-show-all').click();
  assert.equal((await shown(playground)).length, SHOWN);

  await playground.reload();
  await playground.field('check-shown').waitFor();
  await playground.field('check-secrets').fill(SECRET);
  await valid(playground);
  await playground.assertQuiet();
});

test('what is done with everything that is selected concerns the hidden part, too', async (t) => {
  const body = long(150_000);
  const playground = await openLong(t, body);
  await valid(playground);
  await playground.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const field = playground.field('check-body');
  await field.focus();
  await playground.page.keyboard.press('ControlOrMeta+A');
  await playground.page.keyboard.press('ControlOrMeta+C');
  assert.equal(await playground.page.evaluate(() => navigator.clipboard.readText()), body);
  await playground.page.keyboard.type('{}');
  await playground.field('check-shown').waitFor({ state: 'detached' });
  assert.equal(await shown(playground), '{}');
  await invalid(playground);
  await playground.field('check-undo').click();
  await valid(playground);
  assert.equal(await shown(playground), body.slice(0, SHOWN));

  await field.focus();
  await playground.page.keyboard.press('ControlOrMeta+A');
  await playground.page.keyboard.press('ControlOrMeta+X');
  assert.equal(await playground.page.evaluate(() => navigator.clipboard.readText()), body);
  await playground.page.waitForFunction(() => document.getElementById('check-body').value === '');
  await playground.page.keyboard.press('ControlOrMeta+V');
  await valid(playground);
  await playground.assertQuiet();
});

test('a long text is pasted at the cursor, and shared and reported as a whole', async (t) => {
  const body = long(100_000);
  const playground = await openLong(t, body);
  await valid(playground);
  assert.match(await playground.text('check-notice'), /100 kB were pasted into the body/);
  const middle = 'x'.repeat(SHOWN + 1);
  await playground.page.evaluate(() => document.getElementById('check-body').setSelectionRange(9, 19));
  await playground.paste(middle, 'check-body');
  await invalid(playground);
  const whole = body.slice(0, 9) + middle + body.slice(19);
  assert.equal(await shown(playground), whole.slice(0, SHOWN));
  const { link } = await playground.share('check');
  await playground.closeShare();
  await playground.field('check-undo').click();
  await valid(playground);
  await playground.follow(link);
  await playground.field('check-headers').fill(`X-Hub-Signature-256: sha256=${sign(whole)}`);
  await playground.field('check-secrets').fill(SECRET);
  await valid(playground);
  await playground.assertQuiet();
});

test('a long paste with line ends of Windows can be undone and pasted as bytes', async (t) => {
  const before = long(100_000);
  const playground = await openLong(t, before);
  await valid(playground);
  const body = `{\r\n"text":"${'0123456789'.repeat(10_000)}"\r\n}`;
  const pasteOverAll = async (text) => {
    await playground.field('check-body').focus();
    await playground.page.keyboard.press('ControlOrMeta+A');
    await playground.paste(text, 'check-body');
    await playground
      .field('check-notice')
      .getByText(/has changed \d+ line ends? from CRLF to LF/)
      .waitFor();
  };
  await pasteOverAll(body);
  await playground.field('check-undo').click();
  await valid(playground);
  assert.equal(await shown(playground), before.slice(0, SHOWN));

  await playground.field('check-headers').fill(`X-Hub-Signature-256: sha256=${sign(body)}`);
  await pasteOverAll(body);
  await playground.field('check-offer').click();
  await valid(playground);
  await playground.assertQuiet();
});

test('a short paste over a long body with line ends of Windows can be undone and pasted as bytes', async (t) => {
  const before = long(100_000);
  const playground = await openLong(t, before);
  await valid(playground);
  await playground.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await playground.page.evaluate(() => navigator.clipboard.writeText('{\r\n"a": 1\r\n}'));
  await playground.field('check-body').focus();
  await playground.page.keyboard.press('ControlOrMeta+A');
  await playground.page.keyboard.press('ControlOrMeta+V');
  await playground.field('check-notice').getByText('has changed 2 line ends from CRLF to LF').waitFor();
  await playground.field('check-offer').waitFor();
  await playground.field('check-undo').click();
  await valid(playground);
  assert.equal(await shown(playground), before.slice(0, SHOWN));
  await playground.assertQuiet();
});
