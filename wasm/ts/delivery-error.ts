import type { TransportError } from './generated/retry.js';
import type { DeliveryAction } from './types/bullmq.js';

/**
 * An attempt that failed, with what comes after it. Where nothing does, its name is `UnrecoverableError`, by which BullMQ
 * knows that it must not try again. No secret, URL or header is in it, because BullMQ keeps its message in Redis.
 */
export class DeliveryError extends Error {
  /** The number of the attempt, from 1. */
  readonly attempt: number;
  /** The status of the answer; null where there was none. */
  readonly status: number | null;
  /** Why there was none; null where nothing was sent, too. */
  readonly error: TransportError | null;
  /** What comes after it. Besides the reasons of `nextAttempt` there are `endpoint_gone` and `endpoint_inactive`. */
  readonly next: DeliveryAction;

  constructor(attempt: number, outcome: Pick<DeliveryError, 'status' | 'error'>, next: DeliveryAction) {
    const what = outcome.status ?? outcome.error ?? 'nothing sent';
    const then = next.action === 'retry' ? `next in ${next.delayMs} ms` : `${next.action}: ${next.reason}`;
    super(`attempt ${attempt}: ${what}; ${then}`);
    this.name = next.action === 'retry' ? 'DeliveryError' : 'UnrecoverableError';
    // BullMQ keeps the stack of every attempt with the job. Where in the code it was made says nothing about a receiver.
    this.stack = `${this.name}: ${this.message}`;
    this.attempt = attempt;
    this.status = outcome.status;
    this.error = outcome.error;
    this.next = next;
  }
}
