// The diagnosis of a rejected delivery in the check panel.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from './playground.mjs';

/** The example in GitHub's documentation. */
const GITHUB = {
  scheme: 'github/sha256',
  headers: [['X-Hub-Signature-256', 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17']],
  body: 'Hello, World!',
  secrets: ["It's a Secret to Everybody"],
};

test('finds a line feed after the body without a request', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.deliver({ ...GITHUB, body: 'Hello, World!\n' });
  const { code, certainty, evidence, remedy } = await playground.cause('body_newline_added');
  assert.equal(code, 'body_newline_added');
  assert.match(certainty, /^confirmed/);
  assert.match(evidence, /line feed/);
  assert.match(remedy, /printf '%s'/);
  const heard = playground.panel('check').locator('.diagnosis-heard');
  assert.equal(await heard.getAttribute('role'), 'status');
  assert.match(await heard.innerText(), /^Why, confirmed: .*line feed/);

  await playground.field('check-body').fill('Hello, World!');
  assert.equal((await playground.verdict('check')).title, 'Valid signature');
  await playground.field('check-diagnosis').waitFor({ state: 'hidden' });
  assert.equal(await heard.innerText(), '');
  await playground.assertQuiet();
});

test('the remedy of a proven cause is on narrow screens, too', async (t) => {
  const playground = await open(t, { hash: '#check', context: { viewport: { width: 390, height: 800 } } });
  const { code } = await playground.cause('body_reformatted');
  await playground.field('check-framework').selectOption({ label: 'Express' });
  await playground.page.locator(`#check-diagnosis [data-code=${code}] .remedy`, { hasText: 'express.raw' }).waitFor();
  await playground.assertQuiet();
});

test('shows the remedy for the selected framework', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.deliver({ ...GITHUB, body: '[object Object]' });
  const anyone = await playground.cause('body_stringified');
  assert.match(anyone.certainty, /^likely/);
  assert.doesNotMatch(anyone.remedy, /express/);
  await playground.field('check-framework').selectOption({ label: 'Express' });
  const remedy = playground.page.locator('#check-diagnosis .remedy', { hasText: 'express.raw' });
  await remedy.waitFor();

  await playground.deliver({ ...GITHUB, secrets: ['the newer secret'] });
  await playground.cause('unknown');
  assert.ok(
    !(await playground.field('check-framework').isVisible()),
    'the framework is shown although no remedy depends on it',
  );
  await playground.example('stripe/v1', 'reserialised');
  await playground.cause('body_reformatted');
  assert.equal(await playground.field('check-framework').inputValue(), 'express', 'the framework was reset');

  await playground.reload();
  await playground.example('stripe/v1', 'reserialised');
  await playground.cause('body_reformatted');
  assert.equal(await playground.field('check-framework').inputValue(), 'express', 'a reload has reset the framework');
  await playground.assertQuiet();
});

test('recognizes an old secret and one of another environment, without accepting them', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.deliver({ ...GITHUB, secrets: ['the newer secret'] });
  const nothing = await playground.cause('unknown');
  assert.match(nothing.certainty, /^not found/);
  await playground.field('check-more').locator('summary').click();
  await playground.field('check-old-secrets').fill(`another one\n${GITHUB.secrets[0]}`);
  const old = await playground.cause('secret_old');
  assert.match(old.evidence, /number 2/);
  assert.equal((await playground.verdict('check')).code, 'signature_mismatch');

  await playground.field('check-old-secrets').fill('');
  await playground.field('check-other-secrets').fill(GITHUB.secrets[0]);
  await playground.cause('secret_other_environment');
  assert.equal(await playground.field('check-more').locator('textarea.covered').count(), 2, 'a secret is not covered');
  assert.ok(!(await playground.field('check-diagnosis').innerText()).includes('Everybody'));
  await playground.assertQuiet();
});

test('explains a secret that cannot be decoded, but not a missing one', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.example('standard/v1', 'genuine');
  await playground.field('check-secrets').fill('whsec_not base64');
  assert.equal((await playground.verdict('check')).title, 'Can’t be checked');
  await playground.cause('secret_decoding');
  assert.match(await playground.text('check-diagnosis-title'), /cannot be checked/);
  await playground.field('check-secrets').fill('');
  await playground.field('check-diagnosis').waitFor({ state: 'hidden' });
  await playground.assertQuiet();
});

test('finds the causes of the examples', async (t) => {
  const playground = await open(t, { hash: '#check' });
  for (const [scheme, example, code] of [
    ['stripe/v1', 'line-ends', 'body_crlf'],
    ['stripe/v1', 'wrong-secret', 'secret_other_environment'],
    ['stripe/v1', 'old', 'clock_skew'],
    ['stripe/v1', 'unsigned', 'header_missing'],
    ['well/signature', 'altered', 'body_changed'],
    ['twilio/sha1', 'other-url', 'url_scheme'],
    ['wise/rsa', 'reserialised', 'body_reformatted'],
  ]) {
    await playground.example(scheme, example);
    await playground.cause(code);
  }
  await playground.assertQuiet();
});

test('the checks and other causes can be reached with the keyboard', async (t) => {
  const playground = await open(t, { hash: '#check' });
  const { keyboard } = playground.page;
  await playground.deliver({ ...GITHUB, body: 'Hello, World!\n' });
  await playground.cause('body_newline_added');
  const checks = playground.field('check-checks');
  await checks.locator('summary').focus();
  await keyboard.press('Enter');
  assert.equal(await checks.locator('li').count(), 5);
  assert.match(await checks.locator('li.failed').first().innerText(), /^Failed/);
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await keyboard.press('Tab'); // the button that shows the secrets
  await keyboard.press('Tab');
  assert.equal(await playground.page.evaluate(() => document.activeElement.id), 'check-old-secrets');
  await keyboard.type('something');
  await playground.cause('body_newline_added');
  assert.equal(
    await playground.page.evaluate(() => document.activeElement.id),
    'check-old-secrets',
    'the focus has moved',
  );
  assert.ok(await checks.locator('li').first().isVisible(), 'the checks were closed');
  await playground.assertQuiet();
});

test('does not start while the user types', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.page.clock.install({ time: new Date('2026-01-15T12:00:00Z') });
  await playground.reload();
  await playground.openPanel('check');
  await playground.page.clock.pauseAt(new Date('2026-01-15T13:00:00Z'));
  const card = playground.field('check-diagnosis');
  await playground.deliver({ ...GITHUB, body: 'Hello, World!\n' });
  for (const letter of 'abcdef') {
    await playground.page.clock.runFor(300);
    await playground.field('check-body').press(letter);
    assert.equal(await card.getAttribute('aria-busy'), 'true');
    assert.equal(await card.locator('.cause').count(), 0);
  }
  await playground.field('check-body').fill('Hello, World!\n');
  await playground.page.clock.runFor(2000);
  await playground.cause('body_newline_added');
});
