// The built page, opened in a new Chromium profile, and helpers for the tests.
//
//   HOOKWRIGHT_CHROMIUM  the browser's executable; the default is /usr/bin/chromium

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after } from 'node:test';

import { chromium } from 'playwright-core';

import { dist, STARTED, serve, use } from './site.mjs';

const executablePath = process.env.HOOKWRIGHT_CHROMIUM ?? '/usr/bin/chromium';

/** One browser for all tests of a file. Each test has its own profile. */
let launched;
after(async () => (await launched)?.close());

function launch() {
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
  });
}

/** Asks the page for less data, as a browser does if the user has chosen so. */
function saveData() {
  Object.defineProperty(NetworkInformation.prototype, 'saveData', { get: () => true });
}

/**
 * Serves the page under a path and opens it. When the test ends, it asserts that there were no errors on the console,
 * no violations of the content security policy, no uncaught errors and no requests to other origins.
 *
 * @param {import('node:test').TestContext} test closes everything when it ends
 * @param {{ below?: string, hash?: string, site?: { folder: string },
 *   context?: import('playwright-core').BrowserContextOptions, prefetches?: boolean }} [options] `site` contains the folder
 *   that is served now, and `prefetches` says whether the page loads the parts of all panels in advance
 */
export async function open(
  test,
  { below = '/', hash = '', site = { folder: dist }, context: contextOptions = {}, prefetches = false } = {},
) {
  const { address, stop } = await serve(below, site);
  launched ??= launch();
  const browser = await launched;
  // A service worker answers before the requests reach the routes of a test.
  const context = await browser.newContext({ serviceWorkers: 'block', timezoneId: 'UTC', ...contextOptions });
  const page = await context.newPage();
  const playground = new Playground(page, context, address);
  // Loading all parts takes longer than most tests, which use one or two of them.
  if (!prefetches) await page.addInitScript(saveData);
  playground.stopServer = stop;
  playground.prefetches = prefetches;
  test.after(async () => {
    await context.close();
    await playground.stopServer();
  });
  await page.addInitScript(() => {
    globalThis.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => {
      globalThis.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  await playground.visit(hash);
  return playground;
}

export class Playground {
  errors = [];

  /** The origins of receivers to which the test has sent with *Send*. */
  receivers = [];

  /** Whether the test has chosen a scheme in the check panel. */
  hasChosen = false;

  constructor(page, context, address) {
    this.page = page;
    this.context = context;
    this.address = address;
    const { origin } = new URL(address);
    context.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(origin) && !url.startsWith('data:') && !this.isReceiver(url)) {
        this.errors.push(`request to ${url}`);
      }
    });
    page.on('console', (message) => {
      if (message.type() !== 'error') return;
      const { url } = message.location();
      // The browser reports each request that fails, and for a preflight names only the page.
      const isOfReceiver = this.isReceiver(url) || this.receivers.some((it) => message.text().includes(`'${it}/`));
      if (!isOfReceiver) this.errors.push(`console: ${message.text()} (${url})`);
    });
    page.on('pageerror', (error) => this.errors.push(`uncaught: ${error}`));
  }

  /** Returns whether a URL is that of a receiver to which the test has sent. */
  isReceiver(url) {
    return this.receivers.some((receiver) => url.startsWith(`${receiver}/`));
  }

  /** Loads the page, and waits until the open panel works. */
  async visit(hash = '') {
    await this.page.goto(`${this.address}${hash}`);
    await this.ready();
  }

  async reload() {
    await this.page.reload();
    await this.ready();
  }

  async ready() {
    await use(this.page);
    await this.page.locator(STARTED).waitFor({ state: 'attached' });
    await this.page.locator('[role=tabpanel]:not([hidden]) form').first().waitFor();
    if (await this.panel('check').isVisible()) await this.listens();
    // A link is opened once its panel is loaded, and says so.
    if (new URL(this.page.url()).hash.includes('?')) await this.page.locator('#link-notice p').waitFor();
  }

  /** Clears everything, and confirms it. */
  async clearEverything() {
    this.page.once('dialog', (dialog) => dialog.accept());
    await this.page.getByRole('button', { name: 'Clear everything' }).click();
  }

  /** Waits until the parts of all panels are loaded, which happens when the browser is idle, with the option `prefetches`. */
  async complete() {
    assert.ok(this.prefetches, 'the page was opened without `prefetches`');
    try {
      await this.page.locator('html[data-parts=all]').waitFor({ state: 'attached' });
      // What links need is loaded separately.
      await this.page.waitForFunction(() => document.querySelector('link[href$="share.css"]')?.sheet);
    } catch (cause) {
      const loaded = await this.page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
      throw new Error(`not all parts were loaded: ${[...this.errors, ...loaded].join('\n')}`, { cause });
    }
  }

  /** Asserts that there were no unexpected errors. */
  async assertQuiet() {
    const violations = await this.page.evaluate(() => globalThis.violations);
    assert.deepEqual([...this.errors, ...violations], []);
  }

  /** The ids of all panels, in the order of their tabs. */
  panels() {
    return this.page
      .getByRole('tab')
      .evaluateAll((tabs) => tabs.map((tab) => tab.getAttribute('aria-controls').replace('panel-', '')));
  }

  tab(panel) {
    return this.page.locator(`#tab-${panel}`);
  }

  panel(panel) {
    return this.page.locator(`#panel-${panel}`);
  }

  /** Opens a panel with a click, and waits until it works. */
  async openPanel(panel) {
    await this.tab(panel).click();
    await this.panel(panel).locator('form').first().waitFor({ state: 'visible' });
    if (panel === 'check') await this.listens();
  }

  /** Waits until the tools of the check panel are loaded: they read the box, restore the last delivery and keep the next one. */
  async listens() {
    await this.page.locator('html[data-listens]').waitFor({ state: 'attached' });
  }

  /** The trimmed text of an element, by its id. */
  async text(id) {
    return (await this.page.locator(`#${id}`).innerText()).trim();
  }

  field(id) {
    return this.page.locator(`#${id}`);
  }

  /** The codes of the problems in a list, in order. */
  problems(listId) {
    return this.page.locator(`#${listId} li`).evaluateAll((items) => items.map((item) => item.dataset.code));
  }

  /** The verdict of a panel: its title, its code or undefined, and its reason. */
  async verdict(panel) {
    const verdict = this.page.locator(`#${panel}-verdict`);
    // The worker checks signatures of public keys, and large bodies.
    await verdict
      .locator('.title')
      .filter({ hasNotText: /Checking…|Signing…/ })
      .waitFor();
    const title = verdict.locator('.title');
    const code = (await title.getAttribute('data-code')) || undefined;
    return { title: (await title.innerText()).trim(), code, reason: await verdict.locator('.detail').innerText() };
  }

  /** The signature header in the event panel: its name and its value. */
  async signature() {
    await this.field('event-signature').filter({ hasNotText: 'being signed' }).waitFor();
    const [name, value] = (await this.text('event-signature')).split(/:\s+/);
    return { name, value };
  }

  /** Chooses a scheme in a panel, by its id or by a search text. */
  async choose(panel, scheme) {
    if (panel === 'check') this.hasChosen = true;
    const field = this.field(`${panel}-scheme`);
    await field.fill(scheme);
    // The list is loaded when it is first opened.
    await this.page.locator('[role=option]').first().waitFor();
    await field.press('Enter');
    await this.page.locator(`#${panel}-scheme[aria-expanded=false]`).waitFor();
  }

  /** Chooses a policy in a panel, by its id or by a search text. */
  async policy(policy, panel = 'retries') {
    const field = this.field(`${panel}-policy`);
    await field.fill(policy);
    await field.press('Enter');
  }

  /**
   * Waits until the simulation of the scale panel has ended, and returns the displayed numbers of each run by name.
   * `change` starts another one; without it, the one that runs when the panel opens or the input changes is meant.
   */
  async simulate(change) {
    const run = this.field('scale-run');
    const before = change ? Number(await run.getAttribute('data-starts')) : 0;
    await change?.();
    await this.page.waitForFunction((before) => {
      const { starts, state } = document.getElementById('scale-run').dataset;
      return Number(starts) > before && state === 'done';
    }, before);
    return this.figures();
  }

  /** The numbers that the simulation displays now. */
  figures() {
    const read = (rows) =>
      rows.map((row) => [row.dataset.figure, [...row.querySelectorAll('td')].map((cell) => cell.textContent)]);
    return this.page.locator('#scale-figures tbody tr').evaluateAll(read).then(Object.fromEntries);
  }

  /** Loads an example of a scheme in the check panel. */
  async example(scheme, name) {
    await this.choose('check', scheme);
    // With keys: a diagnosis that arrives in the meantime moves the menu, so that a click could miss it.
    await this.field('examples-button').press('Enter');
    const item = this.field(`example-${name}`);
    await item.waitFor();
    await item.press('Enter');
    await this.page.locator('#examples').waitFor({ state: 'hidden' });
  }

  /** Sets the time of verification in the check panel, if the scheme has a timestamp. */
  async setCheckTime(nowMs) {
    const choice = this.panel('check').getByRole('radio', { name: 'Set time' });
    if ((await choice.count()) === 0) return;
    await choice.check();
    await this.field('check-instant').fill(new Date(nowMs).toISOString());
  }

  /** Enters a delivery into the check panel, with its body as text or as bytes. */
  async deliver({ scheme, method, url, headers, body, secrets, nowMs }) {
    // The example with which the panel opens is of another sender.
    const isExample = !this.hasChosen && (await this.field('check-example').isVisible());
    if (scheme || isExample) await this.choose('check', scheme ?? 'generic/signature');
    if (url !== undefined) await this.field('check-url').fill(url);
    if (method !== undefined && (await this.field('check-method').count()) > 0) {
      await this.field('check-method').selectOption(method);
    }
    if (nowMs !== undefined) await this.setCheckTime(nowMs);
    await this.field('check-headers').fill(headers.map(([name, value]) => `${name}: ${value}`).join('\n'));
    if (typeof body === 'string') {
      await this.bodyFormat('Text');
      await this.field('check-body').fill(body);
    } else {
      await this.bodyFormat('Hex');
      await this.field('check-body-hex').fill(Buffer.from(body).toString('hex'));
    }
    await this.field('check-secrets').fill(secrets.join('\n'));
  }

  /** Removes the example with which the check panel opens on a first visit. */
  async clearExample() {
    await this.field('check-example').getByRole('button', { name: 'Clear' }).click();
    await this.field('check-notice').getByText('The example was cleared').waitFor();
  }

  /** Puts a text on the clipboard and pastes it where the focus is, or into a field. */
  async paste(text, id) {
    await this.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await this.page.evaluate((text) => navigator.clipboard.writeText(text), text);
    if (id) await this.field(id).focus();
    await this.page.keyboard.press('ControlOrMeta+V');
  }

  /** Presses a button that copies, waits until it says so, and returns what is on the clipboard. */
  async copied(button) {
    await this.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    // The button says so for a moment only, which may have ended when the test looks.
    await button.evaluate((button) => {
      globalThis.copied = undefined;
      const observer = new MutationObserver(() => {
        globalThis.copied = /(Not c|C)opied/.exec(button.textContent)?.[0];
        if (globalThis.copied) observer.disconnect();
      });
      observer.observe(button, { subtree: true, childList: true, characterData: true });
    });
    await button.click();
    await this.page.waitForFunction(() => globalThis.copied);
    assert.equal(await this.page.evaluate(() => globalThis.copied), 'Copied');
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** Selects the format of the body: Text, Hex, Base64 or File. */
  async bodyFormat(name) {
    await this.panel('check').getByRole('radio', { name, exact: true }).check();
  }

  /** Waits until the check panel shows this cause, and returns its texts. */
  async cause(code) {
    const best = this.page.locator(`#check-diagnosis[aria-busy=false] .best[data-code=${code}]`);
    await best.waitFor();
    const textOf = (selector) => best.locator(selector).innerText();
    return {
      code,
      evidence: await textOf('.evidence-line'),
      certainty: await textOf('.certainty'),
      // The remedy of a proven cause is below the headline.
      remedy: await ((await best.locator('.remedy').isVisible())
        ? textOf('.remedy')
        : this.page.locator('#check-verdict .more').innerText()),
    };
  }

  /** Opens the dialog that shares a panel, and returns the link and what was removed. */
  async share(panel, { secrets = false } = {}) {
    await this.field(`share-${panel}`).click();
    await this.field('share-removed').waitFor();
    if (secrets) {
      await this.field('share-secrets').check();
      await this.field('share-removed').getByText('Nothing was removed.').waitFor();
    }
    return { link: await this.field('share-link').inputValue(), removed: await this.text('share-removed') };
  }

  /** Closes the dialog that shares a panel. */
  async closeShare() {
    await this.field('share-close').click();
    await this.field('share-dialog').waitFor({ state: 'hidden' });
  }

  /** Downloads the `.hook` file of a panel, and returns its name and its text. */
  async hookFile(panel, options) {
    await this.share(panel, options);
    const downloading = this.page.waitForEvent('download');
    await this.field('share-download').click();
    const download = await downloading;
    const text = await readFile(await download.path(), 'utf8');
    await this.closeShare();
    return { name: download.suggestedFilename(), text };
  }

  /** Follows a link within the page, and returns the notice. */
  async follow(link) {
    await this.page.evaluate(
      (hash) => {
        document.getElementById('link-notice')?.querySelector('#link-dismiss')?.click();
        location.hash = hash;
      },
      link.slice(link.indexOf('#')),
    );
    return this.linkNotice();
  }

  /** The notice about what was opened: its text and its code, if it was not. */
  async linkNotice() {
    const notice = this.page.locator('#link-notice p');
    await notice.waitFor();
    return { text: await notice.locator('span').innerText(), code: await notice.getAttribute('data-code') };
  }

  /** The saved state of a form. */
  saved(form) {
    return this.page.evaluate((key) => JSON.parse(localStorage.getItem(key)), `hookwright.${form}`);
  }

  /** Everything that the page has stored, as text. */
  stored() {
    return this.page.evaluate(() => JSON.stringify({ ...localStorage, session: { ...sessionStorage } }));
  }
}
