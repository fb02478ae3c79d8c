// `advance` ends, even if receivers cause further deliveries.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { hook, inbox, start } from './api.mjs';

const now = Date.parse('2026-01-15T12:00:00Z');

/** More attempts than any of these tests makes. A service that does not end is closed. */
const ENOUGH = 2_000;

/** A service with a receiver that reacts to each attempt, and responds with a status. */
async function reacting(context, status, react) {
  const { service, ask } = await start(context, { provider: 'generic', now });
  let received = 0;
  const answer = async (response) => {
    answers.push(answer);
    received += 1;
    if (received > ENOUGH) void service.close();
    else await react({ service, ask });
    response.writeHead(status).end();
  };
  const { url, answers } = await inbox(context, answer);
  const { id } = await hook(ask, url);
  return { service, ask, id, url, received: () => received };
}

const emit = ({ service }) => service.emit({ type: 'user.created' });

describe('advance ends if the receiver', () => {
  test('emits at each delivery', async (context) => {
    const { service } = await reacting(context, 200, emit);
    emit({ service });
    assert.equal((await service.advance(0)).length, 2);
    assert.equal((await service.advance(0)).length, 2, 'the deferred delivery, and the one that it caused');
    assert.equal((await service.advance(1_000)).length, 2);
    assert.equal(service.now, now + 1_000);
  });

  test('fails and emits at each attempt', async (context) => {
    const { service } = await reacting(context, 500, emit);
    emit({ service });
    // Five attempts, and five for each delivery that they caused.
    assert.equal((await service.advance(1e9)).length, 5 + 5 * 5);
  });

  test('emits for several subscriptions', async (context) => {
    const { service, ask, url } = await reacting(context, 200, emit);
    for (let index = 0; index < 2; index += 1) await hook(ask, url);
    emit({ service });
    assert.equal((await service.advance(0)).length, 3 + 3 * 3);
  });

  test('requests a test delivery at each delivery', async (context) => {
    let id;
    const made = await reacting(context, 200, async ({ ask }) => {
      assert.equal((await ask('POST', `/v1/webhooks/${id}/test`)).status, 202);
    });
    id = made.id;
    emit(made);
    assert.equal((await made.service.advance(0)).length, 2);
  });

  test('subscribes, deactivates, activates and tests at each delivery', async (context) => {
    let address;
    const made = await reacting(context, 200, async ({ ask }) => {
      const { id } = await hook(ask, address);
      for (const active of [false, true]) await ask('PATCH', `/v1/webhooks/${id}`, { active });
      assert.equal((await ask('POST', `/v1/webhooks/${id}/test`)).status, 202);
    });
    address = made.url;
    emit(made);
    assert.equal((await made.service.advance(60_000)).length, 2);
  });

  test('sends Retry-After 0', async (context) => {
    const { service, ask } = await start(context, { provider: 'generic', now });
    const again = { status: 503, headers: { 'retry-after': '0' } };
    const { url } = await inbox(context, ...Array.from({ length: 50 }, () => again));
    await hook(ask, url);
    emit({ service });
    assert.equal((await service.advance(1e9)).length, 5);
  });

  test('calls advance at each delivery', async (context) => {
    const turns = [];
    const { service } = await reacting(context, 200, ({ service }) => {
      emit({ service });
      if (turns.length < 10) turns.push(service.advance(0));
    });
    emit({ service });
    assert.equal((await service.advance(0)).length, 2);
    for (let turn = 0; turn < 10; turn += 1) assert.equal((await turns[turn]).length, 2);
  });
});
