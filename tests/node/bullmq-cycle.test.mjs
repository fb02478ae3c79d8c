// Errors of a `fetch` of the user's whose causes have no end. In a file of its own: what goes on and on stops a process.

import assert from 'node:assert/strict';
import test from 'node:test';
import { delivery, failure, parts, started } from './bullmq.mjs';

test('low_getter_of_a_cause_that_has_no_end_does_not_hang', async () => {
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
