// What a reader needs to repeat the measurements: the class of the machine and the versions. It contains no names of
// machines, users or folders.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { bun, chromium } from './programs.mjs';

const PACKAGES = {
  tests: ['@octokit/webhooks-methods', 'stripe', 'svix', 'standardwebhooks', 'express', 'playwright-core'],
  bench: ['@hookflo/tern', 'ajv', 'zod', 'autocannon', 'workerd', 'pg-boss', 'graphile-worker', 'pg'],
};

function versionOf(folder, name) {
  const file = new URL(`${folder === 'bench' ? '' : '../'}node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')).version;
}

/** The first line of what a program prints, or null if it is missing. */
function printed(program, ...args) {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .trim()
      .split('\n')[0];
  } catch {
    return null;
  }
}

export async function environment() {
  const packages = Object.entries(PACKAGES).flatMap(([folder, names]) =>
    names.map((name) => [name, versionOf(folder, name)]),
  );
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: {
      cpu: os.cpus()[0]?.model ?? 'unknown',
      cores: os.availableParallelism(),
      memoryGiB: Math.round(os.totalmem() / 2 ** 30),
      system: `${os.type()} ${os.arch()}`,
    },
    runtimes: {
      node: process.versions.node,
      openssl: process.versions.openssl,
      bun: bun && printed(bun, '--version'),
      chromium: /[\d.]+/.exec(printed(chromium, '--version') ?? '')?.[0] ?? null,
      rustc: /[\d.]+/.exec(printed('rustc', '--version') ?? '')?.[0] ?? null,
    },
    packages: Object.fromEntries(packages),
  };
}
