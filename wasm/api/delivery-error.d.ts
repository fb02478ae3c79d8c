import type { TransportError } from './generated/retry.js';
import type { DeliveryAction } from './types/bullmq.js';
/**
 * An attempt that failed, with what comes after it. Where nothing does, its name is `UnrecoverableError`, by which BullMQ
 * knows that it must not try again. No secret, URL or header is in it, because BullMQ keeps its message in Redis.
 */
export declare class DeliveryError extends Error {
  /** The number of the attempt, from 1. */
  readonly attempt: number;
  /** The status of the answer; null where there was none. */
  readonly status: number | null;
  /** Why there was none; null where nothing was sent, too. */
  readonly error: TransportError | null;
  /** What comes after it. Besides the reasons of `nextAttempt` there are `endpoint_gone` and `endpoint_inactive`. */
  readonly next: DeliveryAction;
  constructor(attempt: number, outcome: Pick<DeliveryError, 'status' | 'error'>, next: DeliveryAction);
}
