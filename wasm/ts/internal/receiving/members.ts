/** A value in JSON. Undefined if there is none. */
export type Value = string | number | boolean | object | null | undefined;

/** The value at a path. */
export function at(json: unknown, path: readonly string[]): Value {
  let value: unknown = json;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value as Value;
}

/** A name or an id as text. Null if it is neither text nor a number. */
export function textAt(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}
