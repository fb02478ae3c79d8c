// The main tasks of the page in Firefox.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';

import { open } from './firefox.mjs';

const SECRET = "It's a Secret to Everybody";
const sign = (body) => createHmac('sha256', SECRET).update(body).digest('hex');

test('the page opens with a diagnosed delivery, and one click corrects it', async (t) => {
  const playground = await open(t);
  await playground.expect('check-verdict', /The body was parsed and serialized again/);
  await playground.expect('check-difference', /266 bytes were signed, 297 arrived/);
  await playground.press('Apply to the body');
  await playground.expect('check-verdict', /Valid after this correction/);
  await playground.assertQuiet();
});

test('a pasted curl command is read, and its sender is detected', async (t) => {
  const playground = await open(t);
  // Until the tools are loaded, Enter has no effect.
  await playground.appears('html[data-listens]');
  const body = '{"zen":"Keep it logically awesome."}';
  await playground.fill(
    'check-paste',
    `curl https://app.example/hooks -H 'X-Hub-Signature-256: sha256=${sign(body)}' -d '${body}'`,
  );
  await playground.page.keyboard.press('Enter');
  await playground.expect('check-notice', /Read as curl/i);
  assert.equal(await playground.value('check-body'), body);
  await playground.fill('check-secrets', SECRET);
  await playground.expect('check-verdict', /Valid signature/);
  await playground.fill('check-body', `${body} `);
  await playground.expect('check-verdict', /space/i);
  await playground.assertQuiet();
});

test('a crafted event is signed and checked, with a public key in the worker', async (t) => {
  const playground = await open(t, '#event');
  await playground.choose('event-scheme', 'discord/ed25519');
  await playground.expect('event-signature', /x-signature-ed25519:\s+[0-9a-f]{128}/i);
  await playground.press('Check this delivery');
  await playground.expect('check-verdict', /Valid signature/);
  await playground.fill('check-body', '{"type":1}');
  await playground.expect('check-verdict', /Invalid signature/);
  await playground.assertQuiet();
});

test('a link fills in the retry plan', async (t) => {
  const playground = await open(t, '#retries?policy=svix&lasts=3+d');
  await playground.expect('retries-verdict', /Events are lost/);
  await playground.fill('retries-outage-length', '30 min');
  await playground.expect('retries-verdict', /Nothing is lost/);
  await playground.assertQuiet();
});

test('a receiver is generated', async (t) => {
  const playground = await open(t, '#receive?scheme=stripe%2Fv1&stack=flask');
  await playground.expect('receive-verdict', /Stripe in Flask/);
  await playground.expect('receive-file', /\S/);
  await playground.assertQuiet();
});

test('the page works without a network after the first visit', async (t) => {
  const playground = await open(t);
  await playground.page.evaluate(async () => {
    // Requests that the page has begun would fail.
    const root = document.documentElement;
    await new Promise((resolve) => {
      const check = () => root.dataset.parts === 'all' && resolve();
      new MutationObserver(check).observe(root, { attributes: true });
      check();
    });
    const { serviceWorker } = navigator;
    await serviceWorker.ready;
    if (serviceWorker.controller) return;
    await new Promise((resolve) => serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
  });
  await playground.stopServer();
  await playground.page.goto('about:blank');
  await playground.visit('#retries');
  await playground.openPanel('check');
  await playground.expect('check-verdict', /The body was parsed and serialized again/);
  await playground.assertQuiet();
});
