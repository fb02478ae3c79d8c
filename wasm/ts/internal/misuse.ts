import type { MisuseCode } from '../errors.js';

/** A `TypeError` with a stable code. Nothing that was given goes into the message: it may be a secret. */
export function misuse(code: MisuseCode, message: string): TypeError {
  return Object.assign(new TypeError(message), { code });
}

/** A `RangeError` with a stable code. */
export function outOfRange(code: MisuseCode, message: string): RangeError {
  return Object.assign(new RangeError(message), { code });
}

/** What something is, in words for a message, without any of its content. */
export function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  switch (typeof value) {
    case 'undefined':
      return 'undefined';
    case 'object':
      return 'an object';
    default:
      return `a ${typeof value}`;
  }
}
