import type {
  AttemptReport,
  Deliveries,
  DeliveriesOptions,
  Delivered,
  DeliveryData,
  DeliveryJob,
  Endpoint,
} from '../bullmq.js';
import type { PolicyId, SchemeId } from '../ids.js';
import { nextAttempt, type NextAction } from '../next-attempt.js';
import { toPolicy, type Policy } from '../policy.js';
import type { Scheme } from '../scheme.js';
import { sign } from '../sign.js';
import { DeliveryError } from '../delivery-error.js';
import { bodyOf, bySchedule, isDelivery, newJob } from './delivery-job.js';
import { toAllFields, toPairs } from './headers.js';
import { core } from './instance.js';
import { checkTimeout, toMs } from './instant.js';
import { describe, misuse } from './misuse.js';
import { checkOptions } from './options.js';
import { send, TIMEOUT_MS, type Outcome, type Outgoing } from './send.js';
import { toScheme } from './signer.js';

const OPTIONS = ['policy', 'provider', 'scheme', 'endpoint', 'onDisable', 'onAttempt', 'timeoutMs', 'fetch', 'now'];

/** Attempts of a policy without end: BullMQ wants a number, and its versions in other languages count in 32 bits. */
const ENDLESS = 2 ** 31 - 1;

/** What the core says of a policy. */
interface Terms {
  readonly attempts: number | null;
  readonly timeoutMs: number | null;
}

/** The parts for BullMQ, which work without the object that they are in. */
export function makeDeliveries(options: DeliveriesOptions): Deliveries {
  const what = 'bullmqDeliveries';
  checkOptions(what, options, OPTIONS);
  const scheme = parsed<SchemeId | Scheme>(toScheme(what, options).text);
  const policy = toPolicy(options.policy);
  const ownPolicy = parsed<PolicyId | Policy>(policy);
  const terms = core().deliveryTerms(policy) as Terms;
  for (const name of ['endpoint', 'onDisable', 'onAttempt', 'fetch', 'now'] as const) {
    const given: unknown = options[name];
    if (typeof given === 'function' || (given === undefined && name !== 'endpoint')) continue;
    throw misuse('invalid_options', `\`${name}\` must be a function, not ${describe(given)}`);
  }
  const attempts = terms.attempts ?? ENDLESS;
  const timeoutMs = options.timeoutMs ?? terms.timeoutMs ?? TIMEOUT_MS;
  checkTimeout('timeoutMs', timeoutMs);
  const { endpoint, onDisable, onAttempt, fetch: fetcher } = options;
  const clock = options.now ?? Date.now;
  const now = (): number => toMs('now', clock());

  const backoffStrategy: Deliveries['backoffStrategy'] = (attemptsMade, _type, error, job) => {
    // In BullMQ, an error of this kind comes from the processor below, in the same process.
    const known = error instanceof DeliveryError ? error.next : undefined;
    const nowMs = now();
    const data = isDelivery(job?.data) ? job.data : { firstMs: nowMs, seed: 0 };
    const next = known ?? bySchedule(policy, attemptsMade, data, nowMs);
    return next.action === 'retry' ? next.delayMs : -1;
  };

  // The third parameter has to be there: BullMQ gives a signal to whom declares one.
  const processor: Deliveries['processor'] = async (job, _token, signal): Promise<Delivered> => {
    const { data } = job;
    const attempt = job.attemptsMade + 1;
    if (!isDelivery(data)) {
      const message = 'the job was not made by the factory of deliveries: its data is something else';
      throw Object.assign(misuse('invalid_data', message), { name: 'UnrecoverableError' });
    }
    const nothing = { status: null, error: null };
    const to = await endpoint(data.subscriptionId, job);
    if (to === undefined || to === null) {
      throw new DeliveryError(attempt, nothing, { action: 'stop', reason: 'endpoint_gone' });
    }
    if (to.active === false) {
      throw new DeliveryError(attempt, nothing, { action: 'stop', reason: 'endpoint_inactive' });
    }
    const startedMs = now();
    const request = prepare(scheme, data, to, startedMs);
    const outcome = await send(request, timeoutMs, signal, fetcher);
    const endedMs = now();
    if (signal?.aborted && outcome.error !== null) throw new Error(`attempt ${attempt} was broken off`);
    const next = after(ownPolicy, job, attempt, outcome, endedMs);
    const { status, error } = outcome;
    const { eventId, subscriptionId } = data;
    report(onAttempt, { eventId, subscriptionId, jobId: job.id, attempt, status, error, startedMs, endedMs, next });
    if (next.action === 'succeed') return { status: status ?? 0, attempt };
    // Before the error, which ends the delivery: if it fails, another attempt gets the same answer and tells it again.
    if (next.action === 'disable') await onDisable?.(subscriptionId, next.reason);
    throw new DeliveryError(attempt, outcome, next);
  };

  return {
    job: (delivery) => newJob(delivery, policy, attempts, now()),
    processor,
    backoffStrategy,
    workerOptions: { settings: { backoffStrategy }, maxStalledCount: Number.MAX_SAFE_INTEGER },
  };
}

/** What the core takes as an id or as JSON text, as a caller gives it: the id, or an object that nobody else can change. */
function parsed<Given>(text: string): Given {
  return (text.startsWith('{') ? JSON.parse(text) : text) as Given;
}

/** What comes after an attempt by the policy, and by the number of attempts that the job was made with. */
function after(
  policy: PolicyId | Policy,
  { data, opts }: DeliveryJob,
  attempt: number,
  { status, error, headers }: Outcome,
  now: number,
): NextAction {
  const outcome = error === null ? { status, headers } : { error };
  const next = nextAttempt({ policy, attempt, outcome, first: data.firstMs, seed: data.seed, now });
  // A policy may have got longer since the job was made, and BullMQ knows only the number from then.
  const isLast = opts.attempts !== undefined && attempt >= opts.attempts;
  return next.action === 'retry' && isLast ? { action: 'stop', reason: 'attempts' } : next;
}

/** The request of an attempt, signed at this instant. */
function prepare(scheme: SchemeId | Scheme, data: DeliveryData, to: Endpoint, nowMs: number): Outgoing {
  if (!isHttp(to.url)) {
    throw misuse('missing_url', '`endpoint` gave no `url` that begins with `https:` or `http:`');
  }
  const own = toPairs(toAllFields(to.headers ?? {}));
  if (!own.some(([name]) => isNamed(name, 'content-type'))) own.push(['Content-Type', data.contentType]);
  const signed = sign({
    scheme,
    secret: to.secret,
    body: bodyOf(data),
    id: data.eventId,
    timestamp: nowMs,
    url: to.url,
    method: 'POST',
    headers: own,
  });
  const added = Object.entries(signed.headers);
  // The signature's own fields stand once: with two of them, receivers would read either.
  const others = own.filter(([name]) => !added.some(([taken]) => isNamed(name, taken)));
  return { url: signed.url ?? to.url, headers: [...others, ...added], body: signed.body };
}

function isNamed(name: string, other: string): boolean {
  return name.toLowerCase() === other.toLowerCase();
}

/** Others that `fetch` knows, such as `data:`, would answer by themselves. */
function isHttp(url: unknown): boolean {
  try {
    return /^https?:$/.test(new URL(url as string).protocol);
  } catch {
    return false;
  }
}

function report(onAttempt: DeliveriesOptions['onAttempt'], attempt: AttemptReport): void {
  // What has been delivered must not come again because a log is full: neither a throw nor a rejection counts.
  try {
    const told = onAttempt?.(attempt) as PromiseLike<unknown> | undefined;
    if (typeof told?.then === 'function') told.then(undefined, () => {});
  } catch {
    // As said.
  }
}
