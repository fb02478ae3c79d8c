// Helpers for tests of `hookwright/bullmq`: deliveries with a fixed clock, and jobs in the form of BullMQ.

import assert from 'node:assert/strict';
import { bullmqDeliveries } from 'hookwright/bullmq';
import { inbox } from './api.mjs';

export const now = Date.parse('2026-01-15T12:00:00Z');
export const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
export const delivery = { eventId: 'evt_1', subscriptionId: 'sub_1', body: '{"type":"user.created","name":"Zoë"}' };

/** The job factory, processor and strategy, with a fixed clock and an endpoint with the secret. */
export function parts(url, options = {}) {
  const endpoint = () => ({ url, secret });
  const allow = options.fetch === undefined ? ['127.0.0.1/32'] : undefined;
  return bullmqDeliveries({ policy: 'standard', provider: 'standard', endpoint, allow, now: () => now, ...options });
}

/** A job in the form in which BullMQ passes it to a processor. `moved` contains the arguments of `moveToDelayed`. */
export function started({ data, opts }, attemptsMade = 0) {
  const moved = [];
  const moveToDelayed = async (...given) => void moved.push(given);
  return { id: opts.jobId, data: JSON.parse(JSON.stringify(data)), opts, attemptsMade, moved, moveToDelayed };
}

/** A `fetch` without a response, and a promise that resolves when it is called. */
export function silence() {
  let ask;
  const asked = new Promise((resolve) => (ask = resolve));
  const fetch = (_url, { signal }) =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
      ask();
    });
  return { fetch, asked };
}

/** Makes an attempt that fails, and returns its error. */
export async function failure(deliveries, job, signal) {
  const error = await deliveries.processor(job, 'token', signal).then(
    () => undefined,
    (error) => error,
  );
  assert.ok(error instanceof Error, 'the attempt did not fail');
  return error;
}

/** An address of this machine where no server listens. */
export async function deserted(context) {
  const { url, close } = await inbox(context);
  await close();
  return url;
}
