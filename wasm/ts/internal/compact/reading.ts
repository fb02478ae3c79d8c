import { trim } from './decode.js';
import { Refusal } from './refusal.js';
import { isItem, type Place, type Scheme } from './scheme.js';
import { decodeSignature, encodedLength, outputLength } from './signatures.js';

/** The first 32 signatures are checked, more than any sender sends. */
const MAX_SIGNATURES = 32;

/** The values of header fields, by name in lower case. Values have no surrounding whitespace and are not empty. */
export type Fields = ReadonlyMap<string, readonly string[]>;

/** The only value of a header field. */
export function only(fields: Fields, name: string): string {
  const values = fields.get(name.toLowerCase()) ?? [];
  const [value] = values;
  if (value === undefined) throw new Refusal('missing_header');
  if (values.length > 1) throw new Refusal('repeated_header', values.length);
  return value;
}

/** The value at a place. */
export function read(fields: Fields, items: readonly string[], place: Place): string {
  if (isItem(place)) {
    const [item, ...others] = withPrefix(items, place.item);
    if (item === undefined) throw new Refusal('missing_item');
    if (others.length > 0) throw new Refusal('repeated_item', others.length + 1);
    return item;
  }
  const [first = '', second] = place.headers;
  const isMissing = (name: string): boolean => !fields.has(name.toLowerCase());
  if (second === undefined || isMissing(second)) return only(fields, first);
  if (isMissing(first)) return only(fields, second);
  const [value, other] = [only(fields, first), only(fields, second)];
  // The receiver could read either of the two.
  if (value !== other) throw new Refusal('conflicting_headers');
  return value;
}

/** The items of the value that contains the signatures, or the whole value if it is not a list. */
export function readItems(scheme: Scheme, fields: Fields): readonly string[] {
  const { separator, signature } = scheme;
  const texts = signature.flatMap((name) => {
    const values = fields.get(name.toLowerCase()) ?? [];
    // RFC 9110 §5.3: only comma-separated lists may be split over several fields.
    if (values.length > 1 && separator !== ',') throw new Refusal('repeated_header', values.length);
    return values;
  });
  if (texts.length === 0) throw new Refusal('missing_header');
  if (separator === undefined) return texts;
  return texts.flatMap((text) =>
    text
      .split(separator)
      .map((item) => trim(item, ' \\t'))
      .filter((item) => item !== ''),
  );
}

/** The well-formed signatures. */
export function readSignatures(
  { algorithm, encoding, prefix }: Scheme,
  items: readonly string[],
): readonly Uint8Array[] {
  const texts = withPrefix(items, prefix);
  const [first] = texts;
  if (first === undefined) throw new Refusal('missing_prefix');
  const found: Uint8Array[] = [];
  for (const text of texts) {
    const signature = found.length < MAX_SIGNATURES ? decodeSignature(encoding, algorithm, text) : undefined;
    if (signature !== undefined) found.push(signature);
  }
  if (found.length === 0) {
    const length = outputLength(algorithm);
    const expected = length === undefined ? undefined : encodedLength(encoding, length);
    throw new Refusal('malformed_signature', [...first].length, expected);
  }
  return found;
}

function withPrefix(items: readonly string[], prefix: string): string[] {
  return items.flatMap((item) => (item.startsWith(prefix) ? [item.slice(prefix.length)] : []));
}
