// The performance section of the READMEs, generated from the results between two markers.

import {
  BODIES,
  bytes,
  code,
  figure,
  isSlower,
  kilobytes,
  median,
  RUNTIMES,
  ratio,
  SENDERS,
  table,
} from './format.mjs';

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
${losses(verify)}
\`docs/BENCHMARKS.md\` in the repository has all comparisons, other runtimes, the method, and the targets that are missed.
`;
}

function download({ downloads, modules }) {
  const main = downloads?.main ?? modules['hookwright_bg.wasm'];
  return `A browser downloads ${kilobytes(main.gzip)} with gzip for the first verdict, ${kilobytes(main.brotli)} with brotli.\n`;
}

/** The comparisons in which another implementation is faster, one line for each pair of candidates in a runtime. */
function losses(verify) {
  const groups = new Map();
  for (const [runtime, comparisons] of Object.entries(verify)) {
    for (const { sender, size, body, ratios } of comparisons) {
      for (const [own, peers] of Object.entries(ratios)) {
        for (const [peer, quartiles] of Object.entries(peers).filter(([, quartiles]) => isSlower(quartiles))) {
          const name = `${RUNTIMES[runtime]}, ${SENDERS[sender]}: ${peer} is faster than ${code(own)}`;
          groups.set(name, [...(groups.get(name) ?? []), { size, body, value: median(quartiles) }]);
        }
      }
    }
  }
  if (groups.size === 0) return 'No other implementation is faster in any comparison of verifications.\n';
  const lines = [...groups].map(([name, list]) => `- ${name}: ${extent(list)}`);
  return `Other implementations are faster here:\n\n${lines.join('\n')}\n`;
}

function extent(list) {
  const sizes = list.map(({ size }) => size);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const values = list.map(({ value }) => value.toFixed(2));
  const bodies = [...new Set(list.map(({ body }) => body))];
  const where = bodies.length === 1 ? `, ${BODIES[bodies[0]]} only` : '';
  const range = least === most ? bytes(least) : `${bytes(least)} to ${bytes(most)}`;
  const [low, high] = [values.reduce(lower), values.reduce(higher)];
  return `${range}${where}, ${low === high ? low : `${low} to ${high}`}`;
}

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
