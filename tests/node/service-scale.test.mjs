// The cost of `createService` is linear in the number of events. It is measured in function calls and loop iterations
// of its module, which are the same on every machine.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { describe } from 'node:test';
import binaryen from 'binaryen';
import { createService, init, initService } from 'hookwright';
import { asker, hook } from './api.mjs';

const folder = new URL('../node_modules/hookwright/', import.meta.url);

/** A module with a call at the start of each function and of each loop iteration. */
function counting(file) {
  const module = binaryen.readBinary(readFileSync(new URL(file, folder)));
  module.runPasses(['log-execution']);
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

let steps = 0;
const { Instance } = WebAssembly;

/** The imports of a module with the function that it calls. */
function withCounter(module, imports) {
  const counter = WebAssembly.Module.imports(module).find(({ name }) => name === 'log_execution');
  const count = () => {
    steps += 1;
  };
  return { ...imports, [counter.module]: { ...imports[counter.module], log_execution: count } };
}

WebAssembly.Instance = new Proxy(Instance, {
  construct: (_, [module, imports]) => new Instance(module, withCounter(module, imports)),
});
await init(counting);
await initService();
// The first service adds the modules of services.
await createService({ provider: 'generic' }).close();
WebAssembly.Instance = Instance;

/** A service with this many subscriptions, and a function that counts the steps of a call. */
async function start(context, subscriptions = 1) {
  const service = createService({ provider: 'generic', now: 0 });
  context.after(() => service.close());
  const ask = asker('http://service.test', undefined, service.fetch);
  const ids = [];
  // A random secret would not take the same steps each time, because the checks depend on its text.
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

/** Advances while all responses have this status. */
async function answering(context, status) {
  const { fetch } = globalThis;
  context.after(() => (globalThis.fetch = fetch));
  globalThis.fetch = async () => new Response(null, { status });
}

/**
 * Checks that four times the input takes about four times the steps. With quadratic cost, it would take sixteen times.
 */
async function isLinear(context, count, act) {
  const few = await act(count);
  const many = await act(4 * count);
  context.diagnostic(`${few} steps, and ${many} for four times as much`);
  assert.ok(few > count, 'the steps are not counted');
  assert.ok(many < 5 * few, `${few} steps, and ${many} for four times as much`);
}

test('listeners of attempts in flight cause no warning and are removed', async (context) => {
  await answering(context, 200);
  const warnings = [];
  const warn = (warning) => warnings.push(warning.name);
  process.on('warning', warn);
  context.after(() => process.off('warning', warn));
  const { service } = await start(context);
  for (let index = 0; index < 50; index += 1) service.emit({ type: 'user.created' });
  assert.equal((await service.advance(0)).length, 50);
  // Warnings are emitted in the next turn of the event loop.
  await new Promise((turned) => setImmediate(turned));
  // Adding and removing a listener searches the list of listeners, and the host warns of long lists.
  assert.deepEqual(warnings, []);
});

describe('the number of steps is linear', () => {
  test('if all events are delivered at once', async (context) => {
    await answering(context, 200);
    await isLinear(context, 1000, async (count) => {
      const { service } = await start(context);
      return await stepsOf(async () => {
        for (let index = 0; index < count; index += 1) service.emit({ type: 'user.created' });
        assert.equal((await service.advance(0)).length, count);
      });
    });
  });

  test('if each event is delivered before the next', async (context) => {
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

  test('with retries at different times', async (context) => {
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

  test('in the subscriptions of one event', async (context) => {
    await answering(context, 200);
    await isLinear(context, 1000, async (count) => {
      const { service } = await start(context, count);
      return await stepsOf(async () => {
        service.emit({ type: 'user.created' });
        assert.equal((await service.advance(0)).length, count);
      });
    });
  });

  test('if the log is read after each event', async (context) => {
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

  test('if subscriptions are tested and deleted', async (context) => {
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
