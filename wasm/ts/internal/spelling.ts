// The core has the same rules (`core/src/base/spelling.rs`), and a test compares the two. They are here as well because options
// are checked before the core is loaded, and where it cannot be loaded at all.

/** What signs between two words are compared as. */
const SEPARATORS = /[_\- /:]/g;

/** The longest name that is compared: the comparison takes quadratic time. */
const LONGEST = 64;

/**
 * The end of a message about an unknown name: which known name is close to it, or nothing. Only known names are quoted, because
 * text that is given where a name belongs may be a secret in the wrong place.
 */
export function hint(given: string, known: readonly string[]): string {
  if (given.length > LONGEST) return '';
  const scored = known.map((name) => ({ name, distance: distance(letters(given), letters(name)) }));
  const [best] = scored.sort((one, other) => one.distance - other.distance);
  return best !== undefined && best.distance * 3 <= best.name.length ? `; did you mean \`${best.name}\`?` : '';
}

/**
 * The text between backticks and after a space, if it reads like a word or like words in camel case; otherwise nothing. Keys,
 * tokens and identifiers have digits, signs or capitals in a row.
 */
export function quotedWord(text: string): string {
  return /^(?:[a-z]|[A-Z](?=[a-z])){1,24}$/.test(text) ? ` \`${text}\`` : '';
}

function letters(name: string): string {
  return name.trim().toLowerCase().replace(SEPARATORS, '.');
}

/** The number of letters to insert, delete, change or swap with their neighbour (optimal string alignment). */
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
