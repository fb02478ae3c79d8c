import * as errors from '../errors.js';
import type { SchemeUse } from '../signer.js';
import type { HostRequest } from './arrived.js';

/** Returns the URL that the sender called. */
export type UrlOf = (request: HostRequest, native: unknown) => unknown;

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Reads where the receiver is reached. Required by schemes that sign the URL, and refused for others. */
export function toUrlOf(what: string, { url, origin }: { url?: unknown; origin?: unknown }, scheme: SchemeUse): UrlOf {
  if (url !== undefined && origin !== undefined) throw errors.urlOrOrigin();
  const option = url === undefined ? 'origin' : 'url';
  const given = url ?? origin;
  if (given === undefined) {
    if (scheme.needs.url) throw errors.missingUrl(what, scheme.id);
    return (request) => request.url;
  }
  if (!scheme.needs.url) throw errors.optionWithoutEffect(option, scheme.id);
  if (option === 'url' && typeof url === 'function') return (_request, native) => url(native);
  if (typeof given !== 'string') {
    throw option === 'url' ? errors.notTextOrFunction('url', given) : errors.notText(option, given);
  }
  if (!/^https?:\/\/[^/?#\s]+/i.test(given) || !isUrl(given)) throw errors.notAUrl(option);
  if (option === 'url') return () => given;
  const start = given.replace(/\/$/, '');
  if (!/^https?:\/\/[^/\\?#\s]+$/i.test(start)) throw errors.notAnOrigin();
  // The path and the query as they were sent: parsing the URL could change them.
  return ({ url: called }) => start + called.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '');
}

function isUrl(text: string): boolean {
  try {
    return new URL(text).username === '';
  } catch {
    return false;
  }
}

/** Reads the methods of deliveries. */
export function toMethods(given: unknown): ReadonlySet<string> {
  if (given === undefined) return new Set(['POST']);
  const isRight = Array.isArray(given) && given.length > 0 && given.every((each) => METHODS.includes(each));
  if (!isRight) throw errors.notMethods(METHODS);
  return new Set(given as string[]);
}
