import type { ReadBody } from '../../types/receiver.js';
import { BodyBuffer } from '../content.js';
import type { HostBodyReader, Reading } from './arrived.js';

/** A request of `node:http`, with what frameworks and body parsers add to it. */
export interface NodeRequestLike {
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined };
  readonly rawBody?: unknown;
  readonly body?: unknown;
  readonly readableDidRead?: boolean;
  readonly readableEnded?: boolean;
  readonly complete?: boolean;
  readonly destroyed?: boolean;
  on?(event: string, listener: (part: never) => void): unknown;
  removeListener?(event: string, listener: (part: never) => void): unknown;
}

/** Returns a function that reads the body of a request, wherever the framework has left it. */
export function nodeBody(request: NodeRequestLike, parserOf: () => string | undefined): HostBodyReader {
  return (limit, reading) => {
    const raw = request.rawBody;
    if (isBody(raw)) return raw;
    // A parser has waited for the end, and there was nothing to read.
    if (request.readableEnded === true && request.readableDidRead === false) return new Uint8Array();
    // Express 4 sets `body` to an empty object even if it has not read anything.
    const isRead = request.readableDidRead ?? request.readableEnded;
    if (isRead === false && request.destroyed !== true) return readStream(request, limit, reading);
    const { body } = request;
    if (isBody(body)) return body;
    if (request.destroyed === true && request.complete === false) return { failed: 'aborted' };
    return { failed: 'consumed', by: parserOf() };
  };
}

/** Whether a value is the body as it arrived: bytes, or text. */
function isBody(value: unknown): value is Uint8Array | string {
  // Test environments have their own `Uint8Array`.
  return typeof value === 'string' || Object.prototype.toString.call(value) === '[object Uint8Array]';
}

/** Whether an error says that the client has disconnected. */
export function isAbort(error: unknown): boolean {
  const { name, code } = (error ?? {}) as { readonly name?: unknown; readonly code?: unknown };
  return (
    name === 'AbortError' || code === 'ECONNRESET' || code === 'ABORT_ERR' || code === 'ERR_STREAM_PREMATURE_CLOSE'
  );
}

/** Reads a stream of Node up to a limit. */
export function readStream(stream: NodeRequestLike, limit: number, reading?: Reading): ReadBody | Promise<ReadBody> {
  const declared = Number(stream.headers['content-length']);
  // Node discards what is left when the answer has been sent.
  if (declared > limit) return { failed: 'too_large' };
  return new Promise((resolve) => {
    let only: Uint8Array | undefined;
    let content: BodyBuffer | undefined;
    const onData = (part: Uint8Array | string) => {
      const bytes = typeof part === 'string' ? new TextEncoder().encode(part) : part;
      if (only === undefined && content === undefined && bytes.length <= limit) {
        only = bytes;
        return;
      }
      if (content === undefined) {
        content = new BodyBuffer(limit);
        if (only !== undefined) content.add(only);
      }
      content.add(bytes);
      if (content.isTooLong) settle({ failed: 'too_large' });
    };
    const onEnd = () => settle(content?.bytes() ?? only ?? new Uint8Array());
    // After an aborted upload, there is `close` without `end`.
    const onClose = () => settle({ failed: 'aborted' });
    const onError = (error: unknown) => settle(isAbort(error) ? { failed: 'aborted' } : { failed: 'failed', error });
    const settle = (read: ReadBody) => {
      stream.removeListener?.('data', onData);
      stream.removeListener?.('end', onEnd);
      stream.removeListener?.('close', onClose);
      resolve(read);
    };
    // It stays: an error without a listener ends the process.
    stream.on?.('error', onError);
    stream.on?.('close', onClose);
    stream.on?.('end', onEnd);
    stream.on?.('data', onData);
    if (reading !== undefined) reading.stop = onClose;
  });
}
