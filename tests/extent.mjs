// How much the tests run. The usual run takes a part of long lists, whose items are also tested natively or in Node. The
// suites that end in `-all` take all items.
//
//   HOOKWRIGHT_ROWS  `quick` (the default) or `all`

/** Whether long lists are tested whole. */
export const isComplete = process.env.HOOKWRIGHT_ROWS === 'all';

/** The items of a list that are tested: all of them, or in the usual run `count` at equal distances. */
export function tested(items, count) {
  if (isComplete || items.length <= count) return items;
  return Array.from({ length: count }, (_, index) => items[Math.floor((index * items.length) / count)]);
}
