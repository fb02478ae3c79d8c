// Projects of users: a folder with the packed package, which npm has installed, and the packages that the project declares.
//
//   HOOKWRIGHT_EXAMPLES  the folder of the projects; the default is target/examples
//   HOOKWRIGHT_TARBALL   the packed package; the default is the one in target/npm

import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../receivers/server.mjs';

const root = path.join(import.meta.dirname, '../..');
/** The folder of the projects. */
export const folder = process.env.HOOKWRIGHT_EXAMPLES ?? path.join(root, 'target/examples');
const tarball = process.env.HOOKWRIGHT_TARBALL ?? path.join(root, 'target/npm/hookwright-0.1.0.tgz');
/** The packages of the tests, with fixed versions. */
const packages = path.join(root, 'tests/node_modules');

/** The environment of programs. Without this variable, they are not children of a test. */
export function environment(extra = {}) {
  const { NODE_TEST_CONTEXT, ...inherited } = process.env;
  return { ...inherited, NEXT_TELEMETRY_DISABLED: '1', ...extra };
}

/** Creates an empty folder. */
export function emptyFolder(name) {
  const created = path.join(folder, name);
  rmSync(created, { recursive: true, force: true });
  mkdirSync(created, { recursive: true });
  return created;
}

/** Installs the packed package with npm, as a user does. npm needs no network for it, because it has no dependencies. */
export function installPackage(project) {
  if (!existsSync(path.join(project, 'package.json'))) writeFileSync(path.join(project, 'package.json'), '{}');
  const options = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  run(['npm', 'install', tarball, ...options], { cwd: project, env: environment() });
}

let installed;

/** Copies what npm has installed for another project. */
function copyPackage(project) {
  if (installed === undefined) {
    installed = emptyFolder('installed');
    installPackage(installed);
  }
  cpSync(path.join(installed, 'node_modules'), path.join(project, 'node_modules'), { recursive: true });
}

/** Makes packages of the tests available to a project. */
export function linkPackages(project, names) {
  for (const name of names) {
    const link = path.join(project, 'node_modules', name);
    if (!existsSync(path.join(packages, name))) throw new Error(`tests/package.json does not contain ${name}`);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.join(packages, name), link);
  }
}

/** The folder of an example in the repository. */
export const exampleFolder = (name) => path.join(root, 'examples', name);

/** The package.json of an example. */
export const manifestOf = (name) => JSON.parse(readFileSync(path.join(exampleFolder(name), 'package.json'), 'utf8'));

/** Copies an example and installs what its `package.json` declares. `others` are installed in another way. */
export function copyExample(name, others = []) {
  const project = emptyFolder(name);
  if (!existsSync(path.join(exampleFolder(name), 'package.json'))) {
    cpSync(exampleFolder(name), project, { recursive: true });
    return project;
  }
  copyPackage(project);
  const { dependencies, devDependencies } = manifestOf(name);
  const declared = Object.keys({ ...dependencies, ...devDependencies });
  linkPackages(
    project,
    declared.filter((each) => each !== 'hookwright' && !others.includes(each)),
  );
  cpSync(exampleFolder(name), project, { recursive: true });
  return project;
}

/** Compiles a project with TypeScript, as its script `start` does. */
export function compile(project, options = []) {
  const compiler = path.join(packages, 'typescript/bin/tsc');
  run([process.execPath, compiler, ...options], { cwd: project, env: environment() });
}
