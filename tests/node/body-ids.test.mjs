// Ids in bodies: they are the same whether the host or the core hashes the body, and are read when they are asked for.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import test, { afterEach } from 'node:test';
import { source } from '../sources.mjs';
import { members } from './verdicts.mjs';

const { core, createVerifier, modules, setCrossover } = await source('../../tests/node/internals.ts');

const secrets = 'a secret of sixteen bytes';
const schemeOf = (member) => ({
  id: 'acme/v1',
  algorithm: 'hmac-sha256',
  content: '{body}',
  signature: { header: 'X-Signature' },
  messageId: { member },
});
const headersOf = (body) => ({ 'x-signature': createHmac('sha256', secrets).update(body).digest('hex') });

afterEach(() => setCrossover({}));

/** The verdict of the package, with the body hashed by the host. */
function verdictOf(body, member = '/id') {
  setCrossover({ host: 0, shortcut: 0, publicKey: 0, prepare: 0 });
  const verifier = createVerifier({ scheme: schemeOf(member), secrets });
  return verifier.verify({ body, headers: headersOf(body), now: 0 });
}

/** The verdict of the core. */
function expectedFor(body, member = '/id') {
  const scheme = JSON.stringify(schemeOf(member));
  const request = ['', '', ...Object.entries(headersOf(body)).flat()];
  return core(modules.catalog).verify(scheme, [secrets, undefined], request, Buffer.from(body), 0);
}

const VALUES = [
  ...['1', '0', '-0', '-1', '1.0', '1.50', '1e3', '1E+3', '100000000000000000000', '9007199254740993', '1e999'],
  ...[
    '0.1',
    '-0.0',
    '123456789012345678',
    '"1"',
    '""',
    '"é😀"',
    '"\\u0061\\n\\"b\\\\"',
    '"\\ud83d\\ude00"',
    '"\\ud800"',
  ],
  ...['"\uFFFD"', '"a\\\\"', '"}"', 'null', 'true', '[]', '[1]', '{}', '{"id":1}'],
];

const BODIES = [
  ...VALUES.flatMap((value) => [
    `{"id":${value}}`,
    ` {\n"a" : {"id":"inner","b":[1,{"id":2}]},\t"id" : ${value} ,"c":"x\\"id\\":9"}\r\n`,
    `{"id":"first","id":${value}}`,
    `{"id":${value},"id":"last"}`,
    `{"\\u0069d":${value},"x":1}`,
    `{"a":"\\\\","id":${value}}`,
  ]),
  ...['{"a":{"id":1}}', '[{"id":1}]', '"id"', '{"ID":1}', '{"id ":1}', '{"idé":1}', '{"":1}', '{}', '[]', '1', ''],
  ...[
    '{"id":1',
    '{"id":1}}',
    '{"id":"1',
    '{"id":1,}',
    '{"id":01}',
    '{"id":+1}',
    "{'id':1}",
    '{"id" 1}',
    'id=1',
    '{"id":1}x',
  ],
  ...[
    '{"a":[}],"id":1}',
    '\uFEFF{"id":1}',
    '{"id":1,"a":"\u0001"}',
    '{"id":1,"a":nul}',
    '{"a":1 "id":2}',
    '\u000b{"id":1}',
  ],
];

test('ids are those that the core reads, with the digits of the body', () => {
  let found = 0;
  for (const text of BODIES) {
    const bytes = Buffer.from(text);
    const invalid = Buffer.concat([bytes.subarray(0, -1), Buffer.from([0x22, 0xff, 0x22]), bytes.subarray(-1)]);
    for (const body of [text, bytes, new Uint8Array(bytes), invalid]) {
      const expected = members(expectedFor(body));
      assert.deepEqual(members(verdictOf(body)), expected, JSON.stringify(text));
      if (expected.id !== undefined) found += 1;
    }
  }
  assert.ok(found > 300, `${found} ids`);
  assert.equal(verdictOf('{"id":1.0}').id, '1.0');
  assert.equal(verdictOf('{"id":123456789012345678901234567890}').id, '123456789012345678901234567890');
});

test('ids at longer paths are those that the core reads', () => {
  const bodies = [
    '{"a":[{"b~/c":"no"},{"b~/c":"yes"}]}',
    '{"a":{"1":{"b~/c":7}}}',
    '{"a":{"1":{}},"a":{"1":{"b~/c":8}}}',
    '{"a":{"1":{"b~/c":9}},"a":{}}',
    '{"a":[{"b~/c":1}]}',
    '{"a":[0,[1,2],{"b~/c":1}]}',
    '{"a":"1"}',
  ];
  for (const body of bodies) {
    for (const member of ['/a/1/b~0~1c', '/a/01/b~0~1c', '/a/length', '/a/2/b~0~1c', '/a/0']) {
      assert.deepEqual(members(verdictOf(body, member)), members(expectedFor(body, member)), `${member} ${body}`);
    }
  }
});

test('a verdict without an id does not have the members', () => {
  for (const body of ['{}', '{"a":{"id":1}}', '{"id":null}', '{"id":{}}', '{"a":"\\u0000"}', '{"id":[1]}']) {
    assert.deepEqual(Reflect.ownKeys(verdictOf(Buffer.from(body))), ['ok', 'key'], body);
  }
  const names = ['ok', 'key', 'id', 'idSigned'];
  assert.deepEqual(Reflect.ownKeys(verdictOf(Buffer.from('{"id":1}'))), names);
});

test('the body is neither decoded nor parsed before the id is asked for, and parsed once', (t) => {
  const body = Buffer.from(`{"id":"evt_1","data":"${'a'.repeat(10_000)}"}`);
  const parse = t.mock.method(JSON, 'parse');
  const decodes = [t.mock.method(Buffer.prototype, 'utf8Slice'), t.mock.method(TextDecoder.prototype, 'decode')];
  const count = (size) => decodes.flatMap(({ mock }) => mock.calls).filter(({ result }) => result.length > size).length;
  const verdict = verdictOf(body);
  const parsed = () => parse.mock.calls.filter(({ arguments: [text] }) => text.length > 1000).length;
  assert.deepEqual([verdict.ok, parsed(), count(1000)], [true, 0, 0]);
  assert.deepEqual([verdict.id, verdict.idSigned, verdict.id], ['evt_1', true, 'evt_1']);
  assert.deepEqual([parsed(), count(1000)], [1, 1]);
});

test('a later change of the bytes does not change the id', () => {
  const body = Buffer.from('{"id":"evt_1"}');
  const verdict = verdictOf(body);
  body.write('{"id":"evt_2"}');
  assert.equal(verdict.id, 'evt_1');
});
