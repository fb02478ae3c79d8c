// The page under Lighthouse's mobile throttling, if the script that measures it and a build of the page exist.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export function page({ quick }, skip) {
  const script = fileURLToPath(new URL('../lighthouse.mjs', import.meta.url));
  const dist = fileURLToPath(new URL('../../../dist/index.html', import.meta.url));
  if (!existsSync(script)) return skip('there is no script for Lighthouse');
  if (!existsSync(dist)) return skip('the page has not been built: run `cargo xtask test playground`');
  const runs = quick ? 1 : 3;
  return JSON.parse(execFileSync(process.execPath, [script, '--json', '--runs', String(runs)], { encoding: 'utf8' }));
}
