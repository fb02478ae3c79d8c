import { fromBase64 } from '../base64.js';
import * as errors from '../errors.js';
import { readOwn } from '../options.js';

/** The offsets of the record: see `core/src/signature/compact/mod.rs`. */
const KEY_FORM = 1;
const ENCODING = 2;
const UNIT = 3;
const PREFIX = 5;
const SIGNATURE = 6;
const TIMESTAMP = 8;
const ID = 10;
const FLAGS = 12;
const CONTENT = 21;

const NONE = 255;
const ITEM = 254;

const METHOD = 3;
const URL = 4;
const HEADER = 7;

/** A scheme, as far as the TypeScript code uses it. The module reads the rest. */
export interface Scheme {
  readonly id: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly form: number;
  readonly encoding: number;
  readonly hasTimestamp: boolean;
  readonly prefix: string;
  /** The index of each header field that is read, by its name in lower case. */
  readonly headers: ReadonlyMap<string, number>;
  /** The names of these fields. */
  readonly names: ReadonlySet<string>;
  readonly needsUrl: boolean;
  readonly needsMethod: boolean;
  readonly isIdSafe: boolean;
  readonly needsUtf8: boolean;
  readonly isPartial: boolean;
  /** Describes the place of a rejected value: 0 for the signature, and so on. */
  place(place: number): string;
}

/** Reads a scheme from `hookwright/senders/<id>`. */
export function toScheme(given: unknown): Scheme {
  if (typeof given !== 'object' || given === null) throw errors.notCompact(undefined);
  const { id, compact, requires } = readOwn<{ id?: unknown; compact?: unknown; requires?: unknown }>(given, [
    'id',
    'compact',
    'requires',
  ]);
  if (typeof id !== 'string' || typeof compact !== 'string') throw errors.notCompact(requires);
  const bytes = decode(compact);
  const texts: string[] = [];
  let at = 2;
  for (let count = bytes[1] ?? 0; count > 0; count -= 1) {
    const end = at + 1 + (bytes[at] ?? 0);
    texts.push(new TextDecoder().decode(bytes.subarray(at + 1, end)));
    at = end;
  }
  const record = bytes.subarray(at);
  const byte = (offset: number): number => record[offset] ?? NONE;
  const text = (index: number): string => texts[index] ?? '';
  const headers = new Map<string, number>();
  const kinds = new Set<number>();
  const addHeader = (index: number): void => {
    if (index < ITEM) headers.set(text(index).toLowerCase(), index);
  };
  for (const place of [SIGNATURE, TIMESTAMP, ID]) {
    if (byte(place) === ITEM) continue;
    addHeader(byte(place));
    addHeader(byte(place + 1));
  }
  for (let piece = CONTENT; piece < record.length; piece += 2) {
    kinds.add(byte(piece));
    if (byte(piece) === HEADER) addHeader(byte(piece + 1));
  }
  const describe = (first: number, second: number): string => {
    if (first === ITEM) return `item \`${text(second)}\` in the ${describe(byte(SIGNATURE), byte(SIGNATURE + 1))}`;
    return `\`${text(first)}\`${second === NONE ? '' : ` or \`${text(second)}\``} header`;
  };
  return {
    id,
    bytes,
    form: byte(KEY_FORM),
    encoding: byte(ENCODING),
    hasTimestamp: byte(UNIT) !== NONE,
    prefix: text(byte(PREFIX)),
    headers,
    names: new Set(headers.keys()),
    needsUrl: kinds.has(URL),
    needsMethod: kinds.has(METHOD),
    isIdSafe: (byte(FLAGS) & 2) !== 0,
    needsUtf8: (byte(FLAGS) & 4) !== 0,
    isPartial: (byte(FLAGS) & 16) !== 0,
    place(place) {
      if (place > 2) return describe(place - 3, NONE);
      const offset = SIGNATURE + 2 * place;
      return describe(byte(offset), byte(offset + 1));
    },
  };
}

function decode(text: string): Uint8Array<ArrayBuffer> {
  try {
    return fromBase64(text);
  } catch {
    throw errors.notCompact(undefined);
  }
}
