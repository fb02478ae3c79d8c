// Writes the generated documents. To write them again from docs/benchmarks.json, without measuring, for example after a
// change of their wording:
//
//     node tests/bench/report/write.mjs

import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { document } from './document.mjs';
import { withSection } from './readme.mjs';

const root = new URL('../../../', import.meta.url);

/** The documents with a performance section. */
export const READMES = ['README.md', 'wasm/README.md'];

/** The results as JSON, with one comparison per line, so that changes are readable. */
export function serialized(results) {
  const lines = (value, indent) => {
    const isList = Array.isArray(value);
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => {
        const nested =
          item !== null &&
          typeof item === 'object' &&
          (Array.isArray(item) ? typeof item[0] === 'object' : isDeep(item));
        const text = nested ? lines(item, `${indent}  `) : JSON.stringify(item);
        return `${indent}  ${isList ? '' : `${JSON.stringify(key)}: `}${text}`;
      });
    return `${isList ? '[' : '{'}\n${entries.join(',\n')}\n${indent}${isList ? ']' : '}'}`;
  };
  return `${lines(results, '')}\n`;
}

/** Whether an object contains tables: its comparisons themselves are one line each. */
const isDeep = (object) =>
  !('ns' in object) && Object.values(object).some((item) => item !== null && typeof item === 'object');

export function writeReadmes(results) {
  for (const name of READMES) {
    const file = new URL(name, root);
    writeFileSync(file, withSection(readFileSync(file, 'utf8'), results));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const results = JSON.parse(readFileSync(new URL('docs/benchmarks.json', root), 'utf8'));
  writeFileSync(new URL('docs/benchmarks.json', root), serialized(results));
  writeFileSync(new URL('docs/BENCHMARKS.md', root), document(results));
  writeReadmes(results);
}
