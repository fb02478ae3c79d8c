// `importRequest`: the cases that the core is tested with, and what differs in JavaScript.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { importRequest } from 'hookwright';

const { tests, errors } = JSON.parse(readFileSync(new URL('../vectors/import/cases.json', import.meta.url), 'utf8'));

/** A result in the form of the cases. */
function shown({ format, method, url, headers, body, notes }) {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const result = { format, method, url, headers, notes: notes.map(({ code }) => code) };
  try {
    return { ...result, body: body === null ? null : decoder.decode(body) };
  } catch {
    return { ...result, bodyHex: Buffer.from(body).toString('hex') };
  }
}

for (const { name, source: _source, text, signature, ...expected } of tests) {
  test(`reads ${name}`, () => {
    const found = importRequest(text);
    assert.equal(found.ok, true, found.message);
    assert.deepEqual(shown(found), expected);
    assert.equal(found.signature?.value, signature);
    assert.match(found.summary, /^Read as .+: /);
    for (const { message } of found.notes) assert.match(message, /^[a-z`]/);
    assert.deepEqual(importRequest(Buffer.from(text)), found);
  });
}

test('a text that cannot be read gives a code and a message', () => {
  for (const { code, text } of errors) {
    const { message, ...found } = importRequest(text);
    assert.deepEqual(found, { ok: false, code }, text);
    assert.match(message, /^[a-z]/);
  }
});

test('a file can contain a body that is not text', () => {
  const file = Buffer.from('POST / HTTP/1.1\r\nHost: h\r\n\r\n\u00ff', 'latin1');
  assert.deepEqual([...importRequest(file).body], [0xff]);
  assert.equal(importRequest(Buffer.from([0xff])).code, 'not_text');
});
