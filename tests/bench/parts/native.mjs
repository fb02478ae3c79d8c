// The results of the native benchmarks, which `cargo xtask bench` runs before: one JSON object per line, with the times of
// each candidate in each turn.

import { OWN } from '../contests/own.mjs';
import { summarize } from '../measure.mjs';

export function native({ native }, skip) {
  if (!native) return skip('the native benchmarks were not run');
  const lines = native.trim().split('\n').map((line) => JSON.parse(line));
  return lines.map(({ times, ...about }) => ({ ...about, ...summarize(times, OWN.native) }));
}
