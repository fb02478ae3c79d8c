// The built page, opened in a new Firefox profile through WebDriver BiDi, and helpers for the tests.
//
//   HOOKWRIGHT_FIREFOX  the browser's executable; the default is /usr/bin/firefox-esr

import assert from 'node:assert/strict';
import { after } from 'node:test';

import { launch } from 'puppeteer-core';

import { dist, STARTED, serve, use } from '../browser/site.mjs';

const executablePath = process.env.HOOKWRIGHT_FIREFOX ?? '/usr/bin/firefox-esr';

/** How long a test waits for a condition. */
const LIMIT_MS = 30_000;

/** One browser for all tests. Each test has its own profile. */
let launched;
after(async () => (await launched)?.close());

/**
 * Serves the page and opens it.
 *
 * @param {import('node:test').TestContext} test closes everything when it ends
 * @param {string} [hash] the fragment of the address
 */
export async function open(test, hash = '') {
  const { address, stop } = await serve('/', { folder: dist });
  launched ??= launch({ browser: 'firefox', executablePath, headless: true });
  const context = await (await launched).createBrowserContext();
  const page = await context.newPage();
  const playground = new FirefoxPlayground(page, address, stop);
  test.after(async () => {
    await context.close();
    await stop();
  });
  await page.evaluateOnNewDocument(() => {
    globalThis.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => {
      globalThis.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  await playground.visit(hash);
  return playground;
}

class FirefoxPlayground {
  errors = [];

  constructor(page, address, stopServer) {
    this.page = page;
    this.address = address;
    this.stopServer = stopServer;
    const { origin } = new URL(address);
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(origin) && !/^(data|about):/.test(url)) this.errors.push(`request to ${url}`);
    });
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.errors.push(`uncaught: ${error}`));
  }

  /** Loads the page, and waits until the open panel works. */
  async visit(hash = '') {
    await this.page.goto(`${this.address}${hash}`);
    await use(this.page);
    await this.appears(STARTED);
    await this.appears('[role=tabpanel]:not([hidden]) form');
  }

  /**
   * Waits until an element exists and its text matches. The waiting functions of puppeteer evaluate text, which the
   * content security policy forbids.
   */
  async appears(selector, pattern = /^/) {
    let limit;
    const tooLong = new Promise((resolve) => {
      limit = setTimeout(resolve, LIMIT_MS, 'too long');
    });
    const outcome = await Promise.race([tooLong, this.changes(selector, pattern)]);
    clearTimeout(limit);
    if (outcome !== 'too long') return;
    const text = await this.page.$$eval(selector, ([element]) => element?.textContent);
    assert.fail(`${selector} does not match ${pattern}: ${text}`);
  }

  changes(selector, pattern) {
    return this.page.evaluate(
      (selector, source, flags) =>
        new Promise((resolve) => {
          const pattern = new RegExp(source, flags);
          const isThere = () => {
            const element = document.querySelector(selector);
            return element && !element.closest('[hidden]') && pattern.test(element.textContent);
          };
          const watch = () => {
            if (!isThere()) return;
            observer.disconnect();
            resolve();
          };
          const observer = new MutationObserver(watch);
          observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
          watch();
        }),
      selector,
      pattern.source,
      pattern.flags,
    );
  }

  /** Replaces the text of a field, as a user types it. */
  async fill(id, text) {
    await this.appears(`#${id}`);
    await this.page.$eval(`#${id}`, (field) => {
      field.focus();
      field.select();
    });
    if (text) await this.page.keyboard.type(text);
    else await this.page.keyboard.press('Delete');
  }

  async click(selector) {
    await this.appears(selector);
    const element = await this.page.$(selector);
    await element.click();
  }

  /** Clicks the button with this text in the open panel, once it is there. */
  async press(name) {
    await this.appears('[role=tabpanel]:not([hidden])', new RegExp(name));
    const button = await this.page.$(`[role=tabpanel]:not([hidden]) button ::-p-text(${name})`);
    await (button ?? (await this.page.$(`[role=tabpanel]:not([hidden]) ::-p-text(${name})`))).click();
  }

  async openPanel(panel) {
    await this.click(`#tab-${panel}`);
    await this.appears(`#panel-${panel} form`);
  }

  /** Chooses an item in a list with a search field. */
  async choose(id, text) {
    await this.fill(id, text);
    await this.appears('[role=option]');
    await this.page.keyboard.press('Enter');
    await this.appears(`#${id}[aria-expanded=false]`);
  }

  value(id) {
    return this.page.$eval(`#${id}`, (field) => field.value);
  }

  /** Waits until the text of an element matches. */
  expect(id, pattern) {
    return this.appears(`#${id}`, pattern);
  }

  /** Asserts that there were no unexpected errors. */
  async assertQuiet() {
    const violations = await this.page.evaluate(() => globalThis.violations);
    assert.deepEqual([...this.errors, ...violations], []);
  }
}
