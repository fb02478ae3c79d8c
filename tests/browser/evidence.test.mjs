// What the check panel shows of a delivery: the cause, its correction, and the bytes.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';

import { open } from './playground.mjs';

const SECRET = "It's a Secret to Everybody";
const sign = (body, secret = SECRET) => createHmac('sha256', secret).update(body).digest('hex');
const github = (body) => [['X-Hub-Signature-256', `sha256=${sign(body)}`]];

test('the page opens with a delivery whose cause is the headline, and one click corrects it', async (t) => {
  const playground = await open(t);
  const headline = playground.page.locator('#check-verdict .detail');
  await headline.filter({ hasText: /^The body was parsed and serialized again|^Characters in the body/ }).waitFor();
  assert.equal((await playground.verdict('check')).title, 'Invalid signature');
  const difference = playground.field('check-difference');
  await difference.waitFor();
  assert.match(await difference.innerText(), /266 bytes were signed, 297 are here. The first difference is at byte 10/);
  assert.ok((await difference.locator('mark.only-given').count()) > 20);
  assert.match(await difference.locator('mark.only-signed').allInnerTexts().then(String), /é/);

  await playground.page.getByRole('button', { name: 'Apply fix' }).click();
  assert.equal((await playground.verdict('check')).title, 'Valid signature');
  assert.match(await playground.field('check-body').inputValue(), /^\{"action":"opened","issue"/);
  assert.match(await playground.text('check-notice'), /266 bytes/);
  await playground.field('check-undo').click();
  assert.equal((await playground.verdict('check')).code, 'signature_mismatch');
  await playground.assertQuiet();
});

test('a secret with a blank and the wrong sender are corrected with one click', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.deliver({ scheme: 'github/sha256', headers: github('{}'), body: '{}', secrets: [`${SECRET} `] });
  await playground.page.getByRole('button', { name: 'Use the corrected secret' }).click();
  assert.equal(await playground.field('check-secrets').inputValue(), SECRET);
  assert.equal((await playground.verdict('check')).title, 'Valid signature');

  await playground.choose('check', 'generic/signature');
  await playground.page.getByRole('button', { name: 'Switch to GitHub' }).click();
  assert.equal((await playground.verdict('check')).title, 'Valid signature');
  await playground.field('check-undo').click();
  assert.match(await playground.field('check-scheme').inputValue(), /^Generic/);
  await playground.assertQuiet();
});

test('the signed content, its digest and both signatures are shown', async (t) => {
  const playground = await open(t, { hash: '#check' });
  const body = '{"a":1}\n';
  const at = 1_700_000_000;
  const mac = sign(`${at}.${body}`);
  await playground.deliver({
    scheme: 'stripe/v1',
    headers: [['Stripe-Signature', `t=${at},v1=${'0'.repeat(64)}`]],
    body,
    secrets: [SECRET],
    nowMs: at * 1000,
  });
  const evidence = playground.field('check-evidence');
  await evidence.waitFor();
  assert.match(await playground.text('check-content'), /^1700000000\.\{"a":1\}␊$/);
  const digest = (await import('node:crypto')).createHash('sha256').update(`${at}.${body}`).digest('hex');
  assert.match(await evidence.innerText(), new RegExp(`19 bytes, SHA-256 ${digest.slice(0, 8)}`));
  assert.ok(!(await evidence.innerHTML()).includes(mac), 'the computed signature is shown at once');
  await playground.field('check-show-computed').click();
  assert.ok((await evidence.innerText()).includes(mac));
  await playground.assertQuiet();
});

test('a content that holds the secret is masked, without a digest', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.example('hubspot/v1', 'genuine');
  const secret = await playground.field('check-secrets').inputValue();
  const content = playground.field('check-content');
  await content.waitFor();
  assert.match(await content.innerText(), /‹secret›/);
  const html = await playground.field('check-evidence').innerHTML();
  assert.ok(!html.includes(secret) && !/Signed content.*SHA-256 [0-9a-f]{8}.*<pre/s.test(html));
});

test('a malformed signature, a missing body and missing headers are not red', async (t) => {
  const playground = await open(t, { hash: '#check' });
  const tone = () => playground.field('check-verdict').getAttribute('class');
  await playground.deliver({ scheme: 'github/sha256', headers: github('{}'), body: '', secrets: [SECRET] });
  assert.equal((await playground.verdict('check')).title, 'No body yet');
  assert.match(await tone(), /neutral/);
  await playground.field('check-headers').fill('');
  await playground.field('check-body').fill('{}');
  assert.equal((await playground.verdict('check')).title, 'No headers yet');
  assert.match(await tone(), /neutral/);
  await playground.field('check-headers').fill('X-Hub-Signature-256: sha256=abcdef');
  assert.equal((await playground.verdict('check')).title, 'Can’t be checked');
  assert.match(await tone(), /doubtful/);
  await playground.field('check-headers').fill(`X-Hub-Signature-256: sha256=${'0'.repeat(64)}`);
  assert.match(await tone(), /bad/);
});

test('SHA-1 is named as obsolete', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.example('github/sha1', 'genuine');
  assert.equal((await playground.verdict('check')).title, 'Valid signature');
  assert.match(await playground.text('check-verdict'), /SHA-1 is obsolete/);
});

test('a delivery survives a reload, without its secrets', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.deliver({
    scheme: 'github/sha256',
    headers: [...github('{}'), ['Cookie', 'hunter2']],
    body: '{}',
    secrets: ['hunter2'],
  });
  await playground.page.waitForFunction(() => sessionStorage.getItem('hookwright.check.delivery')?.includes('sha256='));
  assert.ok(!(await playground.stored()).includes('hunter2'));
  await playground.reload();
  await playground.page.waitForFunction(() => document.getElementById('check-body').value === '{}');
  assert.match(await playground.field('check-headers').inputValue(), /^X-Hub-Signature-256: sha256=[0-9a-f]{64}$/);
  assert.equal(await playground.field('check-secrets').inputValue(), '');
  assert.equal((await playground.verdict('check')).title, 'No secret yet');
  await playground.page.getByRole('button', { name: 'Clear everything' }).click();
  await playground.page.getByRole('button', { name: 'Press again to clear' }).click();
  await playground.page.waitForFunction(() => sessionStorage.getItem('hookwright.check.delivery') === null);
});
