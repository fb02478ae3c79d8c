import type { RejectionCode } from './generated/codes.js';
import { checkTextLength, forgetAccepted, keepAccepted, toBody, toBytes } from './internal/body.js';
import { Checker } from './internal/checker.js';
import { decode } from './internal/decoding.js';
import * as errors from './internal/errors.js';
import { core } from './internal/instance.js';
import { toMs } from './internal/instant.js';
import { KeptSecrets } from './internal/kept-secrets.js';
import { optionNames, readOptions } from './internal/options.js';
import { type MakeSigner, PreparedKeys, type SignerKeys } from './internal/prepared.js';
import { toSecrets } from './internal/secrets.js';
import { type SchemeUse, toScheme } from './internal/signer.js';
import { toLimits } from './internal/tolerance.js';
import type { Body, HeadersInput, Key, Tolerance } from './types/input.js';

/** The options of the constructor of {@link Webhook}. */
export interface WebhookOptions {
  /** With `raw`, the secret is the key itself instead of base64; text is used as UTF-8. */
  readonly format?: 'raw' | undefined;
  /** How far the timestamp may be from now. By default 300 seconds in the past and in the future. */
  readonly toleranceSeconds?: Tolerance | undefined;
  /**
   * The current time: an instant, or a function that returns one and is called for each delivery. By default the
   * runtime's clock.
   */
  readonly now?: Date | number | (() => Date | number) | undefined;
}

/** The options of {@link Webhook.verify}. */
export interface WebhookVerifyOptions {
  /** With `false`, the payload is not parsed, and `verify` returns undefined. */
  readonly jsonParse?: boolean | undefined;
}

/**
 * The rejection of a delivery. The message is short and the same as in other Standard Webhooks libraries; `reason` is
 * the detailed reason for your log. Send neither of them to the caller: answer with 401 only.
 */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError';
  /** The reason, for programs. */
  readonly code: RejectionCode;
  /** The reason and its likely cause. It contains neither the secret nor the expected signature. */
  readonly reason: string;

  constructor(message: string, code: RejectionCode = 'signature_mismatch', reason = message) {
    super(message);
    this.code = code;
    this.reason = reason;
  }
}

const OPTIONS = optionNames<WebhookOptions>({ format: true, toleranceSeconds: true, now: true });
const NO_OPTIONS: WebhookVerifyOptions = Object.freeze(Object.create(null));
const VERIFY = optionNames<WebhookVerifyOptions>({ jsonParse: true });

/** The messages of the rejections. All other codes are about headers that cannot be read. */
const MESSAGES: { readonly [Code in RejectionCode]?: string } = {
  missing_header: 'Missing required headers',
  too_old: 'Message timestamp too old',
  too_new: 'Message timestamp too new',
  missing_prefix: 'No matching signature found',
  malformed_signature: 'No matching signature found',
  signature_mismatch: 'No matching signature found',
};

/**
 * Verifies and signs deliveries of Standard Webhooks and Svix with the API of the npm packages `standardwebhooks` 1.1.1
 * and `svix`: only the import changes. `webhook-*` and `svix-*` headers are both accepted. The differences are:
 *
 * - The body is a string or bytes of any type. Bytes are signed without decoding, so that bodies that are not UTF-8 can
 *   be verified, and two bodies never share a signature.
 * - Headers are a `Headers` object, a `Map`, a list, or an object whose values may be lists. A header with two values
 *   is refused.
 * - The secret may be a list during a rotation; `sign` then returns one signature for each. A `Uint8Array` is the key
 *   itself, with or without `format: 'raw'`. `v1,whsec_…` is accepted too. With `format: 'raw'`, text is used as UTF-8.
 * - `toleranceSeconds` and `now` can be set.
 * - `free` releases the keys.
 * - A timestamp consists of digits only. It is checked after the signature, so that "too old" and "too new" are only
 *   reported for genuine deliveries. If a delivery has several problems, the message may therefore name a different
 *   one.
 * - A genuine delivery whose body is not JSON throws a `SyntaxError`, as in those packages; this one has the code
 *   `malformed_body` and quotes nothing of the body. A byte order mark before the JSON is accepted.
 * - `sign` also accepts a number of milliseconds. It refuses an id that contains white space, `.`, `,`, `;` or `"`,
 *   because one signature could then fit two deliveries.
 * - Misuse throws a `TypeError` with a `code`. Unknown options are refused.
 *
 * @example
 * const webhook = new Webhook('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
 * const payload = webhook.verify(body, request.headers);
 */
export class Webhook {
  readonly #verifier: Checker;
  readonly #signer: SignerKeys;
  readonly #now: () => number;

  /**
   * @param secret base64 with or without the prefix `whsec_`, or a list of secrets
   * @throws TypeError with a `code` for an unusable secret
   * @throws Error with code `not_initialized` before `init`, in runtimes that need `init`
   */
  constructor(secret: Key | readonly Key[], options: WebhookOptions = {}) {
    const { format, toleranceSeconds, now } = readOptions('Webhook', options, OPTIONS);
    if (format !== undefined && format !== 'raw') {
      throw errors.notAFormat();
    }
    const secrets = toSecrets('secret', secret);
    const limits = toLimits(toleranceSeconds);
    if (typeof now === 'function') {
      this.#now = () => toMs('now', now());
    } else {
      const fixed = now === undefined ? undefined : toMs('now', now);
      this.#now = () => fixed ?? Date.now();
    }
    const isRaw = format === 'raw';
    // With `raw`, text is passed to the core as the bytes of a key, which are not checked for placeholders.
    if (isRaw) core().checkTextSecrets(secrets);
    this.#verifier = new Checker('Webhook', this, received(), new KeptSecrets(secrets, isRaw), limits);
    const make: MakeSigner = (core, flat) => new core.PreparedSigner('standard/v1', flat, true);
    this.#signer = new PreparedKeys('Webhook', this, new KeptSecrets(secrets, isRaw), make, this.#verifier.isEarly);
  }

  /**
   * Returns the parsed payload of a delivery that was signed with the secret, and recently. Returns undefined for an
   * empty payload, and with `jsonParse: false`.
   *
   * @param payload the body, byte for byte as it arrived
   * @throws WebhookVerificationError for a delivery that is rejected
   * @throws SyntaxError with code `malformed_body` for a genuine delivery whose payload is not JSON
   * @throws RangeError with code `body_too_large` for a payload that is too large; bytes that are parsed must be
   * shorter than 512 MiB
   */
  verify(payload: Body, headers: HeadersInput, options: WebhookVerifyOptions = NO_OPTIONS): unknown {
    const { jsonParse = true } = options === NO_OPTIONS ? options : readOptions('verify', options, VERIFY);
    if (typeof jsonParse !== 'boolean') {
      throw errors.notABoolean('jsonParse', jsonParse);
    }
    forgetAccepted(payload);
    const fields = received().lookup.find(headers);
    const nowMs = this.#now();
    // Read last, because iterators and clocks are code of the caller, and read once, because the payload is parsed from
    // the bytes that were checked.
    const body = toBody(payload);
    // Checked before the signature: a body that can never be parsed need not be hashed.
    if (jsonParse && typeof payload !== 'string' && typeof body !== 'string') checkTextLength(body);
    const rejection = this.#verifier.reject({ method: '', url: '', fields, body, nowMs });
    if (rejection !== undefined) {
      const message = MESSAGES[rejection.code] ?? 'Invalid Signature Headers';
      throw new WebhookVerificationError(message, rejection.code, rejection.message);
    }
    keepAccepted(payload, body);
    return jsonParse && body.length > 0 ? parse(payload, body) : undefined;
  }

  /**
   * Returns the value of the header `webhook-signature` for a delivery. Keys may be shorter than the specification
   * requires.
   *
   * @throws TypeError or RangeError with a `code` for misuse
   */
  sign(msgId: string, timestamp: Date | number, payload: Body): string {
    if (typeof msgId !== 'string') throw errors.idIsNotText('msgId', msgId);
    const ms = toMs('timestamp', timestamp);
    const bytes = toBytes(payload);
    const signed = this.#signer.use((prepared) => prepared.sign(['POST', ''], bytes, msgId, ms));
    return signed.headers['webhook-signature'] ?? '';
  }

  /**
   * Releases the keys and overwrites them in memory. After that, `verify` and `sign` throw a `TypeError` with code
   * `freed`. A `Webhook` that is not freed is released when it is garbage-collected.
   */
  free(): void {
    try {
      this.#verifier.free();
    } finally {
      this.#signer.free();
    }
  }
}

/** The scheme of the deliveries that are verified. */
function received(): SchemeUse {
  return toScheme('Webhook', { provider: undefined, scheme: 'svix/v1' });
}

function parse(payload: Body, body: Uint8Array | string): unknown {
  try {
    // `decode` removes a byte order mark, too.
    const given = typeof payload === 'string' ? payload : body;
    const text = typeof given === 'string' ? withoutMark(given) : decode(given);
    return JSON.parse(text);
  } catch {
    // The runtime's message quotes the body.
    throw errors.bodyIsNotJson();
  }
}

function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
