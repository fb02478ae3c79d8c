import type { TransportError } from './generated/retry.js';
import type { DeliveryAction } from './types/bullmq.js';
import type { SafeFetchRefusalCode } from './types/errors.js';
/**
 * The error of a failed attempt, with the next action. If there is no further attempt, its name is
 * `UnrecoverableError`, so that BullMQ does not retry. It contains no secret, URL or header, because BullMQ stores its
 * message in Redis.
 */
export declare class DeliveryError extends Error {
  /** The number of the attempt, from 1. */
  readonly attempt: number;
  /** The status of the response; null if there was none. */
  readonly status: number | null;
  /** Why there was no response; null if there was one, or if nothing was sent. */
  readonly error: TransportError | null;
  /**
   * Why the request or the response was refused, such as `address_refused` for an endpoint in an internal network; null if it
   * was not. `error` is `connection` then.
   */
  readonly code: SafeFetchRefusalCode | null;
  /**
   * What happens next. In addition to the reasons of `nextAttempt`, there are `endpoint_gone` and `endpoint_inactive`.
   */
  readonly next: DeliveryAction;
  constructor(
    attempt: number,
    outcome: Pick<DeliveryError, 'status' | 'error'> & Partial<Pick<DeliveryError, 'code'>>,
    next: DeliveryAction,
  );
}
