// Secrets that depend on the request.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { github, record, SECRET } from './deliveries.mjs';

for (const [kind, wrap] of [
  ['returns', (secret) => secret],
  ['resolves to', async (secret) => secret],
]) {
  describe(`a function that ${kind} secrets`, () => {
    test('gets the request, and its secrets verify it', async () => {
      const requests = [];
      const { handle, events } = record({
        secrets: (request) => {
          requests.push(request);
          return wrap([{ name: 'tenant', value: SECRET }]);
        },
        tenant: () => 'tenant',
      });
      const request = github();
      assert.equal((await handle(request)).status, 200);
      assert.equal(requests[0], request);
      assert.deepEqual(events[0][0].key, { index: 0, name: 'tenant' });
    });

    for (const none of [undefined, null, []]) {
      test(`is answered with 401 if they are ${JSON.stringify(none) ?? 'undefined'}`, async () => {
        const rejections = [];
        const { handle, codes } = record({
          secrets: () => wrap(none),
          onRejected: ({ code }) => void rejections.push(code),
        });
        assert.equal((await handle(github())).status, 401);
        assert.deepEqual(codes(), ['no_secret']);
        assert.deepEqual(rejections, ['no_secret']);
      });
    }

    for (const unusable of ['', [SECRET, undefined], 7, { secret: SECRET }]) {
      test(`is answered with 500 if they are unusable: ${JSON.stringify(unusable)}`, async () => {
        const { handle, entries } = record({ secrets: () => wrap(unusable) });
        assert.equal((await handle(github())).status, 500);
        assert.equal(entries[0].code, 'secrets_failed');
        assert.ok(!entries[0].error.message.includes(SECRET));
      });
    }
  });
}

for (const [kind, secrets] of [
  [
    'throws',
    () => {
      throw new Error('no database');
    },
  ],
  [
    'rejects',
    async () => {
      throw new Error('no database');
    },
  ],
]) {
  test(`a function that ${kind} is answered with 500`, async () => {
    const { handle, entries, events } = record({ secrets });
    assert.equal((await handle(github())).status, 500);
    assert.deepEqual([entries[0].code, entries[0].error.message], ['secrets_failed', 'no database']);
    assert.equal(events.length, 0);
  });
}

test('each of many tenants has its own secrets and its own ids', async () => {
  const { handle, events, codes } = record({
    secrets: ({ url }) => (url.startsWith('/tenants/') ? `${SECRET}${url}` : undefined),
    tenant: ({ url }) => url,
  });
  const { sign } = await import('hookwright');
  const request = (url, secretOf = url) => {
    const { headers, body } = sign({ provider: 'github', secret: `${SECRET}${secretOf}`, body: '{}', id: 'same' });
    return { method: 'POST', url, headers: { ...headers, 'X-GitHub-Event': 'push' }, body };
  };
  // More tenants than verifiers are kept.
  for (let turn = 0; turn < 2; turn += 1) {
    for (let tenant = 0; tenant < 100; tenant += 1) {
      assert.equal((await handle(request(`/tenants/${tenant}`))).status, 200);
    }
  }
  assert.equal(events.length, 100);
  assert.equal(codes().filter((code) => code === 'duplicate').length, 100);
  assert.equal((await handle(request('/tenants/1', '/tenants/2'))).status, 401);
  assert.equal((await handle(request('/others'))).status, 401);
});

test('a function without `tenant` is reported once', () => {
  const has = (options) => record(options).begun.some(({ code }) => code === 'tenant_missing');
  assert.ok(has({ secrets: () => SECRET }));
  assert.ok(!has({ secrets: () => SECRET, tenant: () => 'a' }));
  assert.ok(!has({ secrets: () => SECRET, tenant: false }));
  assert.ok(!has({}));
});

test('a `tenant` that is not text is answered with 500', async () => {
  for (const tenant of [
    () => undefined,
    () => '',
    () => {
      throw new Error('failed');
    },
  ]) {
    const { handle, codes } = record({ secrets: () => SECRET, tenant });
    assert.equal((await handle(github())).status, 500);
    assert.deepEqual(codes(), ['receiver_failed']);
  }
});

test('the keys of a receiver are not released while it can be called', async () => {
  setFlagsFromString('--expose-gc');
  const { handle } = record();
  for (let turn = 0; turn < 3; turn += 1) {
    runInNewContext('gc')();
    await new Promise(setImmediate);
  }
  assert.equal((await handle(github())).status, 200);
});
