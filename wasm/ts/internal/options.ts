import { describe, misuse } from './misuse.js';

/**
 * Refuses what is no options object, and options that do not exist: a misspelt one would otherwise be left out in
 * silence.
 */
export function checkOptions(what: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw misuse('invalid_options', `${what} takes an object with options, not ${describe(options)}`);
  }
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) {
      throw misuse('unknown_option', `${what} has no option \`${name}\`; it takes ${known.join(', ')}`);
    }
  }
}

/** Refuses an option that is there and is no text. */
export function checkText(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'string') {
    throw misuse('invalid_options', `\`${name}\` must be a string, not ${describe(value)}`);
  }
}
