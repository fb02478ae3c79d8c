import type { DiagnosisCode, RejectionCode } from '../generated/codes.js';
import type { Certainty } from '../generated/diagnosis.js';
/** The codes of log entries, with their meanings. */
export declare const LOG_CODES: {
  readonly aborted: 'The client disconnected before it had sent the whole body.';
  readonly attempt_failed: 'The handler of a worker failed. The policy determines when it is called again.';
  readonly body_consumed: 'Other code has read or parsed the body before the receiver. The answer is 500.';
  readonly body_failed: 'Reading the body failed. The answer is 400.';
  readonly body_timeout: 'The body did not arrive within the time that the sender waits. The answer is 408.';
  readonly body_too_large: 'The body is larger than the limit. The answer is 413.';
  readonly busy: 'Another request is handling the event. The answer is 503.';
  readonly claim_lost: 'The lease of a claim ended, and another request claimed the event. The completion was refused.';
  readonly dead: 'An event of an inbox is not attempted any more. `inbox.replay` queues it again.';
  readonly deferred: 'The handler of a worker has deferred an event.';
  readonly derived_key: string;
  readonly duplicate: 'The event has been handled or stored before. The answer is 200.';
  readonly early_failure: 'The handler failed after the answer. The sender does not repeat the event.';
  readonly handler_failed: 'The handler failed. The answer is 500.';
  readonly handler_stuck: 'The handler runs for longer than `maxHandlingMs`. Its claim is not renewed any more, and its signal is aborted.';
  readonly handshake_answered: 'A handshake was answered.';
  readonly hook_failed: '`onRejected` or `onDead` threw an error.';
  readonly malformed_body: 'The delivery is genuine, but its body is not JSON. The answer is 200.';
  readonly memory_store: 'Handled events are remembered in the memory of this process only; pass `store` if several processes receive. Logged once.';
  readonly method_not_allowed: 'The request has a method that deliveries do not have.';
  readonly no_handler: 'There is no handler for the type of the event. The answer is 200.';
  readonly no_secret: 'The function `secrets` returned none for the request. The answer is 401.';
  readonly not_recorded: 'The store did not record how a handling ended. The event may be handled again after its lease.';
  readonly order_failed: '`orderBy` failed. The answer is 500.';
  readonly outdated: 'A newer event of the same object has been handled. The answer is 200.';
  readonly receiver_failed: 'A function of the options failed, or returned a wrong value. The answer is 500.';
  readonly rejected: 'The delivery or the handshake was rejected. The answer is 401.';
  readonly response_failed: 'The answer could not be sent, or another middleware had already sent a response.';
  readonly secrets_failed: 'The function `secrets` failed, took too long, or returned secrets that cannot be used. The answer is 500.';
  readonly store_failed: 'The store of claims or the database of the inbox is unavailable.';
  readonly tenant_missing: '`secrets` is a function; pass `tenant`, or `tenant: false` if all requests have the same secrets. Logged once.';
  readonly time_limit: 'The handler takes longer than the sender waits. The answer is 503, and the handler continues.';
  readonly unsigned_id: string;
  readonly unsigned_type: 'The type of events is not signed. Logged once.';
  readonly wait_until_failed: '`waitUntil` threw an error, so the host may end the process before the handler has ended.';
  readonly wait_until_missing: 'The context of a request has no `waitUntil`, so the answer waits for the handler.';
};
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
  readonly cause?: {
    readonly code: DiagnosisCode;
    readonly certainty: Certainty;
    readonly remedy: string;
  };
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
