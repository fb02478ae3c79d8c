import { SECRET_ERRORS, SECRET_WARNINGS } from '../../generated/compact.js';
import type { SecretWarning } from '../../generated/verdict.js';
import * as errors from '../errors.js';
import type { FlatSecrets } from '../secrets.js';
import { fromBase64, fromHex, SPACE, toText, toUtf8, trim } from './decode.js';
import { format } from './format.js';
import { halfOf, isRandom, mistakeIn } from './mistakes.js';

/** The tags of key forms: see `core/src/signature/binary/tags.rs`. */
const TEXT = 0;
const BASE64 = 1;
const HEX = 2;
const WHSEC = 3;

/** The length of the longest placeholder that is detected in its encoded form, in bytes. */
const MAX_UNSET_LENGTH = 9;

/** A key, as bytes that can be wiped. */
export interface Key {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly name: string | undefined;
}

type ErrorCode = (typeof SECRET_ERRORS)[number][0];

/** Decodes secrets, and collects warnings about them. Throws an error for the first one that cannot be used. */
export function readKeys(
  keyForm: number,
  flat: FlatSecrets,
): { readonly keys: readonly Key[]; readonly warnings: SecretWarning[] } {
  if (flat.length === 0) throw errors.noSecret();
  // Found in the first place, before the position of a secret matters.
  if (flat.some((value, at) => at % 2 === 0 && value?.length === 0)) throw refused('empty_secret', 0);
  const keys: Key[] = [];
  const warnings: SecretWarning[] = [];
  for (let at = 0; at < flat.length; at += 2) {
    const [value = '', name] = [flat[at], flat[at + 1]];
    const index = at / 2;
    const found = readKey(keyForm, value);
    if (typeof found === 'string') {
      for (const { bytes } of keys) bytes.fill(0);
      throw refused(found, index);
    }
    const { bytes, half } = found;
    keys.push({ bytes, name: typeof name === 'string' ? name : undefined });
    for (const [code, message] of warningsAbout(keyForm, value, bytes.length, half === 'private')) {
      warnings.push({ code, path: `/secrets/${index}`, message });
    }
  }
  return { keys, warnings };
}

/** The error for a secret that cannot be used. */
function refused(code: ErrorCode, index: number): TypeError {
  const message = SECRET_ERRORS.find(([known]) => known === code)?.[1] ?? '';
  return errors.unusableSecret(code, `${index === 0 ? '' : `secret ${index + 1}: `}${message}`);
}

/** The key of a secret, or the code of the reason why it cannot be used. */
function readKey(
  keyForm: number,
  value: string | Uint8Array,
): ErrorCode | { readonly bytes: Uint8Array<ArrayBuffer>; readonly half: 'private' | undefined } {
  const isText = typeof value === 'string';
  const text = isText ? value : toText(value);
  const isChecked = text === undefined || !isRandom(text);
  const mistake = isText && isChecked ? mistakeIn(value) : undefined;
  if (mistake !== undefined) return mistake;
  const half = isChecked ? halfOf(isText ? toUtf8(value) : value, text) : undefined;
  const key =
    isText && keyForm !== TEXT ? decode(keyForm, trim(value, SPACE)) : Uint8Array.from(isText ? toUtf8(value) : value);
  // More precise than the error for public keys, because it names the expected prefix.
  if (half === 'public' && key !== 'secret_wrong_kind') return 'secret_is_public';
  if (typeof key === 'string') return key;
  if (key.length === 0) return 'empty_secret';
  if (isText && isChecked && keyForm !== TEXT && key.length <= MAX_UNSET_LENGTH) {
    const decoded = toText(key);
    if (decoded !== undefined && mistakeIn(decoded) === 'secret_placeholder') return 'secret_placeholder';
  }
  return { bytes: key, half: half === 'private' ? half : undefined };
}

function decode(keyForm: number, text: string): Uint8Array<ArrayBuffer> | ErrorCode {
  if (keyForm === HEX) return fromHex(text) ?? 'secret_not_hex';
  if (keyForm === BASE64 && /[-_]/.test(text)) {
    return fromBase64(text.replace(/=+$/, ''), false, true) ?? 'secret_not_base64';
  }
  let base64 = text;
  if (keyForm === WHSEC) {
    base64 = base64.replace(/^v1,/, '');
    if (/^wh[ps]k_/.test(base64)) return 'secret_wrong_kind';
    base64 = base64.replace(/^whsec_/, '');
  }
  return fromBase64(base64, base64.endsWith('=')) ?? 'secret_not_base64';
}

type Warning = readonly [SecretWarning['code'], string];

function warningsAbout(keyForm: number, value: string | Uint8Array, length: number, isPrivate: boolean): Warning[] {
  const { short, padded, trimmed, quoted, private: privateKey } = SECRET_WARNINGS;
  const found: Warning[] = [];
  const least = keyForm === WHSEC ? 24 : 16;
  if (length < least) found.push([short[0], format(short[1], { first: length, second: least })]);
  if (typeof value === 'string') {
    if (/^[\t\n\f\r ]|[\t\n\f\r ]$/.test(value)) found.push(keyForm === TEXT ? padded : trimmed);
    if (/^(["']).*\1$/s.test(value)) found.push(quoted);
  }
  if (isPrivate) found.push(privateKey);
  return found;
}
