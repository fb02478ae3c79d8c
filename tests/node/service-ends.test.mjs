// advance() ends, whatever receivers do with what they get.

import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { hook, inbox, start } from './api.mjs';

const now = Date.parse('2026-01-15T12:00:00Z');

/** More attempts than any of these tests makes: a service that goes on and on is closed. */
const ENOUGH = 2_000;

/** A service with a receiver that does something each time it is told, and answers with a status. */
async function telling(context, status, react) {
  const { service, ask } = await start(context, { provider: 'generic', now });
  let told = 0;
  const answer = async (response) => {
    answers.push(answer);
    told += 1;
    if (told > ENOUGH) void service.close();
    else await react({ service, ask });
    response.writeHead(status).end();
  };
  const { url, answers } = await inbox(context, answer);
  const { id } = await hook(ask, url);
  return { service, ask, id, url, told: () => told };
}

const emit = ({ service }) => service.emit({ type: 'user.created' });

describe('advance', () => {
  test('low_advance_ends_where_the_receiver_emits_at_each_delivery', async (context) => {
    const { service } = await telling(context, 200, emit);
    emit({ service });
    assert.equal((await service.advance(0)).length, 2);
    assert.equal((await service.advance(0)).length, 2, 'what it left, and what that caused');
    assert.equal((await service.advance(1_000)).length, 2);
    assert.equal(service.now, now + 1_000);
  });

  test('low_advance_ends_where_the_receiver_fails_and_emits_at_each_attempt', async (context) => {
    const { service } = await telling(context, 500, emit);
    emit({ service });
    // Five attempts, and five of each delivery that one of them caused.
    assert.equal((await service.advance(1e9)).length, 5 + 5 * 5);
  });

  test('low_advance_ends_where_the_receiver_emits_for_several_subscriptions', async (context) => {
    const { service, ask, url } = await telling(context, 200, emit);
    for (let index = 0; index < 2; index += 1) await hook(ask, url);
    emit({ service });
    assert.equal((await service.advance(0)).length, 3 + 3 * 3);
  });

  test('low_advance_ends_where_the_receiver_asks_for_a_test_at_each_delivery', async (context) => {
    let id;
    const made = await telling(context, 200, async ({ ask }) => {
      assert.equal((await ask('POST', `/v1/webhooks/${id}/test`)).status, 202);
    });
    id = made.id;
    emit(made);
    assert.equal((await made.service.advance(0)).length, 2);
  });

  test('low_advance_ends_where_the_receiver_subscribes_switches_and_tests_at_each_delivery', async (context) => {
    let address;
    const made = await telling(context, 200, async ({ ask }) => {
      const { id } = await hook(ask, address);
      for (const active of [false, true]) await ask('PATCH', `/v1/webhooks/${id}`, { active });
      assert.equal((await ask('POST', `/v1/webhooks/${id}/test`)).status, 202);
    });
    address = made.url;
    emit(made);
    assert.equal((await made.service.advance(60_000)).length, 2);
  });

  test('low_advance_ends_where_the_receiver_asks_to_come_again_at_once', async (context) => {
    const { service, ask } = await start(context, { provider: 'generic', now });
    const again = { status: 503, headers: { 'retry-after': '0' } };
    const { url } = await inbox(context, ...Array.from({ length: 50 }, () => again));
    await hook(ask, url);
    emit({ service });
    assert.equal((await service.advance(1e9)).length, 5);
  });

  test('low_advance_ends_where_the_receiver_calls_it_at_each_delivery', async (context) => {
    const turns = [];
    const { service } = await telling(context, 200, ({ service }) => {
      emit({ service });
      if (turns.length < 10) turns.push(service.advance(0));
    });
    emit({ service });
    assert.equal((await service.advance(0)).length, 2);
    for (let turn = 0; turn < 10; turn += 1) assert.equal((await turns[turn]).length, 2);
  });
});
