const loneSurrogate = /\p{Surrogate}/u;

/** Whether a string can be encoded as UTF-8. A lone surrogate cannot, and would be replaced by another character. */
export function isWellFormed(text: string): boolean {
  return text.isWellFormed?.() ?? !loneSurrogate.test(text);
}

/**
 * Converts an object to JSON text; undefined for a value that is not an object, or contains a cycle or a bigint.
 * `replacer` receives each value.
 */
export function objectText(value: unknown, replacer?: (name: string, value: unknown) => unknown): string | undefined {
  try {
    const text = JSON.stringify(value, replacer) as string | undefined;
    return text?.startsWith('{') ? text : undefined;
  } catch {
    return undefined;
  }
}
