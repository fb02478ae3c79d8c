// Custom schemes and policies as sender files.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { open } from './playground.mjs';

/** Downloads a sender file, and returns its name and its text. */
async function download(playground, id) {
  const started = playground.page.waitForEvent('download');
  await playground.field(id).click();
  const file = await started;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

test('a custom scheme is downloaded as a sender file, which the editor accepts', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.choose('check', 'slack/v0');
  await playground.choose('check', 'custom');
  const edited = { ...JSON.parse(await playground.field('check-custom').inputValue()), id: 'acme-shop/v1' };
  edited.provenance = { source: 'https://acme.example/docs?a=1#2', asOf: '2026-01-15', confidence: 'documented' };
  await playground.field('check-custom').fill(JSON.stringify(edited));
  const { name, text } = await download(playground, 'check-custom-download');
  assert.equal(name, 'acme-shop.json');
  const file = JSON.parse(text);
  assert.deepEqual([file.format, file.id, file.name], [1, 'acme-shop', 'Acme shop']);
  const [{ provenance, ...scheme }] = file.schemes;
  const { provenance: given, ...rest } = edited;
  assert.deepEqual(scheme, rest);
  assert.equal(provenance.source, given.source);

  await playground.field('check-custom').fill(text);
  assert.deepEqual(await playground.problems('check-custom-problems'), []);
  assert.match(await playground.text('check-facts'), /X-Slack-Signature/);
  assert.equal((await download(playground, 'check-custom-download')).text, text);

  await playground.field('check-custom').fill('{');
  assert.equal(await playground.field('check-custom-download').isVisible(), false);
  await playground.assertQuiet();
});

test('a custom policy is downloaded as a sender file if a sender can have its id', async (t) => {
  const playground = await open(t, { hash: '#retries' });
  await playground.policy('kit');
  await playground.page.getByRole('button', { name: 'Customize' }).click();
  const { name, text } = await download(playground, 'retries-custom-download');
  assert.equal(name, 'custom-kit.json');
  const { format, policies } = JSON.parse(text);
  assert.deepEqual([format, policies.map((policy) => policy.id)], [1, ['custom-kit']]);
  await playground.field('retries-custom').fill(text);
  assert.deepEqual(await playground.problems('retries-custom-problems'), []);
  assert.match(await playground.text('retries-summary'), /^8 attempts/);

  await playground
    .field('retries-custom')
    .fill('{ "id": "My policy", "schedule": { "kind": "fixed", "delayMs": 60000 } }');
  assert.equal(await playground.field('retries-custom-download').isVisible(), false);
  await playground.page.getByText('There is no sender file yet.').waitFor();
  await playground.assertQuiet();
});

test('a custom scheme starts from a common form, and its errors have examples', async (t) => {
  const playground = await open(t, { hash: '#check' });
  await playground.choose('check', 'custom');
  const field = playground.field('check-custom');
  await field.fill(
    '{ "id": "acme/v1", "algorithm": "hmac-sha256", "content": "{timestamp}.{body}", "signature": { "header": "A" } }',
  );
  assert.match(
    await playground.text('check-custom-problems'),
    /timestamp.* is required; for example "timestamp": \{ "header": "X-Acme-Timestamp", "unit": "seconds"/,
  );
  const typed = await field.inputValue();
  for (const [name, content] of [
    ['timestamp.body, two headers', '{timestamp}.{body}'],
    ['t=…,v1=… in one header', '{timestamp}.{body}'],
    ['Body only, hex in one header', '{body}'],
  ]) {
    await playground.page.getByRole('button', { name, exact: true }).click();
    assert.equal(JSON.parse(await field.inputValue()).content, content);
    assert.deepEqual(await playground.problems('check-custom-problems'), [], name);
  }
  await playground.page.getByText('Members of a scheme').click();
  assert.match(await playground.text('panel-check'), /is the largest difference from the current time/);
  await field.fill(typed);
  await playground.page.getByRole('button', { name: 'Body only, hex in one header', exact: true }).click();
  await playground.page.getByRole('button', { name: 'Undo', exact: true }).click();
  assert.equal(await field.inputValue(), typed);
  await playground.assertQuiet();
});
