// Measures how fast the page loads, with Lighthouse's throttling of a mobile phone, or of a desktop computer, and how long its module takes
// to start with the first use. Prints the scores, milliseconds and bytes, as the median of several runs.
//
//   node tests/bench/lighthouse.mjs [--json] [--desktop] [--runs N] [the folder of the built page]
//
//   HOOKWRIGHT_CHROMIUM  the browser's executable; the default is /usr/bin/chromium

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { brotliCompressSync } from 'node:zlib';

import { launch } from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';

import { firstUse } from './first-use.mjs';

const { values: options, positionals } = parseArgs({
  options: { json: { type: 'boolean' }, desktop: { type: 'boolean' }, runs: { type: 'string', default: '5' } },
  allowPositionals: true,
});
const root = path.resolve(positionals[0] ?? fileURLToPath(new URL('../../dist', import.meta.url)));

const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};
const CATEGORIES = { accessibility: 'accessibility', practices: 'best-practices', seo: 'seo' };
const METRICS = {
  FCP: 'first-contentful-paint',
  LCP: 'largest-contentful-paint',
  TBT: 'total-blocking-time',
  TTI: 'interactive',
};

/** Serves the folder as a static host does: with brotli. */
function serve() {
  const compressed = new Map();
  const server = createServer(async ({ url }, response) => {
    const name = decodeURIComponent(new URL(url, 'http://x/').pathname).replace(/\/$/, '/index.html');
    try {
      if (!compressed.has(name))
        compressed.set(name, brotliCompressSync(await readFile(path.join(root, path.normalize(name)))));
      response.writeHead(200, {
        'Content-Type': TYPES[path.extname(name)] ?? 'application/octet-stream',
        'Content-Encoding': 'br',
        'Cache-Control': 'max-age=600',
      });
      response.end(compressed.get(name));
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const executablePath = process.env.HOOKWRIGHT_CHROMIUM ?? '/usr/bin/chromium';
const server = await serve();
const chrome = await launch({
  chromePath: executablePath,
  chromeFlags: ['--headless=new', '--no-sandbox', '--disable-background-networking'],
});
const address = `http://127.0.0.1:${server.address().port}/`;
try {
  const results = [];
  for (let run = 0; run < Number(options.runs); run += 1) {
    const flags = {
      port: chrome.port,
      onlyCategories: ['performance', ...Object.values(CATEGORIES)],
      logLevel: 'error',
    };
    const { lhr } = await lighthouse(address, flags, options.desktop ? desktopConfig : undefined);
    results.push(lhr);
  }
  const scoreOf = (category) =>
    Math.round(median(results.map((result) => (result.categories[category].score ?? 0) * 100)));
  const measured = { score: scoreOf('performance') };
  for (const [name, category] of Object.entries(CATEGORIES)) measured[name] = scoreOf(category);
  for (const [name, audit] of Object.entries(METRICS)) {
    measured[name] = Math.round(median(results.map((result) => result.audits[audit].numericValue)));
  }
  measured.bytes = Math.round(median(results.map((result) => result.audits['total-byte-weight'].numericValue)));
  // Lighthouse slows the processor down by this factor.
  const rate = options.desktop ? 1 : 4;
  Object.assign(measured, await firstUse(address, { executablePath, rate, runs: Number(options.runs) }));
  if (options.json) console.log(JSON.stringify(measured));
  else for (const [name, value] of Object.entries(measured)) console.log(`${name.padEnd(32)}${value}`);
} finally {
  await chrome.kill();
  server.close();
}
