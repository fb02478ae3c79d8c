// The examples: how each is built and started, as its README describes it, and what its handler does.

import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { Project } from '../packaging/harness/project.mjs';
import { configuration, module } from '../packaging/harness/workers.mjs';
import { run } from '../receivers/server.mjs';
import { compile, copyExample, exampleFolder, folder } from './project.mjs';

const node = process.execPath;
/** The line that a receiver prints when it is ready. */
export const PORT = /listening on (?:port |http:\/\/127\.0\.0\.1:)(\d+)/;

const python = path.join(process.env.HOOKWRIGHT_PYTHON ?? '', 'python');

const commit = (number) => ({ ref: 'refs/heads/main', commit: `commit_${number}` });
const user = (number) => ({ id: `user_${number}`, name: 'Zoë' });

/** The examples that are not receivers. `databases.test.mjs` tests them. */
export const APPLICATIONS = ['outbox-bullmq'];

/**
 * `file`: the file that the handler writes. `service`: the variable with the address of the service that it calls. `table`:
 * the table in Postgres that it writes to.
 */
export const ROWS = [
  { name: 'express', sender: 'github', file: 'pushes.jsonl', effect: commit, start: [node, 'server.js'] },
  {
    name: 'postgres-inbox',
    sender: 'stripe',
    table: 'payments',
    effect: (number) => ({ invoice: `in_${number}`, amount: '1200' }),
    start: [node, 'server.js'],
  },
  {
    name: 'express-typescript',
    sender: 'generic',
    file: 'users.jsonl',
    effect: user,
    build: (project) => compile(project),
    start: [node, 'dist/server.js'],
  },
  {
    name: 'fastify',
    sender: 'stripe',
    file: 'invoices.jsonl',
    effect: (number) => ({ id: `in_${number}`, amount_paid: 1200 }),
    start: [node, 'server.js'],
  },
  {
    name: 'nest',
    sender: 'generic',
    file: 'users.jsonl',
    effect: user,
    build: (project) => compile(project),
    start: [node, 'dist/main.js'],
  },
  {
    name: 'lambda',
    sender: 'shopify',
    service: 'ORDERS_URL',
    effect: (number) => ({ id: number, total: '12.00' }),
    // The local server that calls the function as AWS does.
    start: [node, path.join(import.meta.dirname, 'serve-lambda.mjs')],
  },
  {
    name: 'well-express',
    sender: 'well',
    file: 'events.jsonl',
    effect: (number) => ({ what: 'New company created', id: `comp_${number}` }),
    start: [node, 'server.js'],
  },
  {
    name: 'well-flask',
    sender: 'well',
    file: 'events.jsonl',
    effect: (number) => ({ what: 'New company created', id: `comp_${number}` }),
    start: [python, '-m', 'flask', 'run', '--port', '0'],
    port: /127\.0\.0\.1:(\d+)/,
  },
  {
    name: 'awell-express',
    sender: 'awell',
    path: '/awell-webhooks',
    file: 'pathways.jsonl',
    effect: (number) => ({ pathway: `pathway_${number}` }),
    build: (project, { secret }) => writeFileSync(path.join(project, 'awell-public-key.pem'), secret),
    start: [node, 'server.js'],
  },
  {
    name: 'generic-express',
    sender: 'generic',
    file: 'events.jsonl',
    effect: (number) => ({ type: 'user.created', id: `user_${number}` }),
    start: [node, 'server.js'],
  },
  {
    name: 'generic-flask',
    sender: 'generic',
    file: 'events.jsonl',
    effect: (number) => ({ type: 'user.created', id: `user_${number}` }),
    start: [python, '-m', 'flask', 'run', '--port', '0'],
    port: /127\.0\.0\.1:(\d+)/,
  },
  {
    name: 'nextjs',
    slow: true,
    sender: 'standard',
    service: 'USERS_URL',
    effect: user,
    async prepare() {
      const project = new Project('next', '15');
      project.sources = exampleFolder('nextjs');
      await project.prepare();
      return project.folder;
    },
    // The secret is not known when a container is built.
    build(project, { env: { WEBHOOK_SECRET, ...env } }) {
      run([node, 'node_modules/next/dist/bin/next', 'build'], { cwd: project, env });
    },
    start: [node, 'node_modules/next/dist/bin/next', 'start', '--hostname', '127.0.0.1', '--port', '0'],
    port: /http:\/\/(?:localhost|127\.0\.0\.1):(\d+)/,
  },
  {
    name: 'hono-workers',
    slow: true,
    sender: 'github',
    service: 'DEPLOY_URL',
    effect: commit,
    prepare: () => copyExample('hono-workers', ['wrangler']),
    async build(project, { env }) {
      await build({
        absWorkingDir: project,
        entryPoints: ['src/index.js'],
        outdir: 'dist',
        bundle: true,
        format: 'esm',
        conditions: ['workerd'],
        loader: { '.wasm': 'copy' },
        external: ['cloudflare:workers'],
      });
      const names = readdirSync(path.join(project, 'dist'));
      const modules = ['index.js', ...names.filter((name) => name !== 'index.js')].map(module);
      const bindings = { WEBHOOK_SECRET: env.WEBHOOK_SECRET, DEPLOY_URL: env.DEPLOY_URL };
      writeFileSync(path.join(project, 'dist/config.capnp'), configuration(modules, bindings));
    },
    async command(project) {
      const tool = new Project('workerd', '1');
      await tool.prepare();
      const workerd = tool.at('node_modules/@cloudflare/workerd-linux-64/bin/workerd');
      const config = path.join(project, 'dist/config.capnp');
      return [workerd, 'serve', config, '--socket-addr', 'http=127.0.0.1:0', '--control-fd=1'];
    },
    port: /"port":(\d+)/,
  },
  {
    name: 'elysia-bun',
    slow: true,
    sender: 'slack',
    file: 'messages.jsonl',
    effect: (number) => ({ channel: 'C1', text: `hello ${number}` }),
    async command() {
      const tool = new Project('bun', '1.4');
      await tool.prepare();
      return [tool.at('node_modules/@oven/bun-linux-x64/bin/bun'), 'server.js'];
    },
  },
  {
    name: 'axum',
    slow: true,
    sender: 'github',
    file: 'pushes.jsonl',
    effect: commit,
    build(_project, { env }) {
      env.CARGO_TARGET_DIR = path.join(folder, 'axum-target');
      run(cargo('build'), { env });
    },
    start: cargo('run'),
  },
];

/** The crate is that of the repository, so the example is compiled in place. */
function cargo(command) {
  return ['cargo', command, '--quiet', '--locked', '--manifest-path', path.join(exampleFolder('axum'), 'Cargo.toml')];
}
