import type { SecretWarning, Verdict } from '../../generated/verdict.js';
import type { Delivery } from '../../types/verify.js';
import { toBytes } from '../body.js';
import { readBodyId } from '../body-id.js';
import * as errors from '../errors.js';
import { toFields } from '../headers.js';
import { toMs } from '../instant.js';
import { checkText } from '../options.js';
import type { FlatSecrets } from '../secrets.js';
import { isWellFormed } from '../text.js';
import type { Limits } from '../tolerance.js';
import { SPACE, toText, toUtf8, trim } from './decode.js';
import { parseInstant } from './instants.js';
import { type Key, readKeys } from './keys.js';
import { current, type Exports, run, update, write } from './module.js';
import { type Fields, only, read, readItems, readSignatures } from './reading.js';
import { Refusal, reading } from './refusal.js';
import { BODY, HEADER, ID, METHOD, type Scheme, SECRET, signs, TIMESTAMP, URL } from './scheme.js';
import { rejected } from './verdicts.js';

/** What characters a signed id consists of: a full stop, a comma or a semicolon would make its end ambiguous. */
const IS_ID = /^[!#-+\-/-:<-~]+$/;
/** Control characters except the tab, which a header field may contain. */
const HAS_CONTROL = /[^\P{Cc}\t]/u;
/** The characters that clients escape in URLs. */
const NEEDS_ESCAPE = new RegExp(`[\\p{Cc}${SPACE}"<>]`, 'u');

/** A delivery whose parts have been read. */
interface Head {
  readonly signatures: readonly Uint8Array[];
  readonly timestamp: string;
  readonly id: string | undefined;
  /** The content before and after the body. `undefined` is the key. */
  readonly content: readonly (Uint8Array | typeof BODY | typeof SECRET)[];
}

/**
 * A scheme with its keys in the module.
 *
 * The rules are those of `Verifier` in the core. They are repeated here because they take several times as much space in
 * wasm; a test compares the verdicts of both for all vectors. The module computes and compares MACs.
 */
export class CompactVerifier {
  readonly #scheme: Scheme;
  readonly #limits: readonly [past: number, future: number];
  readonly #keys: readonly Key[];
  readonly #warnings: readonly SecretWarning[];
  /** The instance to which the handles belong. */
  #home: Exports | undefined;
  #handles: number[] = [];
  #isFreed = false;

  constructor(scheme: Scheme, secrets: FlatSecrets, [past, future]: Limits) {
    this.#scheme = scheme;
    this.#limits = past === undefined ? scheme.limits : [past, future];
    const { keys, warnings } = readKeys(scheme.keyForm, secrets);
    this.#keys = keys;
    this.#warnings = warnings;
    this.#open(current());
  }

  /** Passes the keys to an instance. After it has been replaced, this is done again. */
  #open(exports: Exports): void {
    if (this.#home === exports) return;
    this.#handles = this.#keys.map(({ bytes }) => exports.add(this.#scheme.algorithm, write(exports, bytes)));
    this.#home = exports;
  }

  verify({ body, headers, url, method, now }: Delivery): Verdict {
    if (this.#isFreed) throw errors.freed('verifier');
    const scheme = this.#scheme;
    const nowMs = now === undefined ? Date.now() : toMs('now', now);
    checkText('url', url);
    checkText('method', method);
    // Checked before any data from the network, so that a missing option is reported at the first call.
    if (signs(scheme, URL) && !url) throw errors.missingUrl('verify', scheme.id);
    if (signs(scheme, METHOD) && !method) throw errors.missingMethod('verify', scheme.id);
    const fields = toValues(toFields(headers, scheme.names));
    // Read last, because reading the other options may run code of the caller.
    const bytes = toBytes(body);
    // That code may have released the keys.
    if (this.#isFreed) throw errors.freed('verifier');
    try {
      const head = this.#read(fields, url ?? '', method ?? '');
      return this.#check(head, bytes, nowMs);
    } catch (error) {
      if (error instanceof Refusal) return { ...rejected(error, scheme), ...this.#warned() };
      throw error;
    }
  }

  #read(fields: Fields, url: string, method: string): Head {
    const scheme = this.#scheme;
    const { timestampPlace, idPlace, signsId } = scheme;
    const items = readItems(scheme, fields);
    const signatures = readSignatures(scheme, items);
    const timestamp = timestampPlace && reading(timestampPlace, () => read(fields, items, timestampPlace));
    let id: string | undefined;
    try {
      id = idPlace && reading(idPlace, () => read(fields, items, idPlace));
    } catch (error) {
      // An id that is not signed is optional.
      if (signsId || !(error instanceof Refusal)) throw error;
    }
    if (signsId && id !== undefined && !IS_ID.test(id)) throw new Refusal('invalid_id', 0, undefined, idPlace);
    const isUrl = !NEEDS_ESCAPE.test(url) && (!scheme.needsAbsoluteUrl || /^https?:\/\//i.test(url));
    if (signs(scheme, URL) && !isUrl) throw new Refusal('malformed_url');
    for (const [kind, name] of scheme.content) {
      const [value, ...others] = (kind === HEADER && fields.get(name.toLowerCase())) || [];
      if (value !== undefined && others.length === 0 && HAS_CONTROL.test(value)) {
        throw new Refusal('malformed_header', 0, undefined, { headers: [name] });
      }
    }
    const content = scheme.content.map(([kind, text]) => {
      switch (kind) {
        case BODY:
        case SECRET:
          return kind;
        case TIMESTAMP:
          return toUtf8(timestamp ?? '');
        case ID:
          return toUtf8(id ?? '');
        case URL:
          return toUtf8(url);
        case METHOD:
          return toUtf8(method.replace(/[a-z]+/g, (letters) => letters.toUpperCase()));
        case HEADER:
          return toUtf8(reading({ headers: [text] }, () => only(fields, text)));
        default:
          return toUtf8(text);
      }
    });
    return { signatures, timestamp: timestamp ?? '', id, content };
  }

  #check({ signatures, timestamp, id, content }: Head, body: Uint8Array, nowMs: number): Verdict {
    const scheme = this.#scheme;
    const index = run((exports) => {
      this.#open(exports);
      return this.#handles.findIndex((handle, at) => {
        exports.start(handle);
        for (const part of content) {
          if (part === SECRET) update(exports, handle, this.#keys[at]?.bytes ?? new Uint8Array());
          else update(exports, handle, part === BODY ? body : part);
        }
        return signatures.some((signature) => exports.matches(handle, write(exports, signature)) !== 0);
      });
    });
    if (index < 0) throw new Refusal('signature_mismatch', this.#keys.length);
    if (scheme.needsUtf8 && toText(body) === undefined) throw new Refusal('body_not_utf8');
    const signedMs = this.#checkTime(timestamp, nowMs);
    const name = this.#keys[index]?.name;
    const foundId = scheme.bodyId === undefined ? id : readBodyId(toText(body) ?? '', scheme.bodyId.path);
    // Spread, because an assignment would call a setter of `Object.prototype`.
    return {
      ok: true,
      key: { index, ...(name !== undefined && { name }) },
      ...(foundId !== undefined && { id: foundId, idSigned: scheme.isIdSafe }),
      ...(signedMs !== undefined && { timestampMs: Number(signedMs) }),
      ...(scheme.isPartial && { unsigned: Object.freeze(['body']) }),
      ...this.#warned(),
    } satisfies Verdict;
  }

  /** The warnings about the secrets, copied. */
  #warned(): { readonly warnings?: readonly SecretWarning[] } {
    return this.#warnings.length > 0 ? { warnings: this.#warnings.map((warning) => ({ ...warning })) } : {};
  }

  /** The instant of a timestamp, if the scheme has one. */
  #checkTime(timestamp: string, nowMs: number): bigint | undefined {
    const { timestampPlace: place, unit } = this.#scheme;
    if (place === undefined) return undefined;
    const signedMs = parseInstant(unit, timestamp, nowMs);
    if (signedMs === undefined) throw new Refusal('malformed_timestamp', 0, undefined, place);
    const age = BigInt(nowMs) - signedMs;
    const [past, future] = this.#limits;
    if (age > past) throw new Refusal('too_old', age, undefined, place);
    if (-age > future) throw new Refusal('too_new', -age, undefined, place);
    return signedMs;
  }

  /** Overwrites the keys. */
  release(): void {
    this.#isFreed = true;
    for (const { bytes } of this.#keys) bytes.fill(0);
    const handles = this.#handles;
    this.#handles = [];
    if (handles.length > 0 && this.#home === current()) {
      run((exports) => {
        for (const handle of handles) exports.free(handle);
      });
    }
  }
}

/** Header fields by name in lower case. The core reads names and values in the same way. */
function toValues(fields: readonly string[]): Fields {
  const values = new Map<string, string[]>();
  for (let at = 0; at < fields.length; at += 2) {
    const [name = '', value = ''] = [fields[at], fields[at + 1]];
    const valid = isWellFormed(value) ? value : (toText(toUtf8(value)) ?? '');
    const text = trim(valid, ' \\t\\r\\n');
    // The core only knows letters of ASCII, and does not remove a byte order mark.
    if (text === '' || /[\u212A\uFEFF]/.test(name)) continue;
    const key = name.trim().toLowerCase();
    values.set(key, [...(values.get(key) ?? []), text]);
  }
  return values;
}
