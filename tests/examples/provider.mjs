// A provider that sends events to a receiver, and a connection to it that loses a response.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createService } from 'hookwright';

const HOUR_MS = 3_600_000;
const secret = 'whsec_0f3a77c1';

/** The environment of a receiver of this provider. */
export const RECEIVER = { WEBHOOK_SECRET: secret };

/** Forwards requests to the receiver, and loses its first response. Returns the address and the statuses of the receiver. */
async function startLossyProxy(target) {
  const statuses = [];
  const server = createServer(async (request, response) => {
    const { host, connection, 'content-length': _, ...headers } = request.headers;
    const body = Buffer.concat(await request.toArray());
    const { status } = await fetch(target, { method: request.method, headers, body });
    statuses.push(status);
    response.writeHead(statuses.length === 1 ? 504 : status).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => new Promise((resolve) => server.close(resolve).closeAllConnections());
  return { url: `http://127.0.0.1:${server.address().port}/`, statuses, close };
}

/** Sends two events to a receiver. The first one arrives twice, because the response to its first attempt is lost. */
export async function sendEvents(target) {
  const service = createService({ provider: 'generic', token: 'test-token' });
  const proxy = await startLossyProxy(target);
  try {
    const { url } = await service.listen();
    const response = await fetch(`${url}/v1/webhooks`, {
      method: 'POST',
      headers: { authorization: 'Bearer test-token', 'content-type': 'application/json' },
      body: JSON.stringify({ url: proxy.url, events: ['user.created'], secret }),
    });
    assert.equal(response.status, 201, await response.text());
    const statuses = [];
    for (const number of [1, 2]) {
      service.emit({ type: 'user.created', data: { id: `user_${number}`, name: `Zoë ${number}` } });
      statuses.push((await service.advance(HOUR_MS)).map(({ status }) => status));
    }
    assert.deepEqual(statuses, [[504, 200], [200]]);
    assert.deepEqual(proxy.statuses, [200, 200, 200]);
  } finally {
    await proxy.close();
    await service.close();
  }
}
