// Pages in Chromium, and a server of static files.
//
//   HOOKWRIGHT_CHROMIUM  the browser's executable; the default is /usr/bin/chromium

import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';

import { chromium } from 'playwright-core';

import { LIMIT_MS } from './processes.mjs';

const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

let launched;

/** Closes the browser, if a row has opened it. */
export async function closeBrowser() {
  await (await launched)?.close();
  launched = undefined;
}

/** Opens a page and returns the JSON that its script writes to the body. Fails if the page reports an error. */
export async function open(url) {
  launched ??= chromium.launch({
    executablePath: process.env.HOOKWRIGHT_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
  });
  const context = await (await launched).newContext();
  // As long as a program may take: the page may be built when it is requested.
  context.setDefaultTimeout(LIMIT_MS);
  try {
    const page = await context.newPage();
    const { origin } = new URL(url);
    const failed = new Promise((_, reject) => {
      page.on('pageerror', (error) => reject(new Error(`the page failed: ${error.name}: ${error.message}`)));
      page.on('console', (message) => {
        if (message.type() === 'error') reject(new Error(`the page reported: ${message.text()}`));
      });
      page.on('request', (request) => {
        const other = new URL(request.url());
        if (other.protocol.startsWith('http') && other.origin !== origin) {
          reject(new Error(`the page requested ${other.origin}`));
        }
      });
    });
    const answered = page
      .goto(url)
      .then(() => page.waitForFunction(() => document.body.textContent.trim().startsWith('{"good"'), null, {}))
      .then(() => page.evaluate(() => document.body.textContent));
    return JSON.parse(await Promise.race([answered, failed]));
  } finally {
    await context.close();
  }
}

/** Serves a folder, opens its `index.html` in Chromium, and returns what `open` returns. */
export async function openFolder(folder, headers = {}) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    if (pathname === '/favicon.ico') return response.writeHead(204).end();
    const file = path.join(folder, pathname === '/' ? 'index.html' : decodeURIComponent(pathname));
    if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': TYPES[path.extname(file)] ?? 'text/plain', ...headers });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await open(`http://127.0.0.1:${server.address().port}/`);
  } finally {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }
}
