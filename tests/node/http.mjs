// HTTP helpers: servers on free ports, and requests that may be malformed.

import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';

/** Starts an app on a free port of this machine. It is closed at the end of the test. */
export async function listen(test, app) {
  const server = http.createServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return server.address().port;
}

/**
 * Sends a request. `headers` can be a list of alternating names and values, to repeat a field. `chunks` is sent with
 * chunked encoding.
 */
export async function send(port, { method = 'POST', path = '/webhook', headers = {}, body, chunks }) {
  const request = http.request({ host: '127.0.0.1', port, method, path, headers, agent: false });
  if (chunks === undefined) request.end(body);
  else {
    for (const chunk of chunks) request.write(chunk);
    request.end();
  }
  const [response] = await once(request, 'response');
  // The response may arrive before the whole request is sent, and the rest is then discarded.
  request.on('error', () => {});
  response.setEncoding('utf8');
  let text = '';
  for await (const part of response) text += part;
  return { status: response.statusCode, headers: response.headers, text };
}

/** Writes raw bytes, and reads until the other side closes the connection. */
export async function sendBytes(port, bytes) {
  const socket = net.connect(port, '127.0.0.1');
  socket.setEncoding('latin1');
  socket.end(bytes);
  let text = '';
  for await (const part of socket) text += part;
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]), text };
}

/** Writes the beginning of a request, and closes the connection. */
export async function hangUp(port, bytes) {
  const socket = net.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  await new Promise((written) => socket.write(bytes, written));
  socket.destroy();
}
