// Renders the icons of the installed page from `www/icon.svg`. Run it after a change of that file.
//
//   node tests/browser/icons.mjs

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';

const folder = new URL('../../www/', import.meta.url);
const icon = readFileSync(new URL('icon.svg', folder), 'utf8');
// The system cuts a maskable icon to a shape, so that one fills its square, and its drawing stays within the safe zone.
const maskable = icon
  .replace('viewBox="0 0 32 32"', 'viewBox="-4 -4 40 40"')
  .replace(/<rect[^>]*>/, (rect) =>
    rect.replace('width="32" height="32" rx="8"', 'x="-4" y="-4" width="40" height="40"'),
  );

const browser = await chromium.launch({
  executablePath: process.env.HOOKWRIGHT_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
for (const [name, svg, size] of [
  ['icon-192.png', icon, 192],
  ['icon-512.png', icon, 512],
  ['icon-maskable-512.png', maskable, 512],
]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: 100vw; height: 100vh }</style>${svg}`);
  await page.screenshot({ path: fileURLToPath(new URL(name, folder)), omitBackground: true });
  await page.close();
}
await browser.close();
