// Receivers on this machine, and the deliveries that the event panel sends to them.

import { createServer } from 'node:http';

/** Starts a receiver. Returns its address and what it has received. */
export async function receiver(t, answer) {
  const received = [];
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    received.push({ method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(parts) });
    await answer(request, response);
  });
  // A connection must not be closed while the browser sends a request on it.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { address: `http://127.0.0.1:${server.address().port}`, received, server };
}

const ALLOWED = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*, Authorization',
  'access-control-allow-methods': '*',
};

/** Answers preflights, and others with a status and a text. */
export const allowing =
  (status, text, headers = {}) =>
  (request, response) => {
    response.writeHead(request.method === 'OPTIONS' ? 204 : status, { ...ALLOWED, ...headers });
    response.end(request.method === 'OPTIONS' ? '' : text);
  };

/**
 * Sends the crafted delivery to a receiver on this machine, and returns the code of the outcome, its title and its text.
 * Before this, a request to the receiver is an error.
 *
 * @param {import('./playground.mjs').Playground} playground
 * @param {string} receiver its address
 */
export async function send(playground, receiver) {
  const { page } = playground;
  // A receiver that is slow is not one that does not answer, so time limits end only with `endTimeLimit`.
  await page.evaluate(() => {
    AbortSignal.timeout = (ms) => {
      const limit = new AbortController();
      globalThis.timeLimit = { ms, end: () => limit.abort(new DOMException('signal timed out', 'TimeoutError')) };
      return limit.signal;
    };
  });
  await playground.field('event-url').fill(`${receiver}/webhook`);
  const button = playground.field('event-send');
  if (!(await playground.field('event-sending').isVisible())) {
    await button.click();
    await playground.field('event-sending').waitFor();
  }
  const now = playground.field('event-send-now');
  await now.filter({ hasText: receiver.replace('http://', '') }).waitFor();
  playground.receivers.push(receiver);
  await now.click();
  await page.locator('#event-send-now:not([disabled])').waitFor();
  const sent = playground.field('event-sent');
  await sent.waitFor();
  const title = sent.locator('.title');
  return {
    code: await title.getAttribute('data-code'),
    title: await title.innerText(),
    text: await sent.innerText(),
  };
}

/** Lets the time limit of the last request of *Send* end, and returns it in milliseconds. */
export function endTimeLimit({ page }) {
  return page.evaluate(() => {
    globalThis.timeLimit.end();
    return globalThis.timeLimit.ms;
  });
}
