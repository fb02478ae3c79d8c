// Sends requests with exact bytes, which `fetch` would change.

import { connect } from 'node:net';

/**
 * Sends a request and returns the status, the header fields and the body. `parts` are sent as they are; `chunked` adds the
 * framing of chunks. With `abort`, the connection is closed after the parts, before the body is complete; with `unfinished`, the
 * chunked body does not end.
 */
export function send(
  url,
  { method = 'POST', headers = {}, parts = [], chunked = false, abort = false, unfinished = false, length },
) {
  const { hostname, port, pathname, search } = new URL(url);
  const fields = { Host: `${hostname}:${port}`, Connection: 'close', ...headers };
  if (chunked) fields['Transfer-Encoding'] = 'chunked';
  else if (length !== undefined) fields['Content-Length'] = String(length);
  const lines = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((each) => `${name}: ${each}\r\n`));
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    const received = [];
    socket.on('data', (part) => received.push(part));
    socket.on('error', (error) => (abort || received.length > 0 ? resolve(read(received)) : reject(error)));
    socket.on('close', () => resolve(read(received)));
    socket.write(`${method} ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n`);
    for (const part of parts) {
      if (chunked) socket.write(`${Buffer.byteLength(part).toString(16)}\r\n`);
      socket.write(part);
      if (chunked) socket.write('\r\n');
    }
    if (chunked && !abort && !unfinished) socket.write('0\r\n\r\n');
    // After the bytes have been sent, so that the server has begun to read.
    if (abort) socket.write('', () => socket.destroy());
  });
}

function read(received) {
  const text = Buffer.concat(received).toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return { status: 0, headers: {}, body: '' };
  const [start, ...lines] = text.slice(0, end).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.split(':')[0].toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return { status: Number(start.split(' ')[1]), headers, body: text.slice(end + 4) };
}
