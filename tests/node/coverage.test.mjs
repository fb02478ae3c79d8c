// For every scheme, the verdict and the table in SECURITY.md say what a signature covers.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { describe } from 'node:test';
import { verify } from 'hookwright';
import { bodies, moves, surroundings } from './coverage/mutations.mjs';
import { changed, genuine, readings, schemes } from './coverage/requests.mjs';

/** The rows of the table, by scheme. */
const table = new Map(
  readFileSync(new URL('../../SECURITY.md', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => /^\| `[a-z0-9-]+\/[a-z0-9-]+` /.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .map(([scheme, body, timestamp, id, method, url, , , contentType, headers, together]) => [
      scheme.replaceAll('`', ''),
      { body, timestamp, id, method, url, contentType, headers, together },
    ]),
);

const covered = (unsigned = [], pointer) =>
  unsigned.some((listed) => listed === 'body' || pointer === listed || pointer.startsWith(`${listed}/`));

describe('a changed body is rejected, or the changed part is listed as unsigned', () => {
  for (const scheme of schemes) {
    test(scheme.id, async () => {
      const requests = genuine(scheme);
      assert.ok(requests.length > 0, 'the scheme signs no body');
      for (const request of requests) {
        const verdict = verify(request);
        assert.ok(verdict.ok, verdict.message);
        const before = await readings(request);
        for (const [what, mutation] of [...bodies(request), ...moves(request)]) {
          if (mutation.body.equals(request.body)) continue;
          const forged = verify(mutation);
          if (!forged.ok) continue;
          assert.deepEqual(forged.unsigned, verdict.unsigned, '`unsigned` differs between deliveries of a scheme');
          const pointers = changed(before, await readings(mutation));
          const hidden = pointers.filter((pointer) => !covered(forged.unsigned, pointer));
          assert.deepEqual(hidden, [], `${what}: ${mutation.url} ${mutation.body}`);
        }
      }
    });
  }
});

describe('other changes of a request are rejected, or the table lists the part as unsigned', () => {
  for (const scheme of schemes) {
    test(scheme.id, () => {
      const row = table.get(scheme.id);
      assert.ok(row, 'the scheme is not in the table');
      const isSigned = (part) => {
        if (part === 'method') return row.method === 'signed';
        if (part === 'URL') return row.url !== 'not signed';
        if (part === 'Content-Type') return row.contentType === 'signed';
        const named = (place) =>
          [place?.header, place?.orHeader].some((name) => name?.toLowerCase() === part.toLowerCase());
        // Additional signatures are allowed, because one that matches is sufficient.
        if (named(scheme.signature)) return false;
        if (named(scheme.timestamp)) return row.timestamp === 'signed';
        if (named(scheme.messageId)) return row.id === 'signed';
        return row.headers.includes(`\`${part}\``);
      };
      for (const request of genuine(scheme)) {
        for (const [part, mutation] of surroundings(request)) {
          const verdict = verify(mutation);
          if (!verdict.ok || !isSigned(part)) continue;
          // A repeated field with the same value, and a list with an additional signature, are equivalent.
          const same = JSON.stringify(normal(mutation)) === JSON.stringify(normal(request));
          assert.ok(same, `${part}: ${JSON.stringify(mutation.headers)} ${mutation.method} ${mutation.url}`);
        }
      }
    });
  }

  /** A request without repeated fields and alternative signatures. */
  function normal({ method, url, headers }) {
    const once = new Map(headers.map(([name, value]) => [name.toLowerCase(), value]));
    return [method, url.split('#')[0], [...once].filter(([, value]) => value !== 'forged').sort()];
  }
});

test('the verdict of a partial scheme has a frozen list of unsigned parts', () => {
  const partial = schemes.filter((scheme) => {
    const verdicts = genuine(scheme).map((request) => verify(request));
    for (const { unsigned } of verdicts) if (unsigned !== undefined) assert.ok(Object.isFrozen(unsigned));
    const isPartial = verdicts.some(({ unsigned }) => unsigned !== undefined);
    assert.equal(isPartial, table.get(scheme.id).body !== 'signed', scheme.id);
    return isPartial;
  });
  const ids = partial.map(({ id }) => id);
  for (const id of ['adyen/notification', 'mailgun/body', 'dropbox-sign/hmac', 'gitlab/token', 'twilio/sha1']) {
    assert.ok(ids.includes(id), id);
  }
});

test('the verdict says whether the id is signed', () => {
  const of = (id) => {
    const scheme = schemes.find((each) => each.id === id);
    const [request] = genuine(scheme);
    return verify(request).idSigned;
  };
  for (const id of [
    'github/sha256',
    'shopify/hmac',
    'linear/hmac',
    'sentry/hmac',
    'pagerduty/hmac',
    'razorpay/hmac',
    'cursor/hmac',
    'wise/rsa',
  ]) {
    assert.equal(of(id), false, id);
  }
  for (const id of [
    'standard/v1',
    'svix/v1',
    'vercel/hmac',
    'notion/hmac',
    'box/hmac',
    'mailgun/body',
    'fal/ed25519',
    'stripe/v1',
  ]) {
    assert.equal(of(id), true, id);
  }
  for (const id of ['generic/signature', 'klaviyo/hmac']) assert.equal(of(id), undefined, id);
});
