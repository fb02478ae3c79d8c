import type { DeliveryData, FailedJob, NewDelivery, NewJob, ReservedJobOptions } from '../types/bullmq.js';
import type { Body } from '../types/input.js';
import { start } from './attempt.js';
import { fromBase64, isBase64, toBase64 } from './base64.js';
import * as errors from './errors.js';
import { checkFields } from './fields.js';
import { core } from './instance.js';
import { isInstant, toMs } from './instant.js';
import { markingMisuse } from './misuse.js';
import { checkText, optionNames, readOptions } from './options.js';
import { seedOf } from './seed.js';
import { toSentBytes } from './sent-body.js';
import { isWellFormed } from './text.js';

const OPTIONS = optionNames<NewDelivery>({
  eventId: true,
  subscriptionId: true,
  body: true,
  contentType: true,
  id: true,
  due: true,
  name: true,
  opts: true,
});
/** What determines the reserved options of a job. */
const DETERMINED_BY: { readonly [Name in keyof ReservedJobOptions]-?: string } = {
  jobId: '`id`',
  attempts: 'the policy',
  backoff: 'the policy',
  delay: '`due`',
};
const RESERVED = optionNames<ReservedJobOptions>({ jobId: true, attempts: true, backoff: true, delay: true });

/**
 * The number of errors that BullMQ stores with a job. By default it stores all of them, and a policy may have no limit.
 */
const STACK_TRACE_LIMIT = 10;

/** The settings that all jobs of a factory share, in the form that the core takes. */
export interface JobSettings {
  readonly scheme: string;
  readonly policy: string;
  readonly attempts: number;
}

/** Creates the job of a delivery. */
export function newJob<Options extends object>(
  delivery: NewDelivery<Options>,
  { scheme, policy, attempts }: JobSettings,
  nowMs: number,
): NewJob<Options> {
  const given = readOptions('job', delivery, OPTIONS);
  const { id, eventId, subscriptionId, body, contentType = 'application/json', name = 'delivery', opts } = given;
  const defaultId = `${idPart('eventId', eventId)},${idPart('subscriptionId', subscriptionId)}`;
  // An explicit id begins with a comma. It can therefore not equal a default id, a number, which BullMQ refuses, or one
  // of the queue's own keys in Redis, such as `wait`, which BullMQ would treat as a job.
  const jobId = id === undefined ? defaultId : `,${idPart('id', id)}`;
  markingMisuse(() => core().checkMessageId(scheme, eventId));
  checkText('contentType', contentType);
  checkFields('`contentType`', [['Content-Type', contentType]]);
  checkText('name', name);
  if (opts !== undefined) checkOpts(opts);
  const dueMs = given.due === undefined ? nowMs : toMs('due', given.due);
  const seed = seedOf(jobId);
  const { firstMs } = start(policy, dueMs, seed);
  return {
    name,
    data: { eventId, subscriptionId, ...stored(body), contentType, firstMs, seed },
    opts: {
      stackTraceLimit: STACK_TRACE_LIMIT,
      ...(opts as Options),
      jobId,
      attempts,
      backoff: { type: 'hookwright' },
      delay: Math.max(0, firstMs - nowMs),
    },
  };
}

/** Whether the data of a job describes a delivery. */
export function isDelivery(data: unknown): data is DeliveryData {
  const { eventId, subscriptionId, body, base64, contentType, firstMs, seed } = (data ?? {}) as Partial<DeliveryData>;
  const areTexts = [eventId, subscriptionId, body, contentType].every((each) => typeof each === 'string');
  if (!areTexts || !(base64 === undefined || (base64 === true && isBase64(body as string)))) return false;
  return isInstant(firstMs) && Number.isSafeInteger(seed) && (seed as number) >= 0;
}

/**
 * Returns the data that determines the schedule of a job. For a job that the factory did not create, the start is when
 * the job was first due, and the seed is derived from its id in the same way.
 */
export function scheduleOf(job: FailedJob | undefined, nowMs: number): Pick<DeliveryData, 'firstMs' | 'seed'> {
  if (isDelivery(job?.data)) return job.data;
  const firstMs = Number(job?.timestamp) + Number(job?.opts?.delay ?? 0);
  const seed = typeof job?.id === 'string' ? seedOf(job.id) : 0;
  return { firstMs: isInstant(firstMs) ? firstMs : nowMs, seed };
}

/** Returns the body to send. */
export function bodyOf({ body, base64 }: DeliveryData): string | Uint8Array<ArrayBuffer> {
  return base64 === true ? fromBase64(body) : body;
}

/** Converts a body to a form that JSON can represent. */
function stored(body: Body): Pick<DeliveryData, 'body' | 'base64'> {
  // Also called for strings, so that text without a UTF-8 form is refused now rather than when it is sent.
  const bytes = toSentBytes(body);
  return typeof body === 'string' ? { body } : { body: toBase64(bytes), base64: true };
}

/** Encodes an id as a part of a job id: BullMQ reserves colons, and the comma between two ids must be the only one. */
function idPart(name: string, id: unknown): string {
  if (id === undefined || id === null) throw errors.missingId(name, id);
  if (typeof id !== 'string') throw errors.idIsNotText(name, id);
  if (id === '') throw errors.emptyId(name);
  if (!isWellFormed(id)) throw errors.idIsNotUnicode(name);
  return encodeURIComponent(id);
}

function checkOpts(opts: unknown): void {
  if (typeof opts !== 'object' || opts === null || Array.isArray(opts)) {
    throw errors.notJobOptions(opts);
  }
  for (const name of RESERVED) {
    if (!Object.hasOwn(opts, name) || (opts as Record<string, unknown>)[name] === undefined) continue;
    throw errors.jobOptionIsSet(name, DETERMINED_BY[name]);
  }
}
