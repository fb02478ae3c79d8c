const halfACharacter = /\p{Surrogate}/u;

/**
 * Whether a string can be written as UTF-8: half a surrogate pair cannot, and would silently become another character.
 */
export function isWellFormed(text: string): boolean {
  return text.isWellFormed?.() ?? !halfACharacter.test(text);
}
