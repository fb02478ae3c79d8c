/**
 * Compares a text from `start` on with a MAC, which is a string of bytes, in hexadecimal digits. The duration does not
 * depend on where they differ, or on the MAC.
 */
export function isHexOf(text: string, start: number, mac: string): boolean {
  const length = mac.length;
  if (length === 0 || text.length - start !== 2 * length) return false;
  let difference = 0;
  // The digits are computed: a table would be read at places that depend on the MAC.
  for (let at = 0; at < length; at += 1) {
    const byte = mac.charCodeAt(at);
    const place = start + 2 * at;
    difference |= (digit(byte >> 4) ^ text.charCodeAt(place)) | (digit(byte & 15) ^ text.charCodeAt(place + 1));
  }
  return difference === 0;
}

/** The code of a hexadecimal digit: from 10 on, 39 characters more are skipped. */
function digit(value: number): number {
  return value + 48 + (((9 - value) >> 31) & 39);
}

/** Compares a text from `start` on with another one. The duration does not depend on where they differ. */
export function isSameText(text: string, start: number, other: string): boolean {
  const length = other.length;
  if (length === 0 || text.length - start !== length) return false;
  let difference = 0;
  for (let at = 0; at < length; at += 1) difference |= text.charCodeAt(start + at) ^ other.charCodeAt(at);
  return difference === 0;
}
