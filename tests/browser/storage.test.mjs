// Storage that is full or blocked, texts that are too long for it, and its removal.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from './playground.mjs';

/** The texts that the page has stored, by their keys. */
const stored = (playground) => playground.page.evaluate(() => ({ ...localStorage }));

/** Lets writes to some keys fail, as if storage were full, until the returned function is called. */
async function block(playground, ending) {
  await playground.page.evaluate((ending) => {
    const { setItem } = Storage.prototype;
    globalThis.unblock = () => Object.assign(Storage.prototype, { setItem });
    Storage.prototype.setItem = function (key, value) {
      if (key.endsWith(ending)) throw new DOMException('full', 'QuotaExceededError');
      setItem.call(this, key, value);
    };
  }, ending);
  return () => playground.page.evaluate(() => globalThis.unblock());
}

/** Saves the changed forms at once, as when the page is hidden. */
const save = (playground) =>
  playground.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));

/** Waits until a form is saved with this value of a member. */
const savedWith = (playground, form, member, value) =>
  playground.page.waitForFunction(
    ([key, member, value]) => JSON.parse(localStorage.getItem(key))?.[member] === value,
    [`hookwright.${form}`, member, value],
  );

const notice = (playground) => playground.page.locator('#unsaved p');

test('opening a page writes nothing', async (t) => {
  const playground = await open(t);
  await save(playground);
  assert.deepEqual(await stored(playground), {});
  assert.equal(await notice(playground).count(), 0);
});

test('a form that cannot be saved is reported until it is saved, and the others are saved', async (t) => {
  const playground = await open(t, { hash: '#event' });
  const unblock = await block(playground, '.event');
  await playground.field('event-body').fill('{"mine":true}');
  await notice(playground).waitFor();
  assert.match(await notice(playground).innerText(), /^The latest changes are not saved, .* full or blocked\./);
  assert.ok(await playground.page.getByRole('status').filter({ hasText: 'not saved' }).isVisible());
  await playground.openPanel('subscription');
  await playground.field('subscription-url').fill('https://shop.example/hook');
  await savedWith(playground, 'subscription', 'url', 'https://shop.example/hook');
  assert.ok(await notice(playground).isVisible(), 'the event is still not saved');
  assert.equal((await stored(playground))['hookwright.event'], undefined);

  await unblock();
  await playground.field('subscription-url').fill('https://shop.example/other');
  await savedWith(playground, 'event', 'body', '{"mine":true}');
  await notice(playground).waitFor({ state: 'detached' });
  await playground.assertQuiet();
});

test('a body that is too large is reported, and everything else is saved', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.field('event-type').selectOption('payment.failed');
  await playground.field('event-body').fill('x'.repeat(500_001));
  await notice(playground).waitFor();
  assert.match(await notice(playground).innerText(), /^A text of more than 500 kB is not saved/);
  const { body, type } = await playground.saved('event');
  assert.deepEqual([body, type], [undefined, 'payment.failed']);
  await playground.openPanel('check');
  await playground.choose('check', 'slack/v0');
  await playground.choose('check', 'custom');
  const custom = await playground.field('check-custom').inputValue();
  await savedWith(playground, 'scheme', 'json', custom);

  await playground.openPanel('event');
  await playground.field('event-body').fill('{}');
  await notice(playground).waitFor({ state: 'detached' });
  await playground.reload();
  assert.equal(await playground.field('event-type').inputValue(), 'payment.failed');
  assert.equal(await playground.field('event-body').inputValue(), '{}');
  await playground.assertQuiet();
});

test('unreadable text without a backup is not overwritten until its form changes', async (t) => {
  const text = '{"provider":"well","type":"invoice.created","when":{"clock":"later"}}';
  const playground = await open(t);
  await playground.page.addInitScript((text) => {
    if (!sessionStorage.getItem('prepared')) localStorage.setItem('hookwright.event', text);
    sessionStorage.setItem('prepared', 'yes');
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = function (key, value) {
      if (key.endsWith('.unreadable')) throw new DOMException('full', 'QuotaExceededError');
      setItem.call(this, key, value);
    };
  }, text);
  await playground.visit('#event');
  await playground.reload();
  assert.equal(await playground.field('event-type').inputValue(), 'invoice.created');
  await save(playground);
  await playground.openPanel('subscription');
  await playground.field('subscription-url').fill('https://shop.example/hook');
  await savedWith(playground, 'subscription', 'url', 'https://shop.example/hook');
  await playground.reload();
  assert.equal((await stored(playground))['hookwright.event'], text);
  await playground.openPanel('event');
  await playground.field('event-body').fill('{}');
  await savedWith(playground, 'event', 'body', '{}');
  await playground.assertQuiet();
});

test('clearing everything removes it from storage at once', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  // The page remembers which panel is open.
  const forms = async () => Object.keys(await stored(playground)).filter((key) => key !== 'hookwright.page');
  await playground.field('subscription-url').fill('https://mine.example/hook');
  await savedWith(playground, 'subscription', 'url', 'https://mine.example/hook');
  assert.deepEqual(await forms(), ['hookwright.subscription']);
  // Removal must not depend on a later write.
  await block(playground, '.subscription');
  await playground.clearEverything();
  assert.deepEqual(await forms(), []);
  await save(playground);
  assert.equal(await notice(playground).count(), 0);
  await playground.reload();
  assert.equal(await playground.field('subscription-url').inputValue(), 'https://yourapp.example/webhook');
  await save(playground);
  assert.deepEqual(await forms(), []);
  await playground.assertQuiet();
});

test('a link keeps the custom policy and sets the replaced form aside', async (t) => {
  const playground = await open(t, { hash: '#retries' });
  await playground.policy('prolific');
  await playground.page.getByRole('button', { name: 'Customize' }).click();
  const custom = '{ "id": "mine", "schedule": { "kind": "fixed", "delayMs": 60000 } }';
  await playground.field('retries-custom').fill(custom);
  await playground.field('retries-outage-length').fill('2 h');
  // The form has members that are not saved, so it is set aside for this tab only.
  const replaced = () =>
    playground.page.evaluate(() => JSON.parse(sessionStorage.getItem('hookwright.retries.replaced')).plan);
  const follow = async (query, title) => {
    await playground.page.evaluate((query) => (location.hash = `#retries?${query}`), query);
    await playground.page.waitForFunction((title) => document.getElementById('retries-policy').value === title, title);
  };
  await follow('policy=kit', 'Kit');
  assert.equal(await playground.field('retries-outage-length').inputValue(), '30 min');
  const { policy, lasts } = await replaced();
  assert.deepEqual([policy, lasts], ['custom', '2 h']);

  await save(playground);
  await playground.reload();
  await follow('policy=slack', 'Slack');
  assert.equal((await replaced()).lasts, '2 h', 'another link has overwritten the backup');
  await playground.policy('custom');
  assert.equal(await playground.field('retries-custom').inputValue(), custom);
  await playground.field('retries-outage-length').fill('3 h');
  await follow('policy=kit', 'Kit');
  assert.equal((await replaced()).lasts, '2 h', 'a changed link has overwritten the backup');
  await playground.page.getByRole('button', { name: 'Restore my own' }).click();
  await playground.page.waitForFunction(() => document.getElementById('retries-outage-length').value === '3 h');
  await playground.assertQuiet();
});

/** The bodies in the database, by the ids of their tabs. */
const bodies = (playground) =>
  playground.page.evaluate(async () => {
    const databases = await indexedDB.databases();
    if (!databases.some(({ name }) => name === 'hookwright')) return [];
    const database = await new Promise((resolve, reject) => {
      const opening = indexedDB.open('hookwright');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = reject;
    });
    const entries = await new Promise((resolve) => {
      const reading = database.transaction('bodies').objectStore('bodies').getAll();
      reading.onsuccess = () => resolve(reading.result);
    });
    database.close();
    return entries.map(({ about, bytes }) => [about, bytes.length]);
  });

/** Waits until the database has this number of bodies. */
const waitForBodies = async (playground, count) => {
  for (;;) {
    const found = await bodies(playground);
    if (found.length === count) return found;
    await playground.page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  }
};

/** Selects a file as the body. */
const selectFile = async (playground, name, buffer) => {
  await playground.bodyFormat('File');
  await playground.field('check-body-file').setInputFiles({ name, mimeType: '', buffer });
};

test('a body of 5 MB is kept over a reload, and removed with everything else', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.choose('check', 'github/sha256');
  await playground.field('check-headers').fill('X-Hub-Signature-256: sha256=00');
  await selectFile(playground, 'large.bin', Buffer.alloc(5_000_000, 0xfe));
  assert.deepEqual(await waitForBodies(playground, 1), [['file large.bin', 5_000_000]]);
  await playground.reload();
  await playground.panel('check').getByText('large.bin, 5\u202f000\u202f000 bytes').waitFor();
  assert.equal(await playground.field('check-headers').inputValue(), 'X-Hub-Signature-256: sha256=00');
  await playground.page.locator('#link-notice').waitFor({ state: 'attached' });
  await playground.clearEverything();
  await waitForBodies(playground, 0);
  await playground.assertQuiet();
});

test('another body replaces a large one in the database', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.choose('check', 'github/sha256');
  await selectFile(playground, 'a.bin', Buffer.alloc(2_000_000));
  await waitForBodies(playground, 1);
  await playground.bodyFormat('Text');
  await playground.field('check-body').fill('small');
  await waitForBodies(playground, 0);
  await playground.reload();
  await playground.page.waitForFunction(() => document.getElementById('check-body')?.value === 'small');
});

test('a body that is not kept says so, and a file that is too large is refused', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.choose('check', 'notion/hmac');
  await playground.field('check-body').fill('{"verification_token":"hunter2"}');
  await playground.field('check-unkept').waitFor();
  assert.match(await playground.text('check-unkept'), /may contain a secret/);
  await playground.choose('check', 'github/sha256');
  await playground.field('check-unkept').waitFor({ state: 'detached' });
  await selectFile(playground, 'huge.bin', Buffer.alloc(10_000_001));
  await playground.page.getByText(/huge\.bin`? is larger than 10 MB/).waitFor();
  assert.deepEqual(await bodies(playground), []);
});
