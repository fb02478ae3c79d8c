import type { Tracing } from '../../types/tracing.js';
import * as errors from '../errors.js';

/** Checks the option `tracing`. */
export function toTracing(given: unknown): Tracing | undefined {
  if (given === undefined) return undefined;
  const { trace } = (given ?? {}) as { readonly trace?: unknown };
  if (typeof trace !== 'function') throw errors.notAFunction('tracing.trace', trace);
  return given as Tracing;
}
