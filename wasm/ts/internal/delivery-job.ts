import type { Delivery, DeliveryData, NewJob } from '../bullmq.js';
import type { NextAction } from '../next-attempt.js';
import type { Body } from '../types.js';
import { fromBase64, toBase64 } from './base64.js';
import { toBytes } from './body.js';
import { core } from './instance.js';
import { toMs } from './instant.js';
import { describe, misuse } from './misuse.js';
import { checkOptions, checkText } from './options.js';
import { seedOf } from './seed.js';
import { isWellFormed } from './text.js';

const OPTIONS = ['eventId', 'subscriptionId', 'body', 'contentType', 'id', 'due', 'name', 'opts'];
const SET_HERE = ['jobId', 'attempts', 'backoff', 'delay'];

/** What the schedule of a policy says comes after attempt `number`; after attempt 0, the first one. */
export function bySchedule(
  policy: string,
  number: number,
  { firstMs, seed }: Pick<DeliveryData, 'firstMs' | 'seed'>,
  nowMs: number,
): NextAction {
  return core().nextBySchedule(policy, number, Float64Array.of(firstMs, nowMs), seed) as NextAction;
}

/** The job of a delivery by a policy of so many attempts. */
export function newJob<Options extends object>(
  delivery: Delivery<Options>,
  policy: string,
  attempts: number,
  nowMs: number,
): NewJob<Options> {
  checkOptions('job', delivery, OPTIONS);
  const { id, eventId, subscriptionId, body, contentType = 'application/json', name = 'delivery', opts } = delivery;
  const ofBoth = `${idPart('eventId', eventId)},${idPart('subscriptionId', subscriptionId)}`;
  const jobId = id === undefined ? ofBoth : ownId(id);
  checkText('contentType', contentType);
  checkText('name', name);
  if (opts !== undefined) checkOpts(opts);
  const dueMs = delivery.due === undefined ? nowMs : toMs('due', delivery.due);
  const seed = seedOf(jobId);
  const first = bySchedule(policy, 0, { firstMs: dueMs, seed }, dueMs);
  // There is a first attempt in any case, even if the policy has a deadline that has passed.
  const firstMs = dueMs + (first.action === 'retry' ? first.delayMs : 0);
  return {
    name,
    data: { eventId, subscriptionId, ...kept(body), contentType, firstMs, seed },
    opts: {
      ...(opts as Options),
      jobId,
      attempts,
      backoff: { type: 'hookwright' },
      delay: Math.max(0, firstMs - nowMs),
    },
  };
}

/** Whether what a job brings is of such a delivery. */
export function isDelivery(data: unknown): data is DeliveryData {
  const { eventId, subscriptionId, body, contentType, firstMs, seed } = (data ?? {}) as Partial<DeliveryData>;
  const areTexts = [eventId, subscriptionId, body, contentType].every((each) => typeof each === 'string');
  return areTexts && Number.isFinite(firstMs) && Number.isSafeInteger(seed);
}

/** The body that is to be sent. */
export function bodyOf({ body, base64 }: DeliveryData): string | Uint8Array<ArrayBuffer> {
  return base64 === true ? fromBase64(body) : body;
}

/** A body in a form that JSON can hold. */
function kept(body: Body): Pick<DeliveryData, 'body' | 'base64'> {
  // Looked at here for text too: what is no text in UTF-8 is refused now, and not when it is sent.
  const bytes = toBytes(body);
  return typeof body === 'string' ? { body } : { body: toBase64(bytes), base64: true };
}

/** An id as a part of a job's: BullMQ keeps colons for itself, and the comma between two ids must be the only one. */
function idPart(name: string, id: unknown): string {
  if (id === undefined || id === null) throw misuse('missing_id', `\`${name}\` is ${describe(id)}`);
  if (typeof id !== 'string') {
    throw misuse('invalid_id', `\`${name}\` must be a string, not ${describe(id)}; numbers as String(id)`);
  }
  if (id === '') throw misuse('invalid_id', `\`${name}\` is empty`);
  if (!isWellFormed(id)) throw misuse('invalid_id', `\`${name}\` is a string with half of a surrogate pair`);
  return encodeURIComponent(id);
}

function ownId(id: unknown): string {
  const part = idPart('id', id);
  // BullMQ numbers jobs without an id of their own.
  if (/^-?\d+$/.test(part)) throw misuse('invalid_id', 'BullMQ takes no number as the id of a job; put a letter before it');
  return part;
}

function checkOpts(opts: unknown): void {
  if (typeof opts !== 'object' || opts === null || Array.isArray(opts)) {
    throw misuse('invalid_options', `\`opts\` must be an object, not ${describe(opts)}`);
  }
  for (const name of SET_HERE) {
    if ((opts as Record<string, unknown>)[name] === undefined) continue;
    const instead = { jobId: '`id`', delay: '`due`' }[name] ?? 'the policy';
    throw misuse('invalid_options', `\`opts.${name}\` is set by the factory of jobs; ${instead} says what it is`);
  }
}
