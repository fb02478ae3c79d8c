// A receiver for the tests of outboxes: it verifies and records every request, and answers as the test says.

import { once } from 'node:events';
import http from 'node:http';
import { verify } from 'hookwright';

/** The secret of a subscription. */
export const secretOf = (subscription) =>
  `whsec_${Buffer.from(`secret of ${subscription}`.padEnd(32)).toString('base64')}`;

/**
 * Starts a receiver on a free port of the loopback interface. It is closed at the end of the test.
 *
 * @param answerTo returns a status, `silence`, or an object with `status` and `headers`, for a request that it gets
 */
export async function startReceiver(context, answerTo = () => 204) {
  const requests = [];
  const waiting = new Set();
  const server = http.createServer(async (request, response) => {
    const parts = [];
    try {
      for await (const part of request) parts.push(part);
    } catch {
      return;
    }
    const body = Buffer.concat(parts);
    const subscription = request.url.split('/').at(-1);
    const verdict = verify({ provider: 'standard', secrets: secretOf(subscription), body, headers: request.headers });
    const seen = {
      subscription,
      id: request.headers['webhook-id'],
      ok: verdict.ok,
      body: body.toString(),
      bytes: body,
      contentType: request.headers['content-type'],
      sender: request.headers['x-sender'],
    };
    requests.push(seen);
    for (const check of waiting) check();
    const answer = await answerTo(seen, requests);
    if (answer === 'silence') return;
    const { status, headers = {} } = typeof answer === 'number' ? { status: answer } : answer;
    response.writeHead(status, headers).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return {
    url: `http://127.0.0.1:${server.address().port}/hooks`,
    requests,
    /** Waits until the requests fulfill a condition. */
    until(isMet) {
      return new Promise((resolve) => {
        const check = () => {
          if (!isMet(requests)) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      });
    },
  };
}
