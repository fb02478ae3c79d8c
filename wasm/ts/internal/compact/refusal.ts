import type { REJECTIONS } from '../../generated/compact.js';
import type { Place } from './scheme.js';

/** The code of a rejection. */
export type Code = (typeof REJECTIONS)[number][0];

/** The reason for rejecting a delivery. It is thrown and caught here, so it needs no stack. */
export class Refusal {
  readonly code: Code;
  readonly first: number | bigint;
  readonly second: number | undefined;
  /** The place of the rejected value, if it is not that of the signature. */
  place: Place | undefined;

  constructor(code: Code, first: number | bigint = 0, second?: number, place?: Place) {
    this.code = code;
    this.first = first;
    this.second = second;
    this.place = place;
  }
}

/** Calls a function that reads the value at a place. */
export function reading<Result>(place: Place, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal) error.place ??= place;
    throw error;
  }
}
