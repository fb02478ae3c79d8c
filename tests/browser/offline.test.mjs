// The installed page: without a network, and when there is a new version.

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import { open } from './playground.mjs';
import { dist } from './site.mjs';

const ALLOWED = { context: { serviceWorkers: 'allow' }, prefetches: true };

/** Waits until the service worker has stored the page and answers its requests. */
const stored = async (playground) => {
  // Requests that have not ended would fail without a network.
  await playground.complete();
  await playground.page.evaluate(async () => {
    const { serviceWorker } = navigator;
    await serviceWorker.ready;
    if (serviceWorker.controller) return;
    await new Promise((resolve) => serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
  });
};

test('opens and works without a network after the first visit', async (t) => {
  const playground = await open(t, { below: '/tools/webhooks/', ...ALLOWED });
  await stored(playground);
  await playground.stopServer();
  await playground.page.goto('about:blank');
  await playground.visit('#check');
  // The worker of the page checks public keys and diagnoses.
  await playground.example('discord/ed25519', 'genuine');
  assert.equal((await playground.verdict('check')).title, 'Valid signature');
  await playground.example('github/sha256', 'reserialised');
  await playground.cause('body_reformatted');
  for (const panel of await playground.panels()) await playground.openPanel(panel);
  await playground.openPanel('scale');
  await playground.simulate();
  const notices = await playground.page.evaluate(() => fetch('THIRD-PARTY-NOTICES.txt').then((file) => file.text()));
  assert.match(notices, /leptos/);
  await playground.assertQuiet();
});

test('announces a new version, and loads it only when asked', async (t) => {
  const site = { folder: dist };
  const playground = await open(t, { site, ...ALLOWED });
  await stored(playground);
  const notice = playground.page.getByText('A new version of the page is available.');
  assert.ok(!(await notice.isVisible()), 'the first version is not an update');

  const next = mkdtempSync(path.join(tmpdir(), 'hookwright-next-'));
  t.after(() => rmSync(next, { recursive: true, force: true }));
  cpSync(dist, next, { recursive: true });
  const edit = (name, from, to) => {
    const file = path.join(next, name);
    const text = readFileSync(file, 'utf8');
    assert.match(text, from);
    writeFileSync(file, text.replace(from, to));
  };
  edit('index.html', /<html/, '<html data-version="next"');
  edit('service-worker.js', /version:"[0-9a-f]{16}"/, 'version:"next"');
  site.folder = next;

  await playground.field('check-headers').fill('X-Typed: 1');
  await playground.page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await notice.waitFor();
  assert.equal(await playground.field('check-headers').inputValue(), 'X-Typed: 1', 'the page has not reloaded');
  const root = playground.page.locator('html');
  assert.equal(await root.getAttribute('data-version'), null);

  await playground.page.getByRole('button', { name: 'Reload', exact: true }).click();
  await playground.page.locator('html[data-version=next]').waitFor({ state: 'attached' });
  await playground.ready();
  assert.ok(!(await notice.isVisible()));
  const caches = await playground.page.evaluate(() => globalThis.caches.keys());
  const expected = `hookwright ${playground.address} next`;
  assert.deepEqual(caches, [expected], 'the files of the old version are removed');
  await playground.assertQuiet();
});

test('can be installed', async (t) => {
  const playground = await open(t, ALLOWED);
  await stored(playground);
  const browser = await playground.context.newCDPSession(playground.page);
  const { installabilityErrors } = await browser.send('Page.getInstallabilityErrors');
  // Profiles of tests are private windows, in which Chromium installs nothing.
  const errors = installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito');
  assert.deepEqual(errors, []);
  const { errors: manifestErrors } = await browser.send('Page.getAppManifest');
  assert.deepEqual(manifestErrors, []);
  await playground.assertQuiet();
});
