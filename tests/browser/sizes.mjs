// Prints what a browser downloads for the page, and fails if a budget is exceeded.
//
//   node tests/browser/sizes.mjs [the folder of the built page]

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { PAGE } from '../size-limits.mjs';

const dist = path.resolve(process.argv[2] ?? fileURLToPath(new URL('../../dist', import.meta.url)));

const html = readFileSync(path.join(dist, 'index.html'), 'utf8');
const page = html.match(/src="(page-[0-9a-f]{16})\/start\.js"/)[1];
const parts = JSON.parse(html.match(/data-parts='([^']+)'/)[1]);

const measured = new Map();
const measure = (file) => {
  if (!measured.has(file)) {
    const bytes = readFileSync(path.join(dist, file));
    measured.set(file, [bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes).length]);
  }
  return measured.get(file);
};
const sum = (files) => files.map(measure).reduce((sum, sizes) => sum.map((size, i) => size + sizes[i]), [0, 0, 0]);
const print = (name, sizes) => {
  const kB = sizes.map((size) => `${(size / 1000).toFixed(1)} kB`.padStart(10));
  console.log(`${name.padEnd(36)}${kB[0]}${kB[1]} gzip${kB[2]} brotli`);
};

const inPage = (name) => `${page}/${name}`;
const isText = (name) => /\.(css|js|html)$/.test(name);
// The service worker is loaded when the page has started.
const later = ['service-worker.js', inPage('offline.js')];
const frame = [
  ...readdirSync(dist).filter((name) => isText(name) && !later.includes(name)),
  inPage('early.js'),
  inPage('page.css'),
];
const main = ['start.js', 'page.js', 'split.js', 'page_bg.wasm'].map(inPage);
const worker = readdirSync(path.join(dist, page), { recursive: true })
  .filter((name) => ['worker.js', 'simulation.js'].includes(name) || /^package.*\.(mjs|wasm)$/.test(name))
  .map(inPage);
const files = readdirSync(path.join(dist, page));
const styles = files.filter((name) => name.endsWith('.css') && name !== 'page.css');
/** The panels that load the style sheet of another one. */
const SHARED = { scale: ['retries.css'] };
const of = (panel) => [
  ...(parts[panel] ?? []).map((part) => inPage(`${part}.wasm`)),
  ...styles.filter((name) => name === `${panel}.css`).map(inPage),
  ...(SHARED[panel] ?? []).map(inPage),
  ...(panel === 'check' ? [] : [inPage('more.css')]),
];
// Scripts that are loaded on demand.
const scripts = files.filter((name) => ['links.js', 'bodies.js'].includes(name));
const others = [...files.filter((name) => name.endsWith('.wasm')), ...styles, ...scripts]
  .map(inPage)
  .filter((file) => !main.includes(file));
const everything = [...frame, ...main, ...others, ...worker, ...later];

for (const file of everything) print(file.replace(/-[0-9a-f]{16}/, ''), measure(file));
console.log();
print('frame', sum(frame));
print('main part', sum(main));
const totals = { 'first panel': sum([...frame, ...main, ...of('check')]), total: sum(everything) };
for (const panel of Object.keys(parts)) print(`parts of ${panel}`, sum(of(panel)));
print('worker', sum(worker));
print('service worker', sum(later));
for (const [name, sizes] of Object.entries(totals)) print(name, sizes);

for (const [name, budget] of Object.entries(PAGE)) {
  const size = totals[name][2] / 1000;
  if (size > budget) {
    console.error(`${name}: ${size.toFixed(1)} kB with brotli, more than the budget of ${budget} kB`);
    process.exitCode = 1;
  }
}
