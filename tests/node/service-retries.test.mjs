// Retries of a service: their times and targets, and the delivery log.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { createService, planRetries, provider, verify } from 'hookwright';
import { asker, hook, inbox, start, wellHook } from './api.mjs';

const now = Date.parse('2026-01-15T12:00:00Z');

/** The attempts of a service that imitates Well, with delays that double. */
function imitated() {
  const { imitatedMs } = provider('well').policy.schedule;
  return [0, 1, 3].map((times) => ({ atMs: now + times * imitatedMs }));
}

describe('retries', () => {
  for (const id of ['generic', 'well']) {
    test(`of ${id} are made at the times of its policy, with the same event`, async (context) => {
      const { service, ask } = await start(context, { provider: id, now });
      const { url, requests } = await inbox(context, 500, 503, 200);
      const subscribe = {
        generic: () => hook(ask, url, ['user.created']),
        well: () => wellHook(ask, { event: 'document.processed', target_url: url }),
      };
      await subscribe[id]();
      const { eventId } = service.emit({ type: id === 'generic' ? 'user.created' : 'document.processed' });
      // Well does not publish its delays. The policy contains those of the imitation.
      const known = { generic: planRetries({ policy: 'generic', start: now }).attempts, well: imitated() };
      const plan = known[id];

      const attempts = [];
      for (const { atMs } of plan.slice(0, 3)) {
        // No attempt is made a millisecond early.
        if (atMs > service.now) assert.deepEqual(await service.advance(atMs - service.now - 1), []);
        attempts.push(...(await service.advance(atMs - service.now)));
        assert.equal(service.now, atMs);
      }
      assert.deepEqual(
        attempts.map(({ number, atMs, status }) => [number, atMs, status]),
        [
          [1, plan[0].atMs, 500],
          [2, plan[1].atMs, 503],
          [3, plan[2].atMs, 200],
        ],
      );
      assert.deepEqual([...new Set(attempts.map((attempt) => attempt.eventId))], [eventId]);
      assert.equal(requests.length, 3);
      for (const { body, headers } of requests) {
        assert.deepEqual(body, requests[0].body);
        assert.deepEqual(headers, requests[0].headers);
      }
      assert.deepEqual(await service.advance(1e9), [], 'an attempt after success');
    });
  }

  test('are all made by one call of advance', async (context) => {
    const { service, ask } = await start(context, { provider: 'generic', now });
    const { url, requests } = await inbox(context, 500, 500, 500, 500, 500);
    const { id } = await hook(ask, url);
    service.emit({ type: 'user.created' });
    const attempts = await service.advance(7 * 86_400_000);
    assert.deepEqual(
      attempts.map(({ number, atMs }) => [number, atMs]),
      planRetries({ policy: 'generic', start: now }).attempts.map(({ number, atMs }) => [number, atMs]),
    );
    assert.equal(requests.length, 5);
    assert.equal(service.now, now + 7 * 86_400_000);
    const [entry] = (await ask('GET', `/v1/webhooks/${id}/deliveries`)).body.deliveries;
    assert.deepEqual([entry.status, entry.attempts, entry.status_code], ['failed', 5, 500]);
  });

  test('use the subscription as changed between two attempts', async (context) => {
    const { service, ask } = await start(context, { provider: 'well', token: 'well-token', now });
    const [before, after] = [await inbox(context, 500), await inbox(context)];
    const headers = { 'X-Foldspace-Token': 'fold_7c1e9a' };
    const id = await wellHook(ask, { event: 'document.processed', target_url: before.url, headers });
    service.emit({ type: 'document.processed' });
    await service.advance(0);
    const attributes = { target_url: `${after.url}/v2`, headers: { 'X-Foldspace-Token': 'fold_rotated_9d2' } };
    const patched = await ask('PATCH', `/v1/subscriptions/webhooks/${id}`, { data: { type: 'webhook', attributes } });
    assert.equal(patched.status, 200);
    const [second] = await service.advance(60_000);
    assert.deepEqual([second.number, second.url, second.status], [2, `${after.url}/v2`, 200]);
    assert.deepEqual([before.requests.length, after.requests.length], [1, 1]);
    assert.deepEqual(after.requests[0].body, before.requests[0].body);
    assert.equal(before.requests[0].headers['x-foldspace-token'], 'fold_7c1e9a');
    assert.equal(after.requests[0].headers['x-foldspace-token'], 'fold_rotated_9d2');
  });

  test('stop if the subscription is deactivated or deleted', async (context) => {
    const { service, ask } = await start(context, { provider: 'generic', now });
    const { url, requests } = await inbox(context, 500, 500);
    const [off, gone] = [await hook(ask, `${url}/off`), await hook(ask, `${url}/gone`)];
    service.emit({ type: 'user.created' });
    assert.equal((await service.advance(0)).length, 2);
    assert.equal((await ask('PATCH', `/v1/webhooks/${off.id}`, { active: false })).status, 200);
    assert.equal((await ask('DELETE', `/v1/webhooks/${gone.id}`)).status, 204);
    assert.deepEqual(await service.advance(1e9), []);
    assert.equal(requests.length, 2);
    assert.equal((await ask('GET', `/v1/webhooks/${gone.id}/deliveries`)).status, 404);
    const { skipped, deliveryIds } = service.emit({ type: 'user.created' });
    assert.deepEqual([skipped.map(({ reason }) => reason), deliveryIds], [['inactive'], []]);
  });

  test('continue in a restored service with the same schedule, clock and secret', async (context) => {
    const first = createService({ provider: 'well', token: 'a', now });
    const { url, requests } = await inbox(context, 500, 500, 200);
    const ask = asker('http://first.test', 'a', first.fetch);
    const id = await wellHook(ask, { event: 'document.processed', target_url: url });
    const { eventId } = first.emit({ type: 'document.processed' });
    await first.advance(10_000);
    const state = first.save();
    await first.close();

    const { service: second } = await start(context, { provider: 'well', token: 'b', state });
    assert.equal(second.now, now + 10_000);
    assert.equal(second.secret, first.secret);
    const attempts = await second.advance(1e9);
    assert.deepEqual(
      attempts.map(({ number, atMs, status }) => [number, atMs - now, status]),
      [
        [2, 30_000, 500],
        [3, 90_000, 200],
      ],
    );
    assert.ok(attempts.every((attempt) => attempt.eventId === eventId && attempt.subscriptionId === id));
    for (const { body, headers } of requests) {
      assert.ok(verify({ provider: 'well', secrets: first.secret, body, headers }).ok);
    }
    const path = `/v1/subscriptions/webhooks/${id}`;
    assert.equal((await asker('http://x.test', 'a', second.fetch)('GET', path)).status, 401, 'the token was saved');
    assert.equal((await asker('http://x.test', 'b', second.fetch)('GET', path)).status, 200);
    const later = createService({ provider: 'well', state, now: now + 1e9, secret: 'whsec_other' });
    assert.deepEqual([later.now, later.secret], [now + 1e9, 'whsec_other'], 'options do not replace the saved values');
    await later.close();
  });

  test('repeat an attempt that was in flight when the service was saved', async (context) => {
    const { service, ask } = await start(context, { provider: 'generic', now });
    let state;
    const { url, requests } = await inbox(context, (response) => {
      state = service.save();
      response.writeHead(200).end();
    });
    await hook(ask, url);
    service.emit({ type: 'user.created' });
    await service.advance(0);
    const { service: again } = await start(context, { provider: 'generic', state });
    const [attempt] = await again.advance(0);
    assert.deepEqual([attempt.number, requests.length], [1, 2]);
  });
});

describe('the delivery log records', () => {
  /** Makes one attempt at this address, and returns its entry in the delivery log. */
  async function attempted(context, url, options = {}) {
    const { service, ask } = await start(context, { provider: 'generic', now, ...options });
    const { id } = await hook(ask, url);
    service.emit({ type: 'user.created' });
    const [{ status, error }] = await service.advance(0);
    const [entry] = (await ask('GET', `/v1/webhooks/${id}/deliveries`)).body.deliveries;
    return { status, error, log: [entry.status, entry.status_code ?? null, entry.error ?? null] };
  }

  test('a redirect, which is not followed', async (context) => {
    const target = await inbox(context);
    for (const status of [301, 302, 303, 307, 308]) {
      const { url, requests } = await inbox(context, { status, headers: { location: target.url } });
      const outcome = await attempted(context, url);
      assert.deepEqual(outcome, { status, error: null, log: ['failed', status, null] });
      assert.equal(requests.length, 1);
    }
    assert.equal(target.requests.length, 0);
  });

  test('a refused connection', async (context) => {
    const { url, close } = await inbox(context);
    await close();
    const log = ['failed', null, 'Connection failed'];
    assert.deepEqual(await attempted(context, url), { status: null, error: 'connection', log });
  });

  test('a closed connection', async (context) => {
    const { url } = await inbox(context, (response) => response.destroy());
    const log = ['failed', null, 'Connection failed'];
    assert.deepEqual(await attempted(context, url), { status: null, error: 'connection', log });
  });

  test('a timeout', async (context) => {
    const { url } = await inbox(context, () => {});
    const log = ['failed', null, 'Connection timeout'];
    assert.deepEqual(await attempted(context, url, { timeoutMs: 1 }), { status: null, error: 'timeout', log });
  });

  test('an invalid certificate', async (context) => {
    const { url } = await inbox(context);
    const log = ['failed', null, 'Certificate not valid'];
    const secure = url.replace('http:', 'https:');
    assert.deepEqual(await attempted(context, secure), { status: null, error: 'tls', log });
  });

  test('each kind of error of the host', async (context) => {
    const failed = (cause) => Object.assign(new TypeError('fetch failed'), { cause });
    const code = (name) => failed(Object.assign(new Error(), { code: name }));
    const several = Object.assign(new AggregateError([Object.assign(new Error(), { code: 'ETIMEDOUT' })]), {});
    const kinds = {
      dns: [code('ENOTFOUND'), code('EAI_AGAIN')],
      tls: [
        ...['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN'].map(code),
        ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERR_TLS_CERT_ALTNAME_INVALID', 'EPROTO'].map(code),
      ],
      timeout: [code('ETIMEDOUT'), code('UND_ERR_CONNECT_TIMEOUT'), code('UND_ERR_HEADERS_TIMEOUT'), failed(several)],
      connection: [code('ECONNRESET'), code('UND_ERR_SOCKET'), code(7), failed(undefined), new Error('x'), 'x', null],
    };
    const real = globalThis.fetch;
    context.after(() => (globalThis.fetch = real));
    const service = createService({ provider: 'generic', now });
    context.after(() => service.close());
    await hook(asker('http://service.test', undefined, service.fetch), 'https://receiver.example/');
    for (const [kind, errors] of Object.entries(kinds)) {
      for (const error of errors) {
        service.emit({ type: 'user.created' });
        globalThis.fetch = async () => {
          throw error;
        };
        const attempts = await service.advance(0);
        assert.deepEqual([attempts.at(-1).error, attempts.at(-1).status], [kind, null], String(error?.cause?.code));
      }
    }
  });

  test('success if the response fails after its status', async (context) => {
    const half = (response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    };
    const endless = (response) => {
      response.writeHead(200);
      const more = () => {
        while (response.write(Buffer.alloc(65_536)));
        response.once('drain', more);
      };
      more();
    };
    for (const answer of [half, endless]) {
      const { url } = await inbox(context, answer);
      assert.deepEqual(await attempted(context, url), { status: 200, error: null, log: ['success', 200, null] });
    }
  });
});
