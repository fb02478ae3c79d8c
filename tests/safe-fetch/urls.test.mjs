// URLs that are refused: spellings of internal addresses, protocols, credentials, ports.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { createSafeFetch, safeFetch } from 'hookwright/safe-fetch';
import { failure, startHttp } from './servers.mjs';

/** Spellings of 127.0.0.1, all of which the WHATWG URL parser writes in the same way. */
const LOOPBACK = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '2130706433',
  '017700000001',
  '0177.0.0.1',
  '0x7f000001',
  '0x7F.1',
  '0x7f.0x0.0x0.0x1',
  '127.0.0.1.',
  '0x7f.1.',
  '%31%32%37.0.0.1',
  '127%2e0%2e0%2e1',
  '１２７.0.0.1',
  '127。0。0。1',
  '１２７．１',
  '⑫7.1',
];

/** Spellings of other internal addresses. */
const INTERNAL = [
  '0',
  '0.0.0.0',
  '0x0',
  '10.1',
  '0xa000001',
  '3232235777',
  '192.168.257',
  '2852039166',
  '169.254.169.254',
  '0251.0376.0251.0376',
  '100.64.0.1',
  '192.0.2.1',
  '224.0.0.1',
  '255.255.255.255',
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:7f00:1]',
  '[::ffff:127.0.0.1]',
  '[::FFFF:10.0.0.1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b::169.254.169.254]',
  '[64:ff9b:1::1.1.1.1]',
  '[2002:7f00:1::]',
  '[2001:0:1::1]',
  '[fe80::1]',
  '[fd00:ec2::254]',
  '[fec0::1]',
  '[ff02::1]',
  '[2001:db8::1]',
  '[2a00:1450::5efe:a00:1]',
];

/** Hosts that the URL parser refuses. */
const INVALID = [
  '256.0.0.1',
  '127.0.0.0x100',
  '1.2.3.4.5',
  '0x7g.1.0',
  '[fe80::1%25eth0]',
  '[::1',
  '127.0.0.1:x',
  'a b',
  '',
];

describe('a host', () => {
  for (const host of [...LOOPBACK, ...INTERNAL]) {
    test(`${host} is refused`, async (context) => {
      const { port, sockets } = await startHttp(context, undefined, '0.0.0.0');
      for (const scheme of ['http', 'https']) {
        const error = await failure(safeFetch(`${scheme}://${host}:${port}/`));
        assert.equal(error.code, 'address_refused', error.message);
      }
      assert.equal(sockets.size, 0);
    });
  }

  for (const host of INVALID) {
    test(`'${host}' is not valid`, async () => {
      const { code } = await failure(safeFetch(`http://${host}/`));
      // Numbers with invalid digits at the end are numbers; others are names.
      assert.ok(['url_invalid', 'name_unresolved'].includes(code), code);
    });
  }

  test('in any spelling of an address that `allow` contains is accepted', async (context) => {
    const { port, requests } = await startHttp(context);
    const fetch = createSafeFetch({ allow: ['127.0.0.1/32'] });
    for (const host of LOOPBACK) assert.equal((await fetch(`http://${host}:${port}/`)).status, 200, host);
    assert.equal(requests.length, LOOPBACK.length);
    assert.deepEqual([...new Set(requests.map(({ headers }) => headers.host))], [`127.0.0.1:${port}`]);
  });

  test('that is an IPv6 address is accepted if `allow` contains it', async (context) => {
    const { port, requests } = await startHttp(context, undefined, '::1');
    assert.equal((await createSafeFetch({ allow: ['::1/128'] })(`http://[0::1]:${port}/`)).status, 200);
    assert.equal(requests[0].headers.host, `[::1]:${port}`);
    assert.equal(
      (await failure(createSafeFetch({ allow: ['127.0.0.0/8'] })(`http://[::1]:${port}/`))).code,
      'address_refused',
    );
  });

  test('that is an IPv4-mapped address is judged by the IPv4 address', async (context) => {
    const { port } = await startHttp(context);
    const fetch = createSafeFetch({ allow: ['127.0.0.1/32'] });
    assert.equal((await fetch(`http://[::ffff:127.0.0.1]:${port}/`)).status, 200);
    assert.equal((await failure(fetch(`http://[::ffff:127.0.0.2]:${port}/`))).code, 'address_refused');
  });
});

describe('a URL', () => {
  const lookup = () => assert.fail('nothing may be resolved');
  const fetch = createSafeFetch({ allow: ['0.0.0.0/0'], lookup });
  const secret = 'hunter2';
  const cases = {
    protocol_refused: [
      'ftp://x.test/',
      'file:///etc/passwd',
      'data:,x',
      'gopher://x.test/',
      'ws://x.test/',
      'javascript:0',
    ],
    credentials_refused: [`http://${secret}@x.test/`, `http://user:${secret}@x.test/`, `http://:${secret}@x.test/`],
    port_refused: ['0', '22', '25', '1023'].map((port) => `http://x.test:${port}/`),
    url_invalid: [
      '/hook',
      '',
      'x.test',
      `http://${secret} x/`,
      `http://x.test:${secret}/`,
      'http://x.test:65536/',
      'http://',
    ],
  };
  for (const [code, urls] of Object.entries(cases)) {
    for (const url of urls) {
      test(`'${url.replace(secret, '…')}' has the code ${code}`, async () => {
        for (const given of [url, URL.canParse(url) ? new URL(url) : url]) {
          const error = await failure(fetch(given));
          assert.equal(error.code, code, error.message);
          assert.ok(!`${error.stack}${error.cause}`.includes(secret));
        }
      });
    }
  }

  test('may have the ports 80 and 443, and those from 1024', async () => {
    const refused = createSafeFetch({ lookup: async () => ['10.0.0.1'] });
    for (const url of [
      'http://x.test',
      'https://x.test',
      'http://x.test:443',
      'https://x.test:1024',
      'http://x.test:65535',
    ]) {
      assert.equal((await failure(refused(url))).code, 'address_refused', url);
    }
    const only = createSafeFetch({ ports: [443, 25], lookup: async () => ['10.0.0.1'] });
    const codes = ['https://x.test', 'http://x.test', 'http://x.test:25', 'http://x.test:8080'].map(async (url) => {
      return (await failure(only(url))).code;
    });
    assert.deepEqual(await Promise.all(codes), ['address_refused', 'port_refused', 'address_refused', 'port_refused']);
  });

  test('that is not a string or a `URL` is misuse', async () => {
    for (const given of [undefined, null, 7, {}, new Request('http://x.test/')]) {
      const error = await failure(fetch(given));
      assert.deepEqual([error.name, error.code], ['TypeError', 'invalid_options']);
    }
  });
});

describe('createSafeFetch', () => {
  const wrong = [
    { allow: '127.0.0.1' },
    { allow: ['localhost'] },
    { allow: ['127.0.0.1/33'] },
    { allow: ['10.0.0.1/8'] },
    { allow: ['0x7f.1'] },
    { allow: ['::1/129'] },
    { allow: ['127.0.0.1/'] },
    { allow: ['127.0.0.1/8/8'] },
    { deny: [7] },
    { ports: 443 },
    { ports: [0] },
    { ports: ['443'] },
    { ports: [65_536] },
    { timeoutMs: 0 },
    { timeoutMs: '1' },
    { maxResponseBytes: -1 },
    { maxResponseBytes: 0.5 },
    { lookup: 'dns' },
    { ca: 7 },
    { ca: [Buffer.from('x')] },
    { allowed: [] },
    [],
    null,
  ];
  for (const options of wrong) {
    test(`refuses ${JSON.stringify(options)}`, () => {
      assert.throws(() => createSafeFetch(options), { code: /^(invalid_options|invalid_duration|unknown_option)$/ });
    });
  }
});
