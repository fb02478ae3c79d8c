// The paste box of the check panel: whole requests, their detection, and what is undone.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';

import { open } from './playground.mjs';

const SECRET = "It's a Secret to Everybody";
const sign = (body, secret = SECRET) => createHmac('sha256', secret).update(body).digest('hex');

/** Opens the panel and clears its example. */
async function openEmpty(t, options) {
  const playground = await open(t, { hash: '#check', ...options });
  await playground.clearExample();
  return playground;
}

const notice = (playground) => playground.page.locator('#check-notice .notice');

test('a curl command becomes a delivery, its sender is named, and the import can be undone', async (t) => {
  const playground = await openEmpty(t);
  await playground.field('check-headers').fill('X-Mine: kept');
  await playground.field('check-body').fill('mine');
  const curl = `curl -X POST https://shop.example/webhooks \\
  -H "Content-Type: application/json" \\
  -H "X-Hub-Signature-256: sha256=${sign('{"id":1}')}" \\
  -d '{"id":1}'`;
  await playground.paste(curl, 'check-paste');
  await notice(playground).getByText('Read as cURL: 2 headers, 8 bytes').waitFor();
  assert.equal(await playground.field('check-body').inputValue(), '{"id":1}');
  assert.match(await playground.field('check-headers').inputValue(), /X-Hub-Signature-256: sha256=/);
  assert.equal(await playground.field('check-paste').inputValue(), '');
  await playground.field('check-detected').getByText('Looks like GitHub').waitFor();
  assert.match(await playground.field('check-scheme').inputValue(), /^GitHub \(sha256\)$/);

  // Without a secret, nothing is wrong yet.
  assert.equal((await playground.verdict('check')).title, 'No secret yet');
  assert.match(await playground.field('check-verdict').getAttribute('class'), /neutral/);
  await playground.field('check-secrets').fill(SECRET);
  assert.equal((await playground.verdict('check')).title, 'Valid signature');

  await playground.field('check-undo').click();
  assert.equal(await playground.field('check-headers').inputValue(), 'X-Mine: kept');
  assert.equal(await playground.field('check-body').inputValue(), 'mine');
  await playground.assertQuiet();
});

const numbered = (number) =>
  `curl https://a.example/x -H 'X-Hub-Signature-256: sha256=${sign(`{"n":${number}}`)}' -d '{"n":${number}}'`;

test('every paste is read at once, also on a first visit without an address', async (t) => {
  const playground = await open(t);
  for (const number of [1, 2, 3]) {
    await playground.paste(numbered(number), 'check-paste');
    await playground.page.waitForFunction(
      (body) => document.getElementById('check-body').value === body,
      `{"n":${number}}`,
    );
    await playground.page.waitForFunction(() => document.getElementById('check-paste').value === '');
  }
  // Nothing has the focus.
  await playground.page.evaluate(() => document.activeElement.blur());
  await playground.paste(numbered(4));
  await playground.page.waitForFunction(() => document.getElementById('check-body').value === '{"n":4}');
  await playground.page.evaluate(() => document.activeElement.blur());
  await playground.page.keyboard.press('/');
  await playground.page.waitForFunction(() => document.activeElement.id === 'check-paste');
  await playground.assertQuiet();
});

test('there is no verdict while a text in the box is unread', async (t) => {
  const playground = await open(t);
  const verdict = playground.field('check-verdict');
  await verdict.waitFor();
  await playground.field('check-paste').focus();
  await playground.page.keyboard.type('curl');
  await playground.page.getByText('Not read yet: press Enter.').waitFor();
  assert.equal(await verdict.isVisible(), false);
  await playground.page.keyboard.press('ControlOrMeta+A');
  await playground.page.keyboard.press('Delete');
  await verdict.waitFor();
});

test('the first text of the user removes the whole example', async (t) => {
  const playground = await open(t);
  await playground.paste(numbered(1), 'check-paste');
  await playground.page.waitForFunction(() => document.getElementById('check-secrets').value === '');
  assert.equal((await playground.verdict('check')).title, 'No secret yet');
  await playground.field('check-undo').click();
  await playground.field('check-example').waitFor();

  // A secret replaces the one of the example, wherever the caret is.
  await playground.field('check-secrets').focus();
  await playground.page.keyboard.press('End');
  await playground.page.keyboard.type('whsec_mine');
  assert.equal(await playground.field('check-secrets').inputValue(), 'whsec_mine');
  assert.equal(await playground.field('check-headers').inputValue(), '');
  await playground.assertQuiet();
});

test('a line feed at the end of a pasted secret is named, and can be a part of it', async (t) => {
  const playground = await openEmpty(t);
  await playground.deliver({
    scheme: 'github/sha256',
    headers: [['X-Hub-Signature-256', `sha256=${sign('{}', `${SECRET}\n`)}`]],
    body: '{}',
    secrets: [],
  });
  await playground.paste(`${SECRET}\n`, 'check-secrets');
  await notice(playground).getByText('The line feed at the end of the secret').waitFor();
  assert.equal((await playground.verdict('check')).title, 'Invalid signature');
  await playground.page.getByRole('button', { name: 'Make it a part of the secret' }).click();
  assert.equal((await playground.verdict('check')).title, 'Valid signature');
  await playground.assertQuiet();
});

test('the field of the headers reads an object that a program printed', async (t) => {
  const playground = await openEmpty(t);
  await playground.paste(`{ 'x-hub-signature-256': 'sha256=${'0'.repeat(64)}', host: 'a.example' }`, 'check-headers');
  await playground.page.waitForFunction(() =>
    /^x-hub-signature-256: sha256=0+\nhost: a\.example$/.test(document.getElementById('check-headers').value),
  );
  await playground.field('check-undo').waitFor();
  await playground.assertQuiet();
});

test('a placeholder in a tutorial is not called a wrong secret', async (t) => {
  const playground = await openEmpty(t);
  const curl = `curl -X POST http://localhost:3000/webhook \\
  -H "Content-Type: application/json" \\
  -H "X-Webhook-Signature: test_signature" \\
  -d '{
    "id": "evt_test"
  }'`;
  await playground.paste(curl, 'check-paste');
  await notice(playground)
    .getByText(/Read as cURL: 2 headers/)
    .waitFor();
  const { title, code } = await playground.verdict('check');
  assert.deepEqual([title, code], ['Can’t be checked', 'malformed_signature']);
  const cause = playground.page.locator('#check-diagnosis[aria-busy=false] .best');
  await cause.waitFor();
  assert.match(await cause.getAttribute('data-code'), /^signature_/);
  assert.doesNotMatch(await cause.innerText(), /most likely the secret/);
  await playground.assertQuiet();
});

test('a raw request, headers as JSON and a bare signature are read wherever they are pasted', async (t) => {
  const playground = await openEmpty(t);
  // Nothing has the focus.
  await playground.page.evaluate(() => document.activeElement.blur());
  await playground.paste(`POST /hook HTTP/1.1\nHost: a.example\nStripe-Signature: t=1,v1=${'0'.repeat(64)}\n\n{"a":1}`);
  await notice(playground)
    .getByText(/Read as .*2 headers, 7 bytes/)
    .waitFor();
  await playground.field('check-detected').getByText('Looks like Stripe').waitFor();

  await playground.paste(
    `{ 'x-slack-signature': 'v0=${'0'.repeat(64)}', 'x-slack-request-timestamp': '1' }`,
    'check-paste',
  );
  await playground.field('check-detected').getByText('Looks like Slack').waitFor();
  assert.equal(await playground.field('check-body').inputValue(), '{"a":1}', 'headers alone have removed the body');

  await playground.field('check-headers').fill('');
  await playground.paste(`sha256=${'0'.repeat(64)}`, 'check-paste');
  await playground.page.waitForFunction(() => /: sha256=0+$/.test(document.getElementById('check-headers').value));
  await playground.assertQuiet();
});

test('one request of a HAR file can be chosen', async (t) => {
  const playground = await openEmpty(t);
  const entry = (name) => ({
    request: {
      method: 'POST',
      url: `https://a.example/${name}`,
      headers: [{ name: 'X-Name', value: name }],
      postData: { mimeType: 'text/plain', text: name },
    },
  });
  const har = JSON.stringify({ log: { version: '1.2', entries: [entry('first'), entry('second')] } });
  await playground.paste(har, 'check-paste');
  await playground.field('check-entries').waitFor();
  assert.equal(await playground.field('check-body').inputValue(), 'first');
  await playground.field('check-entries').selectOption({ label: '2. POST https://a.example/second' });
  await playground.page.waitForFunction(() => document.getElementById('check-body').value === 'second');
  await playground.field('check-undo').click();
  assert.equal(await playground.field('check-body').inputValue(), '');

  // The request that looks like a delivery is read first, and the menu says which one it is.
  const page = { request: { method: 'GET', url: 'https://a.example/', headers: [] } };
  await playground.paste(JSON.stringify({ log: { version: '1.2', entries: [page, entry('first')] } }), 'check-paste');
  await playground.page.waitForFunction(() => document.getElementById('check-body').value === 'first');
  assert.equal(await playground.field('check-entries').inputValue(), '1');
  assert.doesNotMatch(await notice(playground).innerText(), /paste one request/);
  await playground.assertQuiet();
});

test('one request of a Postman collection can be chosen, with the variables of the collection', async (t) => {
  const playground = await openEmpty(t);
  const item = (name) => ({
    name,
    request: {
      method: 'POST',
      header: [{ key: 'X-Name', value: '{{user}}' }],
      body: { mode: 'raw', raw: `{"name":"${name}"}` },
      url: { raw: `{{base}}/${name}` },
    },
  });
  const collection = {
    info: { name: 'c', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
    item: [item('first'), { name: 'folder', item: [item('second')] }],
    variable: [
      { key: 'base', value: 'https://a.example' },
      { key: 'user', value: 'ada' },
    ],
  };
  await playground.paste(JSON.stringify(collection), 'check-paste');
  await playground.field('check-entries').selectOption({ label: '2. POST second' });
  await playground.page.waitForFunction(() => document.getElementById('check-body').value === '{"name":"second"}');
  assert.match(await playground.field('check-headers').inputValue(), /^X-Name: ada$/m);
  assert.doesNotMatch(await notice(playground).innerText(), /variable/);

  await playground.paste('{\n  "log": {\n    "entries": [{"request": {"method": "POST"', 'check-paste');
  await playground.page.locator('#check-notice [data-code=malformed]').waitFor();
  assert.match(await notice(playground).innerText(), /line 3 .*ends in the middle/i);
  await playground.assertQuiet();
});

test('a text that cannot be read stays in the box, with the reason', async (t) => {
  const playground = await openEmpty(t);
  const text = "curl https://a.example -H 'X-A: unclosed";
  await playground.paste(text, 'check-paste');
  const problem = notice(playground);
  await problem.waitFor();
  await playground.page.locator('#check-notice [data-code=malformed]').waitFor();
  assert.match(await problem.innerText(), /quotation mark/i);
  assert.equal(await playground.field('check-paste').inputValue(), text);
  await playground.assertQuiet();
});

test('a request in another field is offered, and any other text is left alone', async (t) => {
  const playground = await openEmpty(t);
  await playground.paste('{"log": 1}', 'check-body');
  assert.equal(await playground.field('check-body').inputValue(), '{"log": 1}');
  await playground.field('check-body').fill('');
  await playground.paste(`curl https://a.example -H 'X-Hub-Signature-256: sha256=${sign('x')}' -d x`, 'check-headers');
  await notice(playground).getByText('The pasted text is a whole request').waitFor();
  await playground.field('check-offer').click();
  assert.equal(await playground.field('check-body').inputValue(), 'x');
  assert.match(await playground.field('check-headers').inputValue(), /^X-Hub-Signature-256/m);
  await playground.assertQuiet();
});

test('a body whose line ends the text field changes can be pasted as bytes', async (t) => {
  const playground = await openEmpty(t);
  const body = '{\r\n  "a": 1\r\n}\r\n';
  await playground.field('check-headers').fill(`X-Hub-Signature-256: sha256=${sign(body)}`);
  await playground.field('check-secrets').fill(SECRET);
  await playground.paste(body, 'check-body');
  await notice(playground).getByText('This text field has changed 3 line ends from CRLF to LF').waitFor();
  assert.equal((await playground.verdict('check')).code, 'signature_mismatch');
  await playground.page.getByRole('button', { name: 'Paste as bytes' }).click();
  assert.equal((await playground.verdict('check')).title, 'Valid signature');
  assert.match(await playground.field('check-body-hex').inputValue(), /^7b 0d 0a/);
  await playground.assertQuiet();
});

test('the sender is detected while headers are typed, and a chosen one is only questioned', async (t) => {
  const playground = await openEmpty(t);
  await playground.field('check-headers').fill('Host: a.example');
  assert.equal((await playground.verdict('check')).title, 'Sender unknown');
  assert.match(await playground.field('check-scheme').inputValue(), /^Detect/);
  await playground.field('check-headers').fill(`Stripe-Signature: t=1,v1=${'0'.repeat(64)}`);
  await playground.field('check-detected').getByText('Looks like Stripe').waitFor();

  await playground.choose('check', 'slack/v0');
  await playground.field('check-detected').getByText('Use it').waitFor();
  assert.match(await playground.field('check-scheme').inputValue(), /^Slack/);
  await playground.field('check-detected').getByRole('button', { name: 'Use it' }).click();
  assert.match(await playground.field('check-scheme').inputValue(), /^Stripe/);
  await playground.assertQuiet();
});

test('a dropped file is a request or the body', async (t) => {
  const playground = await openEmpty(t);
  const drop = (name, text) =>
    playground.page.evaluate(
      ([name, text]) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([text], name));
        document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
      },
      [name, text],
    );
  await drop('request.http', 'POST /x HTTP/1.1\nX-A: b\n\nbody');
  await notice(playground)
    .getByText(/Read as .*1 header, 4 bytes/)
    .waitFor();
  await drop('body.bin', '\u0000\u0001 just bytes');
  await playground.page.getByText('body.bin is used as the body').waitFor();
  await playground.page.getByText('body.bin, 13 bytes').waitFor();
  await drop('large.bin', 'x'.repeat(10_000_001));
  await notice(playground).getByText('large.bin is larger than 10 MB').waitFor();
  await playground.page.getByText('body.bin, 13 bytes').waitFor();
  await playground.assertQuiet();
});

test('bytes are read as tools print them', async (t) => {
  const playground = await openEmpty(t);
  const body = '{"id":1}';
  await playground.field('check-headers').fill(`X-Hub-Signature-256: sha256=${sign(body)}`);
  await playground.field('check-secrets').fill(SECRET);
  await playground.bodyFormat('Hex');
  for (const text of [
    '0x7b 0x22 0x69 0x64 0x22 0x3a 0x31 0x7d',
    '00000000  7b 22 69 64 22 3a 31 7d                           |{"id":1}|\n00000008\n',
    '00000000: 7b22 6964 223a 317d                      {"id":1}\n',
  ]) {
    await playground.field('check-body-hex').fill(text);
    assert.equal((await playground.verdict('check')).title, 'Valid signature', text);
  }
  await playground.bodyFormat('Base64');
  assert.equal(await playground.field('check-body-base64').inputValue(), 'eyJpZCI6MX0=');
  assert.equal((await playground.verdict('check')).title, 'Valid signature');
  await playground.field('check-body-base64').fill('eyJ');
  assert.equal((await playground.verdict('check')).code, 'invalid_base64');
  await playground.assertQuiet();
});

test('a text that may be a secret does not become a header', async (t) => {
  const playground = await openEmpty(t);
  const digest = '0123456789abcdef'.repeat(4);
  await playground.page.evaluate(() => document.activeElement.blur());
  await playground.paste(digest);
  await playground.page.getByText('This may be a signature or a secret').waitFor();
  assert.equal(await playground.field('check-headers').inputValue(), '');
  assert.ok(!(await playground.stored()).includes(digest));
  // In the box, it is a signature.
  await playground.paste(digest, 'check-paste');
  await playground.page.waitForFunction(
    (digest) => document.getElementById('check-headers').value.includes(digest),
    digest,
  );
  await playground.field('check-undo').waitFor();
  await playground.assertQuiet();
});
