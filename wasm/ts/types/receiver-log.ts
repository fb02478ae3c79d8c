import type { DiagnosisCode, RejectionCode } from '../generated/codes.js';
import type { Certainty } from '../generated/diagnosis.js';

/** The codes of log entries, with their meanings. */
export const LOG_CODES = {
  aborted: 'The client disconnected before it had sent the whole body.',
  attempt_failed: 'The handler of a worker failed. The policy determines when it is called again.',
  body_consumed: 'Other code has read or parsed the body before the receiver. The answer is 500.',
  body_failed: 'Reading the body failed. The answer is 400.',
  body_timeout: 'The body did not arrive within the time that the sender waits. The answer is 408.',
  body_too_large: 'The body is larger than the limit. The answer is 413.',
  busy: 'Another request is handling the event. The answer is 503.',
  claim_lost: 'The lease of a claim ended, and another request claimed the event. The completion was refused.',
  dead: 'An event of an inbox is not attempted any more. `inbox.replay` queues it again.',
  deferred: 'The handler of a worker has deferred an event.',
  derived_key:
    'A delivery has no id, so repeated deliveries are recognized by their body: two events with equal bodies count as one. ' +
    'Logged once.',
  duplicate: 'The event has been handled or stored before. The answer is 200.',
  early_failure: 'The handler failed after the answer. The sender does not repeat the event.',
  handler_failed: 'The handler failed. The answer is 500.',
  handler_stuck:
    'The handler runs for longer than `maxHandlingMs`. Its claim is not renewed any more, and its signal is aborted.',
  handshake_answered: 'A handshake was answered.',
  hook_failed: '`onRejected` or `onDead` threw an error.',
  malformed_body: 'The delivery is genuine, but its body is not JSON. The answer is 200.',
  memory_store:
    'Handled events are remembered in the memory of this process only; pass `store` if several processes receive. Logged once.',
  method_not_allowed: 'The request has a method that deliveries do not have.',
  no_handler: 'There is no handler for the type of the event. The answer is 200.',
  no_secret: 'The function `secrets` returned none for the request. The answer is 401.',
  not_recorded: 'The store did not record how a handling ended. The event may be handled again after its lease.',
  order_failed: '`orderBy` failed. The answer is 500.',
  outdated: 'A newer event of the same object has been handled. The answer is 200.',
  receiver_failed: 'A function of the options failed, or returned a wrong value. The answer is 500.',
  rejected: 'The delivery or the handshake was rejected. The answer is 401.',
  response_failed: 'The answer could not be sent, or another middleware had already sent a response.',
  secrets_failed:
    'The function `secrets` failed, took too long, or returned secrets that cannot be used. The answer is 500.',
  store_failed: 'The store of claims or the database of the inbox is unavailable.',
  tenant_missing:
    '`secrets` is a function; pass `tenant`, or `tenant: false` if all requests have the same secrets. Logged once.',
  time_limit: 'The handler takes longer than the sender waits. The answer is 503, and the handler continues.',
  unsigned_id:
    'The id of events is not signed, so an attacker who has seen a delivery can repeat it under another id, unless ' +
    "`identifyBy` is 'content'. Logged once.",
  unsigned_type: 'The type of events is not signed. Logged once.',
  wait_until_failed: '`waitUntil` threw an error, so the host may end the process before the handler has ended.',
  wait_until_missing: 'The context of a request has no `waitUntil`, so the answer waits for the handler.',
} as const;

/** The code of a log entry. */
export type LogCode = keyof typeof LOG_CODES;

/** An entry of the log. */
export interface LogEntry {
  /** `info` for what needs no attention, such as duplicates. */
  readonly level: 'info' | 'warn' | 'error';
  readonly code: LogCode;
  /** What happened, and what to do about it. */
  readonly message: string;
  /** The id of the sender, or of a custom scheme. */
  readonly sender: string;
  /** The type of the event, if its signature was accepted. */
  readonly eventType?: string | null;
  /** The id of the event, if its signature was accepted. */
  readonly eventId?: string | null;
  /** Why a delivery was rejected. */
  readonly rejection?: RejectionCode;
  /** The most likely cause of the rejection, with the option `explain`. */
  readonly cause?: { readonly code: DiagnosisCode; readonly certainty: Certainty; readonly remedy: string };
  /** What a handler or another function of yours threw. */
  readonly error?: unknown;
}

/** Why a request was refused. */
export interface Rejection {
  /** The reason, or `no_secret` if there is no secret for the request. */
  readonly code: RejectionCode | 'no_secret';
  /** The reason and its likely cause, for your log. It contains neither the secret nor the expected signature. */
  readonly message: string;
}
