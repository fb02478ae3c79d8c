// Runs jobs in Chromium: the page loads the bundle, and Playwright passes the job.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { chromium } from 'playwright-core';

const TYPES = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.html': 'text/html' };

/** Isolation gives the page's clock a resolution of 5 µs instead of 100 µs. */
const ISOLATION = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

/** Serves a folder on localhost, where pages have Web Crypto. */
export async function served(folder) {
  const server = createServer(async ({ url }, response) => {
    const name = path.basename(new URL(url, 'http://localhost').pathname) || 'index.html';
    try {
      const contents =
        name === 'index.html'
          ? '<!doctype html><link rel="icon" href="data:,">'
          : await readFile(path.join(folder, name));
      response
        .writeHead(200, { 'content-type': TYPES[path.extname(name)] ?? 'text/plain', ...ISOLATION })
        .end(contents);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}

/** Opens a browser with the bundle of a folder. Each call of `run` has a page of its own. */
export async function openChromium(folder, executablePath) {
  const server = await served(folder);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking'] });
  return {
    version: browser.version(),
    async run(job) {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${server.address().port}/`);
      await page.addScriptTag({ url: '/bench.js', type: 'module' });
      const result = await page.evaluate((given) => globalThis.compare(given), job);
      await page.close();
      return result;
    },
    async close() {
      await browser.close();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
