// The example of the check panel as HTML: what a first visit shows, with the diagnosis, without what is hidden, folded or far below. The page contains it, so that it is visible before the module arrives.
//
//   node tests/browser/snapshot.mjs    writes it from the built page

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';

import { dist, STARTED, serve, use } from './site.mjs';

/** Where it is, below the root of the repository. The build of the page inserts it. */
export const FILE = 'www/example.html';

/** Uses the page, and waits until it has replaced the frame and made its diagnosis. */
export async function complete(page) {
  await use(page);
  await page.locator(STARTED).waitFor({ state: 'attached' });
  for (const part of ['.answer .actions button', '.diagnosis .cause', '#check-difference'])
    await page.locator(`#panel-check ${part}`).first().waitFor();
}

/** Resolves to the HTML of the panel that is shown now. */
export function snapshotOf(page) {
  return page.evaluate(() => {
    const panel = document.querySelector('#panel-check > .columns').cloneNode(true);
    const shown = document.querySelectorAll('#panel-check > .columns textarea, #panel-check > .columns input');
    const fields = [...shown].map(({ value, checked }) => ({ value, checked }));
    for (const [at, field] of panel.querySelectorAll('textarea, input').entries()) {
      const { value, checked } = fields[at];
      if (field.localName === 'textarea') field.textContent = value;
      else if (field.type === 'radio') field.toggleAttribute('checked', checked);
      else field.setAttribute('value', value);
    }
    for (const menu of panel.querySelectorAll('select')) menu.replaceChildren(menu.options[0]);
    // What is folded or hidden, and the cards below the first screen.
    const unseen =
      '[hidden], details > :not(summary), .problems, .visually-hidden[role], .legend, .scroll, .card ~ .card';
    for (const element of panel.querySelectorAll(`${unseen}, .unread`)) element.remove();
    const kept = [
      'id',
      'class',
      'for',
      'rows',
      'type',
      'name',
      'value',
      'checked',
      'placeholder',
      'spellcheck',
      'autocomplete',
    ];
    for (const element of panel.querySelectorAll('*')) {
      for (const name of element.getAttributeNames()) if (!kept.includes(name)) element.removeAttribute(name);
      if (element.className === '') element.removeAttribute('class');
    }
    const walker = document.createTreeWalker(panel, NodeFilter.SHOW_COMMENT);
    const comments = [];
    while (walker.nextNode()) comments.push(walker.currentNode);
    for (const comment of comments) comment.remove();
    return panel.innerHTML.trim();
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { address, stop } = await serve('/', { folder: dist });
  const executablePath = process.env.HOOKWRIGHT_CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    await page.goto(address);
    await complete(page);
    const to = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..', FILE);
    writeFileSync(to, `${await snapshotOf(page)}\n`);
  } finally {
    await browser.close();
    await stop();
  }
}
