// The results of the native benchmarks, which `cargo xtask bench` runs before: the lines of `core/benches/speed.rs`, and
// one JSON object per line with the times of each candidate in each turn.

import { OWN } from '../contests/own.mjs';
import { summarize } from '../measure.mjs';

/** `Ed25519    4 KiB   24.10 µs   ring 0.98` */
const LINE = /^(?<algorithm>\S.*?)\s+(?<count>\d+) (?<unit>B|KiB|MiB)\s+(?<us>[\d.]+) µs\s+(?<ratios>\S.*)$/;

const BYTES = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20 };

function parsed(line, features) {
  if (line.startsWith('{')) {
    const { times, ...about } = JSON.parse(line);
    return { ...about, ...summarize(times, OWN.native) };
  }
  const { algorithm, count, unit, us, ratios } = LINE.exec(line)?.groups ?? {};
  if (!algorithm) return undefined;
  // This benchmark prints medians without their spread.
  const peers = ratios.split(', ').map((item) => {
    const [peer, ratio] = item.split(/ (?=[\d.]+$)/);
    return [peer, [Number(ratio)]];
  });
  const ns = { hookwright: Number(us) * 1000 };
  return {
    algorithm,
    ...(features && { features }),
    size: count * BYTES[unit],
    ns,
    ratios: { hookwright: Object.fromEntries(peers) },
  };
}

export function native({ native }, skip) {
  const results = [];
  let features = '';
  for (const line of (native ?? '').split('\n')) {
    features = /^features:(.*)$/.exec(line)?.[1] ?? features;
    const result = parsed(line, features);
    if (result) results.push(result);
  }
  return results.length > 0 ? results : skip('the native benchmarks were not run');
}
