// A service in a test suite: subscriptions, events and deliveries on its clock.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import test, { describe } from 'node:test';
import { createService, parseEvent, verify } from 'hookwright';
import { hook, inbox, start, wellHook } from './api.mjs';
import { listen } from './http.mjs';
import { receiver } from './receiver.mjs';

const now = Date.parse('2026-01-15T12:00:00Z');

describe('deliveries', () => {
  test('of generic arrive once and verify', async (context) => {
    const { service, ask } = await start(context, { provider: 'generic', now });
    const [events, refused] = [[], []];
    const secret = 'whsec_of_the_receiver';
    const app = receiver({
      provider: 'generic',
      secrets: secret,
      on: (e) => events.push(e),
      log: (l) => refused.push(l),
    });
    const url = `http://127.0.0.1:${await listen(context, app)}/webhook`;
    const made = await ask('POST', '/v1/webhooks', { url, events: ['user.created'], secret });
    assert.deepEqual([made.status, made.body.secret], [201, secret]);

    const { eventId, deliveryIds, skipped } = service.emit({
      type: 'user.created',
      data: { id: 'user_1', name: 'Zoë' },
    });
    assert.deepEqual([deliveryIds.length, skipped], [1, []]);
    const attempts = await service.advance(0);
    const [deliveryId] = deliveryIds;
    const subscriptionId = made.body.id;
    const attempt = { deliveryId, eventId, subscriptionId, number: 1, atMs: now, url, status: 200, error: null };
    assert.deepEqual(attempts, [attempt]);
    assert.deepEqual(refused, []);
    assert.equal(events.length, 1);
    assert.deepEqual(events[0], {
      provider: 'generic',
      type: 'user.created',
      id: eventId,
      occurredAtMs: now,
      data: { id: 'user_1', name: 'Zoë' },
      problems: [],
      dataText: '{"id":"user_1","name":"Zoë"}',
      exactNumbers: {},
    });
    assert.deepEqual(await service.advance(1e9), []);
    const log = await ask('GET', `/v1/webhooks/${subscriptionId}/deliveries`);
    assert.deepEqual(log.body.deliveries, [
      {
        id: deliveryId,
        event_id: eventId,
        status: 'success',
        attempts: 1,
        status_code: 200,
        delivered_at: '2026-01-15T12:00:00Z',
      },
    ]);
  });

  test('of Well are signed with the secret of the service', async (context) => {
    const { service, ask } = await start(context, { provider: 'well', token: 'well-token', now });
    const [events, refused] = [[], []];
    const secrets = service.secret;
    assert.match(secrets, /^whsec_[0-9a-f]{64}$/);
    const app = receiver({ provider: 'well', secrets, on: (e) => events.push(e), log: (l) => refused.push(l) });
    const target_url = `http://127.0.0.1:${await listen(context, app)}/webhook`;
    await wellHook(ask, { event: 'document.processed', target_url });
    service.emit({ type: 'document.processed' });
    const [attempt] = await service.advance(0);
    assert.equal(attempt.status, 200);
    assert.deepEqual([events.length, refused], [1, []]);
    assert.deepEqual([events[0].type, events[0].problems], ['document.processed', []]);
  });

  test('are signed with the given secret', async (context) => {
    const { service, ask } = await start(context, { provider: 'well', secret: 'whsec_mine' });
    const { url, requests } = await inbox(context);
    await wellHook(ask, { event: 'document.processed', target_url: url });
    service.emit({ type: 'document.processed' });
    await service.advance(0);
    const [{ body, headers }] = requests;
    assert.equal(service.secret, 'whsec_mine');
    assert.ok(verify({ provider: 'well', secrets: 'whsec_mine', body, headers }).ok);
  });

  test('have static headers, a content type and a length', async (context) => {
    const { service, ask } = await start(context, { provider: 'well' });
    const { url, requests } = await inbox(context);
    const headers = { 'X-Foldspace-Token': 'fold_7c1e9a', Authorization: 'Basic Zm9v' };
    await wellHook(ask, { event: 'document.processed', target_url: `${url}/a/b?c=%20d`, headers });
    service.emit({ type: 'document.processed' });
    await service.advance(0);
    const [request] = requests;
    assert.deepEqual([request.method, request.path], ['POST', '/a/b?c=%20d']);
    assert.equal(request.headers['x-foldspace-token'], 'fold_7c1e9a');
    assert.equal(request.headers.authorization, 'Basic Zm9v');
    assert.equal(request.headers['content-type'], 'application/json');
    assert.equal(request.headers['content-length'], String(request.body.length));
  });

  test('are sent to matching subscriptions, and emit reports the skipped ones', async (context) => {
    const { service, ask } = await start(context, { provider: 'well' });
    const { url: target_url, requests } = await inbox(context);
    const external_workspace_id = 'customer-1';
    await ask('POST', '/v1/workspaces', { data: { type: 'workspace', attributes: { external_workspace_id } } });
    await ask('POST', '/v1/workspaces', {
      data: { type: 'workspace', attributes: { external_workspace_id: 'other' } },
    });
    const event = 'document.processed';
    const receives = await wellHook(ask, { event, target_url, external_workspace_id });
    const elsewhere = await wellHook(ask, { event, target_url, external_workspace_id: 'other' });
    const off = await wellHook(ask, { event, target_url, active: false });
    const others = await wellHook(ask, { event: 'company.created', target_url });
    const { skipped } = service.emit({ type: event, workspaceId: external_workspace_id });
    assert.deepEqual(skipped, [
      { subscriptionId: elsewhere, reason: 'other_workspace', message: 'the subscription is for another workspace' },
      { subscriptionId: off, reason: 'inactive', message: 'the subscription is not active' },
      { subscriptionId: others, reason: 'other_event', message: 'the subscription is for other events' },
    ]);
    const attempts = await service.advance(0);
    assert.deepEqual(
      attempts.map(({ subscriptionId }) => subscriptionId),
      [receives],
    );
    const sent = parseEvent(requests[0].body, { provider: 'well' });
    assert.equal(sent.data.external_workspace_id, external_workspace_id);
    assert.match(sent.data.workspace_id, /^[0-9a-f-]{36}$/);
  });

  test('contain undocumented payloads without changes', async (context) => {
    const { service, ask } = await start(context, { provider: 'generic', now });
    const { url, requests } = await inbox(context);
    await hook(ask, url);
    const data = { z: 1, a: { __proto__: null, b: [1.5, -0, 2 ** 53, 'é\u0000'] }, id: 7 };
    service.emit({ type: 'user.created', data });
    await service.advance(0);
    const sent = JSON.parse(requests[0].body);
    assert.deepEqual(sent.data, JSON.parse(JSON.stringify(data)));
    assert.deepEqual(Object.keys(sent.data), ['z', 'a', 'id']);
  });
});

describe('the clock', () => {
  test('moves only by advance, and the API uses it', async (context) => {
    const { service, ask } = await start(context, { provider: 'generic', now: new Date(now) });
    assert.equal(service.now, now);
    const { url } = await inbox(context);
    assert.equal((await hook(ask, url)).created_at, '2026-01-15T12:00:00Z');
    await service.advance(61_500.9);
    assert.equal(service.now, now + 61_500);
    assert.equal((await hook(ask, url)).created_at, '2026-01-15T12:01:01.500Z');
  });

  test('starts at the time of the call', async () => {
    const before = Date.now();
    const service = createService({ provider: 'generic' });
    assert.ok(service.now >= before && service.now <= Date.now());
    await service.close();
  });

  test('deliveries are sent only during advance', async (context) => {
    const { service, ask } = await start(context, { provider: 'generic', now });
    const { url, requests } = await inbox(context);
    const { id } = await hook(ask, url);
    service.emit({ type: 'user.created' });
    assert.equal((await ask('POST', `/v1/webhooks/${id}/test`)).status, 202);
    // An earlier request would have arrived before this one.
    await fetch(url, { method: 'POST' });
    assert.equal(requests.length, 1);
    assert.deepEqual((await ask('GET', `/v1/webhooks/${id}/deliveries`)).body.deliveries, []);
    assert.equal((await service.advance(0)).length, 2);
  });

  test('deliveries that are due at the same time are sent concurrently', async (context) => {
    const { service, ask } = await start(context, { provider: 'generic', now });
    const open = [];
    // No request gets a response before all have arrived.
    const together = (response) => {
      open.push(response);
      if (open.length === 3) for (const each of open) each.writeHead(200).end();
    };
    const { url } = await inbox(context, together, together, together);
    for (const path of ['a', 'b', 'c']) await hook(ask, `${url}/${path}`);
    service.emit({ type: 'user.created' });
    const attempts = await service.advance(0);
    assert.deepEqual(
      attempts.map((attempt) => [new URL(attempt.url).pathname, attempt.status]),
      [
        ['/a', 200],
        ['/b', 200],
        ['/c', 200],
      ],
    );
  });

  test('calls of advance run one after the other', async (context) => {
    const { service, ask } = await start(context, { provider: 'generic', now });
    const { url } = await inbox(context, 500, 500);
    await hook(ask, url);
    service.emit({ type: 'user.created' });
    const turns = await Promise.all([
      service.advance(0),
      service.advance(-1).catch(({ code }) => code),
      service.advance(30_000),
      service.advance(300_000),
    ]);
    assert.deepEqual(
      turns.map((turn) => (Array.isArray(turn) ? turn.map(({ number, atMs }) => [number, atMs - now]) : turn)),
      [[[1, 0]], 'invalid_duration', [[2, 30_000]], [[3, 330_000]]],
    );
  });

  test('deliveries caused during advance are sent by it', async (context) => {
    const { service, ask } = await start(context, { provider: 'generic', now });
    const { url, requests } = await inbox(context, (response) => {
      service.emit({ type: 'user.updated' });
      response.writeHead(500).end();
    });
    await hook(ask, url, ['user.created', 'user.updated']);
    service.emit({ type: 'user.created' });
    const attempts = await service.advance(30_000);
    assert.deepEqual(
      attempts.map(({ number, atMs, status }) => [number, atMs - now, status]),
      [
        [1, 0, 500],
        [1, 0, 200],
        [2, 30_000, 200],
      ],
    );
    assert.deepEqual(
      requests.map(({ body }) => JSON.parse(body).type),
      ['user.created', 'user.updated', 'user.created'],
    );
  });
});

describe('close', () => {
  test('aborts attempts in flight and releases the port', async (context) => {
    const { service, ask, url: api } = await start(context, { provider: 'generic', now });
    const held = [];
    const { url, next } = await inbox(context, (response) => held.push(response));
    await hook(ask, url);
    service.emit({ type: 'user.created' });
    const arrived = next();
    const advanced = assert.rejects(service.advance(0), { code: 'closed' });
    await arrived;
    const gone = once(held[0], 'close');
    const closed = service.close();
    assert.equal(service.close(), closed, 'a second call returns another promise');
    await Promise.all([advanced, gone, closed]);
    await assert.rejects(fetch(api));
    const another = createService({ provider: 'generic' });
    context.after(() => another.close());
    const port = Number(new URL(api).port);
    assert.deepEqual(await another.listen(port), { url: api, port });
  });

  test('makes every later call throw', async () => {
    const service = createService({ provider: 'generic' });
    const { secret } = service;
    await service.close();
    const closed = { name: 'TypeError', code: 'closed' };
    await assert.rejects(service.fetch(new Request('http://service.test/v1/webhooks')), closed);
    await assert.rejects(service.listen(), closed);
    await assert.rejects(service.advance(0), closed);
    assert.throws(() => service.emit({ type: 'user.created' }), closed);
    assert.throws(() => service.save(), closed);
    assert.equal(service.secret, secret);
  });

  test('releases the memory of services', () => {
    const script = `
      let memory;
      WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
        construct(target, given) {
          const instance = new target(...given);
          // Parts of the module use its memory.
          memory = instance.exports.memory ?? memory;
          return instance;
        },
      });
      const { createService } = await import('hookwright');
      const data = { text: 'x'.repeat(1_000_000) };
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ url: 'https://receiver.example/', events: ['user.created'] });
      const sizes = [];
      for (let round = 0; round < 40; round += 1) {
        const service = createService({ provider: 'generic' });
        await service.fetch(new Request('http://service.test/v1/webhooks', { method: 'POST', headers, body }));
        service.emit({ type: 'user.created', data });
        service.save();
        await service.close();
        sizes.push(memory.buffer.byteLength);
      }
      console.log(JSON.stringify([sizes[4], sizes[39]]));`;
    const options = { cwd: import.meta.dirname, encoding: 'utf8' };
    const [few, many] = JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], options));
    assert.ok(few > 1_000_000);
    assert.equal(many, few);
  });
});

test('concurrent services are independent', async (context) => {
  const [one, two] = [await start(context, { provider: 'generic' }), await start(context, { provider: 'generic' })];
  const made = await hook(one.ask, 'https://receiver.example/');
  assert.equal((await two.ask('GET', `/v1/webhooks/${made.id}`)).status, 404);
  assert.deepEqual((await two.ask('GET', '/v1/webhooks')).body, { webhooks: [] });
  assert.notEqual(one.service.secret, two.service.secret);
  const other = await hook(two.ask, 'https://receiver.example/');
  assert.notEqual(made.id, other.id);
  assert.notEqual(made.secret, other.secret);
});
