// The event panel: sending to receivers on this machine.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';

import { deferred } from '../deferred.mjs';
import { open } from './playground.mjs';
import { allowing, endTimeLimit, receiver, send } from './sending.mjs';

test('sends exactly the signed bytes and headers to a receiver that answers the preflight', async (t) => {
  const playground = await open(t, { hash: '#event' });
  const { address, received } = await receiver(t, allowing(200, 'thanks', { 'content-type': 'text/plain' }));
  const body = '{ "naïve": "é\u{1F980}", "n": 1.50 }\n';
  await playground.field('event-body').fill(body);
  await playground.field('event-secret').fill('a secret of enough bytes');
  assert.equal(received.length, 0, 'something was sent before Send');
  const sent = await send(playground, address);
  assert.deepEqual([sent.code, sent.title], ['answered', '200 OK']);
  const [preflight, post] = received;
  assert.equal(preflight.method, 'OPTIONS');
  assert.deepEqual([post.method, post.url, post.body.toString()], ['POST', '/webhook', body]);
  assert.equal(post.headers['content-type'], 'application/json');
  const expected = createHmac('sha256', 'a secret of enough bytes').update(body).digest('hex');
  assert.equal(post.headers['x-webhook-signature'], expected);
  assert.equal(post.headers.cookie, undefined);
  assert.equal(post.headers.referer, undefined);
  assert.equal(await playground.text('event-sent-body'), 'thanks');
  assert.match(await playground.text('event-sent-headers'), /content-type: text\/plain/);
  assert.ok(await playground.field('event-sent').evaluate((it) => it === document.activeElement));
  // From now on, the button of the answer sends at once.
  await playground.field('event-send').click();
  await playground.page.locator('#event-send-now:not([disabled])').waitFor();
  await playground.page.waitForFunction(() => document.querySelector('#event-sent .title')?.textContent === '200 OK');
  assert.equal(received.filter((request) => request.method === 'POST').length, 2);
  // A result says when it was sent, and whether the delivery is another one by now.
  const outdated = playground.field('event-sent-outdated');
  assert.equal(await outdated.isVisible(), false);
  await playground.field('event-secret').fill('another secret of enough bytes');
  assert.match(await outdated.innerText(), /The delivery has changed since\./);
  await playground.field('event-secret').fill('a secret of enough bytes');
  assert.equal(await outdated.isVisible(), false);
  await playground.assertQuiet();
});

test('a target URL without http:// is completed', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.field('event-url').fill('localhost:8000/webhook');
  await playground.field('event-complete-url').click();
  assert.equal(await playground.field('event-url').inputValue(), 'http://localhost:8000/webhook');
  assert.equal(await playground.field('event-complete-url').count(), 0);
  await playground.field('event-url').fill('shop.example/webhook');
  assert.equal(await playground.field('event-complete-url').count(), 0);
  await playground.assertQuiet();
});

test('says what sending needs before the first time, with the lines of the framework', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.openPanel('receive');
  await playground.panel('receive').getByRole('button', { name: 'Flask' }).click();
  await playground.page.waitForFunction(() => localStorage.getItem('hookwright.receive')?.includes('flask'));
  await playground.openPanel('event');
  await playground.page.reload();
  await playground.ready();
  assert.ok(!(await playground.field('event-sending').isVisible()));
  await playground.field('event-send').click();
  const text = await playground.text('event-sending');
  assert.match(text, /CORS preflight/);
  assert.match(text, /the page sends GET \//);
  assert.match(text, /X-Webhook-Signature/);
  assert.equal(await playground.field('event-framework').inputValue(), 'flask');
  const { origin } = new URL(playground.address);
  assert.ok((await playground.text('event-preflight-lines')).includes(`"Access-Control-Allow-Origin"] = "${origin}"`));
  await playground.field('event-framework').selectOption('go');
  assert.match(await playground.text('event-preflight-lines'), /http\.HandlerFunc/);
  await playground.assertQuiet();
});

test('a receiver that does not answer the preflight is named', async (t) => {
  const playground = await open(t, { hash: '#event' });
  const { address, received } = await receiver(t, (_request, response) => response.writeHead(404).end());
  const sent = await send(playground, address);
  assert.equal(sent.code, 'preflight_refused');
  assert.match(sent.text, /did not answer the preflight/);
  assert.deepEqual(
    received.map((request) => request.method),
    ['OPTIONS', 'GET'],
    'the delivery was sent without permission',
  );
  // A receiver may act upon a GET of its webhook path.
  assert.equal(received[1].url, '/');
  assert.equal(received[1].headers['x-webhook-signature'], undefined);
  await playground.assertQuiet();
});

test('a closed port is named', async (t) => {
  const playground = await open(t, { hash: '#event' });
  const { address, server } = await receiver(t, allowing(200, ''));
  await new Promise((closed) => server.close(closed));
  const sent = await send(playground, address);
  assert.equal(sent.code, 'connection_refused');
  assert.match(sent.text, new RegExp(`Nothing answers at ${address.replace('http://', '')}`));
  await playground.assertQuiet();
});

test('an error and a redirect of the receiver are shown', async (t) => {
  const playground = await open(t, { hash: '#event' });
  const refused = await receiver(t, allowing(401, `wrong signature${'.'.repeat(10_000)}`));
  const sent = await send(playground, refused.address);
  assert.deepEqual([sent.code, sent.title], ['answered', '401 Unauthorized']);
  assert.equal((await playground.field('event-sent-body').textContent()).length, 8192);
  const redirecting = await receiver(t, allowing(307, '', { location: '/elsewhere' }));
  assert.equal((await send(playground, redirecting.address)).code, 'redirect');
  assert.equal(redirecting.received.length, 2, 'the redirect was followed');
  await playground.assertQuiet();
});

test('a receiver that does not answer in time is named', async (t) => {
  const playground = await open(t, { hash: '#event' });
  const asked = deferred();
  const waiting = (request, response) =>
    request.method === 'OPTIONS' ? allowing(204, '')(request, response) : asked.resolve();
  const { address } = await receiver(t, waiting);
  const sending = send(playground, address);
  await Promise.race([asked.promise, sending]);
  assert.equal(await endTimeLimit(playground), 10_000);
  assert.equal((await sending).code, 'timeout');
  await playground.assertQuiet();
});

test('only this machine can be sent to, and the policy enforces it', async (t) => {
  const playground = await open(t, { hash: '#event' });
  for (const url of [
    'https://yourapp.example/webhook',
    'http://127.0.0.1@example.com/',
    'https://127.0.0.1:3000/',
    '',
  ]) {
    await playground.field('event-url').fill(url);
    assert.ok(await playground.field('event-send').isDisabled(), url);
    assert.notEqual(await playground.text('event-send-obstacle'), '', url);
  }
  await playground.field('event-url').fill('http://localhost:3000/');
  assert.ok(await playground.field('event-send').isEnabled());
  await playground.field('event-method').selectOption('GET');
  assert.match(await playground.text('event-send-obstacle'), /does not send a body with GET/);
  await playground.assertQuiet();
  const policy = await playground.page.locator('meta[http-equiv]').getAttribute('content');
  assert.deepEqual(/connect-src ([^;]*)/.exec(policy)[1].split(' '), [
    "'self'",
    'http://127.0.0.1:*',
    'http://localhost:*',
  ]);
});

test('a request to a receiver before Send is an error of the tests', async (t) => {
  const playground = await open(t, { hash: '#event' });
  const { address } = await receiver(t, allowing(200, ''));
  await playground.page.evaluate((address) => fetch(`${address}/x`).catch(() => {}), address);
  await assert.rejects(playground.assertQuiet(), /request to/);
});
