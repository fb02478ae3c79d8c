/** How many rows one transaction changes at most: it blocks other writers, and in SQLite the event loop. */
const CHANGED_AT_ONCE = 500;

/** Repeats a change of at most this many rows until it has changed fewer. Returns how many it has changed. */
export async function inParts(change: (limit: number) => Promise<number>): Promise<number> {
  let total = 0;
  for (let last = CHANGED_AT_ONCE; last === CHANGED_AT_ONCE; total += last) last = await change(CHANGED_AT_ONCE);
  return total;
}

/** Divides rows into parts that one transaction changes. */
export function* partsOf<Item>(items: readonly Item[]): Iterable<readonly Item[]> {
  for (let start = 0; start < items.length; start += CHANGED_AT_ONCE) yield items.slice(start, start + CHANGED_AT_ONCE);
}
