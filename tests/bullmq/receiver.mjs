// A receiver that verifies and records every request, and sends the given responses.

import { once } from 'node:events';
import http from 'node:http';
import { verify } from 'hookwright';

/**
 * Starts a receiver on a free port. It is closed at the end of the test.
 *
 * @param secretOf the secret of a subscription
 * @param answerTo the response to each request: a status, `later`, `silence` or `hang up`
 */
export async function startReceiver(context, secretOf, answerTo) {
  const requests = [];
  const server = http.createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('error', () => {});
    request.on('end', () => {
      const arrivedMs = Date.now();
      const body = Buffer.concat(parts);
      const { method, url, headers } = request;
      const subscriptionId = url.split('/').at(-1);
      const verdict = verify({
        provider: 'standard',
        secrets: secretOf(subscriptionId),
        body,
        headers,
        now: arrivedMs,
      });
      const seen = {
        method,
        subscriptionId,
        verdict,
        body: body.toString(),
        contentType: headers['content-type'],
        worker: headers['x-worker'],
        attempt: Number(headers['x-attempt']),
        arrivedMs,
        answer: undefined,
        answeredMs: Infinity,
      };
      requests.push(seen);
      seen.answer = answerTo(seen);
      if (seen.answer === 'silence') return;
      seen.answeredMs = Date.now();
      if (seen.answer === 'hang up') request.socket.destroy();
      else if (seen.answer === 'later') response.writeHead(429, { 'retry-after': '1' }).end();
      else response.writeHead(seen.answer, { location: '/elsewhere' }).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${server.address().port}/hooks`, requests };
}
