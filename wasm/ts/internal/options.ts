import { describe, misuse } from './misuse.js';
import { hint } from './spelling.js';

/**
 * The options of an object, each read once, in an object without a prototype. Only own properties count: what stands in
 * `Object.prototype` must not change how a signature is checked, and a getter must not give two answers.
 *
 * Refuses what is not an options object, and options that do not exist: a misspelt one would otherwise be ignored. The name
 * of such an option is not quoted, because it may be a secret in the wrong place.
 */
export function readOptions<Options extends object>(what: string, options: Options, known: readonly string[]): Options {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw misuse('invalid_options', `${what} takes an object with options, not ${describe(options)}`);
  }
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) {
      throw misuse('unknown_option', `unknown option; ${what} takes ${known.join(', ')}${hint(name, known)}`);
    }
  }
  return readOwn(options, known);
}

/** The own properties of these names, each read once, in an object without a prototype. */
export function readOwn<Given extends object>(given: Given, names: readonly string[]): Given {
  const own: Record<string, unknown> = Object.create(null);
  for (const name of names) {
    if (Object.hasOwn(given, name)) own[name] = given[name as keyof Given];
  }
  return own as Given;
}

/** Refuses an option that is there and is no text. */
export function checkText(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'string') {
    throw misuse('invalid_options', `\`${name}\` must be a string, not ${describe(value)}`);
  }
}
