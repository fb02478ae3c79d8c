import type { Delivery, DeliveryData, FailedJob, NewJob } from '../types/bullmq.js';
import type { Body } from '../types/input.js';
import { start } from './attempt.js';
import { fromBase64, isBase64, toBase64 } from './base64.js';
import { checkFields } from './fields.js';
import { core } from './instance.js';
import { toMs } from './instant.js';
import { adopted, describe, misuse } from './misuse.js';
import { checkText, readOptions } from './options.js';
import { seedOf } from './seed.js';
import { toSentBytes } from './sent-body.js';
import { isWellFormed } from './text.js';

const OPTIONS = ['eventId', 'subscriptionId', 'body', 'contentType', 'id', 'due', 'name', 'opts'];
const SET_HERE = ['jobId', 'attempts', 'backoff', 'delay'];

/** How many errors BullMQ keeps with a job. It would keep all, and a policy without end has no last one. */
const STACKS = 10;

/** What all deliveries of a factory have in common, as the core takes it. */
export interface Made {
  readonly scheme: string;
  readonly policy: string;
  readonly attempts: number;
}

/** The job of a delivery. */
export function newJob<Options extends object>(
  delivery: Delivery<Options>,
  { scheme, policy, attempts }: Made,
  nowMs: number,
): NewJob<Options> {
  const given = readOptions('job', delivery, OPTIONS);
  const { id, eventId, subscriptionId, body, contentType = 'application/json', name = 'delivery', opts } = given;
  const ofBoth = `${idPart('eventId', eventId)},${idPart('subscriptionId', subscriptionId)}`;
  // No part before the comma: so it is no other delivery's, and neither a number nor one of the queue's own keys in Redis,
  // such as `wait`, which BullMQ refuses or takes for a job.
  const jobId = id === undefined ? ofBoth : `,${idPart('id', id)}`;
  adopted(() => core().checkMessageId(scheme, eventId));
  checkText('contentType', contentType);
  checkFields('`contentType`', [['Content-Type', contentType]]);
  checkText('name', name);
  if (opts !== undefined) checkOpts(opts);
  const dueMs = given.due === undefined ? nowMs : toMs('due', given.due);
  const seed = seedOf(jobId);
  const { firstMs } = start(policy, dueMs, seed);
  return {
    name,
    data: { eventId, subscriptionId, ...kept(body), contentType, firstMs, seed },
    opts: {
      stackTraceLimit: STACKS,
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
  const { eventId, subscriptionId, body, base64, contentType, firstMs, seed } = (data ?? {}) as Partial<DeliveryData>;
  const areTexts = [eventId, subscriptionId, body, contentType].every((each) => typeof each === 'string');
  if (!areTexts || !(base64 === undefined || (base64 === true && isBase64(body as string)))) return false;
  return isInstant(firstMs) && Number.isSafeInteger(seed) && (seed as number) >= 0;
}

/**
 * What the strategy goes by. For a job that the factory has not made: when BullMQ was to take it up first, and a seed that
 * follows from its id, as for those that it has made.
 */
export function clockOf(job: FailedJob | undefined, nowMs: number): Pick<DeliveryData, 'firstMs' | 'seed'> {
  if (isDelivery(job?.data)) return job.data;
  const firstMs = Number(job?.timestamp) + Number(job?.opts?.delay ?? 0);
  const seed = typeof job?.id === 'string' ? seedOf(job.id) : 0;
  return { firstMs: isInstant(firstMs) ? firstMs : nowMs, seed };
}

/** Whether a `Date` can stand for it, as for every instant that the factory gives. */
function isInstant(ms: unknown): ms is number {
  return Number.isSafeInteger(ms) && Math.abs(ms as number) <= 8.64e15;
}

/** The body that is to be sent. */
export function bodyOf({ body, base64 }: DeliveryData): string | Uint8Array<ArrayBuffer> {
  return base64 === true ? fromBase64(body) : body;
}

/** A body in a form that JSON can hold. */
function kept(body: Body): Pick<DeliveryData, 'body' | 'base64'> {
  // Looked at here for text too: what is no text in UTF-8 is refused now, and not when it is sent.
  const bytes = toSentBytes(body);
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

function checkOpts(opts: unknown): void {
  if (typeof opts !== 'object' || opts === null || Array.isArray(opts)) {
    throw misuse('invalid_options', `\`opts\` must be an object, not ${describe(opts)}`);
  }
  for (const name of SET_HERE) {
    if (!Object.hasOwn(opts, name) || (opts as Record<string, unknown>)[name] === undefined) continue;
    const instead = { jobId: '`id`', delay: '`due`' }[name] ?? 'the policy';
    throw misuse('invalid_options', `\`opts.${name}\` is set by the factory of jobs; ${instead} says what it is`);
  }
}
