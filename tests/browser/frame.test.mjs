// The frame of the page, which is visible before the module arrives, and what is done in it until then.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { deferred } from '../deferred.mjs';
import { open } from './playground.mjs';
import { STARTED } from './site.mjs';
import { complete, snapshotOf } from './snapshot.mjs';

/** Exists once the tools of the check panel are loaded. */
const LISTENS = 'html[data-listens]';

/** The elements of the frame, as text without white space and attributes that only the module sets. */
const frame = () => {
  const text = (element) => {
    if (element.nodeType === Node.TEXT_NODE) return element.textContent.replace(/\s+/g, '');
    if (element.nodeType !== Node.ELEMENT_NODE) return '';
    const names = [...element.getAttributeNames()].filter((name) => name !== 'checked').sort();
    const attributes = names.map((name) => ` ${name}=${element.getAttribute(name)}`).join('');
    return `<${element.localName}${attributes}>${[...element.childNodes].map(text).join('')}</>`;
  };
  const select = (selector) => [...document.querySelectorAll(selector)].map(text);
  const panels = [...document.querySelectorAll('[role=tabpanel]')].map((panel) => `${panel.id} ${panel.hidden}`);
  return [...select('#app > .skip, #app > .top, .intro:not(.wide), footer'), ...panels];
};

/** Keeps the module from being loaded until the returned function is called. */
const hold = async (playground, pattern) => {
  const released = deferred();
  await playground.page.route(pattern, async (route) => {
    await released.promise;
    await route.continue();
  });
  return released.resolve;
};

/** Loads the page again without its module, until the returned function is called. */
const openHeld = async (playground, { hash = '', pattern = '**/*.wasm' } = {}) => {
  const { page, address } = playground;
  await page.goto('about:blank');
  const release = await hold(playground, pattern);
  await page.goto(`${address}${hash}`, { waitUntil: 'domcontentloaded' });
  return release;
};

/**
 * Presses the correction of the example before the module arrives, and then loads the page without its worker. Waits until the diagnosis
 * of the frame is next to the panel, which lasts for five seconds of the page's clock. Returns a function that loads the worker.
 */
const pressEarly = async (playground) => {
  const { page } = playground;
  const release = await openHeld(playground);
  const diagnose = await hold(playground, '**/worker.js');
  await page.evaluate(() => {
    // The five seconds may have passed when the test looks.
    new MutationObserver(() => {
      globalThis.wasKept ||= document.querySelectorAll('#panel-check .answer').length === 2;
    }).observe(document, { subtree: true, childList: true });
  });
  await page.getByRole('button', { name: 'Apply to the body' }).click();
  release();
  await page.waitForFunction(() => globalThis.wasKept);
  return diagnose;
};

test('paints the frame before any module arrives, and the module renders the same', async (t) => {
  const playground = await open(t);
  for (const hash of ['', '#retries']) {
    const release = await openHeld(playground, { hash });
    const panel = hash.slice(1) || 'check';
    await playground.panel(panel).locator('h2').waitFor({ state: 'visible' });
    const before = await playground.page.evaluate(frame);
    assert.ok(before.some((text) => text.includes('Nothingleavesthispage,')));
    release();
    await playground.ready();
    assert.deepEqual(await playground.page.evaluate(frame), before);
    await playground.page.unroute('**/*.wasm');
  }
  await playground.assertQuiet();
});

test('paints the example and its diagnosis before any module arrives, and the module renders the same', async (t) => {
  const playground = await open(t);
  const release = await openHeld(playground);
  assert.match(await playground.text('check-verdict'), /The body was parsed and serialized again/);
  assert.match(await playground.panel('check').locator('.results').innerText(), /The first difference is at byte 10/);
  const before = await snapshotOf(playground.page);
  release();
  await complete(playground.page);
  // `node tests/browser/snapshot.mjs` writes it.
  assert.equal(await snapshotOf(playground.page), before);
  // A delivery of the user is not covered by the example.
  await playground.field('check-body').fill('{"mine":1}');
  await playground.page.waitForFunction(() => localStorage.getItem('hookwright.check') !== null);
  await playground.page.unroute('**/*.wasm');
  await hold(playground, '**/*.wasm');
  await playground.page.reload({ waitUntil: 'domcontentloaded' });
  assert.equal(await playground.field('check-body').inputValue(), '');
  assert.equal(await playground.panel('check').locator('.answer').count(), 0);
  assert.ok(await playground.panel('check').getByText('Loading…').isVisible());
  await playground.assertQuiet();
});

test('the module starts when a first visitor uses the page, and at once for others', async (t) => {
  const playground = await open(t);
  const { page } = playground;
  const hasStarted = () => page.evaluate(() => document.documentElement.dataset.started !== undefined);
  const uses = {
    'a moved pointer': () => page.mouse.move(300, 300),
    'a key': () => page.keyboard.press('Tab'),
    'a wheel': () => page.mouse.wheel(0, 100),
    'a click without a pointer': () => page.evaluate(() => document.getElementById('examples-button').click()),
    'a text without a key': () =>
      page.evaluate(() => {
        const field = document.getElementById('check-body');
        field.value = '{}';
        field.dispatchEvent(new Event('input', { bubbles: true }));
      }),
  };
  for (const [name, use] of Object.entries(uses)) {
    await page.evaluate(() => {
      sessionStorage.clear();
      localStorage.clear();
    });
    await page.goto('about:blank');
    await page.goto(playground.address, { waitUntil: 'networkidle' });
    assert.ok(!(await hasStarted()), name);
    await use();
    await page.locator(STARTED).waitFor({ state: 'attached' });
  }
  await page.waitForFunction(() => localStorage.getItem('hookwright.check') !== null);
  for (const hash of ['', '#event']) {
    await page.goto('about:blank');
    await page.goto(`${playground.address}${hash}`);
    await page.locator(STARTED).waitFor({ state: 'attached' });
  }
  await playground.assertQuiet();
});

test('a control that is pressed before the module arrives is pressed afterwards', async (t) => {
  const playground = await open(t);
  const { page } = playground;
  const pressings = [
    ['Apply to the body', () => page.getByText('Valid after this correction').waitFor()],
    ['Examples', () => playground.field('examples').waitFor()],
    ['Clear', () => playground.field('check-verdict').getByText('Nothing to check yet').waitFor()],
  ];
  for (const [name, isPressed] of pressings) {
    await page.evaluate(() => sessionStorage.clear());
    const release = await openHeld(playground);
    await page.getByRole('button', { name, exact: true }).click();
    release();
    await isPressed();
    await page.locator(STARTED).waitFor({ state: 'attached' });
    await page.unroute('**/*.wasm');
  }
  await playground.assertQuiet();
});

test('a correction that is pressed before the module arrives waits for a late diagnosis', async (t) => {
  const playground = await open(t);
  const { page } = playground;
  await page.clock.install();
  const diagnose = await pressEarly(playground);
  await page.clock.fastForward(5000);
  await page.locator(STARTED).waitFor({ state: 'attached' });
  diagnose();
  await page.getByText('Valid after this correction').waitFor();
  await playground.assertQuiet();
});

test('a correction that is pressed before the module arrives is not applied to a delivery that is entered later', async (t) => {
  const playground = await open(t);
  const { page } = playground;
  const body = `${await playground.field('check-body').inputValue()} `;
  const { link } = await playground.share('check', { secrets: true });
  await page.clock.install();
  const entries = {
    'a text': () => playground.field('check-body').fill(body),
    'a text after five seconds': async () => {
      await page.clock.fastForward(5000);
      await playground.field('check-body').fill(body);
    },
    'a link after five seconds': async () => {
      await page.clock.fastForward(5000);
      await playground.follow(link);
    },
  };
  for (const [name, enter] of Object.entries(entries)) {
    await page.evaluate(() => {
      sessionStorage.clear();
      localStorage.clear();
    });
    const diagnose = await pressEarly(playground);
    await enter();
    diagnose();
    const apply = playground.field('check-apply');
    await apply.or(page.getByText('Valid after this correction')).filter({ visible: true }).first().waitFor();
    assert.ok(await apply.isVisible(), `${name}: the correction was applied`);
    await page.unroute('**/*.wasm');
    await page.unroute('**/worker.js');
  }
  await playground.assertQuiet();
});

test('what is pasted before the module arrives is read, wherever it is pasted', async (t) => {
  const playground = await open(t, { context: { permissions: ['clipboard-read', 'clipboard-write'] } });
  const { page } = playground;
  const request = "curl https://a.example -H 'X-Mine: 1' -d mine";
  const digest = '757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
  for (const [place, text, held] of [
    ['nowhere', request, '**/*.wasm'],
    // The page has started, but its tools have not been loaded.
    ['nowhere', request, '**/split_check_more.wasm'],
    ['nowhere', digest, '**/*.wasm'],
    ['check-body', request, '**/*.wasm'],
  ]) {
    await page.evaluate((text) => navigator.clipboard.writeText(text), text);
    await page.evaluate(() => sessionStorage.clear());
    const release = await openHeld(playground, { pattern: held });
    if (held.includes('check_more')) {
      await page.mouse.move(9, 9);
      await page.locator('html[data-started]').waitFor({ state: 'attached' });
    }
    if (place !== 'nowhere') await playground.field(place).focus();
    await page.keyboard.press('ControlOrMeta+V');
    release();
    await page.locator(STARTED).waitFor({ state: 'attached' });
    if (text === digest) {
      // It may be a secret, which must not become a header.
      await playground.field('check-notice').getByText('a signature or a secret').waitFor();
      assert.doesNotMatch(await playground.field('check-headers').inputValue(), new RegExp(digest));
      assert.equal(await playground.field('check-paste').inputValue(), '');
    } else if (place === 'nowhere') {
      await playground.field('check-notice').getByText('Read as cURL').waitFor();
      assert.match(await playground.field('check-headers').inputValue(), /^X-Mine: 1$/m);
    } else {
      // It replaces the example.
      await page.waitForFunction(() => document.getElementById('check-headers').value === '');
      assert.match(await playground.field(place).inputValue(), /^curl/);
    }
    await page.unroute(held);
  }
  await playground.assertQuiet();
});

test('a file that is dropped before the module arrives is read', async (t) => {
  const playground = await open(t);
  const { page } = playground;
  const release = await openHeld(playground);
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['POST /hook HTTP/1.1\r\nHost: a.example\r\n\r\nmine'], 'request.http'));
    const event = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer });
    document.querySelector('#panel-check h2').dispatchEvent(event);
  });
  await page.mouse.move(9, 9);
  release();
  await page.locator(STARTED).waitFor({ state: 'attached' });
  await playground.field('check-notice').getByText('Read as').waitFor();
  assert.equal(await playground.field('check-body').inputValue(), 'mine');
  await playground.assertQuiet();
});

test('a control that was pressed is not pressed after a later text, and a tab has its styles', async (t) => {
  const playground = await open(t);
  const { page } = playground;
  let release = await openHeld(playground);
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await playground.field('check-headers').fill('X-Mine: 1');
  release();
  await page.locator(STARTED).waitFor({ state: 'attached' });
  await page.locator(LISTENS).waitFor({ state: 'attached' });
  assert.equal(await playground.field('check-headers').inputValue(), 'X-Mine: 1');
  await page.unroute('**/*.wasm');

  await page.evaluate(() => {
    sessionStorage.clear();
    localStorage.clear();
  });
  release = await openHeld(playground);
  await playground.tab('event').click();
  release();
  await page.locator(STARTED).waitFor({ state: 'attached' });
  await page.locator('link[href$="more.css"]').waitFor({ state: 'attached' });
  await playground.assertQuiet();
});

test('an edit of the example before the module arrives keeps the rest of the example', async (t) => {
  const playground = await open(t);
  const { page } = playground;
  const release = await openHeld(playground);
  await playground.field('check-body').focus();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type(' ');
  release();
  await page.locator(STARTED).waitFor({ state: 'attached' });
  await page.locator(LISTENS).waitFor({ state: 'attached' });
  assert.match(await playground.field('check-body').inputValue(), /^\{"action".* $/);
  assert.match(await playground.field('check-headers').inputValue(), /X-Hub-Signature-256/);
  assert.notEqual(await playground.field('check-secrets').inputValue(), '');
  await playground.assertQuiet();
});

test('what is typed before the module arrives is kept, with the focus', async (t) => {
  const playground = await open(t);
  for (const id of ['check-paste', 'check-body']) {
    await playground.page.evaluate(() => sessionStorage.clear());
    const release = await openHeld(playground);
    await playground.field('check-secrets').fill('whsec_typed');
    if (id === 'check-paste') await playground.field('check-secrets').fill('');
    await playground.field(id).fill('X-Hub-Signature-256: sha256=00');
    await playground.page.keyboard.press('Home');
    release();
    await playground.ready();
    await playground.page.locator(LISTENS).waitFor({ state: 'attached' });
    if (id === 'check-paste') {
      await playground.field('check-notice').getByText('Read as').waitFor();
      assert.equal(await playground.field('check-headers').inputValue(), 'X-Hub-Signature-256: sha256=00');
    } else {
      assert.equal(await playground.field(id).inputValue(), 'X-Hub-Signature-256: sha256=00');
      assert.equal(await playground.field('check-headers').inputValue(), '', 'the example was mixed in');
      assert.equal(await playground.field('check-secrets').inputValue(), 'whsec_typed');
      await playground.page.waitForFunction((id) => document.activeElement.id === id, id);
      await playground.page.keyboard.type('>');
      assert.match(await playground.field(id).inputValue(), /^>X-Hub/);
    }
    await playground.page.unroute('**/*.wasm');
  }
  await playground.assertQuiet();
});

test('a tab that is pressed before the module arrives is open afterwards', async (t) => {
  const playground = await open(t);
  const release = await openHeld(playground);
  await playground.tab('event').click();
  assert.ok(await playground.panel('event').locator('h2').isVisible());
  release();
  await playground.ready();
  assert.ok(await playground.panel('event').isVisible());
  assert.equal(new URL(playground.page.url()).hash, '#event');
  await playground.assertQuiet();
});

test('shortcuts that are pressed before the module arrives are done afterwards', async (t) => {
  const playground = await open(t);
  const { page } = playground;
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  const pressings = [
    [() => page.keyboard.press('?'), () => dialog.waitFor()],
    [() => page.getByRole('button', { name: 'Keyboard shortcuts' }).click(), () => dialog.waitFor()],
    [
      async () => {
        await page.keyboard.press('g');
        await page.keyboard.press('a');
      },
      () => playground.panel('event').waitFor(),
    ],
  ];
  for (const [press, isDone] of pressings) {
    await page.evaluate(() => localStorage.clear());
    const release = await openHeld(playground);
    await press();
    release();
    await isDone();
    await page.unroute('**/*.wasm');
  }
  // In a field or a menu, the same keys are text. A key is not repeated after something else was done.
  await page.evaluate(() => localStorage.clear());
  const release = await openHeld(playground, { hash: '#check' });
  await page.keyboard.press('?');
  await playground.field('check-secrets').pressSequentially('ga?');
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await page.locator('.intro h2').first().click();
  release();
  await page.locator('html[data-keys]').waitFor({ state: 'attached' });
  assert.equal(await playground.field('check-secrets').inputValue(), 'ga?');
  assert.ok(await dialog.isHidden());
  assert.ok(await playground.panel('check').isVisible());
  await playground.assertQuiet();
});
