import { REJECTIONS } from '../../generated/compact.js';
import type { Rejected, SecretWarning, Verdict } from '../../generated/verdict.js';
import { format, formatDuration } from './format.js';
import type { Secret } from './keys.js';
import type { Scheme } from './scheme.js';

/** The names of the characters of each encoding, by its tag: see `core/src/signature/binary/tags.rs`. */
const CHARACTERS = ['hexadecimal digits', 'base64 characters', 'base64url characters', 'characters'];

/** The verdict for a rejected delivery. `answer` contains what the module has written. */
export function rejected(index: number, answer: DataView, scheme: Scheme, keys: number): Rejected {
  const [code, ...texts] = REJECTIONS[index] ?? REJECTIONS[0];
  const first = answer.getFloat64(0, true);
  const second = answer.getFloat64(8, true);
  let text: string | undefined = texts[0];
  if (code === 'malformed_signature') {
    const isLengthRight = Number.isNaN(second) || first === second;
    if (first === 0) text = texts[2];
    else if (isLengthRight) text = texts[1];
  }
  if (code === 'signature_mismatch' && scheme.needsUrl) text = texts[1];
  const message = format(text ?? '', {
    place: scheme.place(answer.getUint8(16)),
    prefix: scheme.prefix,
    first,
    second,
    s: first === 1 ? '' : 's',
    characters: CHARACTERS[scheme.encoding] ?? '',
    keys: keys === 1 ? 'the given secret' : `any of the ${keys} given secrets`,
    duration: formatDuration(first),
  });
  return { ok: false, code, message } satisfies Rejected;
}

/** The verdict for an accepted delivery. */
export function accepted(
  index: number,
  answer: DataView,
  scheme: Scheme,
  secrets: readonly Secret[],
  warnings: readonly SecretWarning[],
): Verdict {
  const name = secrets[index]?.name;
  const timestampMs = answer.getFloat64(0, true);
  const length = answer.getFloat64(8, true);
  const id =
    length < 0 ? undefined : new TextDecoder().decode(new Uint8Array(answer.buffer, answer.byteOffset + 16, length));
  // Spread, because an assignment would call a setter of `Object.prototype`.
  return {
    ok: true,
    key: { index, ...(name !== undefined && { name }) },
    ...(id !== undefined && { id, idSigned: scheme.isIdSafe }),
    ...(!Number.isNaN(timestampMs) && { timestampMs }),
    ...(scheme.isPartial && { unsigned: Object.freeze(['body']) }),
    ...(warnings.length > 0 && { warnings: warnings.map((warning) => ({ ...warning })) }),
  } satisfies Verdict;
}
