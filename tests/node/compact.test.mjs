// `hookwright/verify` gives the same verdicts, errors and warnings as `hookwright`.

import assert from 'node:assert/strict';
import { createHash, createHmac, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { sign, verify } from 'hookwright';
import { createVerifier } from 'hookwright/verify';
import { both, others, outcome, random, schemes } from './compact.mjs';

const NOW = Date.UTC(2026, 0, 15, 12, 30);
const SECRETS = { text: 'a secret that is long enough', whsec: `whsec_${Buffer.alloc(24, 7).toString('base64')}` };
const secretFor = ({ key }) =>
  ({ ...SECRETS, hex: 'ab'.repeat(24), base64: Buffer.alloc(24, 250).toString('base64') })[key];

/** A delivery that is signed as a scheme specifies. */
function signed(scheme, body) {
  const options = { body, timestamp: NOW, id: 'msg_1', url: 'https://example.com/hook', method: 'POST' };
  const { headers } = sign({ scheme: scheme.id, secret: secretFor(scheme), ...options });
  return { secrets: secretFor(scheme), body, headers, now: NOW, url: options.url, method: options.method };
}

test('most schemes have a compact form, and the others are refused', () => {
  assert.ok(schemes.length > 100 && others.length > 20);
  for (const scheme of others) {
    const error = outcome(() => createVerifier({ scheme, secrets: 'a secret that is long enough' }));
    assert.deepEqual([error.name, error.code], ['TypeError', 'unsupported_scheme'], scheme.id);
    assert.match(error.message, /requires .* import from `hookwright`$/);
  }
  for (const scheme of [
    undefined,
    null,
    'github/sha256',
    {},
    { id: 'a/b', compact: '!' },
    { id: 'a/b', compact: 'AQ==' },
  ]) {
    assert.equal(
      outcome(() => createVerifier({ scheme, secrets: 'a secret that is long enough' })).code,
      'invalid_scheme',
    );
  }
});

test('published deliveries have the same verdicts', () => {
  const { tests } = JSON.parse(readFileSync(new URL('../vectors/senders.json', import.meta.url), 'utf8'));
  const forms = new Map(schemes.map((pair) => [pair[0].id, pair]));
  let count = 0;
  for (const vector of tests.filter(({ scheme }) => forms.has(scheme))) {
    const secrets = vector.secrets.map(({ text, hex }) => text ?? Buffer.from(hex, 'hex'));
    const body = vector.body ?? Buffer.from(vector.bodyHex, 'hex');
    const { headers, url, method } = vector;
    for (const now of [vector.nowMs ?? 0, (vector.nowMs ?? 0) + 1e9, 0]) {
      const [expected, found] = both(forms.get(vector.scheme), { secrets, body, headers, url, method, now });
      assert.deepEqual(found, expected, vector.id);
    }
    count += 1;
  }
  assert.ok(count > 100);
});

/** Changes of a delivery. Each returns another one, or changes nothing if it does not apply. */
const CHANGES = [
  (given) => given,
  (given) => ({ ...given, body: `${given.body} ` }),
  (given) => ({ ...given, body: Buffer.from([0xff, 0xfe]) }),
  (given) => ({ ...given, now: NOW + 301_000 }),
  (given) => ({ ...given, now: NOW - 90_061_001 }),
  (given) => ({ ...given, now: NOW + 301_000, toleranceSeconds: 302 }),
  (given) => ({ ...given, toleranceSeconds: { past: 0, future: 1 }, now: NOW + 1500 }),
  (given) => ({ ...given, toleranceSeconds: false }),
  (given) => ({ ...given, secrets: ['another secret that is long', given.secrets] }),
  (given) => ({
    ...given,
    secrets: [
      { name: 'old', value: 'another secret that is long' },
      { name: 'new', value: given.secrets },
    ],
  }),
  (given) => ({ ...given, secrets: ['another secret that is long', 'a third secret that is long'] }),
  (given) => ({ ...given, headers: new Headers(given.headers) }),
  (given) => ({
    ...given,
    headers: new Map(Object.entries(given.headers).map(([name, value]) => [` ${name} `, [value]])),
  }),
  (given) => ({ ...given, headers: {} }),
  (given) => ({ ...given, headers: undefined }),
  (given) => ({ ...given, body: undefined }),
  (given) => ({ ...given, body: {} }),
  (given) => ({ ...given, url: undefined, method: undefined }),
  (given) => ({ ...given, method: 5 }),
  (given) => ({ ...given, now: 'x' }),
];

/** Changes of the value of one header field. */
const VALUES = [
  () => '',
  (value) => [value, value],
  (value) => [value, `${value}x`],
  (value) => `\t ${value} \r\n`,
  (value) => `${value}0`,
  (value) => value.slice(1),
  (value) => value.slice(0, -1),
  (value) => value.toUpperCase(),
  (value) => `x${value}`,
  (value) => `${value},${value}`,
  (value) => `${value}, ${value}`,
  (value) => `${value},\t${value}`,
  (value) => [`${value}, ${value}`, value],
  (value) => `${value.slice(0, 3)}${value.slice(3).replaceAll(/[a-f]/g, '0')}, ${value}`,
  (value) => `${value},${'0'.repeat(64)}`,
  (value) => `${value.replace(/[\w+/]{40,}=*$/, '0'.repeat(64))},${value.replace(/^.*[=, ](?=[\w+/]{40,}=*$)/, '')}`,
  (value) => `${value} ${value.replace(/^v1,/, '')}`,
  (value) => value.replace(/^(sha256=|v1,)/, ''),
  (value) => `${value}, v1=00 ;${value}`,
  (value) => `${value} ${value}`,
  (value) => value.replace('=', '= '),
  (value) => `${value}\u0007`,
  (value) => `${value}\u00e9`,
  (value) => value.replace(/[a-f0-9]$/, 'g'),
  (value) => value.replaceAll(/[+/]/g, '-'),
  (value) => value.replace(/=+$/, ''),
  (value) => `a.${value}`,
  (value) => `${value}\ud800`,
];

test('changed deliveries have the same verdicts', () => {
  const pick = random(12);
  for (const pair of schemes) {
    const [scheme] = pair;
    for (const body of ['{"id":1}', '', 'Grüße', 'x'.repeat(70_000)]) {
      const delivery = signed(scheme, body);
      const changes = body.length > 100 ? CHANGES.slice(0, 2) : CHANGES;
      for (const change of changes) {
        const options = change(delivery);
        const [expected, found] = both(pair, options);
        assert.deepEqual(found, expected, `${scheme.id} ${CHANGES.indexOf(change)}`);
      }
      if (body !== '{"id":1}') continue;
      for (const name of Object.keys(delivery.headers)) {
        for (const change of VALUES) {
          const headers = { ...delivery.headers, [name.toLowerCase()]: change(delivery.headers[name]) };
          if (name !== name.toLowerCase() && pick(4) > 0) delete headers[name];
          const [expected, found] = both(pair, { ...delivery, headers });
          assert.deepEqual(found, expected, `${scheme.id} ${name} ${VALUES.indexOf(change)}`);
        }
      }
    }
  }
});

test('a body that could have been extended is rejected', () => {
  const codes = new Set();
  for (const pair of schemes.filter(([{ algorithm }]) => algorithm === 'sha256')) {
    const [scheme] = pair;
    const secrets = secretFor(scheme);
    for (const body of [Buffer.from('Grüße'), Buffer.from([0x7b, 0x80, 0x7d])]) {
      const { headers, ...delivery } = signed(scheme, 'x');
      const values = {
        secret: secrets,
        body,
        timestamp: headers[scheme.timestamp?.header],
        id: headers[scheme.messageId?.header],
      };
      const hash = createHash('sha256');
      for (const [, name, text] of scheme.content.matchAll(/\{(\w+)\}|([^{]+)/g)) hash.update(text ?? values[name]);
      const { header, prefix = '', encoding } = scheme.signature;
      const changed = { ...delivery, body, headers: { ...headers, [header]: prefix + hash.digest(encoding) } };
      const [expected, found] = both(pair, changed);
      assert.deepEqual(found, expected, scheme.id);
      codes.add(found.code);
    }
  }
  assert.deepEqual(codes, new Set([undefined, 'body_not_utf8']));
});

/** Timestamps in many formats, of which most are malformed. */
function timestamps(pick) {
  const texts = [
    '0',
    '00',
    '-1',
    '1',
    '1768480200',
    '1768480200000',
    '999999999999999',
    '1000000000000000',
    '01768480200',
    ' 1',
  ];
  texts.push('2026-01-15T12:30:00', '2026-01-15T12:30:00Z', '2026-01-15t12:30:60.1239z', '0000-02-29T00:00:00Z');
  texts.push('2026-01-15T12:30:00+05:30', '2026-01-15T12:30:00-24:00', '2026-02-29T12:30:00Z', '2026-01-15 12:30:00Z');
  texts.push(
    'Thu, 15 Jan 2026 12:30:00 GMT',
    'Thursday, 15-Jan-26 12:30:00 GMT',
    'Thu Jan 15 12:30:00 2026',
    'Thu Jan  5 12:30:00 2026',
  );
  texts.push(
    'Thursday, 15-Jan-77 12:30:00 GMT',
    'Thu, 15 jan 2026 12:30:00 GMT',
    'Thu, 31 Feb 2026 12:30:00 GMT',
    'Thu Jan 5 12:30:00 2026',
  );
  const known = texts.length;
  for (let round = 0; round < 400; round += 1) {
    const text = texts[pick(known)] ?? '';
    const at = pick(text.length + 1);
    const inserted = '0123456789-:.TZ+ ,GMT'[pick(21)] ?? '';
    texts.push(text.slice(0, at) + inserted + text.slice(at + pick(2)));
  }
  return texts;
}

test('timestamps are read in the same way', () => {
  const units = new Map(
    schemes.filter(([scheme]) => scheme.timestamp?.header !== undefined).map((pair) => [pair[0].timestamp.unit, pair]),
  );
  assert.deepEqual([...units.keys()].sort(), ['any', 'http-date', 'milliseconds', 'rfc3339', 'seconds']);
  const accepted = new Set();
  for (const [unit, pair] of units) {
    const [scheme] = pair;
    const secrets = secretFor(scheme);
    const { prefix = '', encoding, header } = scheme.signature;
    for (const text of timestamps(random(7))) {
      const shown = text.trim();
      const content = scheme.content
        .replaceAll('{timestamp}', shown)
        .replaceAll('{id}', 'msg_1')
        .replaceAll('{body}', '{}');
      const key = scheme.key === 'whsec' ? Buffer.from(secrets.slice(6), 'base64') : secrets;
      const mac = createHmac(scheme.algorithm.slice(5), key).update(content).digest(encoding);
      const headers = {
        [header]: prefix + mac,
        [scheme.timestamp.header]: shown,
        [scheme.messageId?.header ?? 'X-Other']: 'msg_1',
      };
      for (const toleranceSeconds of [undefined, false]) {
        const [expected, found] = both(pair, { secrets, body: '{}', headers, now: NOW, toleranceSeconds });
        assert.deepEqual(found, expected, `${scheme.id} ${shown}`);
        if (found.ok) accepted.add(unit);
        assert.notEqual(found.code, 'signature_mismatch', `${scheme.id} ${shown}`);
      }
    }
  }
  assert.equal(accepted.size, units.size);
});

/** Secrets that are placeholders, halves of key pairs, or contain mistakes, and some that are valid. */
function secrets() {
  const words = [
    'undefined',
    'null',
    'NaN',
    'none',
    'nil',
    'true',
    'false',
    '<nil>',
    '(null)',
    'secret',
    'SECRET',
    'a.b',
    'x',
  ];
  const forms = [
    '%',
    '',
    ' %\n',
    '"%"',
    "'%'",
    '“%”',
    '`%`',
    'whsec_%',
    'v1,whsec_%',
    'Bearer %',
    'sha256=%',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a secret that looks like a placeholder.
    '${%}',
    '$(%)',
    '{{%}}',
  ];
  forms.push(
    '{{ % }}',
    '{{{%}}}',
    'a-{{%}}-b',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a secret that looks like a placeholder.
    'a${%}b',
    '<%>',
    '<% %%>',
    '#{%}',
    '%%',
    '%(%)s',
    '$%',
    '$env:%',
    '{%}',
    '@@%@@',
    '__%__',
  );
  forms.push(
    '[object %]',
    'Promise {%}',
    'function %() {}',
    'async %}',
    '() => %',
    'class % {}',
    'Symbol(%)',
    'process.env.%',
  );
  forms.push(
    'ENV[%]',
    'op://%',
    'projects/%',
    'arn:aws:ssm:%',
    '%%%',
    '%:%',
    '%/%',
    '% %',
    '\ufeff%',
    '\u200b%',
    '%\u00a0',
    '\u000b%',
  );
  const texts = forms.flatMap((form) => words.map((word) => form.replaceAll('%', word)));
  texts.push(
    '****',
    '••••••',
    '***',
    '·●*•',
    '[redacted]',
    '[REDACTED]',
    '(sensitive value)',
    '<%>',
    '{{',
    '}}',
    '${',
    '__',
    '_____',
    '@@@@',
  );
  texts.push('It’s a Secret to Everybody', '$ecret', '$2b$10$abcdefghijklmnopqrstuv', '$my.webhook.x', '\ud800');
  for (const [kind, options] of [
    ['ed25519', {}],
    ['ec', { namedCurve: 'P-256' }],
    ['rsa', { modulusLength: 1024 }],
  ]) {
    const { publicKey, privateKey } = generateKeyPairSync(kind, options);
    for (const [key, types] of [
      [publicKey, kind === 'rsa' ? ['spki', 'pkcs1'] : ['spki']],
      [privateKey, kind === 'rsa' ? ['pkcs8', 'pkcs1'] : ['pkcs8']],
    ]) {
      for (const type of types) {
        const pem = key.export({ type, format: 'pem' });
        const der = key.export({ type, format: 'der' });
        const base64 = der.toString('base64');
        texts.push(
          pem,
          pem.replaceAll('\n', '\\n'),
          pem.split('\n')[0],
          ` ${pem}`,
          Buffer.from(pem).toString('base64'),
        );
        texts.push(
          base64,
          base64.replace(/=+$/, ''),
          base64.replaceAll('+', '-').replaceAll('/', '_'),
          der.toString('hex'),
        );
        texts.push(
          base64.slice(0, 60),
          Buffer.from(pem).toString('hex'),
          encodeURIComponent(pem),
          pem.replaceAll(' ', '+'),
        );
        texts.push(new Uint8Array(der), new Uint8Array(Buffer.from(pem)), `whsec_${base64}`);
      }
      const jwk = JSON.stringify(key.export({ format: 'jwk' }));
      texts.push(jwk, `[${jwk}]`, Buffer.from(jwk).toString('base64'));
    }
  }
  texts.push(
    'ssh-rsa AAAAB3NzaC1yc2E',
    'AAAAC3NzaC1lZDI1NTE5AAAA',
    'whpk_AAAA',
    'WHSK_AAAA',
    'v1a,whpk_AAAA',
    'whsec_whpk_AAAA',
    '<RSAKeyValue><D>',
  );
  texts.push(
    '<RSAKeyValue>',
    '{"kty":"oct"}',
    '-----BEGIN CERTIFICATE-----',
    '-----BEGIN%20PUBLIC KEY-----',
    '2d2d2d2d2d',
  );
  texts.push(
    'whsec_',
    'whsec_AAA',
    'whsec_AAAA',
    'whsec_AAAAAAAAAAAAAAAAAAAAAA==',
    'whsec_AA-_',
    'whsec_AB==',
    'v1,AAAA',
    'AB',
    'ab',
    'abc',
    'zz',
  );
  texts.push(
    'dW5kZWZpbmVk',
    'bnVsbA==',
    '6e756c6c',
    'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    'AA-_AA==',
    ' AAAA ',
    '',
    new Uint8Array(),
    new Uint8Array(3),
  );
  return texts;
}

test('mistakes in secrets give the same errors and warnings', () => {
  const forms = new Map(schemes.map((pair) => [`${pair[0].key} ${pair[0].algorithm}`, pair]));
  assert.deepEqual(
    new Set([...forms.values()].map(([scheme]) => scheme.key)),
    new Set(['text', 'whsec', 'hex', 'base64']),
  );
  const codes = new Set();
  for (const pair of forms.values()) {
    const headers = signed(pair[0], '{}').headers;
    for (const secret of secrets()) {
      for (const given of [secret, [secretFor(pair[0]), secret]]) {
        const options = { secrets: given, body: '{}', headers, now: NOW };
        const [expected, found] = both(pair, options);
        assert.deepEqual(found, expected, `${pair[0].id} ${secret}`);
        codes.add(found.code);
        for (const { code } of found.warnings ?? []) codes.add(code);
      }
    }
  }
  for (const code of [
    'secret_placeholder',
    'empty_secret',
    'secret_is_public',
    'secret_not_hex',
    'secret_not_base64',
    'secret_wrong_kind',
  ]) {
    assert.ok(codes.has(code), code);
  }
  for (const secrets of [undefined, null, [], 5, {}, { name: 1, value: 'x' }]) {
    const [expected, found] = both(schemes[0], { secrets, body: '{}', headers: {} });
    assert.deepEqual(found, expected);
  }
});

test('a verifier is freed, and its keys are created again after the module was replaced', async () => {
  const pair = schemes.find(([{ id }]) => id === 'github/sha256');
  const { secrets: secret, ...delivery } = signed(pair[0], '{}');
  const verifier = createVerifier({ scheme: pair[1], secrets: secret });
  assert.equal(verifier.verify(delivery).ok, true);
  verifier.free();
  assert.equal(outcome(() => verifier.verify(delivery)).code, 'freed');
  assert.equal(verify({ ...delivery, scheme: 'github/sha256', secrets: secret }).ok, true);
});
