// A receiver with an inbox stores events in Postgres, and answers after the commit.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import test, { before, describe } from 'node:test';
import { startPostgres } from '../databases/postgres.mjs';
import { deferred, github, SECRET } from '../receiving/deliveries.mjs';
import { startEndpoint } from './endpoint.mjs';
import { clients, timeout, until } from './setup.mjs';

let server;
before(async (context) => {
  server = await startPostgres(context);
});

const start = (context, options, receiving) => startEndpoint(context, server, options, receiving);

for (const kind of Object.keys(clients)) {
  test(`an event is stored before the answer, and a worker handles it (${kind})`, { timeout }, async (context) => {
    const made = await start(context, { kind });
    assert.equal(await made.deliver('e1'), 200);
    assert.deepEqual(await made.state(), ['e1 queued']);
    const got = deferred();
    made.run((event, worker) => got.resolve([event, worker]));
    const [event, worker] = await got.promise;
    assert.deepEqual(
      [event.type, event.id, event.data, event.key, event.unsigned],
      ['push', 'e1', { ref: 'main' }, { index: 0 }, ['type', 'id']],
    );
    assert.equal(Buffer.from(event.body).toString(), '{"ref":"main"}');
    assert.ok(Number.isSafeInteger(event.receivedAtMs));
    assert.deepEqual([worker.attempt, worker.deferrals, worker.tenant, worker.tx], [1, 0, null, undefined]);
    assert.ok(worker.fence > 0);
    assert.equal(worker.signal.aborted, false);
    await made.ended();
    assert.deepEqual(await made.state(), ['e1 handled']);
    assert.deepEqual(made.codes(), []);
  });
}

describe('a receiver with an inbox', { timeout }, () => {
  test('stores one of many deliveries at the same moment, and answers all with 200', async (context) => {
    const made = await start(context, { max: 10 });
    const all = await Promise.all(Array.from({ length: 10 }, () => made.deliver()));
    assert.deepEqual(new Set(all), new Set([200]));
    assert.deepEqual(
      made.codes(),
      Array.from({ length: 9 }, () => 'duplicate'),
    );
    assert.deepEqual(await made.state(), ['e1 queued']);
  });

  test('stores the headers for the type and the content type, and no signature, cookie or credential', async (context) => {
    const made = await start(context);
    const secrets = {
      Authorization: 'Bearer s3cr3t',
      Cookie: 'a=s3cr3t',
      'X-Api-Key': 's3cr3t',
      'Content-Type': 'text/x',
    };
    assert.equal(await made.deliver('e1', { headers: secrets }), 200);
    const [row] = await made.rows();
    assert.deepEqual(row.headers, { 'x-github-event': 'push', 'content-type': 'text/x' });
    const all = JSON.stringify({ ...row, body: row.body.toString() });
    assert.doesNotMatch(all, /s3cr3t|sha256=/);
    assert.ok(!all.includes(SECRET));
    assert.deepEqual(row.verdict, { id: 'e1', key: { index: 0 }, idSigned: false });
  });

  test('rejects a forged delivery, and stores nothing', async (context) => {
    const made = await start(context);
    const { body, ...request } = github();
    assert.equal((await made.handle({ ...request, body: `${body} ` })).status, 401);
    assert.deepEqual(await made.state(), []);
  });

  test('answers 503 if the database is stopped, and stores the event after its start', async (context) => {
    const own = await startPostgres(context);
    const made = await startEndpoint(context, own);
    await own.stop();
    assert.equal(await made.deliver(), 503);
    assert.deepEqual(made.codes(), ['store_failed']);
    await own.start();
    await until(async () => (await made.deliver()) === 200);
    assert.deepEqual(await made.state(), ['e1 queued']);
  });

  test('answers 503 if there is no connection within half of the time limit', async (context) => {
    const made = await start(context, { max: 1 }, { timeLimitMs: 1_000 });
    const client = await made.client.connect();
    const status = await made.deliver();
    client.release();
    assert.equal(status, 503);
    assert.equal(made.entries[0].error.code, 'store_unavailable');
    assert.equal(await until(async () => (await made.deliver()) === 200), true);
  });

  test('keeps ids that Postgres cannot store, and tenants, apart', async (context) => {
    const made = await start(context, {}, { tenant: ({ url }) => decodeURIComponent(url.slice(1)) });
    // Random, because Postgres compresses long texts before it compares them with the limits of its indexes.
    const ids = ['a', 'é', randomBytes(4_000).toString('hex'), '#'];
    const urls = ['/webhook', '/a%2Fb:c', '/%00'];
    for (const url of urls) {
      for (const id of ids) {
        // GitHub does not sign the id.
        const { headers, ...request } = github();
        const name = Object.keys(headers).find((each) => each.toLowerCase() === 'x-github-delivery');
        request.headers = { ...headers, [name]: Buffer.from(id).toString('latin1') };
        assert.equal((await made.handle({ ...request, url })).status, 200, `${url} ${id.slice(0, 5)}`);
      }
    }
    const rows = await made.rows();
    assert.equal(rows.length, ids.length * urls.length);
    assert.deepEqual([...new Set(rows.map(({ tenant }) => tenant))].sort(), ['a/b:c', 'webhook', '\ufffd']);
    assert.ok(rows.every(({ key }) => key.length <= 512));
    const got = new Set();
    made.run((event, { tenant }) => got.add(`${tenant} ${event.id}`));
    await made.ended();
    assert.equal(got.size, rows.length);
  });
});
