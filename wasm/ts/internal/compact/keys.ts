import { SECRET_ERRORS, SECRET_WARNINGS } from '../../generated/compact.js';
import type { SecretWarning } from '../../generated/verdict.js';
import * as errors from '../errors.js';
import type { FlatSecrets } from '../secrets.js';
import { format } from './format.js';
import { halfOf, isRandom, mistakeIn, PLACEHOLDER, toText } from './mistakes.js';
import { type Exports, view } from './module.js';
import type { Scheme } from './scheme.js';

/** The indexes of errors in `SECRET_ERRORS` on which the order of checks depends. */
const WRONG_KIND = 4;
const PUBLIC = 5;

/** The tags of key forms: see `core/src/signature/binary/tags.rs`. */
const TEXT = 0;
const HEX = 2;
const WHSEC = 3;

/** The length of the longest placeholder that is detected in its encoded form, in bytes. */
const MAX_UNSET_LENGTH = 9;

/** A secret, as bytes that can be wiped. */
export interface Secret {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Whether the bytes are the key, and not text from which it is decoded. */
  readonly isKey: boolean;
  readonly name: string | undefined;
}

/** Copies secrets. */
export function copySecrets(flat: FlatSecrets): Secret[] {
  const secrets: Secret[] = [];
  for (let at = 0; at < flat.length; at += 2) {
    const [value = '', name] = [flat[at], flat[at + 1]];
    const isKey = typeof value !== 'string';
    const bytes = isKey ? Uint8Array.from(value) : new TextEncoder().encode(value);
    secrets.push({ bytes, isKey, name: typeof name === 'string' ? name : undefined });
  }
  return secrets;
}

/** Passes secrets to a verifier in the module, without checks. Returns the length of each key, or the error. */
function add(exports: Exports, handle: number, { bytes, isKey }: Secret): number {
  view(exports, bytes.length).set(bytes);
  return exports.add(handle, bytes.length, isKey ? 1 : 0);
}

/** Passes secrets that were checked before. */
export function addAgain(exports: Exports, handle: number, secrets: readonly Secret[]): void {
  for (const secret of secrets) add(exports, handle, secret);
}

/** Checks secrets and passes them to a verifier in the module. Returns warnings about them. */
export function addSecrets(
  exports: Exports,
  handle: number,
  scheme: Scheme,
  secrets: readonly Secret[],
): SecretWarning[] {
  if (secrets.length === 0) throw errors.noSecret();
  return secrets.flatMap((secret, index) => addSecret(exports, handle, scheme, secret, index));
}

function addSecret(exports: Exports, handle: number, scheme: Scheme, secret: Secret, index: number): SecretWarning[] {
  const refuse = (error: number): never => {
    const [code, message] = SECRET_ERRORS[error] ?? SECRET_ERRORS[PLACEHOLDER];
    throw errors.unusableSecret(code, `${index === 0 ? '' : `secret ${index + 1}: `}${message}`);
  };
  const { bytes, isKey } = secret;
  const text = toText(bytes);
  const isChecked = text === undefined || !isRandom(text);
  const mistake = isChecked && !isKey && text !== undefined ? mistakeIn(text) : undefined;
  if (mistake !== undefined) refuse(mistake);
  const half = isChecked ? halfOf(bytes, text) : undefined;
  const length = add(exports, handle, secret);
  if (half === 'public' && length !== -1 - WRONG_KIND) refuse(PUBLIC);
  if (length < 0) refuse(-1 - length);
  if (
    isChecked &&
    !isKey &&
    scheme.form !== TEXT &&
    length <= MAX_UNSET_LENGTH &&
    mistakeIn(decode(scheme.form, text ?? '')) === PLACEHOLDER
  )
    refuse(PLACEHOLDER);
  return warningsAbout(scheme, text, isKey, length, half === 'private').map(([code, message]) => {
    return { code, path: `/secrets/${index}`, message };
  });
}

/** Decodes a short secret that the module has decoded as well. */
function decode(form: number, given: string): string {
  const text = given.trim();
  const bytes =
    form === HEX
      ? (text.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16))
      : Array.from(
          atob(
            text
              .replace(form === WHSEC ? /^(?:v1,)?(?:whsec_)?/ : '', '')
              .replaceAll('-', '+')
              .replaceAll('_', '/'),
          ),
          (character) => character.charCodeAt(0),
        );
  return toText(Uint8Array.from(bytes)) ?? '-';
}

function warningsAbout(
  { form }: Scheme,
  text: string | undefined,
  isKey: boolean,
  length: number,
  isPrivate: boolean,
): (readonly [SecretWarning['code'], string])[] {
  const { short, padded, trimmed, quoted, private: privateKey } = SECRET_WARNINGS;
  const found: (readonly [SecretWarning['code'], string])[] = [];
  const least = form === WHSEC ? 24 : 16;
  if (length < least) found.push([short[0], format(short[1], { first: length, second: least })]);
  if (!isKey && text !== undefined && /^[\t\n\f\r ]|[\t\n\f\r ]$/.test(text))
    found.push(form === TEXT ? padded : trimmed);
  if (!isKey && text !== undefined && /^(["'])[^]*\1$/.test(text)) found.push(quoted);
  if (isPrivate) found.push(privateKey);
  return found;
}
