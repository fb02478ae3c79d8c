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

function table(matrix, results) {
  const lines = matrix.map((row) => {
    const result = results.get(row) ? 'works' : 'fails';
    return `| ${[row.title, row.exact, row.node, row.name, result, row.needs ?? ''].join(' | ')} |`.replace(
      / {2,}/g,
      ' ',
    );
  });
  return ['| tool | version | Node.js | use | result | required |', '|---|---|---|---|---|---|', ...lines].join('\n');
}
