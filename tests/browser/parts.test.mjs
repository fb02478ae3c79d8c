// The parts of the page: loading on demand, and a part that does not load.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from './playground.mjs';

test('a panel that does not load shows an error and can be loaded again', async (t) => {
  const playground = await open(t);
  // The last part of a panel, which no other panel needs.
  await playground.page.route('**/split_retries.wasm', (route) => route.abort());
  await playground.reload();
  await playground.tab('retries').click();
  const alert = playground.panel('retries').getByRole('alert');
  await alert.waitFor();
  assert.match(await alert.innerText(), /could not be loaded/);
  await playground.page.unroute('**/split_retries.wasm');
  await alert.getByRole('button', { name: 'Try again' }).click();
  await playground.panel('retries').locator('form').first().waitFor();
  assert.equal(await playground.page.evaluate(() => document.activeElement.id), 'main');
  assert.ok(!(await playground.page.locator('#failure').isVisible()));
});

test('loads only the parts of the open panel until the browser is idle', async (t) => {
  const playground = await open(t, { prefetches: true });
  await playground.page.goto('about:blank');
  await playground.page.addInitScript(() => {
    globalThis.requestIdleCallback = () => 0;
  });
  const requested = [];
  playground.page.on('request', (request) => requested.push(new URL(request.url()).pathname.split('/').at(-1)));
  await playground.visit();
  const parts = await playground.page.evaluate(
    () => JSON.parse(document.querySelector('script[data-parts]').dataset.parts).check ?? [],
  );
  // The worker has diagnosed the example with modules of the package.
  const isPart = (name) => name.endsWith('.wasm') && !name.startsWith('hookwright_');
  const modules = new Set(requested.filter(isPart));
  const diagnosis = await playground.page.evaluate(
    () => JSON.parse(document.querySelector('script[data-parts]').dataset.parts).check_more,
  );
  const allowed = new Set(['page_bg.wasm', ...[...parts, ...diagnosis].map((part) => `${part}.wasm`)]);
  assert.ok(modules.has('page_bg.wasm') && [...modules].every((name) => allowed.has(name)), [...modules].join());
  assert.ok(!modules.has('split_event.wasm'));
  await playground.openPanel('event');
  assert.ok(requested.includes('split_event.wasm'));
  await playground.assertQuiet();
});

/** A delivery with the key and the signature of the first test in RFC 8032, for other content. */
const ED25519 = {
  scheme: 'discord/ed25519',
  headers: [
    ['X-Signature-Timestamp', '1600000000'],
    [
      'X-Signature-Ed25519',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
  ],
  body: '{}',
  secrets: ['d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'],
  nowMs: 1_600_000_000_000,
};

/** The workers that check and diagnose. Another one simulates. */
const workers = (playground) => playground.page.workers().filter((worker) => worker.url().endsWith('/worker.js'));

/** Lets a worker answer nothing from now on. Returns a function that waits until it has an answer. */
const silence = async (worker) => {
  const answer = await worker.evaluateHandle(() => {
    const made = new Promise((resolve) => {
      globalThis.postMessage = () => resolve();
    });
    return { made };
  });
  return () => answer.evaluate(({ made }) => made);
};

test('signatures of public keys are checked in the worker, which can be loaded again', async (t) => {
  const playground = await open(t);
  // Its diagnosis would use the worker as well.
  await playground.clearExample();
  await playground.page.addInitScript(() => {
    globalThis.requestIdleCallback = () => 0;
  });
  await playground.page.route('**/worker.js', (route) => route.abort());
  await playground.reload();
  await playground.deliver(ED25519);
  const alert = playground.panel('check').getByRole('alert').first();
  await alert.waitFor();
  const verdict = playground.field('check-verdict');
  assert.match(await verdict.innerText(), /Checking/);
  await playground.page.unroute('**/worker.js');
  await alert.getByRole('button', { name: 'Try again' }).click();
  await verdict.locator('.title[data-code=signature_mismatch]').waitFor();
});

test('a change of the input repeats the check of a public key', async (t) => {
  const playground = await open(t);
  const { createPrivateKey, createPublicKey, sign } = await import('node:crypto');
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 7)]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const secret = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(12).toString('hex');
  const signature = sign(null, Buffer.from('1600000000{}'), key).toString('hex');
  const [timestamp, [name]] = ED25519.headers;
  await playground.deliver({ ...ED25519, headers: [timestamp, [name, signature]], secrets: [secret] });
  const title = async (expected) => playground.page.locator('#check-verdict', { hasText: expected }).waitFor();
  const code = async (expected) => playground.page.locator(`#check-verdict [data-code=${expected}]`).waitFor();
  await title('Valid signature');
  await playground.field('check-body').fill('{ }');
  await code('signature_mismatch');
  await playground.field('check-body').fill('{}');
  await title('Valid signature');
  await playground.field('check-secrets').fill('zz');
  await code('secret_not_hex');
  await playground.assertQuiet();
});

test('a large body is checked in the worker, and a new input stops it', async (t) => {
  const playground = await open(t, { prefetches: true });
  // Without a network, a new worker could not be loaded, so the page would keep this one.
  await playground.page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'onLine', { get: () => true });
    // A change of a field may replace the worker, so the tasks are observed here.
    globalThis.sent = [];
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (...message) {
      globalThis.sent.push(message[0].task);
      return postMessage.apply(this, message);
    };
  });
  await playground.reload();
  await playground.complete();
  // Without the example, nothing is diagnosed before the worker is observed. Clearing it earlier would end the worker.
  await playground.cause('body_reformatted');
  await playground.clearExample();
  const { createHmac } = await import('node:crypto');
  const body = JSON.stringify({ text: 'x'.repeat(300_000) });
  const secret = 'a secret that is long enough';
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const title = async (expected) => playground.page.locator('#check-verdict', { hasText: expected }).waitFor();
  await playground.deliver({
    scheme: 'github/sha256',
    headers: [['X-Hub-Signature-256', signature]],
    body,
    secrets: [secret],
  });
  await title('Valid signature');
  assert.ok(await playground.page.evaluate(() => globalThis.sent.includes('check')));
  await playground.field('check-secrets').fill('another secret that is long');
  await playground.page.locator('#check-verdict [data-code=signature_mismatch]').waitFor();

  await playground.page.locator('#check-diagnosis[aria-busy=false] .best').waitFor();

  const [worker] = workers(playground);
  const received = await silence(worker);
  await playground.field('check-secrets').fill('a third secret that is long');
  await title('Checking…');
  await received();
  const closed = worker.waitForEvent('close');
  await playground.field('check-secrets').fill(secret);
  await closed;
  await title('Valid signature');
  assert.notEqual(workers(playground)[0], worker);
  await playground.assertQuiet();
});

test('a diagnosis runs in the worker, and a new input stops it', async (t) => {
  const playground = await open(t, { prefetches: true });
  // Its diagnosis would use the worker as well.
  await playground.clearExample();
  // Without a network, a new worker could not be loaded, so the page would keep this one.
  await playground.page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'onLine', { get: () => true });
  });
  await playground.reload();
  await playground.complete();
  const [worker] = workers(playground);
  assert.ok(worker.url().endsWith('/worker.js'));
  await playground.deliver({
    scheme: 'github/sha256',
    headers: [['X-Hub-Signature-256', 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17']],
    body: 'Hello, World!\n',
    secrets: ["It's a Secret to Everybody"],
  });
  assert.match((await playground.cause('body_newline_added')).certainty, /^confirmed/);
  assert.deepEqual(workers(playground), [worker], 'an idle worker is used again');

  const received = await silence(worker);
  await playground.field('check-secrets').fill('another');
  await received();
  const closed = worker.waitForEvent('close');
  await playground.field('check-secrets').fill("It's a Secret to Everybody");
  await closed;
  await playground.cause('body_newline_added');
  assert.notEqual(workers(playground)[0], worker);
  await playground.assertQuiet();
});

test('a diagnosis that does not load can be repeated', async (t) => {
  const playground = await open(t);
  await playground.page.addInitScript(() => {
    globalThis.requestIdleCallback = () => 0;
  });
  await playground.page.route('**/worker.js', (route) => route.abort());
  await playground.reload();
  await playground.example('well/signature', 'altered');
  const card = playground.field('check-diagnosis');
  const again = card.getByRole('button', { name: 'Try again' });
  await again.waitFor();
  assert.match(await card.innerText(), /could not be loaded/);
  await playground.page.unroute('**/worker.js');
  await again.click();
  await playground.cause('body_changed');
});
