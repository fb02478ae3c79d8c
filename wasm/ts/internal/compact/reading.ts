import { trim } from './decode.js';
import { Refusal } from './refusal.js';
import { isItem, type Place, type Scheme } from './scheme.js';
import { decodeSignature, encodedLength, outputLength, TEXT } from './signatures.js';

/** The first 32 signatures are checked, more than any sender sends. */
const MAX_SIGNATURES = 32;

/** Hosts and proxies join fields of the same name with these characters. They separate items of any list. */
const JOINT = /,(?=[ \t])/;

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
  let found: string | undefined;
  for (const name of place.headers.filter((name) => fields.has(name.toLowerCase()))) {
    const value = only(fields, name);
    // The receiver could read either of the two.
    if (value !== (found ?? value)) throw new Refusal('conflicting_headers');
    found = value;
  }
  if (found === undefined) throw new Refusal('missing_header');
  return found;
}

/** The items of the value that contains the signatures, or the whole value if it is not a list. */
export function readItems(scheme: Scheme, fields: Fields): readonly string[] {
  const { separator, signature, encoding, prefix } = scheme;
  // Hosts join fields of the same name. A token can contain a comma.
  const isJoined = encoding !== TEXT && !JOINT.test(prefix);
  const texts = signature.flatMap((name) => {
    const values = fields.get(name.toLowerCase()) ?? [];
    const count = isJoined ? values.flatMap((value) => value.split(JOINT)).length : values.length;
    // A list can be split over several fields.
    if (count > 1 && separator === undefined) throw new Refusal('repeated_header', count);
    return values;
  });
  if (texts.length === 0) throw new Refusal('missing_header');
  if (separator === undefined) return texts;
  return texts.flatMap((text) =>
    text
      .split(JOINT)
      .flatMap((part) => part.split(separator))
      .map((item) => trim(item, ' \\t'))
      .filter((item) => item !== ''),
  );
}

/** The well-formed signatures. */
export function readSignatures(
  { algorithm, encoding, prefix, separator }: Scheme,
  items: readonly string[],
): readonly Uint8Array[] {
  const isOptional = prefix.endsWith('?') && prefix.length > 1;
  const exact = isOptional ? prefix.slice(0, -1) : prefix;
  const isList = separator !== undefined && encoding !== TEXT;
  const found: Uint8Array[] = [];
  let first: string | undefined;
  let followsSignature = false;
  for (const item of items) {
    let text: string | undefined;
    if (item.startsWith(exact)) text = item.slice(exact.length);
    // Some senders write the prefix once, before all signatures.
    else if (isOptional || followsSignature) text = item;
    first ??= text;
    const isRead = text !== undefined && found.length < MAX_SIGNATURES;
    const signature = isRead ? decodeSignature(encoding, algorithm, text as string) : undefined;
    if (signature !== undefined) found.push(signature);
    followsSignature = isList && signature !== undefined;
  }
  if (first === undefined) throw new Refusal('missing_prefix');
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
