// Runs jobs in workerd, the runtime of Cloudflare Workers: the bundle is its only service.

import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { workerd } from '../programs.mjs';

const modules = (files) =>
  files.map((file) => {
    const kind = file.endsWith('.wasm') ? 'wasm' : 'esModule';
    return `(name = "./${file}", ${kind} = embed "${file}")`;
  });

/** The first module is the entry. Port 0 lets the system choose one. */
const config = (files) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "bench", worker = .bench)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "bench")]
);
const bench :Workerd.Worker = (
  modules = [${modules(files).join(', ')}],
  compatibilityDate = "2026-06-01",
  compatibilityFlags = ["nodejs_compat"]
);
`;

/** Starts workerd with the bundle of a folder, and resolves to the address at which it listens. */
export async function openWorkerd(folder, files) {
  const entry = files.find((file) => file === 'bench.js');
  const file = path.join(folder, 'workerd.capnp');
  writeFileSync(file, config([entry, ...files.filter((file) => file !== entry)]));
  const child = spawn(workerd, ['serve', file, '--control-fd=3'], { stdio: ['ignore', 'inherit', 'inherit', 'pipe'] });
  const ended = new Promise((done) => child.once('exit', done));
  const port = await new Promise((listening, failed) => {
    ended.then((code) => failed(new Error(`workerd ended with code ${code}`)));
    createInterface({ input: child.stdio[3] }).on('line', (line) => listening(JSON.parse(line).port));
  });
  const address = `http://127.0.0.1:${port}/`;
  return {
    address,
    async run(job) {
      const response = await fetch(address, { method: 'POST', body: JSON.stringify(job) });
      if (!response.ok) throw new Error(await response.text());
      return response.json();
    },
    async close() {
      child.kill();
      await ended;
    },
  };
}
