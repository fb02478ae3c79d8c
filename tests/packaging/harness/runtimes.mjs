// docs/RUNTIMES.md, whose table is generated from the rows.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The path of the document. */
export const path = fileURLToPath(new URL('../../../docs/RUNTIMES.md', import.meta.url));

const BEGIN = '<!-- The packaging tests write this table: `cargo xtask test packaging --all`. -->';
const END = '<!-- end of the table -->';

/** Returns the document with the table of these rows. `results` says for each row whether it works. */
export function document(matrix, results) {
  const text = readFileSync(path, 'utf8');
  const [head, rest] = text.split(BEGIN);
  const tail = rest?.split(END)[1];
  if (tail === undefined) throw new Error(`docs/RUNTIMES.md must contain \`${BEGIN}\` and \`${END}\``);
  return `${head}${BEGIN}\n\n${table(matrix, results)}\n\n${END}${tail}`;
}

/** Returns the table. Its lines are versions of tools; uses that fail or require something have separate lines. */
function table(matrix, results) {
  const lines = new Map();
  for (const row of matrix) {
    const result = results.get(row) ? 'works' : 'fails';
    const before = [row.title, row.exact, row.node];
    const after = [result, row.needs ?? ''];
    const key = JSON.stringify([before, after]);
    const line = lines.get(key) ?? { before, uses: [], after };
    line.uses.push(row.name);
    lines.set(key, line);
  }
  const text = [...lines.values()].map(({ before, uses, after }) => {
    return `| ${[...before, uses.join('; '), ...after].join(' | ')} |`.replace(/ {2,}/g, ' ');
  });
  return ['| tool | version | Node.js | use | result | required |', '|---|---|---|---|---|---|', ...text].join('\n');
}
