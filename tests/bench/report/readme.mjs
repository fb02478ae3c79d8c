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
${losses(results)}
\`docs/BENCHMARKS.md\` in the repository has all comparisons, other runtimes, the method, and the targets that are missed.
`;
}

function download({ downloads, modules }) {
  const main = downloads?.main ?? modules['hookwright_bg.wasm'];
  return `A browser downloads ${kilobytes(main.gzip)} with gzip for the first verdict, ${kilobytes(main.brotli)} with brotli.\n`;
}

/** Every comparison of a part, with where it was made and what was compared. */
function* comparisons({ verify, sign = [], events = [], tenants, express = [], native = [] }) {
  for (const [runtime, list] of Object.entries(verify)) {
    for (const one of list) yield { where: RUNTIMES[runtime], what: SENDERS[one.sender], ...one };
  }
  for (const one of sign) yield { where: 'Node, signing', what: SENDERS[one.sender], ...one };
  for (const one of events) yield { where: 'Node, events', what: one.provider, ...one };
  for (const one of tenants?.speed ?? []) yield { where: 'Node, tenants', what: String(one.tenants), ...one };
  for (const one of express) yield { where: 'Express', what: SENDERS[one.sender], ...one };
  for (const one of native)
    yield {
      where: one.features ? `Rust, feature \`${one.features}\`` : 'Rust',
      what: one.algorithm ?? SENDERS[one.sender],
      ...one,
    };
}

/** The comparisons in which another implementation is faster, one line for each pair of candidates. */
function losses(results) {
  const lines = new Map();
  for (const { where, what, size, ratios } of comparisons(results)) {
    for (const [own, peers] of Object.entries(ratios)) {
      for (const [peer, quartiles] of Object.entries(peers)) {
        if (!isSlower(quartiles) || LIMITS.includes(peer)) continue;
        const line = `${where}: ${peer} is faster than ${code(own)} for`;
        const places = lines.get(line) ?? new Map();
        lines.set(line, places.set(what, [...(places.get(what) ?? []), { size, value: median(quartiles) }]));
      }
    }
  }
  if (lines.size === 0) return 'No other implementation is faster in any comparison.\n';
  const texts = [...lines].map(([line, places]) => {
    return `- ${line} ${[...places].map(([what, list]) => `${what} (${extent(list)})`).join(', ')}`;
  });
  return `Other implementations are faster here. The last numbers are ratios:\n\n${texts.join('\n')}\n`;
}

/** The sizes and the ratios of some comparisons: `1 KiB to 4 KiB, 1.10 to 1.30`. */
function extent(list) {
  const sizes = list.map(({ size }) => size);
  const values = list.map(({ value }) => value.toFixed(2));
  return `${range(bytes(Math.min(...sizes)), bytes(Math.max(...sizes)))}, ${range(values.reduce(lower), values.reduce(higher))}`;
}

const range = (from, to) => (from === to ? from : `${from} to ${to}`);

const lower = (a, b) => (Number(a) < Number(b) ? a : b);
const higher = (a, b) => (Number(a) > Number(b) ? a : b);

/** Returns a document with the section between its markers. */
export function withSection(text, results) {
  const [before, rest, more] = text.split(START);
  const [, after, again] = (rest ?? '').split(END);
  if (after === undefined || more !== undefined || again !== undefined) {
    throw new Error(`the document must contain \`${START}\` and \`${END}\` once each`);
  }
  return `${before}${START}\n${section(results)}${END}${after}`;
}
