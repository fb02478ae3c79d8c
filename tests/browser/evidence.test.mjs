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
  assert.match(await difference.innerText(), /266 bytes were signed, 297 arrived. The first difference is at byte 10/);
  assert.ok((await difference.locator('mark.only-given').count()) > 20);
  assert.match(await difference.locator('mark.only-signed').allInnerTexts().then(String), /é/);

  await playground.page.getByRole('button', { name: 'Apply to the body' }).click();
  assert.equal((await playground.verdict('check')).title, 'Valid after this correction');
  await headline.filter({ hasText: /^The body was parsed and serialized again|^Characters in the body/ }).waitFor();
  assert.match(
    await playground.text('check-diagnosis'),
    /The sender signed JSON without whitespace/,
    'the cause is gone',
  );
  assert.match(await playground.field('check-difference').innerText(), /266 bytes were signed, 297 arrived/);
  assert.equal(await playground.field('check-apply').isVisible(), false);
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
  assert.equal((await playground.verdict('check')).title, 'Valid after this correction');

  await playground.choose('check', 'generic/signature');
  await playground.page.getByRole('button', { name: 'Switch to GitHub' }).click();
  assert.equal((await playground.verdict('check')).title, 'Valid after this correction');
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
  assert.equal((await playground.verdict('check')).title, 'No body');
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
  await playground.clearEverything();
  await playground.page.waitForFunction(() => sessionStorage.getItem('hookwright.check.delivery') === null);
});

test('a colleague sees what the sender of a link has found, until it is checked', async (t) => {
  const playground = await open(t);
  const headline = playground.page.locator('#check-verdict .detail');
  await headline.filter({ hasText: /^The body was parsed and serialized again/ }).waitFor();
  const { link } = await playground.share('check');
  assert.match(
    await playground.text('share-content'),
    /^The link contains the body \(297 bytes\) and 4 headers with the signature\./,
  );
  assert.equal(await playground.page.evaluate(() => document.activeElement.id), 'share-title');
  await playground.closeShare();

  const colleague = await open(t, { hash: link.slice(link.indexOf('#')) });
  const sent = colleague.field('check-sent');
  await sent.waitFor();
  assert.match(await sent.innerText(), /Found by the sender of this link/);
  assert.match(await sent.innerText(), /The body was parsed and serialized again\.\s+Not checked here/);
  assert.equal((await colleague.verdict('check')).title, 'No secret yet');
  await colleague.field('check-headers').fill('X-Hub-Signature-256: sha256=00');
  await sent.waitFor({ state: 'detached' });

  const other = await open(t, { hash: link.slice(link.indexOf('#')) });
  await other.field('check-sent').waitFor();
  await other.field('check-secrets').fill('example-secret-do-not-use');
  await other.cause('body_reformatted');
  await other.field('check-sent').waitFor({ state: 'detached' });
  await colleague.assertQuiet();
  await other.assertQuiet();
});

test('the cause has code for the framework, and a link to a receiver in it', async (t) => {
  const playground = await open(t);
  await playground.cause('body_reformatted');
  assert.equal(await playground.field('check-code').isVisible(), false);
  await playground.field('check-framework').selectOption('nest');
  await playground.field('check-code').getByText('rawBody: true').waitFor();
  await playground.field('check-framework').selectOption('express');
  const code = playground.field('check-code');
  await code.getByText('express.raw({ type: () => true })').waitFor();
  assert.match(await code.innerText(), /express\.json\(\{ verify:/);
  const button = playground.field('check-diagnosis').getByRole('button', { name: /^Copy/ });
  assert.equal(await playground.copied(button), await code.innerText());
  await playground.field('check-framework').selectOption('fastapi');
  await playground.page.getByRole('link', { name: 'Generate a receiver for this sender' }).click();
  await playground.page.waitForFunction(() => location.hash === '#receive?scheme=github%2Fsha256&stack=fastapi');
  await playground.page.locator('#panel-receive').getByText('GitHub in FastAPI').first().waitFor();
  await playground.assertQuiet();
});

test('the report is copied next to the verdict', async (t) => {
  const playground = await open(t);
  await playground.cause('body_reformatted');
  await playground.field('check-framework').selectOption('express');
  await playground.page.locator('#check-code').getByText('express.raw').waitFor();
  await playground.cause('body_reformatted');
  const report = await playground.copied(playground.field('check-report'));
  for (const part of [
    '### Webhook check: Invalid signature',
    '| Checked | 20',
    '| Framework | Express |',
    '| Body | 297 bytes, SHA-256 ',
    '| Signed body | 266 bytes; the first difference is at byte 10: `22` was signed, `20` arrived |',
  ]) {
    assert.ok(report.includes(part), `${part} in ${report}`);
  }
  assert.ok(!report.includes('example-secret'), report);
  await playground.assertQuiet();
});
