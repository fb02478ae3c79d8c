import { type BodyId, toBodyId } from '../body-id.js';
import * as errors from '../errors.js';
import { readOwn } from '../options.js';
import { fromBase64, toText } from './decode.js';

// The compact form of a scheme: see `core/src/signature/compact/mod.rs`.

const NONE = 255;
const ITEM = 254;
const MEMBER = 253;

/** Where a value is: in a header field, in one of several, or in an item of the signature's list. */
export type Place = { readonly headers: readonly string[] } | { readonly item: string };

/** Whether a place is an item. Members of `Object.prototype` are ignored. */
export function isItem(place: Place): place is Extract<Place, { item: string }> {
  return Object.hasOwn(place, 'item');
}

/** The kinds of pieces of the content. */
export const BODY = 0;
export const TIMESTAMP = 1;
export const ID = 2;
export const METHOD = 3;
export const URL = 4;
export const SECRET = 5;
export const HEADER = 7;

/** A piece of the content, with the text of a literal or the name of a header field. */
export type Piece = readonly [kind: number, text: string];

/** A scheme. Choices are numbers: see `core/src/signature/binary/tags.rs`. */
export interface Scheme {
  readonly id: string;
  readonly algorithm: number;
  readonly keyForm: number;
  readonly encoding: number;
  readonly unit: number;
  readonly hasTimestamp: boolean;
  readonly separator: string | undefined;
  readonly prefix: string;
  readonly signature: readonly string[];
  readonly timestampPlace: Place | undefined;
  readonly idPlace: Place | undefined;
  /** The place of an id in the body. */
  readonly bodyId: BodyId | undefined;
  readonly signsId: boolean;
  readonly isIdSafe: boolean;
  readonly needsUtf8: boolean;
  readonly needsAbsoluteUrl: boolean;
  readonly isPartial: boolean;
  /** In milliseconds; infinite if there is no limit. */
  readonly limits: readonly [past: number, future: number];
  readonly content: readonly Piece[];
  /** The names of all header fields that are read, in lower case. */
  readonly names: ReadonlySet<string>;
}

/** Reads a scheme from `hookwright/senders/<id>`. */
export function toScheme(given: unknown): Scheme {
  if (typeof given !== 'object' || given === null) throw errors.notCompact(undefined);
  const names = ['id', 'compact', 'requires'];
  const { id, compact, requires } = readOwn<{ id?: unknown; compact?: unknown; requires?: unknown }>(given, names);
  const bytes = typeof compact === 'string' ? fromBase64(compact, true) : undefined;
  if (typeof id !== 'string' || bytes?.[0] !== 1) throw errors.notCompact(requires);
  const texts: string[] = [];
  let at = 2;
  for (let count = bytes[1] ?? 0; count > 0; count -= 1) {
    const end = at + 1 + (bytes[at] ?? 0);
    texts.push(toText(bytes.subarray(at + 1, end)) ?? '');
    at = end;
  }
  const record = bytes.subarray(at);
  if (record.length < 21) throw errors.notCompact(undefined);
  const byte = (offset: number): number => record[offset] ?? NONE;
  const textAt = (offset: number): string | undefined => texts[byte(offset)];
  const headersAt = (offset: number): string[] =>
    [textAt(offset), textAt(offset + 1)].flatMap((names) => names?.split(',') ?? []);
  const placeAt = (offset: number): Place | undefined => {
    if (byte(offset) === NONE || byte(offset) === MEMBER) return undefined;
    return byte(offset) === ITEM ? { item: textAt(offset + 1) ?? '' } : { headers: headersAt(offset) };
  };
  const limitAt = (offset: number): number => {
    const seconds = new DataView(record.buffer, record.byteOffset).getUint32(offset, true);
    return seconds === 0xffffffff ? Infinity : seconds * 1000;
  };
  const content: Piece[] = [];
  for (let piece = 21; piece < record.length; piece += 2) content.push([byte(piece), textAt(piece + 1) ?? '']);
  const [signature, timestampPlace, idPlace] = [headersAt(6), placeAt(8), placeAt(10)];
  const read = [{ headers: signature }, timestampPlace, idPlace].flatMap((place) => {
    return place === undefined || isItem(place) ? [] : place.headers;
  });
  read.push(...content.flatMap(([kind, name]) => (kind === HEADER ? [name] : [])));
  const flags = byte(12);
  return {
    id,
    algorithm: byte(0),
    keyForm: byte(1),
    encoding: byte(2),
    unit: byte(3),
    hasTimestamp: byte(3) !== NONE,
    separator: textAt(4),
    prefix: textAt(5) ?? '',
    signature,
    timestampPlace,
    idPlace,
    bodyId: toBodyId(byte(10) === MEMBER ? (textAt(11) ?? '') : null, (flags & 2) !== 0),
    signsId: (flags & 1) !== 0,
    isIdSafe: (flags & 2) !== 0,
    needsUtf8: (flags & 4) !== 0,
    needsAbsoluteUrl: (flags & 8) !== 0,
    isPartial: (flags & 16) !== 0,
    limits: [limitAt(13), limitAt(17)],
    content,
    names: new Set(read.map((name) => name.toLowerCase())),
  };
}

/** Whether the content contains a kind of piece. */
export function signs({ content }: Scheme, kind: number): boolean {
  return content.some(([known]) => known === kind);
}

/** Describes a place, for messages. */
export function describePlace(scheme: Scheme, place: Place): string {
  if (!isItem(place)) {
    const [first, ...others] = place.headers;
    const between = others.length > 1 ? '`, … or `' : '` or `';
    return `\`${[first, ...others.slice(-1)].join(between)}\` header`;
  }
  return `item \`${place.item}\` in the ${describePlace(scheme, { headers: scheme.signature })}`;
}
