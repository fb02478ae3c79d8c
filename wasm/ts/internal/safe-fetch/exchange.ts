import type { ClientRequest, ClientResponse, DnsAddress } from '../node.js';
import type { Pinning } from '../pinning.js';
import { parseAddress } from './addresses.js';
import type { Content } from './content.js';
import * as errors from './errors.js';
import type { Settings } from './settings.js';
import type { Target } from './target.js';

/** The size of all header fields of a response, in bytes. */
const MAX_HEADER_BYTES = 16_384;

/** The statuses whose responses have no body. */
const WITHOUT_BODY = [204, 205, 304];

/**
 * Sends a request to the addresses and returns the response once its header fields have arrived. The signal ends the request
 * and the body; `release` is called when both have ended.
 */
export function exchange(
  modules: Pinning,
  target: Target,
  addresses: readonly DnsAddress[],
  content: Content,
  settings: Settings,
  signal: AbortSignal,
  release: () => void,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    let body: ReadableStreamDefaultController<Uint8Array> | undefined;
    let hasResponse = false;
    let hasEnded = false;

    const request = open(modules, target, addresses, content, settings);
    const end = (error?: unknown) => {
      if (hasEnded) return;
      hasEnded = true;
      signal.removeEventListener('abort', onAbort);
      release();
      if (error === undefined) return body?.close();
      request.destroy();
      if (body === undefined) reject(error);
      else body.error(error);
    };
    const onAbort = () => end(signal.reason);
    signal.addEventListener('abort', onAbort);

    request.on('error', (error) => end(toFailure(error)));
    // Also after a response that is not one, for which there is no other event. The body of a response has its own events: it
    // can still be in memory when the connection is closed.
    request.on('close', () => {
      if (!hasResponse) end(errors.connectionFailed());
    });
    request.on('socket', (socket) => {
      const check = () => {
        const { remoteAddress } = socket;
        // The socket of a connection that has already been closed has no address.
        if (remoteAddress === undefined) end(errors.connectionFailed());
        else if (!includes(addresses, remoteAddress)) end(errors.otherAddress());
      };
      // Other code in this process can change how sockets are created. This listener comes before those that write the request.
      if (socket.connecting) socket.on('connect', check);
      else check();
    });
    request.on('upgrade', (_message, socket) => {
      socket.destroy();
      end(errors.connectionFailed());
    });
    request.on('response', (message) => {
      hasResponse = true;
      const status = message.statusCode ?? 0;
      if (content.method === 'HEAD' || WITHOUT_BODY.includes(status)) {
        resolve(toResponse(null, message, target.url));
        // Bytes that follow nevertheless are not read.
        end();
        request.destroy();
        return;
      }
      const stream = new ReadableStream<Uint8Array>({
        start: (controller) => {
          body = controller;
          read(message, controller, settings.maxResponseBytes, end);
        },
        pull: () => message.resume(),
        cancel: () => {
          body = undefined;
          end();
          request.destroy();
        },
      });
      resolve(toResponse(stream, message, target.url));
    });
    request.end(content.body);
  });
}

function open(
  { http, https }: Pinning,
  { isTls, host, port, path }: Target,
  addresses: readonly DnsAddress[],
  { method, headers, body }: Content,
  { ca }: Settings,
): ClientRequest {
  const { request, Agent } = isTls ? https : http;
  return request({
    host,
    port,
    path,
    method,
    headers: body === undefined ? headers : { ...headers, 'content-length': String(body.byteLength) },
    // A new connection for each request, without a proxy. With `false`, Node would use the class of the global agent, which
    // other code can replace by one that connects to a proxy or resolves the name again.
    agent: new Agent({ keepAlive: false }),
    maxHeaderSize: MAX_HEADER_BYTES,
    insecureHTTPParser: false,
    // The name in TLS has no dot at the end. For an address, it is empty, and the certificate must be for the address.
    servername: addresses.some(({ address }) => address === host) ? '' : host.replace(/\.$/, ''),
    // Also if the environment disables the check.
    rejectUnauthorized: true,
    ...(ca === undefined ? {} : { ca }),
    lookup: (_hostname, { all }, done) => {
      const [{ address, family } = { address: '', family: 4 }] = addresses;
      if (all) done(null, addresses);
      else done(null, address, family);
    },
  });
}

/** Whether an address is one of these, in any spelling. */
function includes(addresses: readonly DnsAddress[], text: string): boolean {
  const groups = String(parseAddress(text));
  return addresses.some(({ address }) => String(parseAddress(address)) === groups);
}

/** Passes the body on as it is, without decompressing it, up to a limit. */
function read(
  message: ClientResponse,
  controller: ReadableStreamDefaultController<Uint8Array>,
  limit: number,
  end: (error?: unknown) => void,
): void {
  let size = 0;
  message.on('data', (part) => {
    size += part.byteLength;
    if (size > limit) {
      message.pause();
      end(errors.responseTooLarge());
      return;
    }
    // A copy, because the part is a view of a buffer of Node.
    controller.enqueue(new Uint8Array(part));
    if ((controller.desiredSize ?? 0) <= 0) message.pause();
  });
  message.on('end', () => end());
  message.on('error', (error) => end(toFailure(error)));
  message.on('close', () => end(errors.connectionFailed()));
}

function toResponse(body: ReadableStream<Uint8Array> | null, message: ClientResponse, url: string): Response {
  const headers = new Headers();
  const { rawHeaders, statusCode: status = 0, statusMessage = '' } = message;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    try {
      headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '');
    } catch {
      // A field that `fetch` would refuse.
    }
  }
  const isUsual = status >= 200 && status <= 599;
  const response = new Response(body, { status: isUsual ? status : 200, headers });
  // `Response` cannot be created with statuses such as 999, which some servers send, nor with any text.
  if (!isUsual) Object.defineProperties(response, { status: { value: status }, ok: { value: false } });
  return Object.defineProperties(response, { url: { value: url }, statusText: { value: statusMessage } });
}

function toFailure(error: Error): Error {
  const { code } = error as { readonly code?: unknown };
  return code === 'HPE_HEADER_OVERFLOW' ? errors.headersTooLarge() : errors.connectionFailed(error);
}
