// Writes the API reference of the built package to a folder: a page for each entry of the package.
//
//   node tests/reference/generate.mjs FOLDER

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Application, ReflectionKind } from 'typedoc';

const root = path.join(import.meta.dirname, '../..');
const built = path.join(root, 'wasm/pkg');
const { exports } = JSON.parse(readFileSync(path.join(root, 'wasm/package.json'), 'utf8'));
const entries = Object.keys(exports).filter((entry) => /^\.(?:\/\w+)?$/.test(entry));

/** The name with which an entry is imported. */
const importName = (entry) => entry.replace('.', 'hookwright');

/** The file with the declarations of an entry, to which the file that `exports` names refers. */
function declarations(entry) {
  const file = path.join(built, `${entry === '.' ? 'index' : entry}.d.ts`);
  const [, target] = readFileSync(file, 'utf8').match(/^export \* from '\.\/(declarations\/.*)\.js';/);
  return path.join(built, `${target}.d.ts`);
}

const files = new Map(entries.map((entry) => [declarations(entry), importName(entry)]));

const application = await Application.bootstrapWithPlugins({
  name: 'API reference',
  plugin: ['typedoc-plugin-markdown'],
  tsconfig: path.join(import.meta.dirname, 'tsconfig.json'),
  entryPoints: [...files.keys()],
  router: 'module',
  readme: 'none',
  sort: ['alphabetical'],
  groupOrder: ['Functions', 'Classes', 'Variables', 'Interfaces', 'Type Aliases'],
  disableSources: true,
  excludeExternals: true,
  hideBreadcrumbs: true,
  hidePageHeader: true,
  // Short enough to read: a line for each option.
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  propertyMembersFormat: 'table',
  indexFormat: 'table',
  tableColumnSettings: { hideDefaults: true, hideInherited: true, hideModifiers: true, hideOverrides: true },
  // Helper types are not exported. Their uses are described where they are.
  validation: { notExported: false },
  logLevel: 'Warn',
  treatWarningsAsErrors: true,
});

const project = await application.convert();
if (project === undefined) throw new Error('TypeDoc cannot read the declarations');
for (const module of project.getChildrenByKind(ReflectionKind.Module)) {
  const name = files.get(project.getSymbolIdFromReflection(module)?.fileName);
  if (name === undefined) throw new Error(`${module.name} is not an entry of the package`);
  module.name = name;
}
const folder = path.resolve(process.argv[2]);
await application.outputs.writeOutput({ name: 'markdown', path: folder }, project);
if (application.logger.hasErrors() || application.logger.hasWarnings()) process.exit(1);

for (const name of readdirSync(folder, { recursive: true })) {
  const file = path.join(folder, name);
  // TypeDoc numbers the page of an entry that has the name of a function.
  if (file.endsWith('.md')) writeFileSync(file.replace('-1.md', '.md'), page(readFileSync(file, 'utf8')));
  if (file.endsWith('-1.md')) rmSync(file);
}

/** A page with a list of what the entry exports from others, instead of a section for each. */
function page(text) {
  const [own, others] = text.replaceAll('-1.md', '.md').split('\n## References\n');
  if (others === undefined) return own;
  const links = [...others.matchAll(/Re-exports (\[.*\))/g)].map(([, link]) => link);
  return `${own}\n## References\n\nThe entry also exports ${links.join(', ')}.\n`;
}
