// The path of a new user: an empty folder, the packed package, a receiver from a README, and a provider that sends events.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';
import { Project } from '../packaging/harness/project.mjs';
import { run, Server } from '../receivers/server.mjs';
import { compile, emptyFolder, environment, installPackage, linkPackages } from './project.mjs';
import { RECEIVER, sendEvents } from './provider.mjs';

const root = path.join(import.meta.dirname, '../..');
/** A receiver that prints nothing must not block the suite. */
const TIMEOUT = 300_000;
const isSlow = process.env.HOOKWRIGHT_ROWS === 'all';
const PORT = /(?:listening on port |http:\/\/(?:localhost|127\.0\.0\.1):)(\d+)/;

const read = (file) => readFileSync(path.join(root, file), 'utf8');

const readme = read('README.md').match(/```js\n(.*?)```/s)[1];

/** The receivers in the README of the package. */
const [express, fastify, next, typescript] = [
  ...read('wasm/README.md').matchAll(/```(?:js|ts)\n([^`]*?'hookwright\/(?:express|fastify|fetch)'.*?)```/gs),
].map(([, code]) => code);

/** The same code with `require`, as the README says. */
const withRequire = (code) => code.replace(/^import (.*) from (.*);$/gm, 'const $1 = require($2);');

/** The call in TypeScript with the imports of another block, and with its use of the receiver. */
function inTypeScript(code) {
  const imports = code.match(/^import .*;\n/gm).join('');
  const call = typescript.match(/webhook\(\{\n.*?\n\}\)/s)[0];
  if (code.includes('export const POST = ')) return `${imports}\nexport const POST = ${call};\n`;
  const use = code.trim().split('\n').at(-1);
  return `${imports}\nconst receive = ${call};\n${use}\n`;
}

const TSCONFIG = JSON.stringify({
  compilerOptions: { target: 'es2023', module: 'nodenext', types: ['node'], strict: true, outDir: 'dist' },
  include: ['*.mts', '*.cts'],
});

/** Each path: the file into which the user pastes the code, and the framework. */
const PATHS = [
  { name: 'Express, ES module', file: 'server.mjs', code: readme, packages: ['express'] },
  { name: 'Express, ES module, README of the package', file: 'server.mjs', code: express, packages: ['express'] },
  { name: 'Express, CommonJS', file: 'server.cjs', code: withRequire(readme), packages: ['express'] },
  { name: 'Express, TypeScript', file: 'server.mts', code: typescript, packages: ['express', '@types/express'] },
  {
    name: 'Express, TypeScript to CommonJS',
    file: 'server.cts',
    code: typescript,
    packages: ['express', '@types/express'],
  },
  { name: 'Fastify, ES module', file: 'server.mjs', code: fastify, packages: ['fastify'] },
  { name: 'Fastify, CommonJS', file: 'server.cjs', code: withRequire(fastify), packages: ['fastify'] },
  { name: 'Fastify, TypeScript', file: 'server.mts', code: inTypeScript(fastify), packages: ['fastify'] },
];

/** Starts a receiver, sends it events, and checks that it has handled each of them once. */
async function check(command, options) {
  const server = new Server(command, { ...options, env: environment({ ...RECEIVER, ...options.env }) });
  try {
    const [[, port]] = await server.until(PORT);
    await sendEvents(`http://localhost:${port}/webhook`);
    // If the repetition had been handled, it would be before the last event.
    const lines = await server.until(/^user\.created .*(Zoë \d)/, 2);
    assert.deepEqual(
      lines.map(([, user]) => user),
      ['Zoë 1', 'Zoë 2'],
    );
  } finally {
    await server.stop();
  }
}

for (const { name, file, code, packages } of PATHS) {
  test(`a new user receives events: ${name}`, { timeout: TIMEOUT }, async () => {
    const project = emptyFolder(`new-user-${name.replace(/[^\w]+/g, '-')}`);
    installPackage(project);
    linkPackages(project, packages);
    writeFileSync(path.join(project, file), code);
    let program = file;
    if (/ts$/.test(file)) {
      linkPackages(project, ['@types/node']);
      writeFileSync(path.join(project, 'tsconfig.json'), TSCONFIG);
      compile(project);
      program = `dist/${file.replace('ts', 'js')}`;
    }
    const freePort = pathToFileURL(path.join(import.meta.dirname, 'free-port.mjs')).href;
    await check([process.execPath, '--import', freePort, program], { cwd: project });
  });
}

test('the route of Next.js has the types of a route handler', () => {
  const project = emptyFolder('new-user-next-types');
  installPackage(project);
  linkPackages(project, ['@types/node']);
  writeFileSync(path.join(project, 'tsconfig.json'), TSCONFIG);
  writeFileSync(path.join(project, 'route.mts'), inTypeScript(next));
  const use = `import { POST } from './route.mjs';
const handler: (request: Request, context: { params: Promise<object> }) => Response | Promise<Response> = POST;
console.log(handler);
`;
  writeFileSync(path.join(project, 'use.mts'), use);
  compile(project);
});

test('a new user receives events: Next.js, without its server', { timeout: TIMEOUT }, async () => {
  const project = emptyFolder('new-user-next');
  installPackage(project);
  mkdirSync(path.join(project, 'app/webhook'), { recursive: true });
  writeFileSync(path.join(project, 'app/webhook/route.mjs'), next);
  const serve = path.join(root, 'tests/receivers/serve.mjs');
  await check([process.execPath, serve, 'next'], { cwd: project });
});

const slow = { skip: !isSlow && 'it is slow; examples-all runs it', timeout: 600_000 };

test('a new user receives events: Next.js', slow, async () => {
  // The example uses version 15, at the same time.
  const project = new Project('next', '16');
  await project.prepare();
  mkdirSync(project.at('app/webhook'), { recursive: true });
  writeFileSync(project.at('app/webhook/route.js'), next);
  const bin = [process.execPath, project.at('node_modules/next/dist/bin/next')];
  const env = environment(RECEIVER);
  run([...bin, 'build'], { cwd: project.folder, env });
  await check([...bin, 'start', '--port', '0'], { cwd: project.folder, env });
});
