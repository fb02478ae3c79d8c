// Joins the results of several processes: the times of the same comparison are pooled and summarized.

import { pooled, summarize } from '../measure.mjs';

/**
 * @param {object[][]} runs the results of each process, in the same order
 * @param {string[]} own the names of this project's candidates
 */
export function merge(runs, own) {
  const [first] = runs;
  return first.map(({ times: _, ...about }, place) => {
    return { ...about, ...summarize(pooled(runs.map((results) => results[place].times)), own) };
  });
}
