import type { DiagnosisCode, FrameworkId } from './generated/ids.js';
import { explainBy } from './internal/explaining.js';
import { readOptions } from './internal/options.js';
import { toSecrets } from './internal/secrets.js';
import { toScheme } from './internal/signer.js';
import { toLimits } from './internal/tolerance.js';
import type { Key } from './types/input.js';
import type { VerifyOptions } from './verify.js';

/** What {@link explain} takes: what `verify` was given, and what else there is to go by. */
export type ExplainOptions = VerifyOptions & {
  /** Secrets that have been replaced. */
  readonly oldSecrets?: Key | readonly Key[] | undefined;
  /** Secrets of other endpoints, projects or environments. */
  readonly otherSecrets?: Key | readonly Key[] | undefined;
  /** What the receiver is written with, so that the remedies can speak of it. */
  readonly framework?: FrameworkId | undefined;
};

/** Why a delivery is refused. For the developer: none of it is for the caller. */
export interface Diagnosis {
  /** Whether the delivery is good after all; then there are no causes. */
  readonly ok: boolean;
  /** What may be wrong, the best explanation first; `unknown`, where nothing fits. */
  readonly causes: readonly Cause[];
  /** What was looked at, in order. */
  readonly checks: readonly Check[];
  /**
   * The parts of the search that were left out or cut short by the bound on its work. Empty for deliveries of ordinary size.
   * Where `match` is among them, the delivery is larger than what a diagnosis checks: `ok` is `false`, although `verify` may
   * accept it.
   */
  readonly skipped: readonly SearchPart[];
  /** The number of hypotheses that were tried: at most 6,000. */
  readonly trials: number;
  /** The work that was done, in units of about 5 ns: at most 100,000,000, and the same for the same delivery. */
  readonly work: number;
}

/**
 * A part of the search:
 *
 * - `match`: whether the signature matches at all
 * - `headers`: header fields under other names
 * - `secrets`: other secrets, and other ways to write the given ones
 * - `body`: the body in other line ends, character sets and encodings
 * - `forms`: the body as a form, or out of one
 * - `json_forms`: the body as other JSON serializers write it
 * - `urls`: other URLs
 * - `encodings`: the signature in another encoding or by another algorithm
 * - `schemes`: other schemes
 * - `symptoms`: what can be seen in the body, whether or not a signature proves it
 */
export type SearchPart =
  | 'match'
  | 'headers'
  | 'secrets'
  | 'body'
  | 'forms'
  | 'json_forms'
  | 'urls'
  | 'encodings'
  | 'schemes'
  | 'symptoms';

/** One explanation. It holds neither a secret nor a signature that would have been right. */
export interface Cause {
  readonly code: DiagnosisCode;
  /** `proven`: with this one thing put right, the signature matches. */
  readonly certainty: 'proven' | 'likely' | 'possible';
  /** What speaks for it. */
  readonly evidence: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** One thing that was looked at. */
export interface Check {
  readonly name: 'secrets' | 'signature' | 'timestamp' | 'body' | 'match';
  /** Whether it is as it should be. */
  readonly ok: boolean;
  /** What was seen. */
  readonly message: string;
}

const VERIFY = ['provider', 'scheme', 'secrets', 'body', 'headers', 'url', 'method', 'now', 'toleranceSeconds'];
const OPTIONS = [...VERIFY, 'oldSecrets', 'otherSecrets', 'framework'];

/**
 * Finds out why a delivery is refused, by trying what usually goes wrong until the signature matches. All of it happens
 * here; nothing is sent anywhere. It takes longer than a check, so call it in development or on few deliveries: up to a second
 * of one core and 64 MiB of memory besides the delivery, whatever the delivery is. What that bound left out is in `skipped`.
 * Bodies of more than 10 MB get a partial answer.
 *
 * Unlike `verify`, it reads every header, to find a signature under another name, and takes secrets that are none of the
 * scheme's, since that may be what is wrong.
 *
 * @throws TypeError or RangeError with a `code`, if it is called wrongly
 */
export function explain(options: ExplainOptions): Diagnosis {
  const given = readOptions('explain', options, OPTIONS);
  const scheme = toScheme('explain', given);
  const secrets = toSecrets('secrets', given.secrets);
  return explainBy(scheme, secrets, toLimits(given.toleranceSeconds, scheme), given) as Diagnosis;
}
