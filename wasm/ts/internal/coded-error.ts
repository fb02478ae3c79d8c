import type { CoreFailureCode, MisuseCode, SafeFetchFailureCode, StoreFailureCode } from '../types/errors.js';
import { markAsMisuse } from './misuse.js';

export function type(code: MisuseCode, message: string): TypeError {
  return withCode(new TypeError(message), code);
}

export function range(code: MisuseCode, message: string): RangeError {
  return withCode(new RangeError(message), code);
}

export function withCode<Made extends Error>(error: Made, code: MisuseCode): Made & { readonly code: MisuseCode } {
  return markAsMisuse(Object.assign(error, { code }));
}

export function failure(
  code: CoreFailureCode | StoreFailureCode | Extract<SafeFetchFailureCode, 'timeout'>,
  message: string,
  cause?: unknown,
): Error {
  return Object.assign(new Error(message, cause === undefined ? undefined : { cause }), { code });
}
