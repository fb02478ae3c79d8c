// Writes ts/catalogue.ts: the ids and event types of every provider, as types. The package must have been built.
//
//     node wasm/generate-catalogue.mjs          writes the file
//     node wasm/generate-catalogue.mjs --check  exits 1 if the file is not what this would write
//
// After a new provider or event in the core: cargo xtask build, then this, then cargo xtask build.

import { readFileSync, writeFileSync } from 'node:fs';
import { providers } from './pkg/node.js';

const file = new URL('ts/catalogue.ts', import.meta.url);
const all = providers();

const union = (ids) => ids.map((id) => `'${id}'`).join(' | ');
const typeOf = {
  string: 'string',
  timestamp: 'string',
  integer: 'number',
  object: '{ readonly [member: string]: unknown }',
};
const member = (field) => `readonly ${field.name}${field.required ? '' : '?'}: ${typeOf[field.kind]}`;

const lines = [
  '// Made by wasm/generate-catalogue.mjs from what the core knows. Change the core, not this file.',
  '',
  '/** Who sends webhooks. */',
  `export type ProviderId = ${union(all.map((provider) => provider.id))};`,
  '',
  '/** A way of signing. */',
  `export type SchemeId = ${union(all.flatMap((provider) => provider.schemes.map((scheme) => scheme.id)))};`,
  '',
  '/** A way of retrying. */',
  `export type PolicyId = ${union(all.map((provider) => provider.policy.id))};`,
  '',
  '/** The payload of each known event, by provider and type. */',
  'export interface EventPayloads {',
];
for (const provider of all) {
  lines.push(`  readonly ${provider.id}: {`);
  for (const event of provider.events) {
    lines.push(`    /** ${event.description} */`);
    lines.push(`    readonly '${event.name}': {`);
    for (const field of event.fields) lines.push(`      ${member(field)};`);
    lines.push('      /** Whatever else the provider sends. */', '      readonly [member: string]: unknown;', '    };');
  }
  lines.push('  };');
}
lines.push('}', '');
const text = lines.join('\n');

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error('wasm/ts/catalogue.ts is out of date: run cargo xtask build, then node wasm/generate-catalogue.mjs');
    process.exit(1);
  }
} else {
  writeFileSync(file, text);
  console.log(`catalogue.ts: ${all.length} providers`);
}
