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

let knownHeaders: ReadonlySet<string> | undefined;

/**
 * Detects which sender a delivery comes from, and returns the evidence: the headers that each sender uses for signatures
 * and events, signatures in the body, and the members of the body that the {@link provider providers} write. A header that
 * only one sender uses is sufficient, unless other headers or the body are of another sender. If several senders use it, they are the
 * candidates: those with the most evidence first, and among them first the providers, then the others in the order of
 * their ids.
 *
 * The result is a guess, because anyone can write the same headers and body. Whether the delivery is genuine is decided by
 * {@link verify} with the secret of that sender.
 *
 * @throws TypeError or RangeError with a `code` for misuse
 * @example
 * detectProvider({ headers: { 'X-GitHub-Event': 'push' } }).provider; // 'github'
 * @example
 * detectProvider({ body: '{"event":"company.created","timestamp":"2024-01-15T10:30:00Z","data":{}}' }).provider; // 'well'
 */
export function detectProvider(options: DetectOptions): Detection {
  const { headers, body } = readOptions('detectProvider', options, OPTIONS);
  if (headers === undefined && body === undefined) {
    throw errors.neitherHeadersNorBody();
  }
  knownHeaders ??= new Set(
    core(catalog)
      .detectionHeaders()
      .map((name) => name.toLowerCase()),
  );
  const fields = headers === undefined ? [] : toFields(headers, knownHeaders);
  return core(catalog).detectProvider(fields, toBytes(body === undefined ? '' : body));
}
