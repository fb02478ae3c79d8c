import type { Answer } from '../../types/receiver.js';

const NOTHING = Object.freeze({});

function empty(status: number, headers: Answer['headers'] = NOTHING): Answer {
  return Object.freeze({ status, headers, body: '' });
}

// Answers are the same whatever the reason is, so that they say nothing to someone who tries out requests.

export const OK = empty(200);
export const UNAUTHORIZED = empty(401);
export const FAILED = empty(500);

/** The event is being handled, or cannot be handled now: the sender tries again. */
export function later(seconds: number): Answer {
  return empty(503, Object.freeze({ 'Retry-After': String(seconds) }));
}

// The rest of the body is not read, so nothing can follow it on the connection.
const CLOSE = Object.freeze({ Connection: 'close' });
export const BAD_REQUEST = empty(400, CLOSE);
export const TIMEOUT = empty(408, CLOSE);
export const TOO_LARGE = empty(413, CLOSE);

/**
 * The answer to a request that is neither a delivery nor a handshake.
 *
 * @param hasBody whether the request has a body, which is not read
 */
export function toOtherMethod(method: string, methods: ReadonlySet<string>, hasBody: boolean): Answer {
  const headers = hasBody ? CLOSE : NOTHING;
  if (method === 'HEAD') return empty(200, headers);
  const allow = [...methods, 'HEAD', 'OPTIONS'].join(', ');
  return empty(method === 'OPTIONS' ? 204 : 405, { Allow: allow, ...headers });
}
