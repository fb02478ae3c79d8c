import type { NextAction, TransportError } from '../../generated/retry.js';
import type { Fetch } from '../../types/bullmq.js';
import type { DispatcherOptions } from '../../types/outbox.js';
import type { TakenDelivery } from '../../types/outbox-database.js';
import { begin, start } from '../attempt.js';
import { afterAttempt, bySchedule, DEFERRAL_MS } from '../decision.js';
import { isMisuse, markingMisuse } from '../misuse.js';
import { readEndpoint, toPlain } from '../plain-destination.js';
import type { ProgressParts } from '../progress.js';
import { seedOf } from '../seed.js';
import { type Outcome, send } from '../send.js';
import type { SchemeUse } from '../signer.js';
import { withinAttempt } from '../within-attempt.js';

/** What does not depend on the delivery. */
export interface AttemptTerms {
  readonly scheme: SchemeUse;
  /** An id, or JSON text. */
  readonly policy: string;
  readonly timeoutMs: number;
  readonly fetcher: Fetch;
  readonly endpoint: DispatcherOptions['endpoint'];
  readonly onDisable: DispatcherOptions['onDisable'];
  /** The time of the database, in milliseconds since the epoch. */
  readonly now: () => number;
}

/** Why an attempt failed, or that it did not. */
interface Failure {
  readonly status: number | null;
  readonly error: TransportError | 'invalid' | null;
  readonly code: string | null;
}

/** The result of an attempt, and of what prevented one. */
export type Attempted =
  /** The policy's delay before the first attempt has not passed. */
  | { readonly kind: 'scheduled'; readonly firstMs: number; readonly dueMs: number }
  /** The subscription no longer exists or is inactive. */
  | { readonly kind: 'ended'; readonly reason: string }
  /** The attempt does not count. */
  | { readonly kind: 'deferred'; readonly untilMs: number; readonly error: unknown }
  /** The lease was lost. */
  | { readonly kind: 'aborted' }
  | ({
      readonly kind: 'made';
      readonly firstMs: number;
      readonly startedMs: number;
      readonly endedMs: number;
      readonly next: NextAction;
      /** Until when the subscription gets no deliveries. Null if the response does not ask for a pause. */
      readonly throttledMs: number | null;
    } & Failure);

/** Makes an attempt of a delivery, unless its time has not come. It never rejects. */
export async function makeAttempt(terms: AttemptTerms, taken: TakenDelivery, signal: AbortSignal): Promise<Attempted> {
  const { policy, timeoutMs, now } = terms;
  const { id, eventId, subscriptionId, attempts } = taken;
  const seed = seedOf(id);
  const number = attempts + 1;
  const startedMs = now();
  const defer = (error: unknown): Attempted => {
    const nowMs = now();
    const next = bySchedule(policy, number, { firstMs: taken.firstMs ?? nowMs, seed }, nowMs);
    // Never immediately, because what has just failed would be repeated in a loop.
    const untilMs = next.action === 'retry' && next.delayMs > 0 ? next.atMs : nowMs + DEFERRAL_MS;
    return { kind: 'deferred', untilMs, error };
  };
  try {
    if (taken.firstMs === null) {
      const { firstMs } = start(policy, taken.originMs, seed);
      if (firstMs > startedMs) return { kind: 'scheduled', firstMs, dueMs: firstMs };
    }
    // The time limits of the policy begin with the first attempt, also if no dispatcher was running when it was due.
    const firstMs = attempts === 0 || taken.firstMs === null ? startedMs : taken.firstMs;
    const delivery = { id, eventId, subscriptionId, attempt: number };
    const found = readEndpoint(
      await withinAttempt('endpoint', timeoutMs, () => terms.endpoint(subscriptionId, delivery)),
    );
    if (found === undefined) return { kind: 'ended', reason: 'endpoint_gone' };
    if (found.active === false) return { kind: 'ended', reason: 'endpoint_inactive' };
    if (signal.aborted) return { kind: 'aborted' };

    const state = attempts === 0 ? 'pending' : 'waiting';
    const beganMs = now();
    const due = { seed, firstMs, attempts, state, dueMs: beganMs } as const;
    const made = { kind: 'made', firstMs, startedMs: beganMs } as const;
    let sent: Awaited<ReturnType<typeof send>>;
    let progress: ReturnType<typeof begin>['progress'];
    try {
      const to = toPlain(found);
      const begun = markingMisuse(() => begin(terms.scheme, policy, due, taken, to, beganMs));
      progress = begun.progress;
      sent = await send(begun.request, timeoutMs, signal, terms.fetcher);
    } catch (error) {
      // Any other error comes from code of the user, such as an iterator.
      if (!isMisuse(error)) return defer(error);
      const endedMs = now();
      const next = bySchedule(policy, number, { firstMs, seed }, endedMs);
      const { code } = error as { readonly code?: unknown };
      const reason = typeof code === 'string' ? code : null;
      return { ...made, endedMs, next, throttledMs: null, status: null, error: 'invalid', code: reason };
    }
    if (signal.aborted && sent.error !== null) return { kind: 'aborted' };
    const endedMs = now();
    const next = afterAttempt(policy, number, { firstMs, seed }, progress, sent, endedMs);
    if (next.action === 'disable') {
      await withinAttempt('onDisable', timeoutMs, () => terms.onDisable?.(subscriptionId, next.reason));
    }
    const { status, error, code } = sent;
    const throttledMs =
      next.action === 'retry' && next.throttled ? pauseEnd(policy, { progress, seed }, sent, endedMs) : null;
    return { ...made, endedMs, next, throttledMs, status, error, code };
  } catch (error) {
    return defer(error);
  }
}

/**
 * Until when a response delays the other deliveries of the subscription: as long as it would delay one after its first
 * attempt, which is what `Retry-After` asks for, or the first delay between two attempts. The delay of a late attempt can be
 * hours, and says nothing about the endpoint.
 */
function pauseEnd(
  policy: string,
  { progress, seed }: { readonly progress: ProgressParts; readonly seed: number },
  sent: Outcome,
  nowMs: number,
): number {
  const first = { ...progress, firstMs: nowMs, attempts: 0 };
  const next = afterAttempt(policy, 1, { firstMs: nowMs, seed }, first, sent, nowMs);
  return next.action === 'retry' ? next.atMs : nowMs + DEFERRAL_MS;
}
