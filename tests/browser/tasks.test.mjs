// What new users try first, as they would do it, and what the page must not say. Other files test the panels one by one.

import assert from 'node:assert/strict';
import { createHash, createHmac, createVerify } from 'node:crypto';
import { test } from 'node:test';

import { open } from './playground.mjs';
import { allowing, receiver, send } from './sending.mjs';

const SECRET = "It's a Secret to Everybody";
const sign = (body, secret = SECRET) => createHmac('sha256', secret).update(body).digest('hex');

/** The command in the documentation of a sender, with a placeholder instead of a signature. */
const TUTORIAL = `# Simulate webhook locally
curl -X POST http://localhost:3000/webhook \\
  -H "Content-Type: application/json" \\
  -H "X-Webhook-Signature: test_signature" \\
  -d '{
    "id": "evt_test",
    "type": "user.created",
    "data": {
      "id": "user_test",
      "name": "Test User"
    }
  }'`;

/** The first cause, once the diagnosis has ended. */
async function cause(playground) {
  const best = playground.page.locator('#check-diagnosis[aria-busy=false] .best');
  await best.waitFor();
  return best.getAttribute('data-code');
}

test('a command of a tutorial is read in each field, and its placeholder is named', async (t) => {
  const playground = await open(t, { hash: '#check' });
  for (const field of ['check-paste', 'check-headers', 'check-body']) {
    await playground.clearEverything();
    await playground.paste(TUTORIAL, field);
    // In a field that may contain anything, the request is only offered.
    if (field !== 'check-paste') await playground.field('check-offer').click();
    await playground.page.waitForFunction(() => document.getElementById('check-body').value.startsWith('{\n'));
    assert.equal(JSON.parse(await playground.field('check-body').inputValue()).data.name, 'Test User');
    assert.match(await playground.field('check-headers').inputValue(), /^X-Webhook-Signature: test_signature$/m);
    await playground.field('check-secrets').fill('whsec_abc123...');
    assert.equal((await playground.verdict('check')).code, 'malformed_signature', field);
    assert.match(await playground.text('check-verdict'), /14 characters instead of 64 hexadecimal digits/);
    assert.match(await cause(playground), /^signature_/);
    assert.doesNotMatch(await playground.text('check-diagnosis'), /different secret/);
  }
  await playground.assertQuiet();
});

test('the common mistakes with a delivery of GitHub have their causes', async (t) => {
  const playground = await open(t, { hash: '#check' });
  const compact = '{"action":"opened","note":"<b>é</b> a/b","count":42,"price":1.5,"list":[1,2]}';
  const value = JSON.parse(compact);
  const python = JSON.stringify(value)
    .replaceAll(/[,:](?=["[\d])/g, '$& ')
    .replaceAll('é', String.raw`\u00e9`);
  const deliver = (body, { secret = SECRET, signature = `sha256=${sign(compact)}` } = {}) =>
    playground.deliver({
      scheme: 'github/sha256',
      headers: [['X-Hub-Signature-256', signature]],
      body,
      secrets: [secret],
    });
  // Neighbors have different causes, so that the cause of the previous delivery is not taken for that of the next one.
  const hash = createHash('sha256')
    .update(SECRET + compact)
    .digest('hex');
  for (const [expected, body, options] of [
    ['body_newline_added', `${compact}\n`],
    ['body_reformatted', JSON.stringify(value, null, 2)],
    ['body_stringified', '[object Object]'],
    ['body_reformatted', python],
    ['body_bom', `\u{FEFF}${compact}`],
    ['body_escaped_slashes', compact.replaceAll('/', String.raw`\/`)],
    ['body_urlencoded', `payload=${encodeURIComponent(compact)}`],
    ['body_truncated', compact.slice(0, 40)],
    ['body_values_lost', '{"a":1,"b":"x"}', { signature: `sha256=${sign('{"a":1.0,"b":"x"}')}` }],
    ['body_changed', compact.replace('42', '43')],
    ['secret_whitespace', compact, { secret: ` ${SECRET} ` }],
    ['signature_prefix', compact, { signature: sign(compact) }],
    ['construction_other', compact, { signature: `sha256=${hash}` }],
    ['unknown', compact, { secret: 'the secret of another endpoint' }],
  ]) {
    await deliver(body, options);
    await playground.cause(expected).catch(async (error) => {
      throw new Error(`${expected} for ${body}: ${await playground.text('check-diagnosis')}`, { cause: error });
    });
  }
  await playground.assertQuiet();
});

test('three mistakes at once are found', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.deliver({
    scheme: 'github/sha256',
    headers: [['X-Hub-Signature-256', `sha256=${sign('{"id":1,"tags":["a"]}')}`]],
    body: `${JSON.stringify({ id: 1, tags: ['a'] }, null, 2)}\n`,
    secrets: [`${SECRET} `],
  });
  await playground.cause('secret_whitespace');
  await playground.assertQuiet();
});

test('the other scheme of a sender is offered if only its header is there', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.deliver({
    scheme: 'github/sha1',
    headers: [['X-Hub-Signature-256', `sha256=${sign('{}')}`]],
    body: '{}',
    secrets: [SECRET],
  });
  const detected = playground.field('check-detected');
  await detected.getByText('Looks like GitHub (sha256), by X-Hub-Signature-256').waitFor();
  await detected.getByRole('button', { name: 'Use it' }).click();
  assert.equal((await playground.verdict('check')).title, 'Valid signature');
  // With both headers, the one that is not obsolete is still offered.
  await playground.choose('check', 'github/sha1');
  await playground
    .field('check-headers')
    .fill(`X-Hub-Signature: sha1=${'0'.repeat(40)}\nX-Hub-Signature-256: sha256=${sign('{}')}`);
  await detected.getByText('GitHub (sha256)').waitFor();
  await playground.assertQuiet();
});

test('a cut signature is malformed, whatever the sender', async (t) => {
  const playground = await open(t, { hash: '#check' });
  for (const scheme of [
    'stripe/v1',
    'slack/v0',
    'shopify/hmac',
    'standard/v1',
    'twilio/sha1',
    'github/sha256',
    'well/signature',
    'linear/hmac',
    'zoom/v0',
    'discord/ed25519',
    'svix/v1',
    'paddle/h1',
  ]) {
    await playground.example(scheme, 'cut-off');
    assert.equal((await playground.verdict('check')).code, 'malformed_signature', scheme);
    await playground.cause('signature_truncated');
  }
  await playground.assertQuiet();
});

test('an event of Well reaches a receiver on this machine with the signature of its bytes', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.field('event-provider').selectOption('well');
  await playground.field('event-type').selectOption('company.created');
  const { address, received } = await receiver(t, allowing(204, ''));
  assert.equal((await send(playground, address)).title, '204 No Content');
  const secret = await playground.field('event-secret').inputValue();
  const [, { headers, body }] = received;
  assert.equal(JSON.parse(body).event ?? JSON.parse(body).type, 'company.created');
  assert.ok(headers['x-well-signature'].endsWith(sign(body, secret)));
  await playground.assertQuiet();
});

test('a receiver for Awell uses the public key, and accepts what the page signs', async (t) => {
  const playground = await open(t, { hash: '#event' });
  await playground.field('event-provider').selectOption('awell');
  const { value } = await playground.signature();
  const key = await playground.text('event-public');
  const body = await playground.field('event-body').inputValue();
  assert.ok(createVerify('sha256').update(body).verify(key, value, 'base64'));
  await playground.openPanel('receive');
  await playground.choose('receive', 'awell/rsa');
  for (const stack of ['Express', 'Flask', 'Java']) {
    await playground.field('receive-stacks').getByRole('button', { name: stack, exact: true }).click();
    await playground.page.locator('#receive-verdict', { hasText: `Awell in ${stack}` }).waitFor();
    await playground.panel('receive').getByRole('button', { name: 'README.md' }).click();
    assert.match(await playground.text('receive-file'), /public key/i, stack);
  }
  await playground.assertQuiet();
});

test('an example can be undone', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.clearExample();
  await playground.field('check-headers').fill('X-Mine: 1');
  await playground.field('check-body').fill('mine');
  await playground.example('stripe/v1', 'genuine');
  await playground.page.getByText('The example is filled in: Genuine delivery').waitFor();
  await playground.field('check-undo').click();
  assert.equal(await playground.field('check-body').inputValue(), 'mine');
  assert.equal(await playground.field('check-headers').inputValue(), 'X-Mine: 1');
  await playground.assertQuiet();
});

test('the menu of examples has arrow keys, and leads to the verdict', async (t) => {
  const playground = await open(t, { hash: '#check' });
  const { keyboard } = playground.page;
  const focused = () => playground.page.evaluate(() => document.activeElement.id);
  await playground.field('examples-button').focus();
  await keyboard.press('Enter');
  await playground.page.locator('.example').first().waitFor();
  const ids = await playground.page.locator('.example').evaluateAll((items) => items.map(({ id }) => id));
  await keyboard.press('ArrowDown');
  assert.equal(await focused(), ids[0]);
  await keyboard.press('ArrowUp');
  assert.equal(await focused(), ids.at(-1));
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowDown');
  assert.equal(await focused(), ids[1]);
  await keyboard.press('Enter');
  await playground.field('examples').waitFor({ state: 'hidden' });
  assert.equal(await focused(), 'check-verdict');
  await playground.assertQuiet();
});

test('a header is one line', async (t) => {
  const playground = await open(t, { hash: '#check', context: { viewport: { width: 390, height: 844 } } });
  await playground.field('check-headers').fill(`X-Hub-Signature-256: sha256=${'0'.repeat(64)}`);
  const { scrolls, wraps } = await playground.field('check-headers').evaluate((field) => ({
    scrolls: field.scrollWidth > field.clientWidth,
    wraps: getComputedStyle(field).whiteSpace !== 'pre',
  }));
  assert.deepEqual({ scrolls, wraps }, { scrolls: true, wraps: false });
});

test('retries that are not published or never end have honest answers', async (t) => {
  const playground = await open(t, { hash: '#retries' });
  await playground.policy('stripe');
  await playground.page.getByRole('button', { name: '5 min', exact: true }).click();
  const stripe = await playground.verdict('retries');
  assert.equal(stripe.title, 'Probably nothing is lost');
  assert.match(stripe.reason, /^Retries continue for 3 d, so an outage of 5 min is very unlikely to lose events/);

  await playground.policy('hookdeck');
  const text = await playground.panel('retries').innerText();
  assert.match(text, /more than 1000 years/);
  assert.doesNotMatch(text, /\d{7} d|10⁵/, 'a saturated number is shown');
  const ticks = await playground.field('retries-timeline').locator('text.time').allTextContents();
  assert.match(ticks.at(-1), /^10? y$/, 'the axis is longer than ten years');
});

test('a duration that cannot be read has no result, and marks its field', async (t) => {
  const playground = await open(t, { hash: '#retries' });
  await playground.policy('svix');
  await playground.field('retries-outage-length').fill('12 h');
  assert.equal((await playground.verdict('retries')).title, 'Nothing is lost');
  await playground.field('retries-outage-length').fill('12 hh');
  assert.match(await playground.text('retries-outage-length-reading'), /not a duration/);
  const { title, reason } = await playground.verdict('retries');
  assert.deepEqual([title, reason], ['Not planned', 'Correct the outage first.']);
  assert.equal(await playground.field('retries-outage-length').getAttribute('aria-invalid'), 'true');
  assert.equal(await playground.field('retries-outage-start').getAttribute('aria-invalid'), 'false');
  await playground.assertQuiet();
});

test('the page has none of the words that readers stumbled over', async (t) => {
  const playground = await open(t);
  await playground.cause('body_reformatted');
  const words =
    /\bRefused\b|hypothes[ei]s|Leave its age aside|Take it away|Lets in per second|Attempts at once|There was:|on a clock that is not real|at the least|does not fit|A sample that everybody|all 1 attempt|policies more/;
  const seen = async (what) => assert.doesNotMatch(await playground.page.locator('body').innerText(), words, what);
  for (const example of ['genuine', 'wrong-secret', 'old', 'unsigned', 'cut-off']) {
    await playground.example('stripe/v1', example);
    await playground.verdict('check');
    if (example !== 'genuine') await cause(playground);
    await seen(`check, ${example}`);
  }
  for (const panel of await playground.panels()) {
    await playground.openPanel(panel);
    await seen(panel);
  }
});
