// The corpora of broken deliveries, through the package. The tests of the core use the same corpora.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { explain, verify } from 'hookwright';

const corpus = (name) =>
  JSON.parse(readFileSync(new URL(`../vectors/explain/${name}.json`, import.meta.url), 'utf8')).tests;
const keys = (given) => (given ?? []).map(({ text, name }) => (name === undefined ? text : { name, value: text }));

function delivery({ scheme, secrets, method, url, headers, body, bodyHex, nowMs }) {
  const bytes = body ?? Buffer.from(bodyHex, 'hex');
  return { scheme, secrets: keys(secrets), method, url, headers, body: bytes, now: nowMs };
}

for (const [name, percent] of [
  ['corpus', 97],
  ['held-out', 93],
]) {
  test(`${name}: names the true cause first`, () => {
    const wrong = { good: [], unknown: [], broken: [] };
    const cases = corpus(name);
    for (const each of cases) {
      const { id, cause, accept = [], oldSecrets, otherSecrets } = each;
      const asked = { ...delivery(each), oldSecrets: keys(oldSecrets), otherSecrets: keys(otherSecrets) };
      const { ok, causes } = explain(asked);
      const named = ok ? 'good' : causes[0].code;
      if (![cause, ...accept].includes(named)) (wrong[cause] ?? wrong.broken).push(`${id}: ${named}`);
    }
    const broken = cases.filter(({ cause }) => cause !== 'good').length;
    const right = broken - wrong.broken.length - wrong.unknown.length;
    console.log(`${name}: ${right} of ${broken} broken deliveries by their true cause`);
    assert.deepEqual([wrong.good, wrong.unknown], [[], []]);
    assert.ok(right * 100 >= broken * percent, wrong.broken.join('\n'));
  });
}

test('verify and explain agree on valid deliveries', () => {
  for (const each of corpus('corpus')) {
    let isGood;
    try {
      isGood = verify(delivery(each)).ok;
    } catch (error) {
      // An invalid secret is misuse for `verify`, and a cause for `explain`.
      assert.match(error.code, /^(secret|empty)_|_secret$/, each.id);
      const { ok, checks } = explain(delivery(each));
      assert.equal(checks.find(({ name }) => name === 'secrets').ok, false, each.id);
      assert.equal(ok, false, each.id);
      isGood = false;
    }
    assert.equal(isGood, each.cause === 'good', each.id);
  }
});
