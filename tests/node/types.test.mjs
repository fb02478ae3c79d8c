// The package's declarations and their uses compile with the settings of different users.

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
const strict = [
  '--noEmit',
  '--ignoreConfig',
  '--strict',
  '--exactOptionalPropertyTypes',
  '--noUncheckedIndexedAccess',
  '--skipLibCheck',
  'false',
];
const node = ['--types', 'node', '--typeRoots', '../node_modules/@types'];
const bundler = ['--module', 'esnext', '--moduleResolution', 'bundler'];
const nodenext = ['--module', 'nodenext'];
const everywhere = ['types/everywhere.ts', 'types/events.ts', 'types/attempts.ts', 'types/receivers-everywhere.ts'];

const users = {
  'on Node, without a bundler': [
    ...nodenext,
    ...node,
    '--lib',
    'es2022',
    ...everywhere,
    'types/node.ts',
    'types/require.cts',
    'types/bullmq.ts',
    'types/outbox.ts',
    'types/postgres.ts',
    'types/redis.ts',
    'types/sqlite.ts',
  ],
  'on Node, with a bundler': [
    ...bundler,
    ...node,
    '--lib',
    'es2022',
    ...everywhere,
    'types/node.ts',
    'types/bullmq.ts',
    'types/outbox.ts',
    'types/postgres.ts',
    'types/redis.ts',
    'types/sqlite.ts',
  ],
  'without host types': [...nodenext, '--types', '', '--lib', 'es2022', ...everywhere],
  'without host types, with a bundler': [...bundler, '--types', '', '--lib', 'es2020', ...everywhere],
  'in a browser, with a bundler': [...bundler, '--types', '', '--lib', 'es2022,dom', ...everywhere, 'types/dom.ts'],
  'in a browser, without a bundler': [
    ...nodenext,
    '--types',
    '',
    '--lib',
    'es2022,dom,dom.iterable',
    ...everywhere,
    'types/dom.ts',
  ],
};

for (const [user, flags] of Object.entries(users)) {
  test(
    user,
    () =>
      new Promise((resolve, reject) => {
        execFile(process.execPath, [tsc, ...strict, '--target', 'es2022', ...flags], { cwd: here }, (error, output) => {
          if (error === null) resolve();
          else reject(new Error(output || error.message));
        });
      }),
  );
}

for (const document of ['README.md', 'wasm/README.md']) {
  test(`the receiver in ${document} compiles as strict TypeScript`, (context) => {
    const text = readFileSync(new URL(`../../${document}`, import.meta.url), 'utf8');
    const [, example] = /```js\n([^`]*hookwright\/express[^`]*)```/.exec(text);
    // The package is found from here.
    const folder = mkdtempSync(`${here}types/readme-`);
    context.after(() => rmSync(folder, { recursive: true }));
    writeFileSync(`${folder}/example.mts`, example);
    const flags = ['--target', 'es2022', ...nodenext, ...node, '--skipLibCheck', 'true', `${folder}/example.mts`];
    return new Promise((resolve, reject) => {
      execFile(process.execPath, [tsc, ...strict, ...flags], { cwd: here }, (error, output) => {
        if (error === null) resolve();
        else reject(new Error(output || error.message));
      });
    });
  });
}
