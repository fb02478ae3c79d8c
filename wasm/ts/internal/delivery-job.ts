import type { DeliveryData, FailedJob, NewDelivery, NewJob, ReservedJobOptions } from '../types/bullmq.js';
import type { Body } from '../types/input.js';
import { start } from './attempt.js';
import { fromBase64, isBase64, toBase64 } from './base64.js';
import { errors } from './errors.js';
import { checkFields } from './fields.js';
import { core } from './instance.js';
import { toMs } from './instant.js';
import { adopted } from './misuse.js';
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
/** What sets the options of a job that cannot be given. */
const INSTEAD: { readonly [Name in keyof ReservedJobOptions]-?: string } = {
  jobId: '`id`',
  attempts: 'the policy',
  backoff: 'the policy',
  delay: '`due`',
};
const RESERVED = optionNames<ReservedJobOptions>({ jobId: true, attempts: true, backoff: true, delay: true });

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
  delivery: NewDelivery<Options>,
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
    throw errors.jobOptionIsSet(name, INSTEAD[name]);
  }
}
