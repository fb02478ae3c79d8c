import type { Key } from '../types/input.js';
import { describe, misuse } from './misuse.js';
import { readOwn } from './options.js';
import { isWellFormed } from './text.js';

/** Secrets as `[value, name, value, name, …]`, where a value is text or bytes. Empty ones are for the core to refuse. */
export type FlatSecrets = (string | Uint8Array | undefined)[];

const CHECK = 'check that the environment variable or setting that holds it is set';

/** Of an option that is one key, or a list of them. */
export function toSecrets(where: string, secrets: unknown): FlatSecrets {
  if (!Array.isArray(secrets)) return toSecret(where, secrets);
  return secrets.flatMap((key, index) => toSecret(`${where}[${index}]`, key));
}

/** One key. */
export function toSecret(where: string, key: unknown): FlatSecrets {
  if (key === undefined || key === null) {
    throw misuse('missing_secret', `\`${where}\` is ${describe(key)}; ${CHECK}`);
  }
  if (isNamed(key)) {
    for (const part of Object.keys(key)) {
      if (part !== 'name' && part !== 'value') {
        throw misuse('invalid_secret', `\`${where}\` is an object with other members than \`name\` and \`value\``);
      }
    }
    const { name, value } = readOwn(key, ['name', 'value']);
    if (typeof name !== 'string') {
      throw misuse('invalid_secret', `\`${where}.name\` must be a string, not ${describe(name)}`);
    }
    if (value === undefined || value === null) {
      throw misuse('missing_secret', `\`${where}.value\` is ${describe(value)}; ${CHECK}`);
    }
    return [toValue(`${where}.value`, value), name];
  }
  return [toValue(where, key), undefined];
}

function toValue(where: string, value: unknown): string | Uint8Array {
  if (typeof value === 'string') {
    if (isWellFormed(value)) return value;
    throw misuse('invalid_secret', `\`${where}\` is a string with half of a surrogate pair; pass bytes, or correct it`);
  }
  // Its own constructor may be another realm's, so ask for the name.
  if (ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === '[object Uint8Array]') {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  const kinds = 'a string, a Uint8Array, or one of these with a name: { name, value }';
  throw misuse('invalid_secret', `\`${where}\` must be ${kinds}; it is ${describe(value)}`);
}

function isNamed(key: unknown): key is { readonly [Member in keyof Extract<Key, { name: string }>]: unknown } {
  return typeof key === 'object' && key !== null && Object.hasOwn(key, 'value') && !ArrayBuffer.isView(key);
}
