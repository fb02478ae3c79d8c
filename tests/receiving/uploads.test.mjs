// Uploads that do not end: the connection is closed after the answer.

import assert from 'node:assert/strict';
import { connect } from 'node:net';
import test, { describe } from 'node:test';
import { RECEIVERS } from './frameworks.mjs';

const MAX_BODY_BYTES = 10_000;

/** Sends the head of a request, and parts for as long as the server takes them. Resolves when the connection is closed. */
function upload(url, part, method = 'POST') {
  const { hostname, port, pathname } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    let sent = 0;
    let isOpen = true;
    const received = [];
    socket.on('data', (bytes) => received.push(bytes));
    socket.on('error', () => {});
    socket.on('close', () => {
      isOpen = false;
      resolve({ sent, text: Buffer.concat(received).toString('latin1') });
    });
    socket.write(`${method} ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nTransfer-Encoding: chunked\r\n\r\n`);
    const next = (error) => {
      if (error || !isOpen || part === undefined) return;
      sent += part.length;
      socket.write(`${part.length.toString(16)}\r\n${part}\r\n`, next);
    };
    next();
  });
}

// Lambda gets complete requests only.
for (const { entry, framework, place, start } of RECEIVERS.filter((each) => each.entry !== 'lambda')) {
  // A parser of the application reads the body before the receiver.
  if (/behind|rawBody/.test(place)) continue;
  describe(`hookwright/${entry} on ${framework}, ${place}`, { timeout: 60_000 }, () => {
    const options = {
      provider: 'github',
      secrets: 'a secret of more than thirty-two bytes',
      maxBodyBytes: MAX_BODY_BYTES,
      // No upload takes longer, however slow the machine is.
      timeLimitMs: 600_000,
      onUnknown() {},
      log() {},
    };

    test('closes the connection of an upload that is too large', async () => {
      const server = await start(options);
      try {
        const { sent, text } = await upload(server.url, 'x'.repeat(1000));
        // The client may not have read the answer when the connection is reset.
        assert.match(text, /^(HTTP\/1\.1 413 [\s\S]*connection: close|$)/i);
        assert.ok(sent < 50_000_000, `${sent} bytes were sent`);
      } finally {
        await server.close();
      }
    });

    // Express answers the other methods of `app.post` itself.
    const skip = place.includes('app.post');
    test('closes the connection of an upload with another method', { skip }, async () => {
      const server = await start(options);
      try {
        const { sent, text } = await upload(server.url, 'x'.repeat(1000), 'PUT');
        assert.match(text, /^(HTTP\/1\.1 405 [\s\S]*connection: close|$)/i);
        assert.ok(sent < 50_000_000, `${sent} bytes were sent`);
      } finally {
        await server.close();
      }
    });

    test('closes the connection of an upload that stops', async () => {
      const server = await start({ ...options, timeLimitMs: 500 });
      try {
        const { text } = await upload(server.url, undefined);
        assert.match(text, /^HTTP\/1\.1 408 [\s\S]*connection: close/i);
      } finally {
        await server.close();
      }
    });
  });
}
