import { storable } from './storable.js';

const LONGEST = 1_000;
/** Names of classes, and codes of Node and of databases. Other texts could be anything. */
const WORD = /^[\w.-]{1,60}$/;

/** What is stored of an error: by default, its name and its code. Messages can contain personal data. */
export function describeError(error: unknown, describe: ((error: unknown) => unknown) | undefined): string {
  if (describe !== undefined) {
    try {
      const text = describe(error);
      if (typeof text === 'string') return storable(text.slice(0, LONGEST));
    } catch {
      // The default describes it.
    }
  }
  const { name, code } = (error ?? {}) as { readonly name?: unknown; readonly code?: unknown };
  const words = [name, code].filter((word) => typeof word === 'string' && WORD.test(word));
  return words.length === 0 ? 'Error' : words.join(' ');
}
