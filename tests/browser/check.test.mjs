// The check panel: verdicts on deliveries.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';

import { open } from './playground.mjs';

const SECRET = 'whsec_abc123';
const sign = (body, secret = SECRET) => createHmac('sha256', secret).update(body).digest('hex');

/** The code of the verdict, or its title if it has no code. */
const verdict = async (playground) => {
  const { title, code } = await playground.verdict('check');
  return code ?? title;
};

test('accepts what the event panel signs, and rejects a changed byte', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.field('event-secret').fill(SECRET);
  await playground.page.getByRole('button', { name: 'Check this delivery' }).click();
  await playground.page.waitForURL(/#check$/);
  assert.equal(await verdict(playground), 'Valid signature');
  const body = await playground.field('check-body').inputValue();
  assert.match(await playground.text('check-contents'), /user\.created/);

  const flipped = body.replace('Ada', 'Aea');
  assert.notEqual(flipped, body);
  await playground.field('check-body').fill(flipped);
  assert.equal(await verdict(playground), 'signature_mismatch');
  assert.match(await playground.text('check-contents'), /Unverified/);

  await playground.field('check-body').fill(body);
  assert.equal(await verdict(playground), 'Valid signature');
  // The diagnosis finds no cause for another secret, so it does not replace the reason.
  await playground.field('check-secrets').fill('whsec_other');
  assert.equal(await verdict(playground), 'signature_mismatch');
  assert.match((await playground.verdict('check')).reason, /does not match this body and secret/);
  await playground.assertQuiet();
});

test('states the reason of each kind of rejection', async (t) => {
  const playground = await open(t, { hash: '#check' });
  const body = '{"id":"evt_1"}';
  const header = (value) => [['x-webhook-signature', value]];
  const cases = [
    { headers: header(sign(body)), secrets: [SECRET], expected: 'Valid signature' },
    { headers: header(sign(body).toUpperCase()), secrets: [SECRET], expected: 'Valid signature' },
    { headers: [['Accept', '*/*']], secrets: [SECRET], expected: 'missing_header' },
    { headers: header(sign(body).slice(0, 40)), secrets: [SECRET], expected: 'malformed_signature' },
    { headers: header('z'.repeat(64)), secrets: [SECRET], expected: 'malformed_signature' },
    { headers: [...header(sign(body)), ...header(sign(body))], secrets: [SECRET], expected: 'repeated_header' },
    { headers: header(sign(body)), secrets: ['whsec_other'], expected: 'signature_mismatch' },
    { headers: header(sign(body)), secrets: [`${SECRET} `], expected: 'signature_mismatch' },
    { headers: header(sign(body)), secrets: [], expected: 'missing_secret' },
    { headers: [], secrets: [], expected: 'missing_header' },
  ];
  for (const { headers, secrets, expected } of cases) {
    await playground.deliver({ headers, body, secrets });
    assert.equal(await verdict(playground), expected);
  }
});

test('names the secret that matched', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.deliver({
    headers: [['X-Webhook-Signature', sign('{}')]],
    body: '{}',
    secrets: ['whsec_new', SECRET, 'whsec_older'],
  });
  assert.match((await playground.verdict('check')).reason, /secret 2 of 3/);
});

test('checks bytes as hex and from a file', async (t) => {
  const playground = await open(t, { hash: '#check' });
  const body = Buffer.from([0x7b, 0x0d, 0x0a, 0xff, 0x00, 0x7d]);
  await playground.deliver({ headers: [['X-Webhook-Signature', sign(body)]], body, secrets: [SECRET] });
  assert.equal(await verdict(playground), 'Valid signature');
  await playground.field('check-body-hex').fill('7b 0');
  assert.equal(await verdict(playground), 'invalid_hex');

  await playground.bodyFormat('File');
  await playground
    .field('check-body-file')
    .setInputFiles({ name: 'body.bin', mimeType: 'application/json', buffer: body });
  await playground.page.getByText('body.bin, 6 bytes').waitFor();
  assert.equal(await verdict(playground), 'Valid signature');

  // A text field cannot hold these bytes. What it contains must not pass for them.
  await playground.bodyFormat('Text');
  const other = playground.field('check-other-body');
  assert.equal(await other.innerText(), 'This is not the body under “File”, which is not text in UTF-8.');
  await playground.bodyFormat('File');
  await other.waitFor({ state: 'detached' });
  await playground.field('check-file-remove').click();
  await playground.page.getByText('Choose a file or drop one here').waitFor();
  assert.equal(await playground.page.evaluate(() => document.activeElement.id), 'check-body-file');
  await playground
    .field('check-body-file')
    .setInputFiles({ name: 'body.bin', mimeType: 'application/json', buffer: body });
  assert.equal(await verdict(playground), 'Valid signature');
  await playground.assertQuiet();
});

test('the examples of every scheme get the verdicts in their names', async (t) => {
  const playground = await open(t, { hash: '#check' });
  const expected = {
    genuine: 'Valid signature',
    rotated: 'Valid signature',
    incomplete: 'Valid signature',
    reserialised: 'signature_mismatch',
    'line-ends': 'signature_mismatch',
    altered: 'signature_mismatch',
    'wrong-secret': 'signature_mismatch',
    'other-url': 'signature_mismatch',
    old: 'too_old',
    ahead: 'too_new',
    unsigned: 'missing_header',
    'cut-off': 'malformed_signature',
  };
  for (const scheme of [
    'generic/signature',
    'stripe/v1',
    'twilio/sha1',
    'hubspot/v3',
    'awell/rsa',
    'sendgrid/ecdsa',
    'standard/v1a',
  ]) {
    await playground.choose('check', scheme);
    await playground.field('examples-button').press('Enter');
    // The worker signs with public keys.
    await playground.page.locator('.example').first().waitFor();
    const offered = await playground.page
      .locator('.example')
      .evaluateAll((buttons) => buttons.map(({ id }) => id.slice(8)));
    await playground.field('examples-button').press('Enter');
    assert.ok(offered.length >= 6, `${scheme}: ${offered}`);
    for (const name of offered) {
      await playground.example(scheme, name);
      assert.equal(await verdict(playground), expected[name], `${name} of ${scheme}`);
    }
  }
  await playground.assertQuiet();
});

test('the examples of popular senders carry what they send', async (t) => {
  const playground = await open(t, { hash: '#check' });
  const hint = playground.field('examples').locator('.hint');
  for (const [scheme, header, part] of [
    ['github/sha256', 'X-GitHub-Event: issues', '"sender":{"login":'],
    ['stripe/v1', 'Stripe-Signature: t=', '"object": "payment_intent"'],
    ['slack/v0', 'User-Agent: Slackbot 1.0', '"type":"event_callback"'],
    ['shopify/hmac', 'X-Shopify-Topic: orders/create', '"line_items":[{'],
    ['twilio/sha1', 'Content-Type: application/x-www-form-urlencoded', '&MessageSid=SM'],
    ['resend/v1', 'svix-id: msg_', '"type":"email.delivered"'],
  ]) {
    await playground.example(scheme, 'genuine');
    assert.equal((await playground.verdict('check')).title, 'Valid signature', scheme);
    assert.ok((await playground.field('check-headers').inputValue()).includes(header), scheme);
    assert.ok((await playground.field('check-body').inputValue()).includes(part), scheme);
    await playground.field('examples-button').click();
    assert.doesNotMatch(await hint.innerText(), /invented/);
    await playground.page.keyboard.press('Escape');
  }
  await playground.choose('check', 'zoom/v0');
  await playground.field('examples-button').click();
  await hint.filter({ hasText: 'the event is invented' }).waitFor();
  await playground.assertQuiet();
});

test('shows no verdict before there is a delivery', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.clearExample();
  assert.equal(await verdict(playground), 'Nothing to check yet');
  assert.equal(await playground.field('check-contents').count(), 0);
});
