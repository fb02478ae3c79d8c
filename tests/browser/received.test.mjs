// The check panel: the time at which a delivery was received.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { open } from './playground.mjs';

const AT = '2026-01-15T12:00:00Z';

const headersOf = (id, seconds, signature) =>
  `webhook-id: ${id}\nwebhook-timestamp: ${seconds}\nwebhook-signature: v1,${signature}`;

/** Hands over a delivery from the past. */
async function handOver(playground) {
  await playground.openPanel('event');
  await playground.choose('event', 'standard/v1');
  await playground.panel('event').getByRole('radio', { name: 'Set time' }).check();
  await playground.field('event-instant').fill(AT);
  await playground.page.getByRole('button', { name: 'Check this delivery' }).click();
  await playground.field('check-instant').waitFor();
  assert.equal(await playground.field('check-instant').inputValue(), AT);
}

const isNow = (playground) =>
  playground.panel('check').getByRole('radio', { name: 'Now', exact: true }).locator(':scope:checked').waitFor();

test('the time of a handed-over delivery ends with it', async (t) => {
  const playground = await open(t, { prefetches: true });
  await playground.complete();
  await handOver(playground);
  assert.equal((await playground.verdict('check')).title, 'Valid signature');
  // A changed body is still the same delivery.
  await playground.field('check-body').fill('{}');
  assert.equal(await playground.field('check-instant').inputValue(), AT);
  await playground.field('check-headers').fill(headersOf('msg_other', 1764460000, 'b'.repeat(43)));
  await isNow(playground);

  // Also after a reload.
  await handOver(playground);
  await playground.page.waitForFunction(
    (at) => localStorage.getItem('hookwright.check')?.includes(at) && sessionStorage.length > 0,
    AT,
  );
  await playground.reload();
  await playground.complete();
  assert.equal(await playground.field('check-instant').inputValue(), AT);
  await playground.field('check-headers').fill(headersOf('msg_third', 1764460001, 'c'.repeat(43)));
  await isNow(playground);

  // A time that the user sets stays.
  await playground.setCheckTime(Date.parse(AT));
  await playground.field('check-headers').fill(headersOf('msg_fourth', 1764460002, 'd'.repeat(43)));
  await playground.verdict('check');
  assert.equal(await playground.field('check-instant').inputValue(), '2026-01-15T12:00:00.000Z');
  await playground.assertQuiet();
});

test('a pasted request is received now, and one of a HAR file at its time', async (t) => {
  const playground = await open(t, { prefetches: true });
  await playground.complete();
  await handOver(playground);
  const signature = headersOf('msg_other', 1764460000, 'b'.repeat(43));
  const curl = signature.split('\n').map((line) => `-H '${line}'`);
  await playground.paste(`curl https://a.example/hook ${curl.join(' ')} --data-raw '{}'`, 'check-paste');
  await isNow(playground);
  const headers = signature.split('\n').map((line) => ({ name: line.split(': ')[0], value: line.split(': ')[1] }));
  const request = { method: 'POST', url: 'https://a.example/hook', headers, postData: { text: '{}' } };
  const startedDateTime = '2026-11-29T23:52:11.123Z';
  await playground.paste(JSON.stringify({ log: { entries: [{ startedDateTime, request }] } }), 'check-paste');
  await playground.field('check-instant').waitFor();
  assert.equal(await playground.field('check-instant').inputValue(), startedDateTime);
  await playground.assertQuiet();
});
