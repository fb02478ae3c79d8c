import type {
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
import { bodyOf, bySchedule, clockOf, isDelivery, newJob } from './delivery-job.js';
import { checkFields } from './fields.js';
import { toAllFields, toPairs } from './headers.js';
import { core } from './instance.js';
import { checkTimeout, toMs } from './instant.js';
import { describe, misuse } from './misuse.js';
import { readOptions, readOwn } from './options.js';
import { send, TIMEOUT_MS, type Outcome, type Outgoing } from './send.js';
import { toScheme } from './signer.js';

const FUNCTIONS = ['endpoint', 'onDisable', 'onAttempt', 'onDeferred', 'fetch', 'now'] as const;
const OPTIONS = ['policy', 'provider', 'scheme', 'timeoutMs', ...FUNCTIONS];

/** Attempts of a policy without end: BullMQ wants a number, and its versions in other languages count in 32 bits. */
const ENDLESS = 2 ** 31 - 1;

/** How long an attempt is put off where the policy's schedule has no wait for it. */
const PUT_OFF_MS = 60_000;

/** What the core says of a policy. */
interface Terms {
  readonly attempts: number | null;
  readonly timeoutMs: number | null;
}

/** The parts for BullMQ, which work without the object that they are in. */
export function makeDeliveries(given: DeliveriesOptions): Deliveries {
  const what = 'bullmqDeliveries';
  const options = readOptions(what, given, OPTIONS);
  const { text: schemeText } = toScheme(what, options);
  const scheme = parsed<SchemeId | Scheme>(schemeText);
  const policy = toPolicy(options.policy);
  const ownPolicy = parsed<PolicyId | Policy>(policy);
  const terms = core().deliveryTerms(policy) as Terms;
  for (const name of FUNCTIONS) {
    const called: unknown = options[name];
    if (typeof called === 'function' || (called === undefined && name !== 'endpoint')) continue;
    throw misuse('invalid_options', `\`${name}\` must be a function, not ${describe(called)}`);
  }
  const made = { scheme: schemeText, policy, attempts: terms.attempts ?? ENDLESS };
  const timeoutMs = options.timeoutMs ?? terms.timeoutMs ?? TIMEOUT_MS;
  checkTimeout('timeoutMs', timeoutMs);
  const { endpoint, onDisable, onAttempt, onDeferred, fetch: fetcher } = options;
  const clock = options.now ?? Date.now;
  const now = (): number => toMs('now', clock());

  const backoffStrategy: Deliveries['backoffStrategy'] = (attemptsMade, _type, error, job) => {
    const nowMs = now();
    const next = decisionOf(error) ?? bySchedule(policy, attemptsMade, clockOf(job, nowMs), nowMs);
    return next.action === 'retry' ? next.delayMs : -1;
  };

  // The third parameter has to be there: BullMQ gives a signal to whom declares one.
  const processor: Deliveries['processor'] = async (job, token, signal): Promise<Delivered> => {
    const { data } = job;
    const attempt = job.attemptsMade + 1;
    if (!isDelivery(data)) {
      const message = 'the job was not made by the factory of deliveries: its data is something else';
      throw Object.assign(misuse('invalid_data', message), { name: 'UnrecoverableError' });
    }
    const { eventId, subscriptionId } = data;
    const common = { eventId, subscriptionId, jobId: job.id, attempt };
    const putOff = async (error: unknown, untilMs: number): Promise<Error> => {
      try {
        await job.moveToDelayed(untilMs, token);
      } catch {
        // The job is no longer this worker's, or Redis is away. It is taken up again like those of workers that died.
      }
      tell(onDeferred, { ...common, error, untilMs });
      return deferred(attempt);
    };
    const nextTry = (): number => {
      const nowMs = now();
      const next = bySchedule(policy, attempt, data, nowMs);
      // Never at once: what has just failed here would be asked over and over.
      return next.action === 'retry' && next.delayMs > 0 ? next.atMs : nowMs + PUT_OFF_MS;
    };

    let to: Endpoint | undefined;
    try {
      to = read(await endpoint(subscriptionId, job));
    } catch (error) {
      throw await putOff(error, nextTry());
    }
    const nothing = { status: null, error: null };
    if (to === undefined) throw new DeliveryError(attempt, nothing, { action: 'stop', reason: 'endpoint_gone' });
    if (to.active === false) {
      throw new DeliveryError(attempt, nothing, { action: 'stop', reason: 'endpoint_inactive' });
    }
    const startedMs = now();
    let request: Outgoing;
    try {
      request = prepare(scheme, data, to, startedMs);
    } catch (error) {
      // What is wrong with what was given is for BullMQ to show. Other errors are somebody else's, of an iterator for example.
      throw isMisuse(error) ? error : await putOff(error, nextTry());
    }
    const outcome = await send(request, timeoutMs, signal, fetcher);
    const endedMs = now();
    if (signal?.aborted && outcome.error !== null) {
      throw await putOff(new Error(`attempt ${attempt} was broken off`), endedMs);
    }
    const next = after(ownPolicy, job, attempt, outcome, endedMs);
    if (next.action === 'disable') {
      try {
        await onDisable?.(subscriptionId, next.reason);
      } catch (error) {
        throw await putOff(error, nextTry());
      }
    }
    const { status, error } = outcome;
    tell(onAttempt, { ...common, status, error, startedMs, endedMs, next });
    if (next.action === 'succeed') return { status: status ?? 0, attempt };
    throw new DeliveryError(attempt, outcome, next);
  };

  return {
    job: (delivery) => newJob(delivery, made, now()),
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

/** An endpoint as it is now. What a getter of somebody's throws is thrown here, too. */
function read(found: Endpoint | null | undefined): Endpoint | undefined {
  if (found === undefined || found === null) return undefined;
  return readOwn(found, ['url', 'secret', 'headers', 'active']);
}

/** The request of an attempt, signed at this instant. */
function prepare(scheme: SchemeId | Scheme, data: DeliveryData, to: Endpoint, nowMs: number): Outgoing {
  checkUrl(to.url);
  const own = toPairs(toAllFields(to.headers ?? {}));
  if (!own.some(([name]) => isNamed(name, 'content-type'))) own.push(['Content-Type', data.contentType]);
  checkFields('`endpoint`', own);
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
  // Where the secret itself is sent, it may have a line break.
  checkFields('the signature', added);
  // The signature's own fields stand once: with two of them, receivers would read either.
  const others = own.filter(([name]) => !added.some(([taken]) => isNamed(name, taken)));
  return { url: signed.url ?? to.url, headers: [...others, ...added], body: signed.body };
}

function isNamed(name: string, other: string): boolean {
  return name.toLowerCase() === other.toLowerCase();
}

function checkUrl(url: unknown): void {
  const parsed = toUrl(url);
  // Others that `fetch` knows, such as `data:`, would answer by themselves.
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    throw misuse('missing_url', '`endpoint` gave no `url` that begins with `https:` or `http:`');
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw misuse('invalid_url', '`endpoint` gave a `url` with a user name or password; use the header `Authorization`');
  }
}

function toUrl(url: unknown): URL | undefined {
  try {
    return new URL(url as string);
  } catch {
    return undefined;
  }
}

/** Whether an error is one of this package, in which there is nothing of what was given. */
function isMisuse(error: unknown): boolean {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  const isKind = error instanceof TypeError || error instanceof RangeError;
  // Those of Node are in capitals.
  return isKind && typeof code === 'string' && /^[a-z_0-9]+$/.test(code);
}

/** The decision that an error carries, by its shape: from a process of its own, a processor's errors come as plain ones. */
function decisionOf(error: unknown): NextAction | undefined {
  const { next } = (error ?? {}) as { readonly next?: unknown };
  const { action, delayMs } = (next ?? {}) as { readonly action?: unknown; readonly delayMs?: unknown };
  const isWait = action === 'retry' && Number.isSafeInteger(delayMs) && (delayMs as number) >= 0;
  return isWait || action === 'stop' || action === 'disable' ? (next as NextAction) : undefined;
}

/** By this name BullMQ knows that the job has been put off already. It keeps nothing of the error. */
function deferred(attempt: number): Error {
  return Object.assign(new Error(`attempt ${attempt} is put off`), { name: 'DelayedError' });
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
