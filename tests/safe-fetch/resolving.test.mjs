// Names that resolve to internal addresses: rebinding, several addresses, aliases.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { createSafeFetch } from 'hookwright/safe-fetch';
import { startDns } from './dns.mjs';
import { failure, startHttp } from './servers.mjs';

// The tests permit single addresses of loopback, which take the role of global ones; 127.0.0.1 takes that of an internal one.
const GLOBAL = '127.0.0.2';
const OTHER = '127.0.0.3';
const INTERNAL = '127.0.0.1';
const allow = [`${GLOBAL}/32`, `${OTHER}/32`];

describe('a name', () => {
  test('that is rebound after the check is still connected to the checked address', async (context) => {
    // The first answer is permitted, and all others are internal.
    const { lookup, questions } = await startDns(context, (name, type, count) => {
      return type === 'A' ? [[name, 'A', count === 1 ? GLOBAL : INTERNAL]] : [];
    });
    const { port, requests } = await startHttp(context, undefined, '0.0.0.0');
    const fetch = createSafeFetch({ allow, lookup });
    const response = await fetch(`http://rebound.test:${port}/hook`);
    assert.deepEqual([response.status, await response.text()], [200, 'ok']);
    assert.deepEqual(
      requests.map(({ to, headers }) => [to, headers.host]),
      [[GLOBAL, `rebound.test:${port}`]],
    );
    assert.deepEqual(questions.sort(), ['rebound.test A', 'rebound.test AAAA']);
    // The next request asks again, and refuses the new answer.
    assert.equal((await failure(fetch(`http://rebound.test:${port}/hook`))).code, 'address_refused');
    assert.equal(requests.length, 1);
  });

  test('with internal and permitted addresses is connected to a permitted one only', async (context) => {
    const answers = { A: [INTERNAL, GLOBAL, '10.0.0.1'], AAAA: ['::1', 'fd00::1', '::ffff:127.0.0.1'] };
    const { lookup } = await startDns(context, (name, type) => answers[type].map((each) => [name, type, toText(each)]));
    const { port, requests } = await startHttp(context, undefined, '0.0.0.0');
    const fetch = createSafeFetch({ allow, lookup });
    for (let count = 0; count < 5; count += 1) await (await fetch(`http://mixed.test:${port}/`)).text();
    assert.deepEqual([...new Set(requests.map(({ to }) => to))], [GLOBAL]);
  });

  test('whose first permitted address does not answer is connected to the next permitted one', async (context) => {
    const { lookup } = await startDns(context, (name, type) => {
      return type === 'A' ? [GLOBAL, OTHER, INTERNAL].map((each) => [name, 'A', each]) : [];
    });
    const { port, requests } = await startHttp(context, undefined, OTHER);
    await (await createSafeFetch({ allow, lookup })(`http://several.test:${port}/`)).text();
    assert.deepEqual(
      requests.map(({ to }) => to),
      [OTHER],
    );
  });

  test('with internal addresses only is refused', async (context) => {
    const { lookup } = await startDns(context, (name, type) => {
      return type === 'A'
        ? [
            [name, 'A', '10.0.0.1'],
            [name, 'A', INTERNAL],
          ]
        : [[name, 'AAAA', 'fd00::1']];
    });
    const { port, sockets } = await startHttp(context, undefined, '0.0.0.0');
    const error = await failure(createSafeFetch({ allow, lookup })(`http://internal.test:${port}/`));
    assert.equal(error.code, 'address_refused');
    assert.match(error.message, /`allow`/);
    assert.equal(sockets.size, 0);
  });

  test('that is an alias is judged by the addresses at the end of the chain', async (context) => {
    const chain = (name, last) => [
      [name, 'CNAME', 'edge.test'],
      ['edge.test', 'CNAME', 'origin.test'],
      ['origin.test', 'A', last],
    ];
    const { lookup } = await startDns(context, (name, type) => {
      return type === 'A' ? chain(name, name === 'good.test' ? GLOBAL : '169.254.169.254') : [];
    });
    const { port, requests } = await startHttp(context, undefined, '0.0.0.0');
    const fetch = createSafeFetch({ allow, lookup });
    assert.equal((await fetch(`http://good.test:${port}/`)).status, 200);
    assert.equal((await failure(fetch(`http://bad.test:${port}/`))).code, 'address_refused');
    assert.equal(requests.length, 1);
  });

  test('that does not exist has the code name_unresolved and the cause', async (context) => {
    const { lookup } = await startDns(context, () => undefined);
    const error = await failure(createSafeFetch({ lookup })('http://missing.test/'));
    assert.deepEqual([error.code, error.cause.code], ['name_unresolved', 'ENOTFOUND']);
    for (const [found, expected] of [
      [[], 'name_unresolved'],
      // What is not an address cannot be checked, so it is refused.
      [['fe80::1%eth0'], 'address_refused'],
      [['0x7f.1'], 'address_refused'],
      [[7], 'address_refused'],
      [['127.0.0.01'], 'address_refused'],
    ]) {
      const { code } = await failure(createSafeFetch({ lookup: async () => found })('http://odd.test/'));
      assert.equal(code, expected, String(found));
    }
    const thrown = await failure(
      createSafeFetch({
        lookup: () => {
          throw new Error('no resolver');
        },
      })('http://odd.test/'),
    );
    assert.deepEqual([thrown.code, thrown.cause.message], ['name_unresolved', 'no resolver']);
  });

  test('of the system is resolved without a `lookup`', async (context) => {
    const { port, requests } = await startHttp(context);
    const fetch = createSafeFetch({ allow: ['127.0.0.1', '::1'] });
    assert.equal((await fetch(`http://localhost:${port}/`)).status, 200);
    assert.equal((await failure(createSafeFetch()(`http://localhost:${port}/`))).code, 'address_refused');
    assert.equal(requests.length, 1);
  });
});

test('`deny` refuses addresses also if `allow` contains them', async (context) => {
  const { port, requests } = await startHttp(context, undefined, '0.0.0.0');
  const fetch = createSafeFetch({ allow: ['127.0.0.0/8'], deny: ['127.0.0.2/32', '2a00:1450::/32', '93.184.0.0/16'] });
  assert.equal((await fetch(`http://127.0.0.3:${port}/`)).status, 200);
  for (const host of [
    '127.0.0.2',
    '[2a00:1450::1]',
    '93.184.215.14',
    '[64:ff9b::93.184.215.14]',
    '[::ffff:127.0.0.2]',
    // ISATAP, with interface identifiers for global and for private addresses.
    '[2606:4700::5efe:5db8:d70e]',
    '[2606:4700::200:5efe:93.184.215.14]',
  ]) {
    assert.equal((await failure(fetch(`http://${host}:${port}/`))).code, 'address_refused', host);
  }
  assert.equal(requests.length, 1);
});

test('`allow` does not apply to the IPv4 address in an ISATAP address', async () => {
  const fetch = createSafeFetch({ allow: ['10.0.0.0/8'] });
  assert.equal((await failure(fetch('http://[2606:4700::5efe:10.0.0.1]/'))).code, 'address_refused');
});

/** An IPv6 address without an IPv4 part, which the DNS server encodes. */
function toText(address) {
  return address.includes(':') ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;
}
