// Servers on loopback, and a certificate authority for one test run.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Listens with a server until the test ends, and returns its port. */
async function listening(context, server, host) {
  const sockets = new Set();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  context.after(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { port: server.address().port, sockets };
}

/** An HTTP server. `requests` contains what it received. */
export async function startHttp(context, answer = (_request, response) => response.end('ok'), host = '127.0.0.1') {
  const requests = [];
  const server = http.createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      const { method, url, headers, socket } = request;
      const to = socket.localAddress;
      requests.push({ method, url, headers, body: Buffer.concat(parts), to });
      answer(request, response);
    });
  });
  return { ...(await listening(context, server, host)), requests };
}

/** A TCP server that calls `answer(socket)` when it has received the first bytes. */
export async function startTcp(context, answer) {
  const server = net.createServer((socket) => socket.once('data', () => answer(socket)));
  return listening(context, server, '127.0.0.1');
}

/** An HTTPS server with a certificate. `names` contains the server name of each TLS connection, `handled` each request. */
export async function startHttps(context, { key, cert }) {
  const names = [];
  const handled = [];
  const server = https.createServer({ key, cert }, (request, response) => {
    handled.push(request.headers.host);
    response.end('secure');
  });
  server.on('secureConnection', ({ servername }) => names.push(servername));
  server.on('tlsClientError', () => {});
  return { ...(await listening(context, server, '127.0.0.1')), names, handled };
}

/** Creates an authority with openssl. `issue(names)` creates a key and a certificate for `DNS:` and `IP:` names. */
export function createAuthority(context) {
  const folder = mkdtempSync(path.join(tmpdir(), 'hookwright-ca-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const openssl = (...given) => execFileSync('openssl', given, { cwd: folder, stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=Test CA');
  let count = 0;
  const read = (name) => readFileSync(path.join(folder, name), 'utf8');
  return {
    ca: read('ca.pem'),
    issue: (names) => {
      count += 1;
      const [key, request, cert] = [`${count}.key`, `${count}.csr`, `${count}.pem`];
      openssl('req', ...newKey, '-keyout', key, '-out', request, '-subj', '/CN=test');
      writeFileSync(path.join(folder, 'ext'), `subjectAltName=${names}\n`);
      const from = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-set_serial', String(count), '-days', '1', '-extfile', 'ext'];
      openssl('x509', '-req', '-in', request, '-out', cert, ...from);
      return { key: read(key), cert: read(cert) };
    },
  };
}

/** Waits until a socket is closed, with or without an error. */
export function closing(socket) {
  return new Promise((resolve) => socket.once('close', resolve));
}

/** The error of a promise that rejects. */
export async function failure(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('the promise was fulfilled');
}
