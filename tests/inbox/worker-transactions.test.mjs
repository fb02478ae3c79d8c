// A worker whose handlers get a transaction, which is committed with the completion of the item.

import assert from 'node:assert/strict';
import test, { before, describe } from 'node:test';
import { startPostgres } from '../databases/postgres.mjs';
import { deferred } from '../receiving/deliveries.mjs';
import { policyOf, startEndpoint } from './endpoint.mjs';
import { clients, timeout, until } from './setup.mjs';

let server;
before(async (context) => {
  server = await startPostgres(context);
});

const start = (context, options, receiving) => startEndpoint(context, server, options, receiving);

for (const kind of Object.keys(clients)) {
  describe(`a worker with transactions (${kind})`, { timeout }, () => {
    test('commits the effects with the completion', async (context) => {
      const made = await start(context, { kind });
      let fails = true;
      made.run(
        async ({ id }, { tx }) => {
          await made.leave(tx, id);
          if (!fails) return;
          fails = false;
          throw new Error('after the effect');
        },
        { transaction: true, policy: policyOf(1) },
      );
      await made.deliver();
      await made.ended();
      assert.deepEqual(await made.left(), [{ event: 'e1', by: '' }]);
      assert.deepEqual(made.codes(), ['attempt_failed']);
    });

    test('rolls the effects back if the lease was lost', async (context) => {
      const made = await start(context, { kind });
      const gates = [deferred(), deferred()];
      let calls = 0;
      const handler = async ({ id }, { tx, attempt }) => {
        calls += 1;
        await made.leave(tx, id, String(attempt));
        await gates[calls - 1].promise;
      };
      const first = made.run(handler, { transaction: true, leaseMs: 3_600_000 });
      await made.deliver();
      await until(() => calls === 1);
      const stopped = first.stop();
      await made.hasten();
      made.run(handler, { transaction: true });
      await until(() => calls === 2);
      gates[0].resolve();
      await stopped;
      gates[1].resolve();
      await made.ended();
      assert.deepEqual(await made.left(), [{ event: 'e1', by: '2' }]);
      assert.deepEqual(made.codes(), ['claim_lost']);
    });

    test('rolls the effects of a deferred event back, and those after a swallowed error', async (context) => {
      const made = await start(context, { kind });
      let calls = 0;
      made.run(
        async ({ id }, worker) => {
          calls += 1;
          await made.leave(worker.tx, id, String(calls));
          if (calls === 1) worker.defer(1);
          if (calls === 2) await clients[kind].run(worker.tx, 'select 1 / 0', []).catch(() => {});
        },
        { transaction: true, policy: policyOf(1) },
      );
      await made.deliver();
      await made.ended();
      assert.deepEqual(await made.left(), [{ event: 'e1', by: '3' }]);
      assert.deepEqual(made.codes(), ['deferred', 'attempt_failed']);
    });
  });
}
