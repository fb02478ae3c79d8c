// The subscription panel: choices, the resulting request, and errors at their fields.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from './playground.mjs';

const request = (playground) => playground.text('subscription-request');

/** Reads the body of a curl command. */
const bodyOf = (command) => JSON.parse(command.split("--data-raw '")[1].slice(0, -1).replaceAll(String.raw`'\''`, "'"));

async function showSecrets(playground) {
  await playground.field('subscription-show-secrets').check();
}

test('creates a curl command from the choices', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  await playground.field('subscription-url').fill("https://shop.example/it's/hook");
  await playground.page.getByRole('checkbox', { name: 'payment.failed' }).check();
  await playground.field('subscription-secret').fill('whsec_abc');
  await showSecrets(playground);
  const command = await request(playground);
  assert.match(command, /^curl -X POST 'https:\/\/api\.example\.com\/v1\/webhooks' \\$/m);
  assert.match(command, /-H "Authorization: Bearer \$API_KEY"/);
  assert.deepEqual(bodyOf(command), {
    url: "https://shop.example/it's/hook",
    events: ['user.created', 'payment.failed'],
    secret: 'whsec_abc',
    active: true,
  });
  await playground.assertQuiet();
});

test('a first visit is ready, with a quiet suggestion', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  assert.equal((await playground.verdict('subscription')).title, 'Ready');
  await playground.page.locator('#subscription-verdict.good').waitFor();
  assert.deepEqual(await playground.problems('subscription-problems'), ['missing_secret']);
  assert.match(await playground.text('subscription-problems'), /^Suggestion/);
});

test('counts the selected events', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  const legend = playground.panel('subscription').locator('fieldset.events legend');
  const total = await playground.panel('subscription').locator('fieldset.events input[type=checkbox]').count();
  assert.equal(await legend.innerText(), `Events 1 of ${total}`);
  await playground.page.getByRole('checkbox', { name: 'payment.failed' }).check();
  assert.equal(await legend.innerText(), `Events 2 of ${total}`);
});

test('shows the request in five languages, with the secret as a variable unless it is shown', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  await playground.field('subscription-secret').fill('whsec_hunter2');
  for (const [language, start, variable] of [
    ['cURL', /^curl -X POST /, `"secret": "'"$WEBHOOK_SECRET"'"`],
    ['HTTPie', /^http --ignore-stdin POST /, `"secret": "'"$WEBHOOK_SECRET"'"`],
    ['fetch', /^const response = await fetch\("https:/, '"secret": process.env.WEBHOOK_SECRET'],
    ['Python', /^import os\n\nimport requests/, '"secret": os.environ["WEBHOOK_SECRET"]'],
    ['Rust', /^\/\/ reqwest = .*\nfn main\(\)/, '"secret": std::env::var("WEBHOOK_SECRET")?'],
  ]) {
    await playground.panel('subscription').getByRole('radio', { name: language }).check();
    await playground.field('subscription-request').filter({ hasText: variable }).waitFor();
    const shown = await request(playground);
    assert.match(shown, start);
    assert.ok(!shown.includes('hunter2'), language);
    await showSecrets(playground);
    await playground.field('subscription-request').filter({ hasText: 'hunter2' }).waitFor();
    await playground.field('subscription-show-secrets').uncheck();
  }
});

test('copies the request to the clipboard', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  const copied = await playground.copied(
    playground.panel('subscription').getByRole('button', { name: /^Copy Request/ }),
  );
  assert.equal(copied, await playground.field('subscription-request').textContent());
});

test('errors are at their fields, and the list links to them', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  const url = playground.field('subscription-url');
  assert.equal(await url.getAttribute('aria-invalid'), 'false');
  await url.fill('http://shop.example/');
  assert.equal((await playground.verdict('subscription')).title, 'Not ready');
  assert.deepEqual(await playground.problems('subscription-problems'), ['insecure_url', 'missing_secret']);
  assert.equal(await url.getAttribute('aria-invalid'), 'true');
  const described = await url.getAttribute('aria-describedby');
  assert.equal(described, 'subscription-url-error');
  assert.match(await playground.text(described), /^The URL is not HTTPS/);
  const list = await playground.text('subscription-problems');
  assert.ok(list.includes('Endpoint URL') && !list.includes('/url'), list);
  await playground.page.locator('#subscription-problems').getByRole('button', { name: 'Endpoint URL' }).click();
  await playground.page.locator('#subscription-url:focus').waitFor();
  await url.fill('https://shop.example/');
  assert.equal(await url.getAttribute('aria-invalid'), 'false');
  assert.equal(await playground.field('subscription-url-error').count(), 0);
  // What is missing is not a mistake.
  await url.fill('');
  assert.equal((await playground.verdict('subscription')).title, 'Not ready yet');
  await playground.page.locator('#subscription-verdict.neutral').waitFor();
});

test('Generic accepts custom events, and Well warns about unknown ones', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  const other = playground.field('subscription-other-events');
  await other.fill('order.shipped');
  assert.deepEqual(await playground.problems('subscription-problems'), ['missing_secret']);
  assert.match(await request(playground), /"order\.shipped"/);
  await other.fill('user.craeted');
  assert.deepEqual(await playground.problems('subscription-problems'), ['unknown_event', 'missing_secret']);
  assert.match(await playground.text('subscription-problems'), /did you mean user\.created\?/);
  assert.equal((await playground.verdict('subscription')).title, 'Ready');
  await playground.field('subscription-provider').selectOption('well');
  await other.fill('company.crated');
  assert.match(await playground.text('subscription-problems'), /did you mean company\.created\?/);
  assert.equal((await playground.verdict('subscription')).title, 'Ready');
});

test('shows a request per event for an API with one event per subscription', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  await playground.field('subscription-provider').selectOption('well');
  await playground.page.getByRole('button', { name: 'Select all' }).click();
  const events = await playground
    .panel('subscription')
    .getByRole('checkbox')
    .filter({ visible: true })
    .evaluateAll((boxes) => boxes.filter((box) => box.value.includes('.')).length);
  assert.ok(events >= 10, 'events are missing');
  assert.equal((await request(playground)).match(/^curl /gm).length, events);
  await playground.field('subscription-headers').fill('X-Team: blue');
  await showSecrets(playground);
  assert.match(await request(playground), /"X-Team": "blue"/);
  const older = playground.field('subscription-api').getByRole('button', { name: 'the older API' });
  assert.equal(await older.innerText(), 'POST /v1/webhooks (the older API)');
  await older.click();
  assert.equal((await request(playground)).match(/^curl /gm).length, 1);
  assert.equal(
    await playground.field('subscription-headers').count(),
    0,
    'an API without headers has a field for them',
  );
});

test('lists settings to copy for a provider without an API', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  await playground.field('subscription-provider').selectOption('awell');
  assert.equal((await playground.verdict('subscription')).title, 'Ready');
  await playground.field('subscription-url').fill('https://clinic.example/awell');
  await playground.field('subscription-headers').fill('X-Token: t0ken');
  const settings = await playground.page
    .locator('#subscription-settings .setting')
    .evaluateAll((rows) =>
      rows.map((row) => [row.querySelector('dt').innerText, row.querySelector('.value').textContent]),
    );
  assert.deepEqual(settings, [
    ['Endpoint URL', 'https://clinic.example/awell'],
    ['Events', 'pathway.started'],
    ['Headers: name', 'X-Token'],
    ['Headers: value of X-Token', 't0ken'],
  ]);
  assert.match(await playground.text('subscription-place'), /^Awell Studio/);
  const button = playground.field('subscription-settings').getByRole('button', { name: 'Copy Endpoint URL' });
  assert.equal(await playground.copied(button), 'https://clinic.example/awell');
  for (const id of ['subscription-request', 'subscription-send', 'subscription-operations']) {
    assert.equal(await playground.field(id).count(), 0, `a provider without an API has ${id}`);
  }
  await playground.assertQuiet();
});

test('generates long and unique secrets', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  const generate = playground.page.getByRole('button', { name: 'Generate', exact: true });
  await generate.click();
  const first = await playground.field('subscription-secret').inputValue();
  await generate.click();
  const second = await playground.field('subscription-secret').inputValue();
  assert.match(first, /^whsec_[0-9a-f]{64}$/);
  assert.notEqual(first, second);
  assert.deepEqual(await playground.problems('subscription-problems'), []);
});

test('values of headers are variables in code, and hidden in exchanges, unless they are shown', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  await playground.field('subscription-provider').selectOption('well');
  await playground.field('subscription-headers').fill('X-Token: fold_7c1e9a');
  assert.match(await request(playground), /"X-Token": "'"\$HEADER_X_TOKEN"'"/);
  await playground.field('subscription-send').click();
  const panel = playground.panel('subscription');
  await panel.getByText('201 Created').first().waitFor();
  assert.ok(!(await panel.locator('pre').allInnerTexts()).join().includes('fold_7c1e9a'));
  await showSecrets(playground);
  assert.match(await request(playground), /"X-Token": "fold_7c1e9a"/);
  await playground.assertQuiet();
});

test('code has colors with enough contrast in both themes', async (t) => {
  const playground = await open(t, { hash: '#subscription' });
  const name = playground.field('subscription-request').locator('.name').first();
  for (const theme of ['light', 'dark']) {
    await playground.page.locator(`[name=theme][value=${theme}]`).check({ force: true });
    await playground.page.waitForFunction(() => document.querySelector('link[href$="code.css"]')?.sheet);
    const contrast = await name.evaluate((element) => {
      const channels = (color) =>
        color
          .match(/[\d.]+/g)
          .slice(0, 3)
          .map((value) => value / 255);
      const linear = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
      const luminance = (color) => {
        const [red, green, blue] = channels(color).map(linear);
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      const ground = getComputedStyle(element.closest('pre')).backgroundColor;
      const [high, low] = [getComputedStyle(element).color, ground].map(luminance).sort((a, b) => b - a);
      return (high + 0.05) / (low + 0.05);
    });
    assert.ok(contrast >= 4.5, `${theme}: ${contrast}`);
  }
});
