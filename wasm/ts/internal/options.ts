import { errors } from './errors.js';

/**
 * The options of an object, each read once, in an object without a prototype. Only own properties count: what stands in
 * `Object.prototype` must not change how a signature is checked, and a getter must not give two answers.
 *
 * Refuses what is not an options object, and options that do not exist: a misspelt one would otherwise be ignored. The name
 * of such an option is not quoted, because it may be a secret in the wrong place.
 */
export function readOptions<Options extends object>(
  what: string,
  options: Options,
  known: readonly (keyof NoInfer<Options> & string)[],
): Options {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw errors.notOptions(what, options);
  }
  for (const name of Object.keys(options)) {
    if (!known.some((each) => each === name)) throw errors.unknownOption(what, name, known);
  }
  return readOwn(options, known);
}

/**
 * The names of all options of a type. The compiler reports an option that is not among them, and a name that is not an option.
 */
export function optionNames<Options>(
  names: {
    readonly [Name in keyof Options]-?: true;
  },
): readonly (keyof Options & string)[] {
  // An object literal has the keys of its type and no others.
  return Object.keys(names) as (keyof Options & string)[];
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
  if (value !== undefined && typeof value !== 'string') throw errors.notText(name, value);
}
