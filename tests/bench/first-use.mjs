// Measures what the first use of the page costs: the module of a first visit starts with it.

import { chromium } from 'playwright-core';

/** In the page: the times of the first use and of the start, and the tasks that block. */
const watch = () => {
  const seen = { tasks: [] };
  globalThis.seen = seen;
  const take = (entries) => seen.tasks.push(...entries.map(({ duration }) => duration));
  const observer = new PerformanceObserver((list) => take(list.getEntries()));
  observer.observe({ type: 'longtask' });
  /** The longest task since the last call that took 50 ms or more. */
  seen.longest = () => {
    take(observer.takeRecords());
    return Math.max(0, ...seen.tasks.splice(0));
  };
  const used = () => {
    seen.used ??= performance.now();
  };
  addEventListener('pointermove', used, { capture: true });
  // The task that starts the page goes on after the mark.
  const started = () => {
    if (document.documentElement.dataset.started === undefined) return;
    setTimeout(() => {
      seen.started ??= performance.now();
    });
  };
  new MutationObserver(started).observe(document, { attributes: true, subtree: true });
};

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/**
 * Resolves to medians in milliseconds: from the first use until the page works, and the longest task of this start, 0 if all
 * take less than 50 ms.
 *
 * @param {string} address of the page
 * @param {{ executablePath: string, rate: number, runs: number }} how the device is `rate` times slower
 */
export async function firstUse(address, { executablePath, rate, runs }) {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking'] });
  try {
    const measured = [];
    for (let run = 0; run < runs; run += 1) {
      const page = await browser.newPage({ serviceWorkers: 'block' });
      const session = await page.context().newCDPSession(page);
      await session.send('Emulation.setCPUThrottlingRate', { rate });
      await page.addInitScript(watch);
      await page.goto(address, { waitUntil: 'networkidle' });
      await page.evaluate(() => globalThis.seen.longest());
      await page.mouse.move(9, 9);
      await page.waitForFunction(() => globalThis.seen.started !== undefined);
      const { used, started, longest } = await page.evaluate(() => ({
        ...globalThis.seen,
        longest: globalThis.seen.longest(),
      }));
      measured.push([started - used, longest]);
      await page.close();
    }
    const of = (at) => Math.round(median(measured.map((run) => run[at])));
    return { 'first use': of(0), 'longest task of the first use': of(1) };
  } finally {
    await browser.close();
  }
}
