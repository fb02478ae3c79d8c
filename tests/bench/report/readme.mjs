// The performance section of the READMEs, generated from the results between two markers.

import { LIMITS } from '../contests/own.mjs';
import { bytes, code, figure, isSlower, kilobytes, median, RUNTIMES, ratio, SENDERS, table } from './format.mjs';

const START = '<!-- benchmarks -->';
const END = '<!-- end of benchmarks -->';

/** The columns of the table: a sender, an own candidate and another one. */
const COLUMNS = [
  ['github', 'createVerifier', 'node:crypto'],
  ['github', 'createVerifier', 'octokit'],
  ['stripe', 'createVerifier', 'stripe'],
  ['standard', 'Webhook', 'standardwebhooks'],
  ['standard', 'Webhook', 'svix'],
  ['awell', 'createVerifier', 'node:crypto'],
];

/** Returns the section. */
export function section(results) {
  const { date, machine, runtimes, verify, start, sizes } = results;
  const node = verify.node.filter(({ body }) => body === 'bytes');
  const rows = [...new Set(node.map(({ size }) => size))].map((size) => {
    const cells = COLUMNS.map(([sender, own, peer]) => {
      return ratio(node.find((one) => one.sender === sender && one.size === size)?.ratios[own]?.[peer]);
    });
    return [bytes(size), ...cells];
  });
  const head = COLUMNS.map(([sender, own, peer]) => `${SENDERS[sender]}: ${code(own)} to ${peer}`);
  return `The time of a verification in Node ${runtimes.node}, divided by the time of another implementation in the same run.
Below 1, this project is faster; ratios where the other one is faster are bold. The quartiles are in parentheses.
Measured on ${date} with a body of bytes, on ${machine.cores} cores (${machine.cpu}).

${table(['body', ...head], rows)}
Importing the package and verifying once takes ${figure(start.node.hookwright)} ms in Node, in addition to the start of the process.
${download(sizes)}
Where other implementations are faster:

${losses(results)}
\`docs/BENCHMARKS.md\` in the repository has all comparisons, other runtimes, the method, and the targets that are missed.
`;
}

function download({ downloads, modules }) {
  const main = downloads?.main ?? modules['hookwright_bg.wasm'];
  return `A browser downloads ${kilobytes(main.gzip)} with gzip for the first verdict, ${kilobytes(main.brotli)} with brotli.\n`;
}

/** Every comparison, with where it was made. */
function* comparisons({ verify, sign = [], events = [], tenants, express = [], native = [] }) {
  for (const [runtime, list] of Object.entries(verify)) {
    for (const one of list) yield { where: `${RUNTIMES[runtime]}, verification`, ...one };
  }
  for (const one of sign) yield { where: 'Node, signing', ...one };
  for (const one of events) yield { where: 'Node, events', ...one };
  for (const one of tenants?.speed ?? []) yield { where: 'Node, tenants', ...one };
  for (const one of express) yield { where: 'Express', ...one };
  for (const one of native) yield { where: one.features ? `Rust, feature \`${one.features}\`` : 'Rust', ...one };
}

/** In how many comparisons another implementation is faster, which ones are, and by how much at most. */
function losses(results) {
  const areas = new Map();
  for (const { where, ratios } of comparisons(results)) {
    const area = areas.get(where) ?? { all: 0, lost: 0, peers: new Map() };
    areas.set(where, area);
    for (const peers of Object.values(ratios)) {
      for (const [peer, quartiles] of Object.entries(peers).filter(([peer]) => !LIMITS.includes(peer))) {
        area.all += 1;
        if (!isSlower(quartiles)) continue;
        area.lost += 1;
        area.peers.set(peer, Math.max(median(quartiles), area.peers.get(peer) ?? 0));
      }
    }
  }
  const rows = [...areas].map(([where, { all, lost, peers }]) => {
    const highest = [...peers].sort(([, one], [, other]) => other - one);
    return [where, `${lost} of ${all}`, highest.map(([peer, ratio]) => `${peer} ${ratio.toFixed(2)}`).join(', ')];
  });
  return table(['comparisons', 'another implementation is faster in', 'which, with the highest ratio'], rows);
}

/** Returns a document with the section between its markers. */
export function withSection(text, results) {
  const [before, rest, more] = text.split(START);
  const [, after, again] = (rest ?? '').split(END);
  if (after === undefined || more !== undefined || again !== undefined) {
    throw new Error(`the document must contain \`${START}\` and \`${END}\` once each`);
  }
  return `${before}${START}\n${section(results)}${END}${after}`;
}
