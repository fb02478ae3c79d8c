// The targets of this project, and whether the results meet them. Each target lists the comparisons that it applies to.

import { PACKAGE } from '../../size-limits.mjs';
import { BODIES, bytes, figure, kilobytes, median, SENDERS } from './format.mjs';

const LIBRARIES = ['octokit', 'stripe', 'svix', 'standardwebhooks', 'tern'];

const fromSize =
  (least, most = Infinity) =>
  ({ size }) =>
    size >= least && size <= most;

/** Ratios of verification in a runtime: those that `select` returns for a comparison, with a label. */
function verifications({ verify = {} }, runtime, applies, own, peers) {
  return (verify[runtime] ?? []).filter(applies).flatMap(({ sender, size, body, ratios }) => {
    const related = Object.entries(ratios[own] ?? {}).filter(([peer]) => peers.includes(peer));
    return related.map(([peer, quartiles]) => ({
      label: `${SENDERS[sender]}, ${bytes(size)}, ${BODIES[body]}, ${peer}`,
      value: median(quartiles),
    }));
  });
}

function natively({ native = [] }, algorithm, applies, features) {
  const matching = native.filter(
    (line) => line.algorithm?.startsWith(algorithm) && line.features === features && applies(line),
  );
  return matching.map(({ size, ratios }) => ({ label: bytes(size), value: median(ratios.hookwright.ring) }));
}

/** What a whole receiver takes more than one that only reads and parses the body, in microseconds. */
function receivers({ express = [] }) {
  const measured = express.filter(({ ns }) => 'hookwright/express' in ns);
  return measured.map(({ sender, size, ns }) => ({
    label: `${SENDERS[sender]}, ${bytes(size)}`,
    value: (ns['hookwright/express'] - ns['no verification']) / 1000,
  }));
}

const hand = ['node:crypto'];
const of =
  (sender, applies = () => true) =>
  (comparison) =>
    comparison.sender === sender && applies(comparison);

/** `values` returns what must not exceed `limit`. */
const TARGETS = [
  [
    'Node, GitHub, `createVerifier` to node:crypto, 256 B and 1 KiB',
    0.6,
    (all) => verifications(all, 'node', of('github', fromSize(0, 1024)), 'createVerifier', hand),
  ],
  [
    'the same, 4 KiB',
    0.8,
    (all) => verifications(all, 'node', of('github', fromSize(4096, 4096)), 'createVerifier', hand),
  ],
  [
    'the same, from 64 KiB',
    1.03,
    (all) => verifications(all, 'node', of('github', fromSize(65_536)), 'createVerifier', hand),
  ],
  [
    'Node, GitHub, `verify` to node:crypto, from 1 KiB',
    1,
    (all) => verifications(all, 'node', of('github', fromSize(1024)), 'verify', hand),
  ],
  [
    'Node, `createVerifier` to each library, every size',
    1,
    (all) => verifications(all, 'node', () => true, 'createVerifier', LIBRARIES),
  ],
  [
    'Node, `Webhook` to standardwebhooks, every size',
    1 / 3,
    (all) => verifications(all, 'node', () => true, 'Webhook', ['standardwebhooks']),
  ],
  [
    'Chromium, `Webhook` to standardwebhooks, every size',
    1 / 3,
    (all) => verifications(all, 'chromium', () => true, 'Webhook', ['standardwebhooks']),
  ],
  [
    'Node, Awell, `createVerifier` to node:crypto',
    1.2,
    (all) => verifications(all, 'node', of('awell'), 'createVerifier', hand),
  ],
  ['Rust, HMAC-SHA256 to ring, 256 B', 1.15, (all) => natively(all, 'HMAC', fromSize(0, 256))],
  ['Rust, HMAC-SHA256 to ring, from 4 KiB', 1.1, (all) => natively(all, 'HMAC', fromSize(4096))],
  ['Rust with the feature `ring`, RSA-2048 to ring', 1.2, (all) => natively(all, 'RSA', () => true, 'ring')],
  ['Express, a whole receiver more than reading the body, in µs', 10, receivers],
  [
    'Node, import and first verdict, in ms',
    12,
    ({ start }) => (start ? [{ label: '', value: start.node.hookwright }] : []),
  ],
  ...Object.entries(PACKAGE).map(([step, { title, target }]) => [
    `Chromium, download with gzip, ${title}`,
    target,
    ({ sizes }) => (sizes?.downloads?.[step] ? [{ label: '', value: sizes.downloads[step].gzip }] : []),
    kilobytes,
  ]),
];

/**
 * Returns for each target with measurements: the worst value, where it was measured, and in how many comparisons the
 * target is missed.
 */
export function targets(results) {
  return TARGETS.flatMap(([title, limit, values, show = (value) => value.toFixed(2)]) => {
    const measured = values(results);
    if (measured.length === 0) return [];
    const worst = measured.reduce((most, one) => (one.value > most.value ? one : most));
    // As exact as the table shows them.
    const missed = measured.filter(({ value }) => Number(figure(value)) > Number(figure(limit)));
    return [
      {
        title,
        limit: show(limit),
        worst: show(worst.value),
        where: worst.label,
        missed: missed.length,
        of: measured.length,
      },
    ];
  });
}
