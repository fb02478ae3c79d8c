import * as errors from './errors.js';

/**
 * Reads each option once into an object without a prototype. Only own properties are read: members of
 * `Object.prototype` must not change how a signature is checked, and a getter must not return two different values.
 *
 * Refuses a value that is not an options object, and unknown options, because a misspelt option would otherwise be
 * ignored. The name of an unknown option is not quoted, because it may be a secret passed in the wrong place.
 */
export function readOptions<Options extends object>(
  what: string,
  options: Options,
  known: readonly (keyof NoInfer<Options> & string)[],
): Options {
  checkOptions(what, options, known);
  return readOwn(options, known);
}

/** Refuses a value that is not an options object, and unknown options. */
export function checkOptions(what: string, options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw errors.notOptions(what, options);
  }
  for (const name of Object.keys(options)) {
    if (!isOneOf(known, name)) throw errors.unknownOption(what, name, known);
  }
}

/** Like `includes`, and faster for names of members: the runtime compares their addresses. */
function isOneOf(known: readonly string[], name: string): boolean {
  for (const each of known) if (each === name) return true;
  return false;
}

/** The names of all options of a type. It does not compile if one is missing or if a name is not an option. */
export function optionNames<Options>(
  names: {
    readonly [Name in keyof Options]-?: true;
  },
): readonly (keyof Options & string)[] {
  // An object literal has the keys of its type and no others.
  return Object.keys(names) as (keyof Options & string)[];
}

/** Reads the own properties with these names, each once, into an object without a prototype. */
export function readOwn<Given extends object>(given: Given, names: readonly string[]): Given {
  const own: Record<string, unknown> = Object.create(null);
  for (const name of names) {
    if (Object.hasOwn(given, name)) own[name] = given[name as keyof Given];
  }
  return own as Given;
}

/** Refuses an option that is present but not a string. */
export function checkText(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'string') throw errors.notText(name, value);
}

/** Refuses options that are not functions. All of them may be omitted, except `required`. */
export function checkFunctions<Name extends string>(
  options: { readonly [Each in Name]?: unknown },
  names: readonly Name[],
  required: NoInfer<Name>,
): void {
  for (const name of names) {
    const called = options[name];
    if (typeof called === 'function' || (called === undefined && name !== required)) continue;
    throw errors.notAFunction(name, called);
  }
}
