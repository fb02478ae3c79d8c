const halfACharacter = /\p{Surrogate}/u;

/**
 * Whether a string can be written as UTF-8: half a surrogate pair cannot, and would silently become another character.
 */
export function isWellFormed(text: string): boolean {
  return text.isWellFormed?.() ?? !halfACharacter.test(text);
}

/** An object as JSON text; undefined for what is none, or has a cycle or a bigint in it. `replacer` sees each value. */
export function objectText(value: unknown, replacer?: (name: string, value: unknown) => unknown): string | undefined {
  try {
    const text = JSON.stringify(value, replacer) as string | undefined;
    return text?.startsWith('{') ? text : undefined;
  } catch {
    return undefined;
  }
}
