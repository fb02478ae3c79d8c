// Measures candidates in turns, so that other load on the machine affects all of them, and relates the times within each
// turn. It uses nothing but a clock, and therefore runs in every runtime.

/**
 * @typedef {{ name: string, own?: boolean, async?: boolean, run: () => unknown }} Candidate
 *   `run` makes one call. `own` marks this project's candidates, which are related to all others.
 * @typedef {{ turns: number, turnMs: number, warmMs: number, clock?: () => number, interruptions?: () => number }} Plan
 *   `interruptions` counts how often the system has given the processor to another process.
 */

/** How often a turn that was interrupted is repeated. If all were interrupted, the shortest counts. */
const REPEATS = 5;

/** Into how many batches of calls a turn is divided. The clock is read after each of them. */
const BATCHES = 64;

/**
 * Returns the nanoseconds per call of each candidate in each turn.
 *
 * @param {Candidate[]} candidates
 * @param {Plan} plan
 * @returns {Promise<Record<string, number[]>>}
 */
export async function measure(candidates, { turns, turnMs, warmMs, clock = now, interruptions = () => 0 }) {
  const batches = [];
  for (const candidate of candidates) batches.push(await batchOf(candidate, { turnMs, warmMs, clock }));
  const times = Object.fromEntries(candidates.map(({ name }) => [name, []]));
  for (let turn = 0; turn < turns; turn += 1) {
    for (let place = 0; place < candidates.length; place += 1) {
      // Each turn starts with another candidate, because the first one may pay for what the last one has left behind.
      const index = (turn + place) % candidates.length;
      const turnOf = () => timed(candidates[index], batches[index], turnMs, clock);
      times[candidates[index].name].push(await uninterrupted(turnOf, interruptions));
    }
  }
  return times;
}

const now = () => performance.now();

/** Repeats a turn until it was not interrupted, so that results are usable on a machine that does other work, too. */
async function uninterrupted(turn, interruptions) {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < REPEATS; attempt += 1) {
    const before = interruptions();
    const ns = await turn();
    if (interruptions() === before) return ns;
    least = Math.min(least, ns);
  }
  return least;
}

/** Runs a candidate until it is compiled, and returns how many calls are a batch. */
async function batchOf(candidate, { turnMs, warmMs, clock }) {
  // The first calls are slower than later ones. Doubling the number reaches the final speed in few steps.
  let count = 1;
  for (const end = clock() + warmMs; clock() < end; count *= 2) await calls(candidate, count);
  const ns = await timed(candidate, 1, turnMs, clock);
  return Math.max(1, Math.round((turnMs * 1e6) / BATCHES / ns));
}

/**
 * Runs batches for the time of a turn, from one tick of the clock to another. The clock of workerd has ticks of a
 * millisecond, and the result is still exact to one batch.
 */
async function timed(candidate, batch, turnMs, clock) {
  const before = clock();
  let start = clock();
  while (start === before) start = clock();
  let count = 0;
  let end = start;
  while (end - start < turnMs) {
    await calls(candidate, batch);
    count += batch;
    end = clock();
  }
  return ((end - start) * 1e6) / count;
}

async function calls(candidate, count) {
  const { run } = candidate;
  if (candidate.async) {
    for (let call = 0; call < count; call += 1) await run();
  } else {
    for (let call = 0; call < count; call += 1) run();
  }
}

/**
 * Returns the median time of each candidate, and for each pair of an own candidate and another one the quartiles of the
 * ratio within one turn. A ratio below 1 means that the own candidate is faster.
 *
 * @param {Record<string, number[]>} times
 * @param {string[]} own the names of this project's candidates
 */
export function summarize(times, own) {
  const names = Object.keys(times);
  const peers = names.filter((name) => !own.includes(name));
  const ns = Object.fromEntries(names.map((name) => [name, rounded(quantile(times[name], 0.5))]));
  const ratios = {};
  for (const name of own.filter((name) => name in times)) {
    ratios[name] = Object.fromEntries(peers.map((peer) => [peer, spread(pairs(times[name], times[peer]))]));
  }
  return { ns, ratios };
}

const pairs = (times, others) => times.map((time, turn) => time / others[turn]);

/** The quartiles of a list: lower, median, upper. */
export function spread(values) {
  return [0.25, 0.5, 0.75].map((part) => rounded(quantile(values, part)));
}

/** A quantile of a list, interpolated between neighbors. */
export function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * part;
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}

/** A number with four significant digits, which is more than the measurements have. */
export const rounded = (value) => Number(value.toPrecision(4));

/** Joins the turns of several processes. */
export function pooled(runs) {
  const joined = {};
  for (const times of runs) {
    for (const [name, values] of Object.entries(times)) joined[name] = [...(joined[name] ?? []), ...values];
  }
  return joined;
}
