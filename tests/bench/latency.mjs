// Measures how long the page takes from a key to the frame that shows the new verdict, with bodies of several sizes, and lists tasks
// of more than 50 ms on the main thread. Each key changes the body, so that its signature becomes valid or invalid.
//
//   node tests/bench/latency.mjs [--keys N] [the folder of the built page]
//
//   HOOKWRIGHT_CHROMIUM  the browser's executable; the default is /usr/bin/chromium

import { createHmac } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { chromium } from 'playwright-core';

const { values: options, positionals } = parseArgs({
  options: { keys: { type: 'string', default: '30' } },
  allowPositionals: true,
});
process.env.HOOKWRIGHT_DIST ??= path.resolve(positionals[0] ?? fileURLToPath(new URL('../../dist', import.meta.url)));
const { dist, serve, use } = await import('../browser/site.mjs');

const SECRET = 'whsec_latency';
/** Bytes of the body, and the goal in milliseconds. */
const SIZES = [
  [1000, 16],
  [20_000, 16],
  [200_000, 50],
  [1_000_000, 200],
];

/** In the page: the duration from each input event to the frame after the verdict that follows it. */
const watch = () => {
  const durations = [];
  const longTasks = [];
  globalThis.measured = { durations, longTasks };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) longTasks.push(entry.duration);
  }).observe({ type: 'longtask' });
  let begin;
  addEventListener(
    'input',
    () => {
      begin = performance.now();
    },
    { capture: true },
  );
  const verdict = document.getElementById('check-verdict');
  let last;
  const changed = () => {
    const now = verdict.querySelector('.title').textContent;
    if (now === last || !/^(Valid|Invalid)/.test(now)) return;
    last = now;
    if (begin === undefined) return;
    const from = begin;
    begin = undefined;
    // A message that is posted in a frame arrives after it has been painted.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => durations.push(performance.now() - from);
      port2.postMessage(undefined);
    });
  };
  new MutationObserver(changed).observe(verdict, { subtree: true, childList: true, characterData: true });
  changed();
};

const quantile = (values, part) => values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * part)];
const inMs = (value) => `${value.toFixed(1)} ms`.padStart(10);

const { address, stop } = await serve('/', { folder: dist });
const browser = await chromium.launch({
  executablePath: process.env.HOOKWRIGHT_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking'],
});
try {
  console.log('body            median       95 %       goal   tasks over 50 ms');
  for (const [size, goal] of SIZES) {
    const page = await browser.newPage({ serviceWorkers: 'block' });
    await page.goto(address);
    await use(page);
    await page.locator('html[data-parts=all]').waitFor({ state: 'attached' });
    const body = `{"text":"${'x'.repeat(size - 11)}"}`;
    const signature = createHmac('sha256', SECRET).update(body).digest('hex');
    await page.locator('#check-headers').fill(`X-Hub-Signature-256: sha256=${signature}`);
    await page.locator('#check-secrets').fill(SECRET);
    await page.locator('#check-body').fill(body);
    const title = page.locator('#check-verdict .title');
    await title.filter({ hasText: /^Valid/ }).waitFor();
    await page.evaluate(watch);
    await page.locator('#check-body').focus();
    await page.keyboard.press('ControlOrMeta+End');
    for (let key = 0; key < Number(options.keys); key += 1) {
      const isAdded = key % 2 === 0;
      await page.keyboard.press(isAdded ? 'y' : 'Backspace');
      await title.filter({ hasText: isAdded ? /^Invalid/ : /^Valid/ }).waitFor();
      await page.waitForFunction((count) => globalThis.measured.durations.length === count, key + 1);
    }
    const { durations, longTasks } = await page.evaluate(() => globalThis.measured);
    const tasks = longTasks.length === 0 ? 'none' : longTasks.map((ms) => `${Math.round(ms)} ms`).join(', ');
    console.log(
      `${`${size / 1000} kB`.padEnd(10)}${inMs(quantile(durations, 0.5))} ${inMs(quantile(durations, 0.95))} ${inMs(goal)}   ${tasks}`,
    );
    await page.close();
  }
} finally {
  await browser.close();
  await stop();
}
