// Errors of a custom `fetch` whose causes form a cycle. A separate file, because an endless loop blocks the process.

import assert from 'node:assert/strict';
import test from 'node:test';
import { delivery, failure, parts, started } from './bullmq.mjs';

test('a cycle of causes does not hang', async () => {
  const circular = new TypeError('fetch failed');
  circular.cause = circular;
  const endless = new Error('fetch failed');
  Object.defineProperty(Error.prototype, 'cause', {
    configurable: true,
    get() {
      return this === circular ? circular : Object.assign(Object.create(Error.prototype), {});
    },
  });
  for (const error of [circular, endless]) {
    const deliveries = parts('http://receiver.example/', { fetch: () => Promise.reject(error) });
    assert.equal((await failure(deliveries, started(deliveries.job(delivery)))).error, 'connection');
  }
  delete Error.prototype.cause;
});
