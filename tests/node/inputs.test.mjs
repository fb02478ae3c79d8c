// All forms of bodies, headers, secrets and instants.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import { parseEvent, planRetries, provider, providers, sign, verify } from 'hookwright';

const secret = 'whsec_0f3a77c19be24d65';
const text = '{"name":"Zoë 🦀"}';
const bytes = Buffer.from(text);
const name = 'X-Webhook-Signature';
const value = sign({ provider: 'generic', secret, body: text }).headers[name];
const check = (changes) =>
  verify({ provider: 'generic', secrets: secret, body: text, headers: { [name]: value }, ...changes });

describe('bodies', () => {
  const offset = new Uint8Array(bytes.length + 7);
  offset.set(bytes, 3);
  const odd = new ArrayBuffer(bytes.length);
  new Uint8Array(odd).set(bytes);
  const shared = new SharedArrayBuffer(bytes.length);
  new Uint8Array(shared).set(bytes);
  const foreign = runInNewContext('new Uint8Array(list)', { list: [...bytes] });
  const shapes = {
    string: text,
    'pooled Buffer': Buffer.from(text),
    'Buffer with its own memory': Buffer.alloc(bytes.length, bytes),
    Uint8Array: new Uint8Array(bytes),
    'Uint8Array inside a larger buffer': offset.subarray(3, 3 + bytes.length),
    ArrayBuffer: odd,
    DataView: new DataView(offset.buffer, 3, bytes.length),
    Uint8ClampedArray: new Uint8ClampedArray(odd),
    Int8Array: new Int8Array(odd),
    'view of a SharedArrayBuffer': new Uint8Array(shared),
    SharedArrayBuffer: shared,
    'Uint8Array of another realm': foreign,
    'ArrayBuffer of another realm': foreign.buffer,
  };
  for (const [shape, body] of Object.entries(shapes)) {
    test(shape, () => {
      assert.deepEqual(check({ body }), { ok: true, key: { index: 0 } });
      assert.equal(sign({ provider: 'generic', secret, body }).headers[name], value);
      assert.equal(sign({ provider: 'generic', secret, body }).body, body);
      assert.equal(parseEvent(body).problems[0].code, 'unknown_provider');
    });
  }

  test('views with wider elements are read as bytes', () => {
    const wide = new Uint16Array([0x6261, 0x6463]);
    assert.equal(
      sign({ provider: 'generic', secret, body: wide }).headers[name],
      sign({ provider: 'generic', secret, body: 'abcd' }).headers[name],
    );
  });

  test('properties of a body do not hide its bytes', () => {
    const faked = (body, name, fake) => Object.defineProperty(body, name, { value: fake });
    const { headers } = sign({ provider: 'generic', secret, body: bytes });
    for (const make of [() => Buffer.from(bytes), () => new Uint8Array(bytes), () => new DataView(odd.slice())]) {
      for (const [property, fake] of [
        ['length', 0],
        ['length', 3],
        ['byteLength', 3],
        ['byteOffset', 1],
        ['buffer', new ArrayBuffer(bytes.length)],
      ]) {
        const body = faked(make(), property, fake);
        assert.equal(check({ body, headers }).ok, true, property);
        const short = faked(Buffer.concat([bytes, Buffer.from('more')]), 'length', bytes.length);
        assert.equal(check({ body: short, headers }).code, 'signature_mismatch');
      }
    }
  });

  test('arguments are not modified', () => {
    const body = Buffer.from(text);
    const key = Buffer.from(secret);
    check({ body, secrets: key });
    assert.deepEqual([body.toString(), key.toString()], [text, secret]);
  });

  test('a body is verified after memory has grown for a longer one', () => {
    for (const length of [10, 5_000_000, 11, 20_000_000, 12]) {
      const body = Buffer.alloc(length, 'x');
      assert.ok(check({ body, headers: sign({ provider: 'generic', secret, body }).headers }).ok, `${length}`);
      assert.ok(check({}).ok);
    }
  });
});

describe('headers', () => {
  const foreign = runInNewContext('Object.assign(Object.create(null), { [name]: value })', { name, value });
  const http2 = Object.assign(Object.create(null), {
    ':method': 'POST',
    [name.toLowerCase()]: value,
    [Symbol('x')]: [],
  });
  const shapes = {
    'plain object': { [name]: value },
    'plain object, lower case': { [name.toLowerCase()]: value },
    'plain object, upper case': { [name.toUpperCase()]: value },
    'request.headers of node:http': {
      host: 'x',
      'set-cookie': ['a', 'b'],
      [name.toLowerCase()]: value,
      cookie: undefined,
    },
    'a list in a plain object': { [name]: [value] },
    'request.headers of node:http2': http2,
    'object of another realm': foreign,
    Headers: new Headers({ [name]: value }),
    'Headers that are not iterable': { forEach: (each) => new Headers({ [name]: value }).forEach(each) },
    Map: new Map([
      ['accept', '*/*'],
      [name, value],
    ]),
    'Map of lists': new Map([[name, [value]]]),
    'list of pairs': [
      ['Accept', '*/*'],
      [name, value],
    ],
    'entries of Headers': new Headers({ [name]: value }).entries(),
    'Request.headers': new Request('http://localhost/', { headers: { [name]: value } }).headers,
    'whitespace around the value': { [name]: `  ${value}\t` },
  };
  for (const [shape, headers] of Object.entries(shapes)) {
    test(shape, () => assert.deepEqual(check({ headers }), { ok: true, key: { index: 0 } }));
  }

  const other = value.replace(/./, (digit) => (digit === '0' ? '1' : '0'));
  const refused = {
    'no headers': [{}, 'missing_header'],
    'undefined as value': [{ [name]: undefined }, 'missing_header'],
    'null as value': [{ [name]: null }, 'missing_header'],
    'an empty list as value': [{ [name]: [] }, 'missing_header'],
    'two values in a list': [{ [name]: [value, value] }, 'repeated_header'],
    'two spellings in one object': [{ [name]: other, [name.toLowerCase()]: value }, 'repeated_header'],
    'two pairs': [
      [
        [name, value],
        [name, other],
      ],
      'repeated_header',
    ],
    'Headers, which join repeated fields': [
      new Headers([
        [name, value],
        [name, value],
      ]),
      'repeated_header',
    ],
    'an unpaired surrogate': [{ [name]: '\ud800'.repeat(64) }, 'malformed_signature'],
    'a similar name': [{ [`${name}-256`]: value }, 'missing_header'],
    'a name with the Kelvin sign': [{ [name.replace('k', '\u212a')]: value }, 'missing_header'],
    'an inherited name': [Object.create({ [name]: value }), 'missing_header'],
    'names of properties of all objects': [JSON.parse('{"__proto__":"a","constructor":"b"}'), 'missing_header'],
  };
  for (const [shape, [headers, code]] of Object.entries(refused)) {
    test(`rejects ${shape}`, () => assert.equal(check({ headers }).code, code));
  }

  test('values of other headers are not read', () => {
    const headers = { [name]: value, 'content-length': 17, authorization: { toString: () => assert.fail('was read') } };
    assert.ok(check({ headers }).ok);
  });
});

describe('secrets', () => {
  const other = 'another secret for these tests';
  const found = (index, label) => ({ ok: true, key: label === undefined ? { index } : { index, name: label } });
  const foreign = runInNewContext('new Uint8Array(list)', { list: [...Buffer.from(secret)] });
  const shapes = {
    string: [secret, found(0)],
    Buffer: [Buffer.from(secret), found(0)],
    Uint8Array: [new TextEncoder().encode(secret), found(0)],
    'Uint8Array of another realm': [foreign, found(0)],
    'with a name': [{ name: 'new', value: secret }, found(0, 'new')],
    'bytes with a name': [{ name: '', value: Buffer.from(secret) }, found(0, '')],
    'a list': [[other, secret], found(1)],
    'a list of all kinds': [[other, Buffer.from(other), { name: 'c', value: secret }], found(2, 'c')],
  };
  for (const [shape, [secrets, verdict]] of Object.entries(shapes)) {
    test(shape, () => assert.deepEqual(check({ secrets }), verdict));
  }

  test('the verdict contains a name that is not ASCII', () => {
    assert.equal(check({ secrets: { name: 'ключ 🔑', value: secret } }).key.name, 'ключ 🔑');
  });

  test('text is decoded as the scheme requires, and bytes are the key itself', () => {
    const key = Buffer.from('0123456789abcdef0123456789abcdef');
    const signing = { scheme: 'standard/v1', body: text, id: 'msg_1', timestamp: 0 };
    const { headers } = sign({ ...signing, secret: `whsec_${key.toString('base64')}` });
    assert.deepEqual(sign({ ...signing, secret: key }).headers, headers);
    assert.notDeepEqual(sign({ ...signing, secret: Buffer.from(key.toString('base64')) }).headers, headers);
    for (const secrets of [key, new Uint8Array(key), key.toString('base64'), `v1,whsec_${key.toString('base64')}`]) {
      assert.ok(verify({ scheme: 'standard/v1', secrets, body: text, headers, now: 0 }).ok);
    }
  });

  test('the verdict contains warnings without parts of the secret', () => {
    const warn = (secrets) => {
      const { headers } = sign({ provider: 'generic', secret: secrets.at(-1), body: text });
      const { warnings, ...verdict } = check({ secrets, headers });
      assert.deepEqual(verdict, { ok: true, key: { index: secrets.length - 1 } });
      assert.ok(!JSON.stringify(warnings ?? []).includes('s3cr3t'));
      return warnings?.map(({ code, path }) => [code, path]);
    };
    assert.equal(warn([secret]), undefined);
    assert.deepEqual(warn([secret, 's3cr3t']), [['secret_too_short', '/secrets/1']]);
    assert.deepEqual(warn(['s3cr3t s3cr3t s3cr3t\n']), [['secret_whitespace', '/secrets/0']]);
    assert.deepEqual(warn(['"s3cr3t s3cr3t s3cr3t"']), [['secret_quoted', '/secrets/0']]);
    const { ok, warnings } = check({ secrets: 's3cr3t' });
    assert.deepEqual([ok, warnings.map(({ code }) => code)], [false, ['secret_too_short']]);
    assert.ok(!JSON.stringify(warnings).includes('s3cr3t'));
  });

  test('text that is not ASCII is encoded as UTF-8', () => {
    const { headers } = sign({ provider: 'generic', secret: 'pässwörd', body: text });
    assert.ok(check({ secrets: Buffer.from('pässwörd'), headers }).ok);
  });
});

describe('options for schemes that sign more than the body are ignored by others', () => {
  test('verify', () => {
    for (const now of [new Date(), 0, 1.5, -1]) assert.ok(check({ now }).ok);
    for (const toleranceSeconds of [Infinity, false, { past: Infinity, future: Infinity }])
      assert.ok(check({ toleranceSeconds }).ok);
    assert.ok(check({ url: 'https://example.com/', method: 'POST' }).ok);
  });

  test('sign', () => {
    const url = 'https://example.com/hook?a=1';
    const signed = sign({
      scheme: 'generic/signature',
      secret,
      body: text,
      id: 'evt_1',
      timestamp: new Date(),
      url,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    assert.deepEqual(signed, { headers: { [name]: value }, body: text, url });
    assert.equal(sign({ provider: 'generic', secret, body: text }).url, null);
  });
});

describe('events', () => {
  const parse = (data) => parseEvent(`{"event":"company.created","timestamp":"2024-01-15T10:30:00Z","data":${data}}`);

  test('a payload with `__proto__` changes no prototype', () => {
    const { data } = parse('{"company_id":"c","__proto__":{"polluted":true}}');
    assert.equal(data.polluted, undefined);
    assert.equal(Object.getPrototypeOf(data), Object.prototype);
    assert.deepEqual(Object.keys(data), ['company_id', '__proto__']);
    assert.equal({}.polluted, undefined);
  });

  test('a payload is the result of JSON.parse', () => {
    for (const data of [
      '{"a":12345678901234567890}',
      '{"a":1e400}',
      '{"a":"\\ud800"}',
      '{"a":1,"a":2}',
      '{"\\u0061":[]}',
    ]) {
      assert.deepEqual(parse(data).data, JSON.parse(data));
    }
  });

  test('deep nesting is parsed', () => {
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    assert.equal(parse(deep).type, 'company.created');
  });

  test('numbers that JavaScript changes are reported, and their text is kept', () => {
    const event = parse('{"row":813683310949021977,"list":[1,0.1,9007199254740993]}');
    assert.equal(event.data.row, 813683310949022000);
    assert.deepEqual(event.exactNumbers, { '/data/row': '813683310949021977', '/data/list/2': '9007199254740993' });
    assert.equal(event.dataText, '{"row":813683310949021977,"list":[1,0.1,9007199254740993]}');
    const found = event.problems.filter(({ code }) => code === 'unsafe_number');
    assert.deepEqual(
      found.map(({ severity, path }) => [severity, path]),
      [
        ['warning', '/data/row'],
        ['warning', '/data/list/2'],
      ],
    );
    assert.ok(found.every(({ message }) => !message.includes('8136')));
    assert.deepEqual(parse('{"row":9007199254740991}').exactNumbers, {});
    assert.equal(parseEvent('').dataText, null);
  });

  test('what is not JSON is named', () => {
    const message = (text) => parseEvent(text).problems[0].message;
    assert.match(message('payload=%7B%22action%22%3A%22opened%22%7D'), /form.*`payload`/);
    assert.match(message('<!doctype html><title>502</title>'), /HTML/);
    assert.match(message('{"a":NaN}'), /at line 1 column 6: `NaN`/);
    assert.match(message('{\u201ca\u201d:1}'), /curly quote/);
    assert.match(message("{'a':1}"), /single quote/);
  });

  test('no bytes make parseEvent throw', () => {
    let state = 42;
    const random = (below) => {
      state = (state * 1103515245 + 12345) % 2 ** 31;
      return state % below;
    };
    const seed = Buffer.from(
      '{"id":"e","type":"user.created","created_at":"2026-01-15T12:30:00Z","data":{"id":"u","n":[1,"é\\u0000"]}}',
    );
    for (let round = 0; round < 3000; round += 1) {
      const body = Buffer.from(seed);
      for (let change = 0; change <= random(4); change += 1) body[random(body.length)] = random(256);
      const event = parseEvent(body.subarray(0, random(5) === 0 ? random(body.length) : body.length));
      assert.ok(Array.isArray(event.problems));
    }
  });
});

describe('plans', () => {
  test('start is a Date or a number of milliseconds', () => {
    const start = new Date('2026-01-15T12:30:00Z');
    const instants = (given) => planRetries({ policy: 'generic', start: given }).attempts.map(({ atMs }) => atMs);
    const expected = [0, 30_000, 330_000, 2_130_000, 9_330_000].map((ms) => start.getTime() + ms);
    assert.deepEqual(instants(start), expected);
    assert.deepEqual(instants(start.getTime()), expected);
    assert.deepEqual(instants(start.getTime() + 0.9), expected);
    assert.deepEqual(instants(runInNewContext('new Date(ms)', { ms: start.getTime() })), expected);
    assert.deepEqual(instants(undefined)[0], 0);
    assert.deepEqual(instants(-1.5)[0], -1);
    assert.deepEqual(instants(8.64e15)[4], 8.64e15 + 9_330_000);
    assert.deepEqual(instants(-8.64e15)[0], -8.64e15);
  });
});

describe('providers', () => {
  test('are plain, complete and frozen data', () => {
    assert.deepEqual(
      providers().map(({ id, events, apis }) => [id, events.length, apis.length]),
      [
        ['generic', 9, 1],
        ['well', 18, 2],
        ['awell', 23, 1],
        ['standard', 0, 0],
      ],
    );
    assert.equal(provider('well'), providers()[1]);
    assert.deepEqual(JSON.parse(JSON.stringify(providers())), providers());
    assert.deepEqual(structuredClone(provider('well')), provider('well'));
    assert.ok(Object.isFrozen(provider('well').events[0].sample));
  });

  test('name the source of each fact', () => {
    for (const each of providers()) {
      for (const { provenance } of [...each.schemes, ...each.events, each.policy, ...each.apis]) {
        assert.match(provenance.asOf, /^\d{4}-\d\d-\d\d$/);
        assert.match(provenance.confidence, /^(documented|secondary|assumed)$/);
        assert.ok(provenance.source.length > 0 && Array.isArray(provenance.assumed));
      }
    }
    assert.equal(provider('well').schemes[0].provenance.confidence, 'assumed');
  });

  test('have a sample of each event, without problems', () => {
    for (const { id, envelope, events } of providers()) {
      for (const { name: type, sample } of events) {
        const body = { [envelope.kind]: type, ...(envelope.data === null ? sample : { [envelope.data]: sample }) };
        if (envelope.time !== null) body[envelope.time] = '2026-01-15T12:30:00Z';
        if (envelope.id !== null) body[envelope.id] = 'evt_1';
        const event = parseEvent(JSON.stringify(body));
        assert.deepEqual([event.provider, event.type, event.problems], [id, type, []]);
      }
    }
  });
});

test('results are plain objects', () => {
  assert.equal(inspect(check({})), '{ ok: true, key: { index: 0 } }');
  assert.match(inspect(check({ headers: {} })), /^\{\n {2}ok: false,\n {2}code: 'missing_header',\n {2}message: /);
  assert.match(
    inspect(parseEvent('')),
    /^\{\n {2}provider: null,\n {2}type: null,\n {2}id: null,\n {2}occurredAtMs: null,\n {2}data: null,\n/,
  );
  for (const answer of [check({}), check({ headers: {} }), parseEvent(''), planRetries({ policy: 'well' })]) {
    assert.equal(Object.getPrototypeOf(answer), Object.prototype);
  }
});
