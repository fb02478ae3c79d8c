import type { DeliveryProgress, SettledAttempt } from '../generated/attempt.js';
import type { AttemptRequest, BegunAttempt } from '../types/attempt.js';
import type { AttemptOutcome, Body } from '../types/input.js';
import { likeGiven } from './body.js';
import { checkFields } from './fields.js';
import { core } from './instance.js';
import { catalog } from './modules.js';
import { readOwn } from './options.js';
import { toOutcome } from './outcome.js';
import type { PlainDestination } from './plain-destination.js';
import type { ProgressParts } from './progress.js';
import { toSentBytes } from './sent-body.js';
import type { SchemeUse } from './signer.js';

/** The message that each attempt of a delivery sends. */
interface Message {
  readonly eventId: string;
  readonly contentType: string;
  readonly body: Body;
}

/** Returns the progress of a new delivery. `policy` is an id or JSON text. */
export function start(policy: string, dueMs: number, seed: number): DeliveryProgress {
  return core(catalog).startDelivery(policy, dueMs, seed);
}

/** Begins the attempt that is due and signs its request. */
export function begin(
  scheme: SchemeUse,
  policy: string,
  progress: ProgressParts,
  { eventId, contentType, body }: Message,
  { url, secrets, headers }: PlainDestination,
  nowMs: number,
): BegunAttempt {
  const bytes = toSentBytes(body);
  const given = [eventId, contentType, url, ...headers];
  const begun = core(catalog).beginAttempt(scheme.text, policy, secrets, given, bytes, flatten(progress), nowMs);
  // Some schemes send the secret itself, which may contain a line break.
  checkFields('the signature', begun.headers);
  const sent = typeof body === 'string' ? body : bytes;
  const request: AttemptRequest = {
    url: readOwn(begun, ['url']).url ?? url,
    method: 'POST',
    redirect: 'manual',
    headers: begun.headers,
    body: begun.body === null ? sent : likeGiven(sent, begun.body),
  };
  return { number: begun.number, request, timeoutMs: begun.timeoutMs, progress: begun.progress };
}

/** Settles the attempt in flight. */
export function settle(
  policy: string,
  progress: ProgressParts,
  outcome: AttemptOutcome,
  nowMs: number,
): SettledAttempt {
  const [status, error, headers] = toOutcome(outcome);
  return core(catalog).settleAttempt(policy, flatten(progress), status, error, headers, nowMs);
}

/**
 * Progress in the form that the core takes. A delivery that has ended has no `dueMs`, and the core reads only its
 * state.
 */
function flatten({ state, seed, firstMs, attempts, dueMs = 0 }: ProgressParts): (string | number)[] {
  return [state, seed, firstMs, attempts, dueMs];
}
