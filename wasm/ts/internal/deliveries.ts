import type { DeliveryProgress } from '../generated/attempt.js';
import type { NextAction } from '../generated/retry.js';
import type {
  Deliveries,
  DeliveriesOptions,
  DeliveryAction,
  DeliveryJob,
  DeliveryResult,
  Endpoint,
  NewJob,
} from '../types/bullmq.js';
import { begin, settle } from './attempt.js';
import { bySchedule, decisionOf, despiteClocks, PUT_OFF_MS } from './decision.js';
import { bodyOf, clockOf, isDelivery, newJob } from './delivery-job.js';
import { errors } from './errors.js';
import { core } from './instance.js';
import { checkTimeout, toMs } from './instant.js';
import { adopted, isMisuse } from './misuse.js';
import { optionNames, readOptions, readOwn } from './options.js';
import { toPlain } from './plain-destination.js';
import { toPolicy } from './policy.js';
import { warnOf, warnProcess } from './redis-check.js';
import { RedisClock } from './redis-clock.js';
import { type Outcome, send, TIMEOUT_MS } from './send.js';
import { toScheme } from './signer.js';

const FUNCTIONS = ['endpoint', 'onDisable', 'onAttempt', 'onDeferred', 'onWarning', 'fetch', 'now'] as const;
const OPTIONS = optionNames<DeliveriesOptions>({
  policy: true,
  provider: true,
  scheme: true,
  timeoutMs: true,
  endpoint: true,
  onDisable: true,
  onAttempt: true,
  onDeferred: true,
  onWarning: true,
  fetch: true,
  now: true,
});

/** Attempts of a policy without end: BullMQ wants a number, and its versions in other languages count in 32 bits. */
const ENDLESS = 2 ** 31 - 1;

/**
 * How long a worker with a wrong clock keeps busy with a job that it has given back, in milliseconds: without that, it would take
 * the next ones before the others can. Shorter than BullMQ waits before it renews a lock.
 */
const KEPT_BUSY_MS = 5_000;

/** Makes the error of an attempt that failed: its class is one of those that callers see. */
type MakeError = (attempt: number, outcome: Pick<Outcome, 'status' | 'error'>, next: DeliveryAction) => Error;

/** The parts for BullMQ, which work without the object that they are in. */
export function makeDeliveries(given: DeliveriesOptions, failed: MakeError): Deliveries {
  const what = 'bullmqDeliveries';
  const options = readOptions(what, given, OPTIONS);
  const scheme = toScheme(what, options);
  const policy = toPolicy(options.policy);
  const terms = core().deliveryTerms(policy);
  for (const name of FUNCTIONS) {
    const called: unknown = options[name];
    if (typeof called === 'function' || (called === undefined && name !== 'endpoint')) continue;
    throw errors.notAFunction(name, called);
  }
  const made = { scheme: scheme.text, policy, attempts: terms.attempts ?? ENDLESS };
  const timeoutMs = options.timeoutMs ?? terms.timeoutMs ?? TIMEOUT_MS;
  checkTimeout('timeoutMs', timeoutMs);
  const { endpoint, onDisable, onAttempt, onDeferred, onWarning = warnProcess, fetch: fetcher } = options;
  const clock = options.now ?? Date.now;
  const now = (): number => toMs('now', clock());
  const redisClock = new RedisClock();
  const workers = new WeakSet<object>();

  /** The best that is known of the time, where there has to be one. */
  const timeNow = (): number => {
    try {
      return redisClock.correct(now());
    } catch {
      return redisClock.now() ?? Date.now();
    }
  };

  const backoffStrategy: Deliveries['backoffStrategy'] = (attemptsMade, _type, error, job) => {
    // What is thrown here, BullMQ would not catch: the job would stay active. The error may be of any making.
    try {
      const nowMs = timeNow();
      const next = decisionOf(error) ?? bySchedule(policy, attemptsMade, clockOf(job, nowMs), nowMs);
      return next.action === 'retry' ? next.delayMs : -1;
    } catch {
      return PUT_OFF_MS;
    }
  };

  const attemptOf = async (
    job: DeliveryJob,
    token: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<DeliveryResult> => {
    const { data } = job;
    const attempt = job.attemptsMade + 1;
    if (!isDelivery(data)) {
      throw forBullmq(Object.assign(errors.notAJob(), { name: 'UnrecoverableError' }));
    }
    const { subscriptionId } = data;
    const queue = queueOf(job);
    const aheadMs = await redisClock.aheadMs(queue, now);
    if (aheadMs !== 0) return await giveBack(job, token, signal, aheadMs);
    if (typeof queue === 'object' && queue !== null && !workers.has(queue)) {
      workers.add(queue);
      void warnOf(queue, (problem) => tell(onWarning, problem));
    }

    const found = read(await endpoint(subscriptionId, job));
    const nothing = { status: null, error: null };
    if (found === undefined || found.active === false) {
      const reason = found === undefined ? 'endpoint_gone' : 'endpoint_inactive';
      throw forBullmq(failed(attempt, nothing, { action: 'stop', reason }));
    }
    const startedMs = now();
    // What is wrong with what was given is for BullMQ to show. Other errors are somebody else's, of an iterator for example.
    const to = orMisuse(() => toPlain(found));
    const message = { eventId: data.eventId, contentType: data.contentType, body: bodyOf(data) };
    const due = progressOf(job, startedMs);
    const { request, progress } = orMisuse(() => {
      return adopted(() => begin(scheme, policy, due, message, to, startedMs));
    });
    const outcome = await send(request, timeoutMs, signal, fetcher).catch((error: unknown) => {
      throw isMisuse(error) ? forBullmq(error) : error;
    });
    if (signal?.aborted && outcome.error !== null) {
      throw await putOff(job, token, new Error(`attempt ${attempt} was aborted`), timeNow());
    }
    const endedMs = redisClock.correct(now());
    const next = after(policy, job, progress, outcome, endedMs);
    if (next.action === 'disable') await onDisable?.(subscriptionId, next.reason);
    const { status, error } = outcome;
    tell(onAttempt, { ...named(job), status, error, startedMs, endedMs, next });
    if (next.action === 'succeed') return { status: status ?? 0, attempt };
    throw forBullmq(failed(attempt, outcome, next));
  };

  /** Puts an attempt off, and gives the error that says so to BullMQ. */
  const putOff = async (
    job: DeliveryJob,
    token: string | undefined,
    error: unknown,
    untilMs: number,
  ): Promise<Error> => {
    try {
      await job.moveToDelayed(untilMs, token);
    } catch {
      // The job is no longer this worker's, or Redis is away. It is taken up again like those of workers that died.
    }
    tell(onDeferred, { ...named(job), error, untilMs });
    return deferred(job);
  };

  /** Gives a job back to workers whose clocks are right. */
  const giveBack = async (
    job: DeliveryJob,
    token: string | undefined,
    signal: AbortSignal | undefined,
    aheadMs: number,
  ): Promise<never> => {
    const seconds = Math.round(Math.abs(aheadMs) / 1_000);
    const side = aheadMs > 0 ? 'ahead of' : 'behind';
    const error = new Error(
      `the clock of this worker is ${seconds} s ${side} the one of Redis; nothing is sent until it is right`,
    );
    const redisMs = redisClock.now() ?? Date.now();
    const { moveToWait } = job as { moveToWait?: (token?: string) => PromiseLike<unknown> };
    // BullMQ reckons when a job is due by the clock of the worker, which may be years from now; what waits for a worker is due.
    if (typeof moveToWait !== 'function') throw await putOff(job, token, error, redisMs + PUT_OFF_MS);
    try {
      await moveToWait.call(job, token);
    } catch {
      // As where it cannot be put off.
    }
    tell(onDeferred, { ...named(job), error, untilMs: redisMs });
    await pause(KEPT_BUSY_MS, signal);
    throw deferred(job);
  };

  const nextTry = ({ data, attemptsMade }: DeliveryJob): number => {
    const nowMs = timeNow();
    const next = bySchedule(policy, attemptsMade + 1, data, nowMs);
    // Never at once: what has just failed here would be asked over and over.
    return next.action === 'retry' && next.delayMs > 0 ? next.atMs : nowMs + PUT_OFF_MS;
  };

  // The third parameter has to be there: BullMQ gives a signal to whom declares one.
  const processor: Deliveries['processor'] = async (job, token, signal): Promise<DeliveryResult> => {
    try {
      return await attemptOf(job, token, signal);
    } catch (error) {
      // Anything else may be of the user's making, with anything in its message.
      throw isForBullmq(error) ? error : await putOff(job, token, error, nextTry(job));
    }
  };

  const job: Deliveries['job'] = <Options extends object>(
    delivery: Parameters<typeof newJob<Options>>[0],
  ): NewJob<Options> => {
    try {
      return newJob(delivery, made, now());
    } catch (error) {
      if (isMisuse(error)) throw error;
      // Where a job makes others, BullMQ keeps the message of what it throws.
      throw errors.deliveryThrew(error);
    }
  };

  return {
    job,
    processor,
    backoffStrategy,
    workerOptions: { settings: { backoffStrategy }, maxStalledCount: Number.MAX_SAFE_INTEGER },
  };
}

/** What comes after an attempt by the policy, and by the number of attempts that the job was made with. */
function after(
  policy: string,
  { data, opts, attemptsMade }: DeliveryJob,
  progress: DeliveryProgress,
  { status, error, headers }: Outcome,
  nowMs: number,
): NextAction {
  const outcome = error === null ? { status, headers } : { error };
  const attempt = attemptsMade + 1;
  const next = despiteClocks(policy, attempt, data, nowMs, (atMs) => settle(policy, progress, outcome, atMs).next);
  // A policy may have got longer since the job was made, and BullMQ knows only the number from then.
  const isLast = opts.attempts !== undefined && attempt >= opts.attempts;
  return next.action === 'retry' && isLast ? { action: 'stop', reason: 'attempts' } : next;
}

/** What all reports say of a job. */
function named({ id, data, attemptsMade }: DeliveryJob): {
  eventId: string;
  subscriptionId: string;
  jobId: string | undefined;
  attempt: number;
} {
  return { eventId: data.eventId, subscriptionId: data.subscriptionId, jobId: id, attempt: attemptsMade + 1 };
}

/** The queue or worker that a job is of. BullMQ's types keep it to themselves. */
function queueOf(job: DeliveryJob): unknown {
  return (job as { readonly queue?: unknown }).queue;
}

/** An endpoint as it is now. What a getter of somebody's throws is thrown here, too. */
function read(found: Endpoint | null | undefined): Endpoint | undefined {
  if (found === undefined || found === null) return undefined;
  return readOwn(found, ['url', 'secret', 'headers', 'active']);
}

/** The progress that a job stands for: BullMQ counts the attempts, and says when one is due by giving out the job. */
function progressOf({ data, attemptsMade }: DeliveryJob, nowMs: number): DeliveryProgress {
  const { seed, firstMs } = data;
  return { seed, firstMs, attempts: attemptsMade, state: attemptsMade === 0 ? 'pending' : 'waiting', dueMs: nowMs };
}

/** Makes something, and lets BullMQ have the errors that are a misuse. */
function orMisuse<Made>(make: () => Made): Made {
  try {
    return make();
  } catch (error) {
    throw isMisuse(error) ? forBullmq(error) : error;
  }
}

/** The errors that BullMQ may have: it keeps their messages and stacks in Redis. */
const shown = new WeakSet<object>();

function forBullmq<Shown extends Error>(error: Shown): Shown {
  shown.add(error);
  return error;
}

function isForBullmq(error: unknown): error is Error {
  return typeof error === 'object' && error !== null && shown.has(error);
}

/** By this name BullMQ knows that the job has been put off already. It keeps nothing of the error. */
function deferred({ attemptsMade }: DeliveryJob): Error {
  return forBullmq(Object.assign(new Error(`attempt ${attemptsMade + 1} is deferred`), { name: 'DelayedError' }));
}

/** Waits, unless it is broken off. */
async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Tells a listener, if there is one. */
function tell<Report>(listener: ((report: Report) => unknown) | undefined, report: Report): void {
  // What has been delivered must not come again because a log is full: neither a throw nor a rejection counts.
  try {
    const told = listener?.(report) as PromiseLike<unknown> | undefined;
    if (typeof told?.then === 'function') told.then(undefined, () => {});
  } catch {
    // As said.
  }
}
