import type { IncomingMessage } from './node.js';

/** How long a browser may keep the answer to a preflight request, in seconds. */
const MAX_AGE = 600;

/**
 * Returns the header fields that permit a page to call the API: `[name, value, name, value, …]`.
 *
 * Only pages on this machine may read the responses. Others could use the service, which sends requests to any address,
 * to reach the network of the machine. A page whose host name resolves to this machine is not recognized as another
 * one, because the names of tunnels must work; the service is a tool for tests, without valuable data.
 */
export function corsHeaders({ headers }: IncomingMessage): string[] {
  const { origin } = headers;
  const vary = ['Vary', 'Origin'];
  if (origin === undefined || !isLocal(origin)) return vary;
  return [...vary, 'Access-Control-Allow-Origin', origin, 'Access-Control-Expose-Headers', '*'];
}

/** Returns the header fields of the answer to a preflight request, or undefined for another request. */
export function preflightHeaders(request: IncomingMessage): string[] | undefined {
  const { 'access-control-request-method': method, 'access-control-request-headers': names } = request.headers;
  if (request.method !== 'OPTIONS' || request.headers.origin === undefined || method === undefined) return undefined;
  const permitted = [
    ['Access-Control-Allow-Methods', method],
    ['Access-Control-Allow-Headers', names ?? '*'],
    ['Access-Control-Max-Age', String(MAX_AGE)],
  ];
  const common = corsHeaders(request);
  return common.includes('Access-Control-Allow-Origin') ? [...common, ...permitted.flat()] : common;
}

/** Whether an origin is on this machine. */
function isLocal(origin: string): boolean {
  return /^https?:\/\/(?:(?:[a-z\d-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i.test(origin);
}
