// The event panel: what a scheme needs, keys of other tools, deliveries without a signature, and the history of the body.

import assert from 'node:assert/strict';
import { generateKeyPairSync, verify } from 'node:crypto';
import { test } from 'node:test';

import { open } from './playground.mjs';

const MINE = '{\n  "mine": 1.50\n}';

const body = (playground) => playground.field('event-body').inputValue();

test('a scheme never changes an edited body, and names what it needs', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.field('event-body').fill(MINE);
  for (const scheme of [
    'sendgrid/ecdsa',
    'square/sha256',
    'telegram/token',
    'microsoft-graph/token',
    'mailgun/body',
    'dropbox-sign/hmac',
  ]) {
    await playground.choose('event', scheme);
    assert.equal(await body(playground), MINE, scheme);
  }
  assert.match(
    await playground.text('event-missing'),
    /members that the body does not have: \/event\/event_time, \/event\/event_type/,
  );
  await playground.field('event-add-members').click();
  assert.equal(
    await body(playground),
    '{\n  "mine": 1.50,\n  "event": {"event_time": "sample", "event_type": "sample"}\n}',
  );
  await playground.field('event-missing').waitFor({ state: 'hidden' });
  await playground.field('event-undo').click();
  assert.equal(await body(playground), MINE);
  await playground.assertQuiet();
});

test('what a scheme adds to a sample is named, and goes with the scheme', async (t) => {
  const playground = await open(t, { hash: '#event' });
  const before = await body(playground);
  await playground.choose('event', 'mailgun/body');
  assert.match(await body(playground), /"token": "sample"/);
  assert.match(await playground.text('event-added'), /members that this scheme reads/);
  await playground.choose('event', 'generic/signature');
  assert.equal(await body(playground), before);
  assert.ok(!(await playground.field('event-added').isVisible()));
  await playground.assertQuiet();
});

test('a delivery without a signature is not called valid, and is not copied', async (t) => {
  const playground = await open(t, { hash: '#event' });
  const copy = playground.field('event-actions').getByRole('button', { name: 'Copy cURL' });
  assert.ok(await copy.isEnabled());
  await playground.field('event-secret').fill('a secret of enough bytes');
  await playground.page.waitForFunction(
    () => JSON.parse(localStorage.getItem('hookwright.event') ?? '{}').uses_sample === false,
  );
  await playground.reload();
  const { title, reason } = await playground.verdict('event');
  assert.equal(title, 'Valid, not signed');
  assert.match(reason, /secret is missing/);
  assert.match(await playground.field('event-verdict').getAttribute('class'), /doubtful/);
  assert.ok(await copy.isDisabled());
  assert.match(await playground.text('event-request'), /^# Not signed: the secret is missing/);
  await playground.field('event-sample-secret').click();
  assert.equal((await playground.verdict('event')).title, 'Valid');
  assert.ok(await copy.isEnabled());
  assert.match(await playground.text('event-request'), /^curl /);
  await playground.assertQuiet();
});

test('nothing can be copied while the worker signs', async (t) => {
  const playground = await open(t, { hash: '#event' });
  // Records every state in which the delivery has no signature and can be copied.
  await playground.page.evaluate(() => {
    globalThis.wrong = [];
    const look = () => {
      const signature = document.getElementById('event-signature')?.textContent ?? '';
      const copy = document.querySelector('#event-actions .copy');
      if (/being signed/.test(signature) && !copy.disabled) globalThis.wrong.push(signature);
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await playground.field('event-provider').selectOption('awell');
  assert.equal((await playground.signature()).name, 'X-Awell-Signature');
  assert.deepEqual(await playground.page.evaluate(() => globalThis.wrong), []);
  await playground.assertQuiet();
});

test('keys of OpenSSL sign', async (t) => {
  const playground = await open(t, { hash: '#event' });
  const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  await playground.choose('event', 'sendgrid/ecdsa');
  await playground.field('event-secret').fill(ec.privateKey.export({ type: 'sec1', format: 'pem' }));
  await playground.field('event-signature').filter({ hasText: 'X-Twilio-Email-Event-Webhook-Signature' }).waitFor();
  const lines = (await playground.text('event-signature')).split('\n').map((line) => line.split(/:\s+/));
  const { 'X-Twilio-Email-Event-Webhook-Signature': signature, 'X-Twilio-Email-Event-Webhook-Timestamp': at } =
    Object.fromEntries(lines);
  const content = Buffer.from(at + (await body(playground)));
  assert.ok(verify('sha256', content, ec.publicKey, Buffer.from(signature, 'base64')));
  // The sender has the private key, so there is nothing to warn of.
  assert.deepEqual(await playground.problems('event-key-problems'), []);

  const ed = generateKeyPairSync('ed25519');
  await playground.choose('event', 'discord/ed25519');
  await playground.field('event-secret').fill(ed.privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await playground.field('event-secret-note').filter({ hasText: 'converted' }).waitFor();
  const expected = ed.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('hex');
  await playground.field('event-public').filter({ hasText: expected }).waitFor();
  assert.equal((await playground.field('event-secret').inputValue()).length, 128);
  await playground.page.getByRole('button', { name: 'Check this delivery' }).click();
  assert.equal((await playground.verdict('check')).title, 'Valid signature');
  await playground.openPanel('event');
  await playground.field('event-secret').fill('no key');
  await playground.field('event-verdict').filter({ hasText: 'is not a private key for Ed25519' }).waitFor();
  await playground.assertQuiet();
});

test('the sample secret is shown, and says when it changes', async (t) => {
  const playground = await open(t, { hash: '#event' });
  const field = playground.field('event-secret');
  const isCovered = () => field.evaluate((it) => it.classList.contains('covered'));
  const first = await field.inputValue();
  assert.ok(!(await isCovered()));
  assert.match(await playground.text('event-secret-hint'), /public sample of this scheme/);
  await playground.choose('event', 'standard/v1');
  assert.notEqual(await field.inputValue(), first);
  assert.match(await playground.text('event-secret-note'), /secret has changed/);
  await field.fill('YWJjZGVm');
  assert.ok(await isCovered());
  assert.equal(await playground.text('event-secret-note'), '');
  const warning = await playground.text('event-key-problems');
  assert.match(warning, /Secret: The key has 6 bytes/);
  assert.doesNotMatch(warning, /\/secrets/);
  await playground.assertQuiet();
});

test('undo brings back the body after changes of the page', async (t) => {
  const playground = await open(t, { hash: '#event' });
  const field = playground.field('event-body');
  const sample = await body(playground);
  const pasted = sample.replace('{', '{ "mine": 1,');
  await field.fill(pasted);
  await playground.field('event-type').selectOption('user.deleted');
  const renamed = await body(playground);
  assert.equal(renamed, pasted.replace('user.created', 'user.deleted'));
  await field.press('ControlOrMeta+z');
  assert.equal(await body(playground), pasted);
  await field.press('ControlOrMeta+z');
  assert.equal(await body(playground), sample);
  await field.press('ControlOrMeta+Shift+z');
  await field.press('ControlOrMeta+y');
  assert.equal(await body(playground), renamed);
  // A change in the form is undone next to it.
  await playground.page.getByRole('button', { name: 'Remove name' }).click();
  assert.ok(!(await body(playground)).includes('"name"'));
  await playground.page.keyboard.press('ControlOrMeta+z');
  assert.equal(await body(playground), renamed);
  // What is typed next is where the change was.
  await field.press('ControlOrMeta+End');
  await playground.page.keyboard.type(' word');
  await field.press('ControlOrMeta+z');
  assert.equal(await body(playground), renamed);
  await playground.page.keyboard.type('!');
  assert.equal(await body(playground), `${renamed}!`);
  await playground.assertQuiet();
});

test('the list of schemes has the labels of the field', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.field('event-scheme').fill('convoy');
  await playground.page.locator('[role=option]').first().waitFor();
  const names = await playground.page.locator('[role=option] .name').allInnerTexts();
  assert.ok(names.length > 4 && new Set(names).size === names.length, names.join());
  await playground.field('event-scheme').press('Enter');
  assert.ok(names.includes(await playground.field('event-scheme').inputValue()));
  await playground.assertQuiet();
});
