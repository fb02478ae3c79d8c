/**
 * Verification with HMAC and tokens: a smaller alternative to `hookwright`, for browsers and edge functions.
 *
 * @module hookwright/verify
 */
import type { Verdict } from './generated/verdict.js';
import { start } from './internal/compact/module.js';
import { toScheme } from './internal/compact/scheme.js';
import { CompactVerifier } from './internal/compact/verifier.js';
import { releaseNow, releaseWith } from './internal/disposal.js';
import { optionNames, readOptions } from './internal/options.js';
import { toSecrets } from './internal/secrets.js';
import { toLimits } from './internal/tolerance.js';
import type { CompactVerifierOptions, CompactVerifyOptions } from './types/compact.js';
import type { Delivery } from './types/verify.js';

export type { RejectionCode, SecretErrorCode, SecretWarningCode } from './generated/codes.js';
export type { MatchedKey, Rejected, SecretWarning, Verdict, Verified } from './generated/verdict.js';
export type { CompactScheme, CompactVerifierOptions, CompactVerifyOptions } from './types/compact.js';
export type { Body, HeadersInput, Key, Tolerance } from './types/input.js';
export type { Delivery } from './types/verify.js';

const VERIFIER = optionNames<CompactVerifierOptions>({
  scheme: true,
  secrets: true,
  skipUnset: true,
  toleranceSeconds: true,
});
const DELIVERY = optionNames<Delivery>({ body: true, headers: true, url: true, method: true, now: true });

/** A scheme with its keys, prepared to verify any number of deliveries. */
export interface Verifier {
  /** Like {@link verify}, with the scheme, the secrets and the tolerance of this verifier. */
  verify(delivery: Delivery): Verdict;
  /**
   * Releases the keys and overwrites them in memory. After that, `verify` throws a `TypeError` with code `freed`. A
   * verifier that is not freed is released when it is garbage-collected.
   */
  free(): void;
}

/**
 * Loads the WebAssembly module. Browsers need it: await it once before the first call. On all other hosts, the first
 * call loads the module.
 *
 * @param module the bytes of the module, its URL, a response for it, or the compiled module. By default the one in this
 * package
 */
export function init(module?: unknown): Promise<void> {
  return start(module);
}

/**
 * Creates a verifier. It does the work that is the same for all deliveries only once, so each check is faster than a
 * call of {@link verify}.
 *
 * @throws TypeError or RangeError with a `code` for an unusable scheme, secret or tolerance
 * @example
 * import { schemes } from 'hookwright/senders/github';
 *
 * const verifier = createVerifier({ scheme: schemes['github/sha256'], secrets: process.env.WEBHOOK_SECRET });
 * const verdict = verifier.verify({ body, headers });
 */
export function createVerifier(options: CompactVerifierOptions): Verifier {
  const keys = prepare(readOptions('createVerifier', options, VERIFIER));
  const verifier: Verifier = {
    verify: (delivery) => keys.verify(readOptions('verify', delivery, DELIVERY)),
    free() {
      releaseNow(keys);
    },
  };
  releaseWith(verifier, keys);
  return Object.freeze(verifier);
}

/**
 * Checks that a delivery was signed with one of the secrets, and recently. No request makes it throw.
 *
 * @throws TypeError or RangeError with a `code` for misuse
 */
export function verify(options: CompactVerifyOptions): Verdict {
  const given = readOptions('verify', options, [...VERIFIER, ...DELIVERY]);
  const keys = prepare(given);
  try {
    return keys.verify(given);
  } finally {
    keys.release();
  }
}

function prepare({ scheme: given, secrets, skipUnset, toleranceSeconds }: CompactVerifierOptions): CompactVerifier {
  const scheme = toScheme(given);
  return new CompactVerifier(scheme, toSecrets('secrets', secrets, skipUnset), toLimits(toleranceSeconds, scheme));
}
