// Links and .hook files: what they contain, what opening one does, and why one cannot be opened.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { open } from './playground.mjs';

const vectors = JSON.parse(readFileSync(new URL('../vectors/links.json', import.meta.url), 'utf8'));
const SECRET = 'hunter2-hunter2-hunter2';

/** The form of a panel as its `.hook` file contains it. */
const formOf = async (playground, panel, options = { secrets: true }) =>
  JSON.parse((await playground.hookFile(panel, options)).text).form;

/** Drops a file on an element, or a text if there is no name. */
const drop = (playground, selector, text, name) =>
  playground.page.evaluate(
    ([selector, text, name]) => {
      const data = new DataTransfer();
      if (name) data.items.add(new File([text], name));
      else data.setData('text/plain', text);
      const event = new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
      document.querySelector(selector).dispatchEvent(event);
      return event.defaultPrevented;
    },
    [selector, text, name],
  );

test('a check is shared with a colleague, without the secret', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.deliver({
    scheme: 'github/sha256',
    headers: [
      ['X-Hub-Signature-256', 'sha256=77325902caca812dc259733aacd046b73817372c777b8d95b402647474516e13'],
      ['Authorization', `Bearer ${SECRET}`],
      ['X-Api-Key', SECRET],
    ],
    body: '{}',
    secrets: ['secret'],
  });
  assert.equal((await playground.verdict('check')).title, 'Valid signature');
  const { link, removed } = await playground.share('check');
  assert.equal(removed, 'Removed: Authorization, X-Api-Key, Secrets.');
  assert.match(link, /#check\?1=[\w-]+$/);
  assert.equal(await playground.text('share-size'), `${link.length} bytes`);
  await playground.closeShare();

  const colleague = await open(t, { hash: link.slice(link.indexOf('#')) });
  const { text } = await colleague.linkNotice();
  assert.match(text, /content of a link. Secrets were removed from it/);
  assert.equal(await colleague.field('check-body').inputValue(), '{}');
  assert.match(
    await colleague.field('check-headers').inputValue(),
    /^Authorization: ‹removed›\nX-Api-Key: ‹removed›$/m,
  );
  assert.equal((await colleague.verdict('check')).title, 'No secret yet');
  assert.equal(await colleague.field('check-secrets').inputValue(), '');
  assert.equal(await colleague.field('check-secrets').getAttribute('placeholder'), 'Removed from the link');
  await colleague.field('check-secrets').fill('secret');
  assert.equal((await colleague.verdict('check')).title, 'Valid signature');
  await colleague.assertQuiet();
});

test('a removed token is missing, and not wrong', async (t) => {
  const playground = await open(t, { hash: vectors.links.find(({ note }) => note.includes('token')).link });
  await playground.linkNotice();
  await playground.field('check-secrets').fill('my token');
  const { title, code } = await playground.verdict('check');
  assert.deepEqual([title, code], ['Incomplete', 'removed_part']);
  assert.ok(await playground.page.locator('#check-verdict.neutral').isVisible());
});

test('golden links fill in the forms', async (t) => {
  const playground = await open(t, { prefetches: true });
  await playground.complete();
  for (const { panel, link, form, note } of vectors.links) {
    const { code } = await playground.follow(link);
    assert.equal(code, null, note);
    assert.deepEqual(await formOf(playground, panel), form, note);
    // What the page writes is read as the same form.
    const written = await playground.share(panel, { secrets: true });
    await playground.closeShare();
    await playground.clearEverything();
    await playground.follow(written.link);
    assert.deepEqual(await formOf(playground, panel), form, `${note}, again`);
  }
  await playground.assertQuiet();
});

test('golden files are opened in any panel', async (t) => {
  const playground = await open(t, { hash: '#receive', prefetches: true });
  await playground.complete();
  for (const { panel, file, form } of vectors.files) {
    const elsewhere = panel === 'retries' ? 'receive' : 'retries';
    await playground.openPanel(elsewhere);
    assert.ok(await drop(playground, `#panel-${elsewhere}`, file, 'a.hook'));
    await playground.panel(panel).waitFor({ state: 'visible' });
    const { text, code } = await playground.linkNotice();
    assert.deepEqual([code, text.startsWith('This is the content of a file.')], [null, true]);
    assert.deepEqual(await formOf(playground, panel), form, panel);
    await playground.field('link-dismiss').click();
  }
  await playground.assertQuiet();
});

test('a file is recognized where it is dropped, pasted or selected', async (t) => {
  const playground = await open(t, { hash: '#check', prefetches: true });
  await playground.complete();
  const { file } = vectors.files.find(({ panel }) => panel === 'receive');
  const opened = async () => {
    await playground.panel('receive').waitFor({ state: 'visible' });
    await playground.linkNotice();
    await playground.field('link-dismiss').click();
    await playground.openPanel('check');
  };
  await drop(playground, '#panel-check', file, 'a.json');
  await opened();
  await drop(playground, '#panel-check', file);
  await opened();
  await playground.paste(file, 'check-paste');
  await opened();
  assert.equal(await playground.field('check-paste').inputValue(), '');
  await playground.share('check');
  await playground.field('share-open').setInputFiles({ name: 'b.hook', mimeType: '', buffer: Buffer.from(file) });
  await opened();
  await playground.openPanel('retries');
  await drop(playground, '#panel-retries', 'POST / HTTP/1.1', 'request.txt');
  const { text, code } = await playground.linkNotice();
  assert.equal(code, 'not_a_hook_file');
  assert.match(text, /request\.txt is not a \.hook file/);
  assert.ok(
    !(await drop(playground, '#retries-outage-length', 'some text')),
    'a text for a field is left to the browser',
  );
  await playground.assertQuiet();
});

test('a damaged link says why, and leaves the form as it is', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.field('check-body').fill('mine');
  const before = await formOf(playground, 'check');
  const unknown = { link: '#nosuch?1=AAAA', code: 'unknown_panel' };
  for (const { link, code } of [...vectors.damaged, unknown]) {
    const notice = await playground.follow(link);
    assert.equal(notice.code, code, link.slice(0, 60));
  }
  await playground.openPanel('check');
  assert.deepEqual(await formOf(playground, 'check'), before);
  await playground.page.goto('about:blank');
  await playground.page.goto(`${playground.address}#nosuch?1=AAAA`);
  assert.match((await playground.linkNotice()).text, /for the panel nosuch, which does not exist/);
});

test('the link stays in the address until the form is changed', async (t) => {
  const { link } = vectors.links.find(({ panel }) => panel === 'check');
  const playground = await open(t, { hash: link });
  await playground.linkNotice();
  const hash = () => new URL(playground.page.url()).hash;
  assert.equal(hash(), link);
  await playground.reload();
  await playground.linkNotice();
  assert.equal(hash(), link);
  await playground.openPanel('retries');
  assert.equal(hash(), '#retries');
  await playground.page.goBack();
  await playground.panel('check').waitFor({ state: 'visible' });
  assert.equal(hash(), link);
  await playground.page.waitForFunction(() => history.state === true);
  await playground.field('check-body').fill('changed');
  await playground.page.waitForFunction(() => location.hash === '#check');
  await playground.openPanel('retries');
  await playground.page.goBack();
  await playground.panel('check').waitFor({ state: 'visible' });
  assert.equal(await playground.field('check-body').inputValue(), 'changed', 'Back has opened the link again');
});

test('the notice ends with the first edit, and links of the page itself have none', async (t) => {
  const playground = await open(t, { hash: '#scale?policy=kit' });
  const notice = playground.page.locator('#link-notice p');
  await playground.openPanel('check');
  assert.equal(await notice.count(), 0, 'the notice is about another panel');
  await playground.openPanel('scale');
  await notice.waitFor();
  await playground.field('scale-events').fill('500');
  await notice.waitFor({ state: 'detached' });

  const fresh = await open(t, { hash: '#retries', prefetches: true });
  await fresh.complete();
  await fresh.policy('kit');
  await fresh.field('retries-scale').click();
  await fresh.panel('scale').waitFor({ state: 'visible' });
  await fresh.simulate();
  assert.equal(await fresh.field('scale-policy').inputValue(), 'Kit');
  assert.equal(await fresh.page.locator('#link-notice p').count(), 0);
  await fresh.assertQuiet();
});

test('an unknown value of a link is named', async (t) => {
  const playground = await open(t, { hash: '#retries?policy=nope' });
  const { text, code } = await playground.linkNotice();
  assert.equal(code, 'invalid_member');
  assert.match(text, /unknown value nope for policy; nothing was changed/);
});

test('the titles of the tabs are addresses of their panels', async (t) => {
  const playground = await open(t, { hash: '#craft' });
  for (const [title, id] of Object.entries({ craft: 'event', subscribe: 'subscription', retry: 'retries' })) {
    await playground.page.evaluate((title) => {
      location.hash = title;
    }, title);
    await playground.panel(id).waitFor({ state: 'visible' });
    assert.equal(new URL(playground.page.url()).hash, `#${id}`);
    await playground.page.goto('about:blank');
    await playground.visit(`#${title}`);
    assert.ok(await playground.panel(id).isVisible(), title);
  }
  await playground.page.goto('about:blank');
  await playground.visit('#retry?policy=slack');
  assert.equal(await playground.field('retries-policy').inputValue(), 'Slack');
});

test('opening a link does not lose work', async (t) => {
  const playground = await open(t, { hash: '#check' });
  const { link } = vectors.links.find(({ panel }) => panel === 'check');
  await playground.follow(link);
  assert.equal(await playground.field('link-restore').count(), 0, 'the example is not work');
  await playground.clearEverything();
  await playground.deliver({ scheme: 'stripe/v1', headers: [['A', 'mine']], body: 'mine', secrets: [SECRET] });
  const before = await formOf(playground, 'check');
  await playground.follow(link);
  assert.equal(await playground.field('check-body').inputValue(), '{}');
  await playground.field('link-restore').click();
  assert.deepEqual(await formOf(playground, 'check'), before);
  assert.equal(await playground.field('check-secrets').inputValue(), SECRET);

  // After a reload, it is still in storage, without the secret.
  await playground.follow(link);
  await playground.reload();
  await playground.linkNotice();
  assert.ok(!(await playground.stored()).includes('hunter2'));
  await playground.field('link-restore').click();
  assert.equal(await playground.field('check-body').inputValue(), 'mine');
  assert.equal(await playground.field('check-headers').inputValue(), 'A: mine');
  await playground.assertQuiet();
});

test('several forms that links have replaced can be restored after a reload', async (t) => {
  const playground = await open(t, { hash: '#check' });
  const { link } = vectors.links.find(({ panel }) => panel === 'check');
  const body = playground.field('check-body');
  await playground.deliver({ scheme: 'stripe/v1', headers: [['A', 'first']], body: 'first', secrets: [SECRET] });
  await playground.follow(link);
  await body.fill('second');
  await playground.follow(link);
  await playground.reload();
  await playground.linkNotice();
  await playground.field('link-restore').click();
  assert.equal(await body.inputValue(), 'second');
  await playground.field('link-restore').click();
  assert.equal(await body.inputValue(), 'first');
  assert.ok(!(await playground.stored()).includes(SECRET));
  await playground.assertQuiet();
});

test('secrets are included only on request, each time', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.field('event-secret').fill(SECRET);
  const safe = await playground.share('event');
  assert.equal(safe.removed, 'Removed: Secrets.');
  await playground.field('share-secrets').check();
  assert.match(await playground.text('share-warning'), /can read the secrets/);
  await playground.field('share-removed').getByText('Nothing was removed.').waitFor();
  const whole = await playground.field('share-link').inputValue();
  assert.notEqual(whole, safe.link);
  await playground.closeShare();
  assert.equal((await playground.share('event')).link, safe.link, 'the choice was remembered');
  assert.ok(!(await playground.field('share-secrets').isChecked()));
  await playground.closeShare();
  const other = await open(t, { hash: whole.slice(whole.indexOf('#')) });
  await other.linkNotice();
  assert.equal(await other.field('event-secret').inputValue(), SECRET);
  assert.ok(!(await other.stored()).includes('hunter2'));
});

test('a long link is not made, and the file is offered', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.choose('check', 'github/sha256');
  await playground.bodyFormat('Hex');
  let state = 1;
  const noise = Array.from({ length: 40_000 }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state & 255).toString(16).padStart(2, '0');
  }).join('');
  await playground.field('check-body-hex').fill(noise);
  const { link } = await playground.share('check');
  assert.equal(link, '');
  assert.match(await playground.text('share-reason'), /too long: many programs cut off links over 32 kB/);
  await playground.closeShare();
  const { name, text } = await playground.hookFile('check');
  assert.match(name, /^check-\d{4}-\d\d-\d\dT[\d-]+\.hook$/);
  assert.equal(JSON.parse(text).form.body.hex, noise);
});

test('the dialog works with the keyboard, and the report has no secrets', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.page.locator('#check-diagnosis[aria-busy=false] .best').waitFor();
  await playground.field('share-check').focus();
  await playground.page.keyboard.press('Enter');
  await playground.field('share-removed').waitFor();
  const inside = () =>
    playground.page.evaluate(() => document.getElementById('share-dialog').contains(document.activeElement));
  assert.ok(await inside());
  const markdown = playground.page.getByRole('button', { name: 'Copy as Markdown' });
  const report = await playground.copied(markdown);
  for (const part of [
    '### Webhook check: Invalid signature',
    '`github/sha256`',
    'SHA-256 `',
    'X-Hub-Signature-256',
    '#check?1=',
  ]) {
    assert.ok(report.includes(part), `${part} in ${report}`);
  }
  assert.ok(!report.includes('example-secret'), report);
  await playground.page.keyboard.press('Escape');
  await playground.field('share-dialog').waitFor({ state: 'hidden' });
  assert.equal(await playground.page.evaluate(() => document.activeElement.id), 'share-check');
  await playground.openPanel('retries');
  await playground.share('retries');
  assert.match(await playground.copied(markdown), /^### Retries: Svix\n[\s\S]*\| Attempt \| Wait \|/);
  await playground.assertQuiet();
});
