import type { Key } from '../types/input.js';
import * as errors from './errors.js';
import { readOwn } from './options.js';
import { isWellFormed } from './text.js';

/** Secrets as `[value, name, value, name, …]`, where a value is text or bytes. The core refuses empty ones. */
export type FlatSecrets = (string | Uint8Array | undefined)[];

/** Reads an option that is one secret or a list of them. */
export function toSecrets(where: string, secrets: unknown, skipUnset?: unknown): FlatSecrets {
  if (skipUnset !== undefined && typeof skipUnset !== 'boolean') throw errors.notABoolean('skipUnset', skipUnset);
  if (!Array.isArray(secrets)) return toSecret(where, secrets);
  // Read by index, because a method of the array skips holes, which are unset as well.
  const keys = Array.from(secrets, (key, index) =>
    skipUnset && isUnset(key) ? [] : toSecret(`${where}[${index}]`, key),
  );
  const flat = keys.flat();
  if (skipUnset && flat.length === 0 && keys.length > 0) throw errors.everySecretIsUnset(where);
  return flat;
}

/** Whether it is what an environment variable that is not set gives. */
function isUnset(key: unknown): boolean {
  return key === undefined || key === '';
}

/** Reads one secret. */
export function toSecret(where: string, key: unknown): FlatSecrets {
  if (key === undefined || key === null) {
    throw errors.missingSecret(where, key);
  }
  if (isNamed(key)) {
    for (const part of Object.keys(key)) {
      if (part !== 'name' && part !== 'value') {
        throw errors.secretMembers(where);
      }
    }
    const { name, value } = readOwn(key, ['name', 'value']);
    if (typeof name !== 'string') {
      throw errors.secretName(where, name);
    }
    if (value === undefined || value === null) {
      throw errors.missingSecret(`${where}.value`, value);
    }
    return [toValue(`${where}.value`, value), name];
  }
  return [toValue(where, key), undefined];
}

function toValue(where: string, value: unknown): string | Uint8Array {
  if (typeof value === 'string') {
    if (isWellFormed(value)) return value;
    throw errors.secretIsNotUnicode(where);
  }
  // The array may belong to another realm, so `instanceof` is not sufficient.
  if (ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === '[object Uint8Array]') {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  throw errors.notASecret(where, value);
}

function isNamed(key: unknown): key is { readonly [Member in keyof Extract<Key, { name: string }>]: unknown } {
  return typeof key === 'object' && key !== null && Object.hasOwn(key, 'value') && !ArrayBuffer.isView(key);
}
