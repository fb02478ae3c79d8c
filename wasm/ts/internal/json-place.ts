import { bytesOf, readText } from './bytes.js';

/** JSON as text or in UTF-8. */
export type Json = Uint8Array | string;

type Span = readonly [start: number, end: number];

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** The text of the value at a path in valid JSON, as it is written. Of members with the same name, the last one counts. */
export function valueAt(text: string, path: readonly string[]): string | undefined {
  const span = locate(text, space(text, 0), path, 0, false);
  return span && text.slice(...span);
}

/**
 * Whether there is a string or a number at a path. The JSON is read as far as the first one, and not decoded, so it can be
 * invalid after it.
 */
export function hasScalarAt(json: Json, path: readonly string[]): boolean {
  return locate(json, space(json, 0), path, 0, true) !== undefined;
}

/** The place of the value at a path: of the last one, or of the first one that is a string or a number. */
function locate(json: Json, start: number, path: readonly string[], depth: number, isFirst: boolean): Span | undefined {
  const name = path[depth];
  if (name === undefined) return !isFirst || isScalar(code(json, start)) ? [start, skip(json, start)] : undefined;
  const open = code(json, start);
  if (open !== OPEN_OBJECT && open !== OPEN_LIST) return undefined;
  let found: Span | undefined;
  let at = space(json, start + 1);
  for (let index = 0; at < json.length; index += 1) {
    let isWanted = String(index) === name;
    if (open === OPEN_OBJECT) {
      if (code(json, at) !== QUOTE) break;
      const end = endOfString(json, at);
      isWanted = isName(json, at, end, name);
      // After the colon.
      at = space(json, space(json, end) + 1);
    } else if (code(json, at) === CLOSE_LIST) break;
    if (isWanted) {
      found = locate(json, at, path, depth + 1, isFirst);
      if (isFirst && found !== undefined) return found;
    }
    at = space(json, skip(json, at));
    if (code(json, at) !== COMMA) break;
    at = space(json, at + 1);
  }
  return found;
}

function code(json: Json, at: number): number {
  return (typeof json === 'string' ? json.charCodeAt(at) : json[at]) ?? 0;
}

function isScalar(first: number): boolean {
  return first === QUOTE || first === MINUS || (first >= 0x30 && first <= 0x39);
}

/** Where whitespace ends. */
function space(json: Json, start: number): number {
  let at = start;
  for (let next = code(json, at); next === 0x20 || (next >= 0x09 && next <= 0x0d); next = code(json, at)) at += 1;
  return at;
}

/** Where a value ends. */
function skip(json: Json, start: number): number {
  const { length } = json;
  let depth = 0;
  let at = start;
  while (at < length) {
    const next = code(json, at);
    if (next === QUOTE) {
      at = endOfString(json, at);
    } else if (next === OPEN_OBJECT || next === OPEN_LIST) {
      depth += 1;
      at += 1;
    } else if (next === CLOSE_OBJECT || next === CLOSE_LIST) {
      if (depth === 0) return at;
      depth -= 1;
      at += 1;
    } else if (depth === 0 && (next === COMMA || next <= 0x20)) {
      return at;
    } else {
      at += 1;
      continue;
    }
    if (depth === 0) return at;
  }
  return at;
}

/** Where a string that begins here ends. */
function endOfString(json: Json, start: number): number {
  const { length } = json;
  let at = start + 1;
  // Most strings are short: a loop takes less time than a search by the runtime.
  for (let next = 0; at < length; at += 1) {
    next = code(json, at);
    if (next === QUOTE) return at + 1;
    if (next === BACKSLASH) at += 1;
  }
  return length;
}

/** Whether a string is a name. */
function isName(json: Json, start: number, end: number, name: string): boolean {
  for (let at = start + 1; at < end - 1; at += 1) {
    if (code(json, at) !== BACKSLASH) continue;
    try {
      return JSON.parse(textOf(json, start, end)) === name;
    } catch {
      return false;
    }
  }
  const length = end - start - 2;
  // In UTF-8, a character takes at most three times as many units.
  if (length < name.length || length > 3 * name.length) return false;
  return textOf(json, start + 1, end - 1) === name;
}

function textOf(json: Json, start: number, end: number): string {
  if (typeof json === 'string') return json.slice(start, end);
  return readText(bytesOf(json.buffer, json.byteOffset + start, end - start), end - start);
}
