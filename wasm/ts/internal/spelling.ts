// The core has the same rules (`core/src/base/spelling.rs`), and a test compares the two. They are repeated here
// because options are checked before the core is loaded, and also if it cannot be loaded.

/** Separators between words, which are treated as equal. */
const SEPARATORS = /[_\- /:]/g;

/** The longest name that is compared, because the comparison takes quadratic time. */
const MAX_LENGTH = 64;

/**
 * Returns the end of a message about an unknown name: a similar known name, or nothing. Only known names are quoted,
 * because the given text may be a secret passed in the wrong place.
 */
export function hint(given: string, known: readonly string[]): string {
  if (given.length > MAX_LENGTH) return '';
  const scored = known.map((name) => ({ name, distance: distance(letters(given), letters(name)) }));
  const [best] = scored.sort((one, other) => one.distance - other.distance);
  return best !== undefined && best.distance * 3 <= best.name.length ? `; did you mean \`${best.name}\`?` : '';
}

/**
 * Returns the text in backticks after a space if it looks like a word or camel case, and an empty string otherwise.
 * Keys, tokens and identifiers contain digits, punctuation or consecutive capitals.
 */
export function quotedWord(text: string): string {
  return /^(?:[a-z]|[A-Z](?=[a-z])){1,24}$/.test(text) ? ` \`${text}\`` : '';
}

function letters(name: string): string {
  return name.trim().toLowerCase().replace(SEPARATORS, '.');
}

/** The number of letters to insert, delete, change or swap with their neighbor (optimal string alignment distance). */
function distance(one: string, other: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1];
      let best = at(last, column - 1) + (isSame ? 0 : 1);
      best = Math.min(best, at(last, column) + 1, at(current, column - 1) + 1);
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (row > 1 && column > 1 && isSwapped) best = Math.min(best, at(beforeLast, column - 2) + 1);
      current.push(best);
    }
    beforeLast = last;
    last = current;
  }
  return at(last, other.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
