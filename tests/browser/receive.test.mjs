// The panel that generates receivers.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

import { open } from './playground.mjs';

const names = (playground) => playground.panel('receive').locator('.files button').allInnerTexts();
const stack = (playground, name) => playground.field('receive-stacks').getByRole('button', { name, exact: true });

test('shows a receiver file by file, for the chosen framework and events', async (t) => {
  const playground = await open(t, { hash: '#receive' });
  assert.equal((await playground.verdict('receive')).title, 'GitHub in Express');
  assert.ok((await names(playground)).includes('package.json'));
  assert.match(await playground.text('receive-file'), /createVerifier\(|receiver/);

  await stack(playground, 'Flask').click();
  await playground.field('receive-events').fill('push, release');
  const files = await names(playground);
  assert.ok(files.includes('handlers.py') && files.includes('requirements.txt'), files.join());
  await playground.panel('receive').getByRole('button', { name: 'handlers.py' }).click();
  const handlers = await playground.text('receive-file');
  assert.match(handlers, /"push"/);
  assert.match(handlers, /"release"/);
  assert.equal(await playground.text('receive-file-name'), 'handlers.py');

  // Another framework has other files, so the first one is shown unless there is one at the same place.
  await stack(playground, 'Go').click();
  assert.ok((await names(playground)).includes(await playground.text('receive-file-name')));
  await playground.assertQuiet();
});

test('known event types are chosen with buttons', async (t) => {
  const playground = await open(t, { hash: '#receive?scheme=generic%2Fsignature' });
  const type = playground.field('receive-types').getByRole('button', { name: 'user.created', exact: true });
  await type.click();
  assert.equal(await playground.field('receive-events').inputValue(), 'user.created');
  assert.equal(await type.getAttribute('aria-pressed'), 'true');
  await type.click();
  assert.equal(await playground.field('receive-events').inputValue(), '');
  await playground.choose('receive', 'github/sha256');
  await playground.field('receive-types').waitFor({ state: 'detached' });
  await playground.assertQuiet();
});

test('downloads the project as a zip file that other programs read', async (t) => {
  const playground = await open(t, { hash: '#receive?scheme=awell%2Frsa&stack=java' });
  assert.equal((await playground.verdict('receive')).title, 'Awell in Java');
  const [download] = await Promise.all([
    playground.page.waitForEvent('download'),
    playground.field('receive-download').click(),
  ]);
  assert.equal(download.suggestedFilename(), 'awell-java-receiver.zip');
  const listed = execFileSync('python3', ['-m', 'zipfile', '-l', await download.path()], { encoding: 'utf8' });
  for (const name of await names(playground)) assert.ok(listed.includes(`awell-java-receiver/${name}`), name);
  await playground.assertQuiet();
});

test('says why there is no receiver for a sender', async (t) => {
  const playground = await open(t, { hash: '#receive' });
  await playground.choose('receive', 'asana/hmac');
  const verdict = await playground.verdict('receive');
  assert.equal(verdict.title, 'No receiver');
  assert.match(verdict.reason, /passes the secret in the handshake/);
  assert.ok(!(await playground.field('receive-file').isVisible()));
  await playground.choose('receive', 'stripe/v1');
  assert.equal((await playground.verdict('receive')).title, 'Stripe in Express');
  await playground.assertQuiet();
});

test('a custom scheme has a receiver, and a reload keeps the choices', async (t) => {
  const playground = await open(t, { hash: '#receive' });
  await playground.choose('receive', 'custom');
  await playground
    .field('receive-custom')
    .fill(
      JSON.stringify({ id: 'acme/v1', algorithm: 'hmac-sha256', content: '{body}', signature: { header: 'X-Acme' } }),
    );
  await stack(playground, 'PHP').click();
  await playground.page.locator('#receive-verdict', { hasText: 'Custom scheme in PHP' }).waitFor();
  await playground.page.waitForFunction(() => localStorage.getItem('hookwright.receive')?.includes('php'));
  await playground.page.goto(`${playground.address}#receive`);
  await playground.reload();
  await playground.page.locator('#receive-verdict', { hasText: 'Custom scheme in PHP' }).waitFor();
  await playground.assertQuiet();
});
