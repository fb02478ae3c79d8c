import type { Detection } from './generated/detection.js';
import { toBytes } from './internal/body.js';
import { errors } from './internal/errors.js';
import { toFields } from './internal/headers.js';
import { core } from './internal/instance.js';
import { optionNames, readOptions } from './internal/options.js';
import type { Body, HeadersInput } from './types/input.js';

/** What {@link detectProvider} takes: one of both, or better both. */
export interface DetectOptions {
  /** The header fields of the request. */
  readonly headers?: HeadersInput | undefined;
  /** The body as it arrived. */
  readonly body?: Body | undefined;
}

const OPTIONS = optionNames<DetectOptions>({ headers: true, body: true });

let signatureHeaders: ReadonlySet<string> | undefined;

/**
 * Finds out who may have sent a delivery, from its headers and its shape, with the evidence. It is a guess from what
 * anybody can write: whether the delivery is genuine is for {@link verify} to say, with the secret of that provider.
 *
 * @throws TypeError or RangeError with a `code`, if it is called wrongly
 * @example
 * detectProvider({ body: '{"event":"company.created","timestamp":"2024-01-15T10:30:00Z","data":{}}' }).provider; // 'well'
 */
export function detectProvider(options: DetectOptions): Detection {
  const { headers, body } = readOptions('detectProvider', options, OPTIONS);
  if (headers === undefined && body === undefined) {
    throw errors.neitherHeadersNorBody();
  }
  signatureHeaders ??= new Set(
    core()
      .signatureHeaders()
      .map((name) => name.toLowerCase()),
  );
  const fields = headers === undefined ? [] : toFields(headers, signatureHeaders);
  return core().detectProvider(fields, toBytes(body === undefined ? '' : body));
}
