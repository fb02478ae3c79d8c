// What createService costs as events grow in number, in steps that its module takes: function calls and rounds of loops, which are
// the same on every machine.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { describe } from 'node:test';
import binaryen from 'binaryen';
import { asker, hook } from './api.mjs';

const folder = new URL('../node_modules/hookwright/', import.meta.url);

/** The module with a call at the start of each function and of each round of a loop. */
function counting() {
  const module = binaryen.readBinary(readFileSync(new URL('hookwright_service_bg.wasm', folder)));
  module.runPasses(['log-execution']);
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

let steps = 0;
const { createService, initService } = await import(new URL('index.js', folder));
const { instantiate } = WebAssembly;
WebAssembly.instantiate = (module, imports) => {
  // The call goes where the module's other imports come from.
  const [name] = Object.keys(imports);
  const count = () => {
    steps += 1;
  };
  return instantiate(module, { ...imports, [name]: { ...imports[name], log_execution: count } });
};
await initService(counting());
WebAssembly.instantiate = instantiate;

/** A service with so many subscriptions, and the steps that something takes. */
async function start(context, subscriptions = 1) {
  const service = createService({ provider: 'generic', now: 0 });
  context.after(() => service.close());
  const ask = asker('http://service.test', undefined, service.fetch);
  const ids = [];
  // A random one would not take the same steps each time: what a key looks like decides which checks it goes through.
  const secret = 'whsec_0123456789abcdef0123456789abcdef';
  for (let index = 0; index < subscriptions; index += 1) {
    ids.push((await hook(ask, 'https://receiver.example/', ['user.created'], secret)).id);
  }
  return { service, ask, ids };
}

async function stepsOf(act) {
  const before = steps;
  await act();
  return steps - before;
}

/** Runs with all answers of this status. */
async function answering(context, status) {
  const { fetch } = globalThis;
  context.after(() => (globalThis.fetch = fetch));
  globalThis.fetch = async () => new Response(null, { status });
}

/** That four times as much takes four times the steps, or a bit more. Where everything is looked at each time, it is sixteen. */
async function isLinear(context, count, act) {
  const few = await act(count);
  const many = await act(4 * count);
  context.diagnostic(`${few} steps, and ${many} for four times as much`);
  assert.ok(few > count, 'the steps are counted');
  assert.ok(many < 5 * few, `${few} steps, and ${many} for four times as much`);
}

test('low_service_linear_in_listeners_of_what_is_under_way', async (context) => {
  await answering(context, 200);
  const warnings = [];
  const warn = (warning) => warnings.push(warning.name);
  process.on('warning', warn);
  context.after(() => process.off('warning', warn));
  const { service } = await start(context);
  for (let index = 0; index < 50; index += 1) service.emit({ type: 'user.created' });
  assert.equal((await service.advance(0)).length, 50);
  // They come with the next turn of the event loop.
  await new Promise((turned) => setImmediate(turned));
  // A list of listeners is looked through for each that comes and goes, and the host warns of long ones.
  assert.deepEqual(warnings, []);
});

describe('the steps grow as the number of events', () => {
  test('low_service_linear_where_all_events_are_delivered_at_once', async (context) => {
    await answering(context, 200);
    await isLinear(context, 1000, async (count) => {
      const { service } = await start(context);
      return await stepsOf(async () => {
        for (let index = 0; index < count; index += 1) service.emit({ type: 'user.created' });
        assert.equal((await service.advance(0)).length, count);
      });
    });
  });

  test('low_service_linear_where_each_event_is_delivered_before_the_next', async (context) => {
    await answering(context, 200);
    await isLinear(context, 1000, async (count) => {
      const { service } = await start(context);
      return await stepsOf(async () => {
        for (let index = 0; index < count; index += 1) {
          service.emit({ type: 'user.created' });
          assert.equal((await service.advance(1)).length, 1);
        }
      });
    });
  });

  test('low_service_linear_with_retries_at_times_of_their_own', async (context) => {
    await answering(context, 500);
    await isLinear(context, 500, async (count) => {
      const { service } = await start(context);
      return await stepsOf(async () => {
        for (let index = 0; index < count; index += 1) {
          service.emit({ type: 'user.created' });
          await service.advance(1);
        }
        await service.advance(1e9);
      });
    });
  });

  test('low_service_linear_in_the_subscriptions_of_one_event', async (context) => {
    await answering(context, 200);
    await isLinear(context, 1000, async (count) => {
      const { service } = await start(context, count);
      return await stepsOf(async () => {
        service.emit({ type: 'user.created' });
        assert.equal((await service.advance(0)).length, count);
      });
    });
  });

  test('low_service_linear_where_the_log_is_asked_after_each_event', async (context) => {
    await answering(context, 200);
    await isLinear(context, 1000, async (count) => {
      const { service, ask, ids } = await start(context);
      return await stepsOf(async () => {
        for (let index = 0; index < count; index += 1) {
          service.emit({ type: 'user.created' });
          await service.advance(0);
          await ask('GET', `/v1/webhooks/${ids[0]}/deliveries?limit=1`);
        }
      });
    });
  });

  test('low_service_linear_where_subscriptions_are_tested_and_deleted', async (context) => {
    await answering(context, 200);
    await isLinear(context, 1000, async (count) => {
      const { service, ask, ids } = await start(context, count);
      return await stepsOf(async () => {
        for (const id of ids) assert.equal((await ask('POST', `/v1/webhooks/${id}/test`)).status, 202);
        await service.advance(0);
        for (const id of ids) assert.equal((await ask('DELETE', `/v1/webhooks/${id}`)).status, 204);
      });
    });
  });
});
