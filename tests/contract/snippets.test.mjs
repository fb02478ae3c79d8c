// Snippets of requests send the same request in every language: the commands and programs run against a local server.
// `cargo test -p hookwright --test service snippet` compares `snippets.json` with the code, and parses the Rust programs.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

const programs = process.env.HOOKWRIGHT_PYTHON;
assert.ok(programs, 'run this as: cargo xtask test contract');
const { tests } = JSON.parse(readFileSync(new URL('../vectors/snippets.json', import.meta.url), 'utf8'));
const variables = { API_KEY: "to'ken $x", WEBHOOK_SECRET: 's3cret' };

/** How a snippet runs: the program, and the arguments before it. */
const runners = {
  cURL: ['bash', '-c'],
  HTTPie: ['bash', '-c'],
  fetch: [process.execPath, '--input-type=module', '-e'],
  Python: [join(programs, 'python'), '-c'],
};

let folder;
let server;
let received;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hookwright-snippets-'));
  server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    received.push({ method: request.method, headers: request.headers, body });
    response.end('{}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
after(async () => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** Runs a snippet with the local server in place of the one in its URL, and returns the requests. */
async function run(language, snippet) {
  received = [];
  const [program, ...parameters] = runners[language];
  const code = snippet.replace('https://example.com/', `http://127.0.0.1:${server.address().port}/`);
  const environment = { ...process.env, ...variables, PATH: `${programs}:${process.env.PATH}`, HOME: folder };
  const child = spawn(program, [...parameters, code], {
    cwd: folder,
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end('this is not part of the request');
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const [status] = await once(child, 'close');
  assert.equal(status, 0, `${output}\n${code}`);
  return received;
}

for (const language of Object.keys(runners)) {
  describe(language, () => {
    for (const [index, { method, headers, body, isDocument, snippets }] of tests.entries()) {
      test(`request ${index + 1}: ${method}`, async () => {
        const [request, ...more] = await run(language, snippets[language]);
        assert.equal(more.length, 0);
        assert.equal(request.method, method);
        for (const [name, value] of headers) {
          const expected = value.replace(/<(\w+)>/, (_, variable) => variables[variable]);
          assert.equal(request.headers[name.toLowerCase()], expected, name);
        }
        if (isDocument) assert.deepEqual(JSON.parse(request.body), JSON.parse(body));
        else assert.equal(request.body, body);
      });
    }
  });
}
