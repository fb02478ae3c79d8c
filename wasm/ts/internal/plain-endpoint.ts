import type { Endpoint } from '../types/bullmq.js';
import type { Key } from '../types/input.js';
import { checkFields } from './fields.js';
import { toAllFields, toPairs } from './headers.js';
import { misuse } from './misuse.js';
import { toSecrets } from './secrets.js';

/** An endpoint as plain data: reading it runs no code of the user's any more. */
export interface PlainEndpoint {
  readonly url: string;
  readonly secret: Key | readonly Key[];
  readonly headers: [name: string, value: string][];
}

/**
 * Copies an endpoint. What is wrong with it is a misuse; whatever else is thrown comes from code of the user's: getters, iterators,
 * proxies.
 */
export function toPlain(to: Endpoint, contentType: string): PlainEndpoint {
  const url = toUrl(to.url);
  const headers = toPairs(toAllFields(to.headers ?? {}));
  if (!headers.some(([name]) => isNamed(name, 'content-type'))) headers.push(['Content-Type', contentType]);
  checkFields('`endpoint`', headers);
  return { url, secret: toKeys(to.secret), headers };
}

/** Whether two names are those of one header field. */
export function isNamed(name: string, other: string): boolean {
  return name.toLowerCase() === other.toLowerCase();
}

function toKeys(secret: unknown): Key | readonly Key[] {
  const flat = toSecrets('secret', secret);
  const keys: Key[] = [];
  for (let index = 0; index < flat.length; index += 2) {
    const [value, name] = [flat[index] ?? '', flat[index + 1]];
    // A copy, as others may write to the buffer meanwhile.
    const copied = typeof value === 'string' ? value : value.slice();
    keys.push(typeof name === 'string' ? { name, value: copied } : copied);
  }
  const [only, ...others] = keys;
  return only === undefined || others.length > 0 || Array.isArray(secret) ? keys : only;
}

function toUrl(url: unknown): string {
  const text = url instanceof URL ? url.href : url;
  const parsed = typeof text === 'string' ? parse(text) : undefined;
  // Others that `fetch` knows, such as `data:`, would answer by themselves.
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    throw misuse('missing_url', '`endpoint` gave no `url` that begins with `https:` or `http:`');
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw misuse('invalid_url', '`endpoint` gave a `url` with a user name or password; use the header `Authorization`');
  }
  return text as string;
}

function parse(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}
