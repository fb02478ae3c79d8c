// The programs of the runtimes other than Node.
//
//   HOOKWRIGHT_CHROMIUM  the browser's executable; the default is /usr/bin/chromium

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The file of an optional package, or null if the package does not exist for this system. */
function file(specifier) {
  try {
    return require.resolve(specifier);
  } catch {
    return null;
  }
}

const system = `${process.platform}-${process.arch}`;

export const bun = file(`@oven/bun-${system}/bin/bun`);

/** The program itself: the command of the package `workerd` is a script that starts it. */
export const workerd = file(`@cloudflare/workerd-${system.replace('x64', '64')}/bin/workerd`);

const browser = process.env.HOOKWRIGHT_CHROMIUM ?? '/usr/bin/chromium';

export const chromium = existsSync(browser) ? browser : null;
