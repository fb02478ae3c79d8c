// The verdicts about addresses: those of the core, which are in the vectors, against this package and Python's `ipaddress`.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import test, { describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { source } from '../sources.mjs';

const { addresses } = JSON.parse(readFileSync(new URL('../vectors/addresses.json', import.meta.url), 'utf8'));
const { isGlobal, isIn, parseAddress, parseRange } = await source('internal/safe-fetch/addresses.ts');

describe('the package', () => {
  test('agrees with the core about each address', () => {
    assert.ok(addresses.length > 500, String(addresses.length));
    const different = addresses.filter(([text, expected]) => isGlobal(parseAddress(text)) !== expected);
    assert.deepEqual(different, []);
  });

  test('reads addresses in any valid form, and nothing else', () => {
    const forms = ['2001:db8::1', '2001:DB8:0:0:0:0:0:1', '2001:db8::0.0.0.1', '2001:0db8:0000::0001'];
    for (const form of forms) assert.deepEqual(parseAddress(form), [0x2001, 0xdb8, 0, 0, 0, 0, 0, 1], form);
    assert.deepEqual(parseAddress('::'), [0, 0, 0, 0, 0, 0, 0, 0]);
    assert.deepEqual(parseAddress('1.2.3.255'), [0x102, 0x3ff]);
    const wrong = [
      '',
      '1',
      '1.2.3',
      '1.2.3.256',
      '01.2.3.4',
      '1.2.3.4 ',
      '0x1.2.3.4',
      '1.2.3.4.5',
      '１.2.3.4',
      ':::',
      '1::2::3',
    ];
    for (const text of [...wrong, '::1%1', '[::1]', '::1]@x', '12345::', 'g::', '1:2:3:4:5:6:7', '::1.2.3.256']) {
      assert.equal(parseAddress(text), undefined, text);
    }
  });

  test('reads prefixes', () => {
    assert.deepEqual(parseRange('10.0.0.0/8'), { groups: [0xa00, 0], bits: 8 });
    assert.deepEqual(parseRange('::/0'), { groups: [0, 0, 0, 0, 0, 0, 0, 0], bits: 0 });
    assert.deepEqual(parseRange('1.2.3.4'), { groups: [0x102, 0x304], bits: 32 });
    for (const text of [
      '10.0.0.1/8',
      '10.0.0.0/33',
      '::/129',
      '10.0.0.0/',
      '/8',
      '10.0.0.0/8/8',
      '10.0.0.0/+8',
      '10/8',
    ]) {
      assert.equal(parseRange(text), undefined, text);
    }
  });
});

/**
 * Where Python differs: the verdict of this package, the addresses, and the reason. Newer versions of Python have more of the
 * registries, so some of these differences are only in older ones. They were compared with 3.8, 3.11, 3.12.1 and 3.13.0.
 */
const DIFFERENCES = [
  [false, ['64:ff9b::/96'], 'Python does not judge NAT64 by the embedded address'],
  [false, ['2a00:1450::/32'], 'Python does not know ISATAP, of which these are the vectors'],
  [false, ['224.0.0.0/4', 'ff00::/8'], 'Python considers multicast addresses global'],
  [false, ['192.88.99.0/24'], 'Python does not list the deprecated relays of 6to4'],
  [false, ['192.0.0.0/24'], 'older versions list only parts of the protocol assignments'],
  [false, ['64:ff9b:1::/48', '2002::/16', '3fff::/20'], 'older versions do not list these'],
  [false, ['::/3', '4000::/2', '8000::/1'], 'Python accepts addresses outside of the global unicast space 2000::/3'],
  [true, ['::ffff:0:0/96'], 'older versions refuse all IPv4-mapped addresses'],
  [
    true,
    ['2001:1::/32', '2001:3::/32', '2001:4:112::/48', '2001:20::/28', '2001:30::/28'],
    'older versions do not list what is global among the protocol assignments',
  ],
];

test('Python agrees about each address, except for listed differences', (context) => {
  const script = fileURLToPath(new URL('addresses.py', import.meta.url));
  const input = JSON.stringify(addresses.map(([text]) => text));
  const { error, stdout, stderr } = spawnSync('python3', ['-I', script], { input, encoding: 'utf8' });
  if (error?.code === 'ENOENT') return context.skip('python3 is not installed');
  assert.equal(stderr, '');
  const { version, isGlobal: ofPython } = JSON.parse(stdout);
  const reasons = new Set();
  const unexplained = addresses.filter(([text, expected], index) => {
    if (ofPython[index] === expected) return false;
    const found = DIFFERENCES.find(([verdict, prefixes]) => {
      return verdict === expected && isIn(prefixes.map(parseRange), parseAddress(text));
    });
    if (found !== undefined) reasons.add(found[2]);
    return found === undefined;
  });
  assert.deepEqual(unexplained, [], `Python ${version}`);
  for (const reason of reasons) context.diagnostic(`Python ${version}: ${reason}`);
});
