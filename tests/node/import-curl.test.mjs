// Whatever a shell and curl make of a command, `importRequest` makes of its text: a server on the loopback interface
// receives the request, which is compared with the result.

import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import test, { after, before } from 'node:test';
import { promisify } from 'node:util';
import { importRequest } from 'hookwright';

const commands = JSON.parse(readFileSync(new URL('../vectors/import/commands.json', import.meta.url), 'utf8'));

/** Fields that curl adds to each request. */
const ADDED = ['host', 'user-agent', 'accept', 'content-length', 'expect', 'connection', 'transfer-encoding'];

const installed = (() => {
  try {
    return execFileSync('curl', ['--version'], { encoding: 'utf8' });
  } catch {
    return '';
  }
})();

let received;
const server = createServer(async (request, response) => {
  const chunks = await request.toArray();
  const { method, url, rawHeaders } = request;
  received.push({ method, url, rawHeaders, body: Buffer.concat(chunks).toString('latin1') });
  response.end();
});

before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
after(() => server.close());

/** Names in lower case with values, sorted, without the fields that curl adds unless the text contains them. */
const comparable = (pairs, isAdded) =>
  pairs
    .map(([name, value]) => [name.toLowerCase(), value])
    .filter(([name, value]) => !isAdded(name, value))
    .map((pair) => pair.join(': '))
    .sort();

/** Versions of curl differ in the case of the escapes that they write to queries. */
const upper = (url) => url.replace(/%[0-9a-f]{2}/gi, (digits) => digits.toUpperCase());

for (const template of commands) {
  test(`reads as curl does: ${template}`, { skip: installed === '' && 'curl is not installed' }, async () => {
    const origin = `http://127.0.0.1:${server.address().port}`;
    const command = template.replaceAll('$URL', origin);
    received = [];
    await promisify(execFile)('bash', ['-c', command], { env: { PATH: process.env.PATH, HOME: '/nonexistent' } });
    const [{ method, url, rawHeaders, body }] = received;
    const found = importRequest(command);
    assert.equal(found.ok, true, found.message);
    assert.equal(found.method, method);
    const target = new URL(found.url);
    assert.equal(upper(found.url.slice(target.origin.length) || '/'), upper(url));
    assert.equal(Buffer.from(found.body ?? []).toString('latin1'), body);
    const given = new Set(found.headers.map(([name]) => name.toLowerCase()));
    const pairs = rawHeaders.flatMap((_, index) => (index % 2 === 0 ? [rawHeaders.slice(index, index + 2)] : []));
    const isAdded = (name) => ADDED.includes(name) && !given.has(name);
    assert.deepEqual(
      comparable(found.headers, () => false),
      comparable(pairs, isAdded),
    );
  });
}
