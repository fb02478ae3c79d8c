// Runs a job in a new process of Node or Bun.

import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { bun } from '../programs.mjs';

const script = fileURLToPath(new URL('../hosts/node.mjs', import.meta.url));
const COMMANDS = { node: [process.execPath, '--expose-gc', script], bun: [bun, script] };

/**
 * Resolves to the result of a job.
 *
 * @param {'node' | 'bun'} runtime
 * @param {{ contest: string }} job
 */
export async function runIn(runtime, job) {
  const [program, ...args] = COMMANDS[runtime];
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((done) => child.once('close', done));
  child.stdin.end(JSON.stringify(job));
  const output = await text(child.stdout);
  const code = await ended;
  if (code !== 0) throw new Error(`${runtime} ended with code ${code}`);
  return JSON.parse(output);
}
