// Deliveries of senders in the check panel, with every scheme and with a custom scheme.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { tested } from '../extent.mjs';
import { open } from './playground.mjs';

const { tests: vectors } = JSON.parse(readFileSync(new URL('../vectors/senders.json', import.meta.url)));

const bytes = ({ text, hex }) => (hex === undefined ? Buffer.from(text) : Buffer.from(hex, 'hex'));

/** A delivery as a user would enter it. */
const typed = ({ scheme, method, url, headers, body, bodyHex, secrets, nowMs }) => ({
  scheme,
  method,
  url,
  headers,
  // A text field replaces CRLF by LF.
  body: bodyHex !== undefined || body.includes('\r') ? bytes({ text: body, hex: bodyHex }) : body,
  secrets: secrets.map((secret) => bytes(secret).toString('utf8')),
  nowMs,
});

const first = (scheme) => typed(vectors.find((vector) => vector.scheme === scheme && vector.ok));

const verdict = async (playground) => {
  const { title, code } = await playground.verdict('check');
  return code ?? title;
};

test('accepts deliveries of senders, and rejects them with a changed character', async (t) => {
  const playground = await open(t, { hash: '#check' });
  const typable = vectors.filter((vector) => typed(vector).secrets.every((secret) => !secret.includes('\uFFFD')));
  assert.ok(typable.length > vectors.length * 0.9, `${typable.length} of ${vectors.length} deliveries can be typed`);
  for (const vector of tested(typable, 40)) {
    const delivery = typed(vector);
    await playground.deliver(delivery);
    assert.equal(await verdict(playground), vector.ok ? 'Valid signature' : vector.code, vector.id);
  }

  for (const scheme of ['stripe/v1', 'standard/v1', 'standard/v1a', 'wise/rsa', 'sendgrid/ecdsa']) {
    const delivery = first(scheme);
    await playground.deliver({ ...delivery, body: `${delivery.body} ` });
    assert.equal(await verdict(playground), 'signature_mismatch', scheme);
  }
  await playground.assertQuiet();
});

test('has a field for the URL if the scheme signs it', async (t) => {
  const playground = await open(t, { hash: '#check' });
  assert.equal(await playground.field('check-url').count(), 0, 'another scheme has a field for the URL');
  const { url, ...delivery } = first('twilio/sha1');
  await playground.deliver(delivery);
  assert.equal(await verdict(playground), 'missing_url');
  await playground.field('check-url').fill(url);
  assert.equal(await verdict(playground), 'Valid signature');
  await playground.field('check-url').fill(`${url}&more=1`);
  assert.equal(await verdict(playground), 'signature_mismatch');
});

test('a stored delivery is too old until the timestamp is ignored', async (t) => {
  const playground = await open(t, { hash: '#check' });
  const { nowMs, ...delivery } = first('standard/v1');
  await playground.deliver(delivery);
  assert.equal(await verdict(playground), 'too_old');
  await playground.page.getByRole('button', { name: 'Ignore the timestamp' }).click();
  assert.equal(await verdict(playground), 'Valid signature');
  const shown = await playground.text('check-verdict');
  assert.match(shown, /msg_p5jXN8AQM9LWM0D4loKWxJek/, 'its id');
  assert.match(shown, /2021-02-25T15:02:10Z/, 'the time of the signature is missing');
  await playground.setCheckTime(nowMs + 3000);
  assert.match(await playground.text('check-verdict'), /3 s before/);
  await playground.field('check-instant').fill('the other day');
  assert.equal(await verdict(playground), 'invalid_instant');
  await playground.panel('check').getByRole('radio', { name: 'Now' }).check();
  assert.equal(await verdict(playground), 'too_old');
  await playground.assertQuiet();
});

test('a delivery becomes too old while it is displayed', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.page.clock.install();
  await playground.reload();
  await playground.openPanel('check');
  await playground.example('stripe/v1', 'genuine');
  assert.equal(await verdict(playground), 'Valid signature');
  await playground.page.clock.fastForward('06:00');
  await playground.page.clock.runFor(6000);
  await playground.page.locator('#check-verdict [data-code=too_old]').waitFor();
});

test('shows warnings about a secret with its number', async (t) => {
  const playground = await open(t, { hash: '#check' });
  const delivery = first('stripe/v1');
  await playground.deliver({ ...delivery, secrets: ['"quoted secret of some length"', ...delivery.secrets] });
  assert.match((await playground.verdict('check')).reason, /secret 2 of 2/);
  assert.deepEqual(await playground.problems('check-field-problems'), ['secret_quoted']);
  assert.match(await playground.text('check-field-problems'), /Secret 1: /);
});

test('shows the details of the scheme and its source next to the verdict', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.choose('check', 'airwallex/hmac');
  const facts = await playground.text('check-facts');
  for (const words of [
    'HMAC-SHA256',
    'x-signature',
    '{timestamp}{body}',
    'milliseconds since 1970',
    'documents no limit',
  ]) {
    assert.ok(facts.includes(words), words);
  }
  const sources = playground.panel('check').locator('.card .sources').first();
  await sources.locator('summary').click();
  assert.match(await sources.innerText(), /airwallex\.com.*read on 2026-\d\d-\d\d/s);
});

test('a custom scheme can be edited until it is valid', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.choose('check', 'github/sha256');
  await playground.choose('check', 'custom');
  const start = await playground.field('check-custom').inputValue();
  assert.equal(
    JSON.parse(start).signature.header,
    'X-Hub-Signature-256',
    'the custom scheme is not a copy of the chosen one',
  );
  await playground
    .field('check-custom')
    .fill('{ "id": "custom/acme", "algorithm": "sha-256", "content": "{time}", "signature": {} }');
  const found = await playground.text('check-custom-problems');
  for (const place of ['/algorithm', '/signature']) assert.ok(found.includes(place), place);
  const body = '{"order":7}';
  const value = createHmac('sha512', 'a secret of sixteen bytes').update(`7:${body}`).digest('base64');
  await playground.deliver({
    headers: [
      ['X-Acme', `sig=${value}`],
      ['X-Nonce', '7'],
    ],
    body,
    secrets: ['a secret of sixteen bytes'],
  });
  assert.equal(await verdict(playground), 'invalid_scheme');

  const scheme = {
    id: 'custom/acme',
    algorithm: 'hmac-sha512',
    content: '{header:X-Nonce}:{body}',
    signature: { header: 'X-Acme', prefix: 'sig=', encoding: 'base64' },
  };
  await playground.field('check-custom').fill(JSON.stringify(scheme, null, 2));
  assert.deepEqual(await playground.problems('check-custom-problems'), []);
  assert.equal(await verdict(playground), 'Valid signature');
  await playground.example('custom', 'altered');
  assert.equal(await verdict(playground), 'signature_mismatch');

  await playground.openPanel('event');
  await playground.choose('event', 'custom');
  assert.match(await playground.text('event-signature'), /^X-Acme: sig=/);
  await playground.openPanel('check');
  await playground.page.getByRole('button', { name: 'Start again from Generic' }).click();
  const again = JSON.parse(await playground.field('check-custom').inputValue());
  assert.equal(again.id, 'custom/generic-signature', 'the custom scheme is not a copy of the last chosen one');
  await playground.assertQuiet();
});

test('answers a handshake of Zoom', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.example('zoom/v0', 'handshake');
  assert.equal(await verdict(playground), 'Valid signature');
  assert.equal(await playground.text('check-answer-status'), '200');
  assert.match(await playground.text('check-answer-headers'), /Content-Type: application\/json/);
  const { plainToken } = JSON.parse(await playground.field('check-body').inputValue()).payload;
  const secret = await playground.field('check-secrets').inputValue();
  assert.deepEqual(JSON.parse(await playground.field('check-answer-body').textContent()), {
    plainToken,
    encryptedToken: createHmac('sha256', secret).update(plainToken).digest('hex'),
  });
  await playground.field('check-body').fill('{"event":"meeting.started"}');
  assert.equal(await playground.field('check-answer').count(), 0, 'a delivery has an answer');
});

test('does not reject an unsigned handshake', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.choose('check', 'dropbox');
  await playground.field('check-method').selectOption('GET');
  await playground.field('check-url').fill('https://shop.example/hook?challenge=abc123');
  assert.equal(await verdict(playground), 'Handshake');
  assert.equal(await playground.text('check-answer-body'), 'abc123');
  await playground.assertQuiet();
});
