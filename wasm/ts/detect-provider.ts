import type { Detection } from './generated/detection.js';
import { toBytes } from './internal/body.js';
import * as errors from './internal/errors.js';
import { toFields } from './internal/headers.js';
import { core } from './internal/instance.js';
import { catalog } from './internal/modules.js';
import { optionNames, readOptions } from './internal/options.js';
import type { Body, HeadersInput } from './types/input.js';

/** The options of {@link detectProvider}. At least one is required; with both, the result is more precise. */
export interface DetectOptions {
  /** The header fields of the request. */
  readonly headers?: HeadersInput | undefined;
  /** The body as it arrived. */
  readonly body?: Body | undefined;
}

const OPTIONS = optionNames<DetectOptions>({ headers: true, body: true });

let signatureHeaders: ReadonlySet<string> | undefined;

/**
 * Detects which provider may have sent a delivery from its headers and body, and returns the evidence. The result is a
 * guess, because anyone can write the same headers and body. Whether the delivery is genuine is decided by {@link
 * verify} with the secret of that provider.
 *
 * @throws TypeError or RangeError with a `code` for misuse
 * @example
 * detectProvider({ body: '{"event":"company.created","timestamp":"2024-01-15T10:30:00Z","data":{}}' }).provider; // 'well'
 */
export function detectProvider(options: DetectOptions): Detection {
  const { headers, body } = readOptions('detectProvider', options, OPTIONS);
  if (headers === undefined && body === undefined) {
    throw errors.neitherHeadersNorBody();
  }
  signatureHeaders ??= new Set(
    core(catalog)
      .signatureHeaders()
      .map((name) => name.toLowerCase()),
  );
  const fields = headers === undefined ? [] : toFields(headers, signatureHeaders);
  return core(catalog).detectProvider(fields, toBytes(body === undefined ? '' : body));
}
