// Strict decoders. They do not create strings, which cannot be wiped.

/** The value of a digit of base64, by its character; undefined for other characters. */
function digit(code: number, isUrl: boolean): number | undefined {
  if (code >= 65 && code <= 90) return code - 65;
  if (code >= 97 && code <= 122) return code - 71;
  if (code >= 48 && code <= 57) return code + 4;
  if (code === (isUrl ? 45 : 43)) return 62;
  return code === (isUrl ? 95 : 47) ? 63 : undefined;
}

/** Decodes base64 (RFC 4648 §4, or §5 for URLs). Undefined if it is malformed. */
export function fromBase64(text: string, isPadded: boolean, isUrl = false): Uint8Array<ArrayBuffer> | undefined {
  if (isPadded && text.length % 4 !== 0) return undefined;
  const digits = isPadded ? text.replace(/={1,2}$/, '') : text;
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let count = 0;
  let at = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const value = digit(digits.charCodeAt(index), isUrl);
    if (value === undefined) return undefined;
    bits = ((bits << 6) | value) & 0xfff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes[at] = bits >> count;
      at += 1;
    }
  }
  // A single digit is not a byte, and superfluous bits must be zero.
  return count === 6 || (bits & ((1 << count) - 1)) !== 0 ? undefined : bytes;
}

/** Decodes hexadecimal digits in either case. Undefined if they are malformed. */
export function fromHex(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 2 !== 0 || /[^\da-fA-F]/.test(text)) return undefined;
  return Uint8Array.from({ length: text.length / 2 }, (_, at) => Number.parseInt(text.slice(2 * at, 2 * at + 2), 16));
}

/** The text that bytes encode; undefined if they are not UTF-8. */
export function toText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The bytes of a text. */
export function toUtf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** The characters that Unicode defines as whitespace, for a class of a regular expression. */
export const SPACE = '\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

/** Removes characters of a class from both ends. The time is linear: a pattern for the end would be tried everywhere. */
export function trim(text: string, characters: string): string {
  const isRemoved = classOf(characters);
  let start = 0;
  let end = text.length;
  while (start < end && isRemoved.test(text.charAt(start))) start += 1;
  while (end > start && isRemoved.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

const classes = new Map<string, RegExp>();

function classOf(characters: string): RegExp {
  let found = classes.get(characters);
  if (found === undefined) {
    found = new RegExp(`[${characters}]`);
    classes.set(characters, found);
  }
  return found;
}
