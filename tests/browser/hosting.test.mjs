// Hosting of the page, and its messages when it cannot start.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from './playground.mjs';

test('works under a path, without requests to other origins', async (t) => {
  const playground = await open(t, { below: '/tools/webhooks/', hash: '#check' });
  await playground.example('generic/signature', 'genuine');
  assert.equal((await playground.verdict('check')).title, 'Valid signature');
  for (const panel of await playground.panels()) await playground.openPanel(panel);
  await playground.assertQuiet();
});

test('works without a network once it has loaded', async (t) => {
  const playground = await open(t, { hash: '#check', prefetches: true });
  await playground.complete();
  // The diagnosis of the example uses the worker, which must not be stopped and loaded again without a network.
  await playground.page.locator('#check-diagnosis[aria-busy=false] .best').waitFor();
  await playground.context.setOffline(true);
  for (const panel of await playground.panels()) await playground.openPanel(panel);
  await playground.openPanel('scale');
  await playground.simulate();
  await playground.openPanel('check');
  await playground.example('well/signature', 'unsigned');
  assert.equal((await playground.verdict('check')).code, 'missing_header');
  await playground.assertQuiet();
});

test('has a content security policy that blocks inline scripts and other origins', async (t) => {
  const playground = await open(t);
  const ran = await playground.page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.ran = true';
    document.head.append(script);
    return globalThis.ran === true;
  });
  assert.equal(ran, false);
  const fetched = await playground.page.evaluate(() =>
    fetch('https://example.com/').then(
      () => true,
      () => false,
    ),
  );
  assert.equal(fetched, false);
  // The events may come after the failures.
  await playground.page.waitForFunction(() => globalThis.violations.length >= 2);
  const violations = await playground.page.evaluate(() => globalThis.violations.map((text) => text.split(' ')[0]));
  assert.deepEqual(violations, ['script-src-elem', 'connect-src']);
});

test('a page that could not be loaded can be loaded again', async (t) => {
  const playground = await open(t);
  const failure = playground.page.locator('#failure');
  assert.ok(!(await failure.isVisible()));
  await playground.page.route('**/*.wasm', (route) => route.abort());
  await playground.page.reload();
  await failure.waitFor({ state: 'visible' });
  assert.match(await failure.innerText(), /^The page could not be loaded. Check the network connection.\s*Try again$/);
  assert.ok(!(await playground.page.getByText('Loading…').first().isVisible()));
  await playground.page.unroute('**/*.wasm');
  // The pointer must move on the page that is loaded now.
  const loaded = playground.page.waitForEvent('load');
  await failure.getByRole('button', { name: 'Try again' }).click();
  await loaded;
  await playground.ready();
  assert.ok(!(await failure.isVisible()));
});

test('says that a browser without SIMD is too old', async (t) => {
  const playground = await open(t);
  await playground.page.addInitScript(() => {
    WebAssembly.validate = () => false;
    const compile = () => Promise.reject(new WebAssembly.CompileError('invalid opcode'));
    Object.assign(WebAssembly, {
      compile,
      compileStreaming: compile,
      instantiate: compile,
      instantiateStreaming: compile,
    });
  });
  await playground.page.reload();
  await playground.page.locator('#failure').waitFor({ state: 'visible' });
  assert.match(await playground.page.locator('#failure').innerText(), /^This browser is too old/);
});

test('a module that stops working is reported, and the input is kept', async (t) => {
  const playground = await open(t);
  await playground.field('check-headers').fill('X-Typed: 1');
  await playground.page.evaluate(() => {
    dispatchEvent(new ErrorEvent('error', { error: new WebAssembly.RuntimeError('unreachable') }));
  });
  assert.match(await playground.page.locator('#failure').innerText(), /^The page has stopped working/);
  assert.equal(await playground.field('check-headers').inputValue(), 'X-Typed: 1');
});

test('shows a message without JavaScript', async (t) => {
  const playground = await open(t, { context: { javaScriptEnabled: true } });
  const context = await playground.context.browser().newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(playground.address);
  assert.match(await page.locator('noscript').innerText(), /WebAssembly/);
});

test('links to the third-party notices on its own origin', async (t) => {
  const playground = await open(t, { below: '/tools/webhooks/' });
  const link = playground.page.getByRole('link', { name: 'Third-party notices' });
  const opened = playground.context.waitForEvent('page');
  await link.click();
  const notices = await opened;
  await notices.waitForLoadState();
  assert.equal(notices.url(), `${playground.address}THIRD-PARTY-NOTICES.txt`);
  const text = await notices.locator('body').innerText();
  for (const name of ['curve25519-dalek', 'leptos', 'The Rust standard library']) assert.ok(text.includes(name), name);
  await playground.assertQuiet();
});
