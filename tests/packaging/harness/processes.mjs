// Programs that rows run: with a separate environment, a time limit, and their output in the message if they fail.

import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';

/** A tool that hangs must not block the suite. */
export const LIMIT_MS = 400_000;

/** A port that refuses connections: a tool that uses the network in spite of its settings fails. */
const CLOSED = 'http://127.0.0.1:9';

/**
 * The environment of all programs. It contains nothing of the calling process except the path, so that results do not
 * depend on the user's settings. The home folder is inside the project, and the tools' telemetry and update checks are
 * turned off.
 */
export function environment(folder, extra = {}) {
  const home = path.join(folder, 'node_modules/.home');
  mkdirSync(home, { recursive: true });
  return {
    PATH: process.env.PATH,
    HOME: home,
    CI: '1',
    NO_COLOR: '1',
    TERM: 'dumb',
    HTTP_PROXY: CLOSED,
    HTTPS_PROXY: CLOSED,
    NO_PROXY: '127.0.0.1,localhost',
    DO_NOT_TRACK: '1',
    NEXT_TELEMETRY_DISABLED: '1',
    WRANGLER_SEND_METRICS: 'false',
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    YARN_ENABLE_TELEMETRY: '0',
    YARN_ENABLE_NETWORK: '0',
    DENO_NO_UPDATE_CHECK: '1',
    npm_config_offline: 'true',
    ...extra,
  };
}

/** Runs a program to its end and returns what it prints. */
export async function run(folder, program, args, { env } = {}) {
  const child = start(folder, program, args, env);
  const timer = setTimeout(() => child.end('did not end in time'), LIMIT_MS);
  const status = await child.ended.finally(() => clearTimeout(timer));
  if (status !== 0) throw new Error(report(program, args, `failed (${status})`, child.output));
  return child.output.stdout;
}

/**
 * Starts a server and passes the match of `ready` in its output to `use`. Ends the server, with all its processes,
 * afterwards.
 */
export async function serve(folder, program, args, ready, use, { env } = {}) {
  const child = start(folder, program, args, env);
  const timer = setTimeout(() => child.end('did not become ready'), LIMIT_MS);
  try {
    const match = await Promise.race([
      child.printed(ready),
      child.ended.then((status) => {
        throw new Error(report(program, args, `ended early (${status})`, child.output));
      }),
    ]);
    clearTimeout(timer);
    return await use(match);
  } catch (error) {
    error.message += `\n${child.output.stdout}\n${child.output.stderr}`;
    throw error;
  } finally {
    clearTimeout(timer);
    child.end();
    await child.ended.catch(() => {});
  }
}

/** The programs that are running, which end with this process. They are leaders of process groups. */
const running = new Set();
process.on('exit', () => {
  for (const child of running) endGroup(child);
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

function endGroup(child) {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

function start(folder, program, args, env) {
  const output = { stdout: '', stderr: '' };
  // A process group, so that processes which the program starts end with it.
  const child = spawn(program, args, {
    cwd: folder,
    env: environment(folder, env),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const listeners = new Set();
  for (const stream of ['stdout', 'stderr']) {
    child[stream].setEncoding('utf8').on('data', (text) => {
      output[stream] += text;
      for (const listener of listeners) listener();
    });
  }
  let reason;
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(reason ?? code ?? signal));
  });
  ended.catch(() => {}).finally(() => running.delete(child));
  return {
    output,
    ended,
    end(why) {
      reason = why;
      if (running.has(child)) endGroup(child);
    },
    printed(pattern) {
      return new Promise((resolve) => {
        const listener = () => {
          const match = pattern.exec(output.stdout) ?? pattern.exec(output.stderr);
          if (match === null) return;
          listeners.delete(listener);
          resolve(match);
        };
        listeners.add(listener);
        listener();
      });
    },
  };
}

function report(program, args, problem, { stdout, stderr }) {
  const command = [path.basename(program), ...args].join(' ');
  return `\`${command}\` ${problem}\n${stdout.slice(-4000)}\n${stderr.slice(-4000)}`;
}
