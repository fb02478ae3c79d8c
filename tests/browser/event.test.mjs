// The event panel: samples, validation and signatures.

import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, verify } from 'node:crypto';
import { test } from 'node:test';

import { open } from './playground.mjs';

test('the sample is valid, and mistakes are reported with their path', async (t) => {
  const playground = await open(t, { hash: '#event' });
  assert.equal((await playground.verdict('event')).title, 'Valid');
  const body = JSON.parse(await playground.field('event-body').inputValue());
  body.created_at = 'yesterday';
  delete body.data.id;
  body.data.color = 'blue';
  await playground.field('event-body').fill(JSON.stringify(body));
  assert.equal((await playground.verdict('event')).title, 'Not valid');
  assert.deepEqual(await playground.problems('event-problems'), [
    'invalid_timestamp',
    'missing_field',
    'unknown_field',
  ]);
  const shown = await playground.text('event-problems');
  for (const place of ['/created_at', '/data/id', '/data/color']) assert.ok(shown.includes(place), place);
  await playground.field('event-body').fill('{');
  assert.deepEqual(await playground.problems('event-problems'), ['invalid_json']);
  await playground.page.getByRole('button', { name: 'Reset body' }).click();
  assert.equal((await playground.verdict('event')).title, 'Valid');
  await playground.assertQuiet();
});

test('an unknown event type is a note, not an error', async (t) => {
  const playground = await open(t, { hash: '#event' });
  const body = JSON.parse(await playground.field('event-body').inputValue());
  await playground.field('event-body').fill(JSON.stringify({ ...body, type: 'user.promoted' }));
  assert.deepEqual(await playground.problems('event-problems'), ['unknown_event_type']);
  assert.equal((await playground.verdict('event')).title, 'Valid');
});

test('the signature is that of node:crypto for the same bytes', async (t) => {
  const playground = await open(t, { hash: '#event' });
  const bodies = [
    '{}',
    '',
    '{ "naïve": "é\u{1F980}" }\n',
    'x'.repeat(5000),
    await playground.field('event-body').inputValue(),
  ];
  for (const [provider, header] of [
    ['generic', 'X-Webhook-Signature'],
    ['well', 'X-Well-Signature'],
  ]) {
    await playground.field('event-provider').selectOption(provider);
    for (const secret of ['whsec_abc123', 'ключ', ' padded ']) {
      await playground.field('event-secret').fill(secret);
      for (const body of bodies) {
        await playground.field('event-body').fill(body);
        const expected = createHmac('sha256', secret).update(body).digest('hex');
        assert.deepEqual(await playground.signature(), { name: header, value: expected });
      }
    }
  }
});

test('the command sends exactly the signed bytes', async (t) => {
  const playground = await open(t, { hash: '#event' });
  const body = `{ "it's": "\\u00e9 \\"quoted\\"" }\n`;
  await playground.field('event-body').fill(body);
  await playground.field('event-url').fill('http://127.0.0.1:3000/webhook');
  const command = await playground.field('event-request').textContent();
  const { name, value } = await playground.signature();
  assert.ok(command.startsWith("curl -X POST 'http://127.0.0.1:3000/webhook'"));
  assert.ok(command.includes(`-H '${name}: ${value}'`));
  assert.ok(command.includes("-H 'Content-Type: application/json'"));
  assert.equal(command.split("--data-raw '")[1].slice(0, -1).replaceAll(String.raw`'\''`, "'"), body);
});

test('every event type of every provider has a valid sample', async (t) => {
  const playground = await open(t, { hash: '#event' });
  for (const provider of ['generic', 'well']) {
    await playground.field('event-provider').selectOption(provider);
    const types = await playground.field('event-type').locator('option').allInnerTexts();
    assert.ok(types.length >= 8);
    for (const type of types) {
      await playground.field('event-type').selectOption(type);
      assert.deepEqual(await playground.problems('event-problems'), [], type);
      assert.ok((await playground.field('event-body').inputValue()).includes(`"${type}"`));
    }
  }
});

test('reports a missing secret and signs nothing', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.field('event-secret').fill('');
  assert.match(await playground.text('event-signature'), /The secret is missing/);
  assert.doesNotMatch(await playground.text('event-request'), /Signature/);
});

test('marks assumed facts and describes them', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.field('event-provider').selectOption('well');
  await playground.page.getByText('How Well signs').filter({ visible: true }).click();
  const evidence = playground.panel('event').locator('.more .sources').first();
  assert.match(await evidence.locator('.badge').innerText(), /^assumed$/);
  await evidence.locator('summary').click();
  assert.match(await evidence.innerText(), /Assumed: The algorithm, the encoding and the format of the secret: /);
});

test('the retry plan of the provider is shown', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.page.getByText('If your receiver is down').click();
  const rows = await playground.panel('event').locator('.retries tbody tr').allInnerTexts();
  assert.deepEqual(
    rows.map((row) => row.split('\t')[1]),
    ['immediately', '30 s', '5 min', '30 min', '2 h'],
  );
});

test('signs with an RSA test key, and verifies with its public key', async (t) => {
  const playground = await open(t, { hash: '#event' });
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await playground.field('event-provider').selectOption('awell');
  await playground.field('event-type').selectOption('activity.created');
  assert.equal((await playground.verdict('event')).title, 'Valid');
  await playground.field('event-secret').fill(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  assert.match(await playground.text('event-secret-hint'), /test key/);
  const body = await playground.field('event-body').inputValue();
  const { name, value } = await playground.signature();
  assert.equal(name, 'X-Awell-Signature');
  assert.ok(verify('sha256', Buffer.from(body), publicKey, Buffer.from(value, 'base64')));

  // The receiver gets the public key, also of a typed private key.
  const expected = publicKey.export({ type: 'spki', format: 'pem' }).trim();
  await playground
    .field('event-public')
    .filter({ hasText: expected.split('\n')[1] })
    .waitFor();
  assert.equal(await playground.text('event-public'), expected);
  await playground.page.getByRole('button', { name: 'Check this delivery' }).click();
  assert.equal((await playground.verdict('check')).title, 'Valid signature');
  assert.equal((await playground.field('check-secrets').inputValue()).trim(), expected);
  await playground.assertQuiet();
});

test('signs with the scheme of any sender, and passes the delivery to the check panel', async (t) => {
  const playground = await open(t, { hash: '#event' });
  for (const scheme of ['stripe/v1', 'hubspot/v3', 'standard/v1a', 'pandadoc/query', 'mailgun/body', 'klaviyo/hmac']) {
    await playground.openPanel('event');
    await playground.choose('event', scheme);
    await playground.page.getByRole('button', { name: 'Generate a key' }).click();
    await playground.field('event-url').fill('https://shop.example/hooks?a=1');
    await playground.field('event-method').selectOption('PUT');
    await playground.page.getByRole('button', { name: 'Check this delivery' }).click();
    assert.equal((await playground.verdict('check')).title, 'Valid signature', scheme);
  }
  await playground.assertQuiet();
});

test('signs the given id and time', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.choose('event', 'standard/v1');
  await playground.field('event-secret').fill('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
  await playground.field('event-body').fill('{"test": 2432232314}');
  await playground.field('event-id').fill('msg_p5jXN8AQM9LWM0D4loKWxJek');
  await playground.panel('event').getByRole('radio', { name: 'Set time' }).check();
  await playground.field('event-instant').fill('1614265330');
  assert.match(await playground.text('event-signature'), /v1,g0hM9SsE\+OTPJTGt\/tmIKtSyZlE3uFJELVlNIOLJ1OE=/);
  await playground.page.getByRole('button', { name: 'Check this delivery' }).click();
  assert.equal((await playground.verdict('check')).title, 'Valid signature', 'the time was not passed on');
});

/** Waits until another public key is shown. While it is derived, none is. */
const publicKeyChanges = (playground, before) =>
  playground.page.waitForFunction((before) => {
    const shown = document.getElementById('event-public')?.textContent.trim();
    return shown !== undefined && shown !== before;
  }, before);

test('shows the public key of a key pair', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.choose('event', 'standard/v1a');
  const sample = await playground.text('event-public');
  await playground.page.getByRole('button', { name: 'Generate a key' }).click();
  await publicKeyChanges(playground, sample);
  assert.match(await playground.field('event-secret').inputValue(), /^whsk_/);
  const shown = await playground.text('event-public');
  assert.match(shown, /^whpk_/);
  await playground.page.getByRole('button', { name: 'Check this delivery' }).click();
  assert.equal(await playground.field('check-secrets').inputValue(), shown, 'the private key was passed on');
  assert.equal((await playground.verdict('check')).title, 'Valid signature');
});

test('hands over the public key of the sample and of generated pairs', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.field('event-provider').selectOption('awell');
  for (const generates of [false, true]) {
    if (generates) {
      const before = await playground.text('event-public');
      await playground.page.getByRole('button', { name: 'Generate a key' }).click();
      await publicKeyChanges(playground, before);
    }
    const { value } = await playground.signature();
    const shown = await playground.text('event-public');
    assert.match(shown, /^-----BEGIN PUBLIC KEY-----/);
    const body = Buffer.from(await playground.field('event-body').inputValue());
    assert.ok(verify('sha256', body, shown, Buffer.from(value, 'base64')));
    await playground.page.getByRole('button', { name: 'Check this delivery' }).click();
    assert.equal((await playground.verdict('check')).title, 'Valid signature');
    assert.equal((await playground.field('check-secrets').inputValue()).trim(), shown);
    await playground.openPanel('event');
  }
  // A private key from which no public key follows is not handed over.
  await playground.field('event-secret').fill('-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----');
  await playground.field('event-public').waitFor({ state: 'detached' });
  await playground.assertQuiet();
});

test('copies the delivery as raw HTTP and as a test vector', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.field('event-url').fill('http://127.0.0.1:3000/hook?a=1');
  const format = (name) => playground.panel('event').getByRole('radio', { name, exact: true }).check();
  const body = await playground.field('event-body').inputValue();
  const { name, value } = await playground.signature();
  assert.match(await playground.text('event-formatted'), /^Content-Type: application\/json\n/);
  await format('Raw HTTP');
  assert.equal(
    await playground.field('event-formatted').textContent(),
    `POST /hook?a=1 HTTP/1.1\nHost: 127.0.0.1:3000\nContent-Type: application/json\n${name}: ${value}\n` +
      `Content-Length: ${Buffer.byteLength(body)}\n\n${body}`,
  );
  await format('Test vectors');
  const { tests } = JSON.parse(await playground.field('event-formatted').textContent());
  const [vector, altered, other] = tests;
  assert.equal(createHmac('sha256', vector.secrets[0].text).update(vector.body).digest('hex'), value);
  assert.deepEqual(
    [vector.scheme, vector.ok, vector.url],
    ['generic/signature', true, 'http://127.0.0.1:3000/hook?a=1'],
  );
  // What a verifier must reject, with the reason.
  assert.deepEqual(
    tests.map(({ ok, code }) => (ok ? 'accepted' : code)),
    ['accepted', 'signature_mismatch', 'signature_mismatch', 'missing_header'],
  );
  assert.notEqual(altered.body, vector.body);
  assert.notEqual(other.secrets[0].text, vector.secrets[0].text);
  await playground.field('event-secret').fill('hunter2-hunter2-hunter2');
  assert.doesNotMatch(await playground.text('event-formatted'), /hunter2/);
  await playground.field('event-with-secret').check();
  assert.match(await playground.text('event-formatted'), /hunter2/);
  await playground.assertQuiet();
});

test('the primary action copies the cURL command', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.panel('event').getByRole('radio', { name: 'Python' }).check();
  const copied = await playground.copied(playground.field('event-actions').getByRole('button', { name: 'Copy cURL' }));
  assert.ok(copied.startsWith("curl -X POST 'http://127.0.0.1:8000/webhook'"), copied);
  await playground.assertQuiet();
});

test('reports mistakes in nested members with their path', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.field('event-provider').selectOption('awell');
  await playground.field('event-type').selectOption('activity.created');
  const body = JSON.parse(await playground.field('event-body').inputValue());
  body.activity.sub_activities[0].id = 7;
  await playground.field('event-body').fill(JSON.stringify(body));
  assert.deepEqual(await playground.problems('event-problems'), ['wrong_type']);
  assert.match(await playground.text('event-problems'), /\/activity\/sub_activities\/0\/id/);
  await playground.assertQuiet();
});

test('the code that signs is that of the scheme, and runs', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.choose('event', 'stripe/v1');
  await playground.panel('event').getByText('Signing code for your sender').click();
  await playground.field('event-signing-code').waitFor();
  const source = await playground.text('event-signing-code');
  const { sign } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
  const headers = sign('{"id":"evt_1"}', 'a secret', 1_768_478_400_000);
  const expected = createHmac('sha256', 'a secret').update('1768478400.{"id":"evt_1"}').digest('hex');
  assert.deepEqual(headers, { 'Stripe-Signature': `t=1768478400,v1=${expected}` });
  await playground.panel('event').getByRole('radio', { name: 'Python', exact: true }).last().check();
  assert.match(await playground.text('event-signing-code'), /^import hashlib|^import hmac/);
  await playground.choose('event', 'awell/rsa');
  assert.match(await playground.text('event-signing-reason'), /signs with a private key/);
  assert.equal(await playground.field('event-signing-code').isVisible(), false);
  await playground.assertQuiet();
});
