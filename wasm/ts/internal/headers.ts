import * as errors from './errors.js';

/**
 * Returns the header fields with the given names, as `[name, value, name, value, …]`. Other fields, such as cookies and
 * credentials, are not passed to the core. The core decides which of these fields apply and what repeated fields mean.
 *
 * @param wanted names in lower case
 */
export function toFields(headers: unknown, wanted: ReadonlySet<string>): string[] {
  return collect(headers, (name) => wanted.has(name));
}

/** Returns all header fields, for finding one under another name. Values that are not text are ignored. */
export function toAllFields(headers: unknown): string[] {
  return collect(headers, () => true, textOf);
}

/** The value of a field as text; undefined for a value that is not text. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : undefined;
}

/** The same fields as pairs. */
export function toPairs(fields: readonly string[]): [name: string, value: string][] {
  return fields.flatMap((name, index) => (index % 2 === 0 ? [[name, fields[index + 1] ?? '']] : []));
}

function collect(
  headers: unknown,
  isWanted: (name: string) => boolean,
  read: (value: unknown) => unknown = (value) => value,
): string[] {
  const fields: string[] = [];
  const add = (name: unknown, value: unknown): void => {
    if (typeof name !== 'string') throw errors.notAHeader(name);
    if (!isWanted(name.trim().toLowerCase())) return;
    for (const each of Array.isArray(value) ? value : [value]) {
      const single = read(each);
      if (single === undefined || single === null) continue;
      if (typeof single !== 'string') throw errors.headerValue(name, single);
      fields.push(name, single);
    }
  };
  if (typeof headers !== 'object' || headers === null) throw errors.notHeaders(headers);
  if (isIterable(headers)) {
    for (const entry of headers) {
      if (!Array.isArray(entry)) throw errors.notAHeader(entry);
      add(entry[0], entry[1]);
    }
  } else if (hasForEach(headers)) {
    headers.forEach((value, name) => {
      add(name, value);
    });
  } else {
    for (const name of Object.keys(headers)) add(name, (headers as Record<string, unknown>)[name]);
  }
  return fields;
}

function isIterable(value: object): value is Iterable<unknown> {
  return typeof memberOf(value, Symbol.iterator) === 'function';
}

/** Whether the value is a `Headers` object of a runtime that does not make it iterable. */
function hasForEach(value: object): value is { forEach(each: (value: unknown, name: unknown) => void): void } {
  return typeof memberOf(value, 'forEach') === 'function';
}

/** A member of an object or of its class. Members of `Object.prototype`, of any realm, are ignored. */
function memberOf(value: object, name: PropertyKey): unknown {
  for (let at: object | null = value; at !== null; at = Object.getPrototypeOf(at)) {
    const isRoot: boolean = at !== value && Object.getPrototypeOf(at) === null;
    if (!isRoot && Object.hasOwn(at, name)) return (value as Record<PropertyKey, unknown>)[name];
  }
  return undefined;
}
