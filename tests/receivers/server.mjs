// A receiver in another process, and its log.

import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Runs a command of a project. Fails with its output if it fails. */
export function run([program, ...args], options) {
  const { status, error, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', ...options });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${status}\n${stdout}${stderr}`);
}

/** A running server. */
export class Server {
  #child;
  #lines = [];
  #ended = false;
  /** The functions that are called after each line, and at the end. */
  #waiting = new Set();

  constructor([program, ...args], options) {
    this.#child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        this.#lines.push(line);
        for (const check of this.#waiting) check();
      });
    }
    const end = () => {
      this.#ended = true;
      for (const check of this.#waiting) check();
    };
    this.#child.once('error', end).once('close', end);
  }

  /** The lines of the log that match. */
  lines(pattern) {
    return this.#lines.map((line) => pattern.exec(line)).filter((found) => found !== null);
  }

  /** Waits until this many lines match. */
  async until(pattern, count = 1) {
    await new Promise((resolve, reject) => {
      const check = () => {
        if (this.lines(pattern).length >= count) resolve();
        else if (this.#ended) reject(new Error(`the server has ended:\n${this.#lines.join('\n')}`));
        else return;
        this.#waiting.delete(check);
      };
      this.#waiting.add(check);
      check();
    });
    return this.lines(pattern);
  }

  /** The address, once the server listens. */
  async address() {
    const [[, port]] = await this.until(/https?:\/\/127\.0\.0\.1:([1-9]\d*)/);
    return `http://127.0.0.1:${port}`;
  }

  /** Waits until the program has ended, and returns its exit code. */
  async exitCode() {
    if (!this.#ended) await new Promise((resolve) => this.#child.once('close', resolve));
    return this.#child.exitCode;
  }

  /** Ends the program with a signal, and returns its exit code, if it has one. */
  async stop(signal = 'SIGKILL') {
    if (this.#ended) return undefined;
    const ended = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.kill(signal);
    return await ended;
  }
}
