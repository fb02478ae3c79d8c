import { DEFAULT_TIMEOUT_MS } from '../generated/limits.js';
import type { NextAction } from '../generated/retry.js';
import type {
  Deliveries,
  DeliveriesOptions,
  DeliveryAction,
  DeliveryJob,
  DeliveryResult,
  NewJob,
} from '../types/bullmq.js';
import { begin } from './attempt.js';
import { afterAttempt, bySchedule, DEFERRAL_MS, decisionOf } from './decision.js';
import { bodyOf, isDelivery, newJob, scheduleOf } from './delivery-job.js';
import * as errors from './errors.js';
import { toFetch } from './fetcher.js';
import { core } from './instance.js';
import { checkTimeout, toMs } from './instant.js';
import { isMisuse, markingMisuse } from './misuse.js';
import { catalog } from './modules.js';
import { notify } from './notify.js';
import { checkFunctions, optionNames, readOptions } from './options.js';
import { readEndpoint, toPlain } from './plain-destination.js';
import { toPolicy } from './policy.js';
import type { ProgressParts } from './progress.js';
import { warnOf, warnProcess } from './redis-check.js';
import { RedisClock } from './redis-clock.js';
import { type Outcome, send } from './send.js';
import { toScheme } from './signer.js';
import { withinAttempt } from './within-attempt.js';

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
  allow: true,
  ports: true,
  now: true,
});

/**
 * The number of attempts of a policy without a limit. BullMQ needs a number, and its implementations in other languages
 * use 32 bits.
 */
const UNLIMITED_ATTEMPTS = 2 ** 31 - 1;

/**
 * How long a worker with a wrong clock stays busy after it has returned a job to the queue, in milliseconds. Without
 * this pause, it would take the next jobs before other workers can. Shorter than the time after which BullMQ renews a
 * lock.
 */
const RETURN_PAUSE_MS = 5_000;

/** Creates the error of a failed attempt, whose class belongs to the public interface. */
type MakeError = (attempt: number, outcome: Pick<Outcome, 'status' | 'error' | 'code'>, next: DeliveryAction) => Error;

/** Creates the parts for BullMQ. They do not use `this`, so they can be passed on as plain functions. */
export function makeDeliveries(given: DeliveriesOptions, makeError: MakeError): Deliveries {
  const what = 'bullmqDeliveries';
  const options = readOptions(what, given, OPTIONS);
  const scheme = toScheme(what, options);
  const policy = toPolicy(options.policy);
  const terms = core(catalog).deliveryTerms(policy);
  checkFunctions(options, FUNCTIONS, 'endpoint');
  const settings = { scheme: scheme.text, policy, attempts: terms.attempts ?? UNLIMITED_ATTEMPTS };
  const timeoutMs = options.timeoutMs ?? terms.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  checkTimeout('timeoutMs', timeoutMs);
  const { endpoint, onDisable, onAttempt, onDeferred, onWarning = warnProcess } = options;
  const fetcher = toFetch(options, timeoutMs);
  const clock = options.now ?? Date.now;
  const now = (): number => toMs('now', clock());
  const redisClock = new RedisClock();
  const workers = new WeakSet<object>();

  /** The time of this worker's clock, corrected by Redis's if they differ too much; never throws. */
  const correctedNow = (): number => {
    try {
      return redisClock.correct(now());
    } catch {
      return redisClock.now() ?? Date.now();
    }
  };

  const backoffStrategy: Deliveries['backoffStrategy'] = (attemptsMade, _type, error, job) => {
    // If this function throws, BullMQ leaves the job active. `error` can be any value.
    try {
      const nowMs = correctedNow();
      const next = decisionOf(error) ?? bySchedule(policy, attemptsMade, scheduleOf(job, nowMs), nowMs);
      return next.action === 'retry' ? next.delayMs : -1;
    } catch {
      return DEFERRAL_MS;
    }
  };

  const makeAttempt = async (
    job: DeliveryJob,
    token: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<DeliveryResult> => {
    const { data } = job;
    const attempt = job.attemptsMade + 1;
    if (!isDelivery(data)) {
      throw expose(Object.assign(errors.notAJob(), { name: 'UnrecoverableError' }));
    }
    const { subscriptionId } = data;
    const queue = queueOf(job);
    const aheadMs = await redisClock.aheadMs(queue, now);
    if (aheadMs !== 0) return await returnToQueue(job, token, signal, aheadMs);
    if (typeof queue === 'object' && queue !== null && !workers.has(queue)) {
      workers.add(queue);
      void warnOf(queue, (problem) => notify(onWarning, problem));
    }

    const found = readEndpoint(await endpoint(subscriptionId, job));
    const nothing = { status: null, error: null, code: null } as const;
    if (found === undefined || found.active === false) {
      const reason = found === undefined ? 'endpoint_gone' : 'endpoint_inactive';
      throw expose(makeError(attempt, nothing, { action: 'stop', reason }));
    }
    const startedMs = now();
    // BullMQ may store errors about an invalid endpoint, but not errors from code of the user, such as an iterator.
    const to = exposingMisuse(() => toPlain(found));
    const message = { eventId: data.eventId, contentType: data.contentType, body: bodyOf(data) };
    const due = progressOf(job, startedMs);
    const { request, progress } = exposingMisuse(() => {
      return markingMisuse(() => begin(scheme, policy, due, message, to, startedMs));
    });
    const outcome = await send(request, timeoutMs, signal, fetcher).catch((error: unknown) => {
      throw isMisuse(error) ? expose(error) : error;
    });
    if (signal?.aborted && outcome.error !== null) {
      throw await defer(job, token, new Error(`attempt ${attempt} was aborted`), correctedNow());
    }
    const endedMs = redisClock.correct(now());
    const next = nextAfter(policy, job, progress, outcome, endedMs);
    if (next.action === 'disable') {
      await withinAttempt('onDisable', timeoutMs, () => onDisable?.(subscriptionId, next.reason));
    }
    const { status, error, code } = outcome;
    notify(onAttempt, { ...fieldsOf(job), status, error, code, startedMs, endedMs, next });
    if (next.action === 'succeed') return { status: status ?? 0, attempt };
    throw expose(makeError(attempt, outcome, next));
  };

  /** Defers an attempt, and returns the error that reports this to BullMQ. */
  const defer = async (
    job: DeliveryJob,
    token: string | undefined,
    error: unknown,
    untilMs: number,
  ): Promise<Error> => {
    try {
      await job.moveToDelayed(untilMs, token);
    } catch {
      // The job no longer belongs to this worker, or Redis is unavailable. The job is retried like one whose worker
      // died.
    }
    notify(onDeferred, { ...fieldsOf(job), error, untilMs });
    return delayedError(job);
  };

  /** Returns a job to the queue, for workers whose clocks are correct. */
  const returnToQueue = async (
    job: DeliveryJob,
    token: string | undefined,
    signal: AbortSignal | undefined,
    aheadMs: number,
  ): Promise<never> => {
    const seconds = Math.round(Math.abs(aheadMs) / 1_000);
    const side = aheadMs > 0 ? 'ahead of' : 'behind';
    const error = new Error(
      `the clock of this worker is ${seconds} s ${side} that of Redis; nothing is sent until it is corrected`,
    );
    const redisMs = redisClock.now() ?? Date.now();
    const { moveToWait } = job as { moveToWait?: (token?: string) => PromiseLike<unknown> };
    // BullMQ calculates the time of a delayed job with the worker's clock, which may be years off. A waiting job is due
    // at once.
    if (typeof moveToWait !== 'function') throw await defer(job, token, error, redisMs + DEFERRAL_MS);
    try {
      await moveToWait.call(job, token);
    } catch {
      // See `defer`.
    }
    notify(onDeferred, { ...fieldsOf(job), error, untilMs: redisMs });
    await pause(RETURN_PAUSE_MS, signal);
    throw delayedError(job);
  };

  const retryMs = ({ data, attemptsMade }: DeliveryJob): number => {
    const nowMs = correctedNow();
    const next = bySchedule(policy, attemptsMade + 1, data, nowMs);
    // Never immediately, because the lookup that has just failed would be repeated in a loop.
    return next.action === 'retry' && next.delayMs > 0 ? next.atMs : nowMs + DEFERRAL_MS;
  };

  // The third parameter must be declared: BullMQ passes a signal only to processors that declare it.
  const processor: Deliveries['processor'] = async (job, token, signal): Promise<DeliveryResult> => {
    try {
      return await makeAttempt(job, token, signal);
    } catch (error) {
      // Any other error may come from code of the user, with anything in its message.
      throw isStorable(error) ? error : await defer(job, token, error, retryMs(job));
    }
  };

  const job: Deliveries['job'] = <Options extends object>(
    delivery: Parameters<typeof newJob<Options>>[0],
  ): NewJob<Options> => {
    try {
      return newJob(delivery, settings, now());
    } catch (error) {
      if (isMisuse(error)) throw error;
      // If a job creates other jobs, BullMQ stores the message of the error.
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

/** Returns the action after an attempt, by the policy and by the maximum number of attempts of the job. */
function nextAfter(
  policy: string,
  { data, opts, attemptsMade }: DeliveryJob,
  progress: ProgressParts,
  outcome: Outcome,
  nowMs: number,
): NextAction {
  const attempt = attemptsMade + 1;
  const next = afterAttempt(policy, attempt, data, progress, outcome, nowMs);
  // BullMQ uses the number of attempts that was set when the job was created, even if the policy now allows more.
  const isLast = opts.attempts !== undefined && attempt >= opts.attempts;
  return next.action === 'retry' && isLast ? { action: 'stop', reason: 'attempts' } : next;
}

/** The fields of a job that all reports contain. */
function fieldsOf({ id, data, attemptsMade }: DeliveryJob): {
  eventId: string;
  subscriptionId: string;
  jobId: string | undefined;
  attempt: number;
} {
  return { eventId: data.eventId, subscriptionId: data.subscriptionId, jobId: id, attempt: attemptsMade + 1 };
}

/** The queue or worker of a job, which BullMQ's types hide. */
function queueOf(job: DeliveryJob): unknown {
  return (job as { readonly queue?: unknown }).queue;
}

/** Returns the progress of a job: BullMQ counts the attempts, and a job that it hands out is due. */
function progressOf({ data, attemptsMade }: DeliveryJob, nowMs: number): ProgressParts {
  const { seed, firstMs } = data;
  return { seed, firstMs, attempts: attemptsMade, state: attemptsMade === 0 ? 'pending' : 'waiting', dueMs: nowMs };
}

/** Calls a function and lets BullMQ store its errors if they are misuse. */
function exposingMisuse<Made>(make: () => Made): Made {
  try {
    return make();
  } catch (error) {
    throw isMisuse(error) ? expose(error) : error;
  }
}

/** The errors that BullMQ may store: it keeps their messages and stacks in Redis. */
const storable = new WeakSet<object>();

function expose<Failure extends Error>(error: Failure): Failure {
  storable.add(error);
  return error;
}

function isStorable(error: unknown): error is Error {
  return typeof error === 'object' && error !== null && storable.has(error);
}

/** The error that tells BullMQ, by its name, that the job has already been deferred. BullMQ stores nothing of it. */
function delayedError({ attemptsMade }: DeliveryJob): Error {
  return expose(Object.assign(new Error(`attempt ${attemptsMade + 1} is deferred`), { name: 'DelayedError' }));
}

/** Waits until the time has passed or the signal aborts. */
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
