// Cloudflare Workers: the modules of a bundle in workerd.

import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { serve } from './processes.mjs';
import { send } from './project.mjs';

/** Serves a bundle that was uploaded, sends it the deliveries and returns its answers. */
export function runWorker(project, bundle, main) {
  return project.alone(bundle, (folder) => {
    const files = readdirSync(folder, { recursive: true }).filter((name) => /\.(?:m?js|wasm)$/.test(name));
    const others = files.filter((name) => name !== main).map(module);
    writeFileSync(path.join(folder, 'config.capnp'), configuration([module(main), ...others]));
    const program = project.at('node_modules/@cloudflare/workerd-linux-64/bin/workerd');
    const options = ['serve', 'config.capnp', '--socket-addr', 'http=127.0.0.1:0', '--control-fd=1'];
    return serve(folder, program, options, /"port":(\d+)/, ([, port]) => send(`http://127.0.0.1:${port}/`));
  });
}

/** The entry of a module in the configuration of workerd. */
export function module(name) {
  return `(name = "${name}", ${name.endsWith('.wasm') ? 'wasm' : 'esModule'} = embed "${name}")`;
}

/** The configuration of a worker that may call services on this machine. `bindings` are the texts in its `env`. */
export function configuration(modules, bindings = {}) {
  const texts = Object.entries(bindings).map(([name, text]) => `(name = "${name}", text = ${JSON.stringify(text)})`);
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .receiver),
    (name = "local", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);

const receiver :Workerd.Worker = (
  modules = [${modules.join(', ')}],
  bindings = [${texts.join(', ')}],
  globalOutbound = "local",
  compatibilityDate = "2026-04-01",
);
`;
}
