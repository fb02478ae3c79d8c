import type { Destination } from '../types/attempt.js';
import type { Endpoint } from '../types/bullmq.js';
import * as errors from './errors.js';
import { checkFields } from './fields.js';
import { toAllFields, toPairs } from './headers.js';
import { readOwn } from './options.js';
import { type FlatSecrets, toSecrets } from './secrets.js';

/** A destination as plain data, which can be read without running code of the caller. */
export interface PlainDestination {
  readonly url: string;
  readonly secrets: FlatSecrets;
  /** `[name, value, name, value, …]`. */
  readonly headers: string[];
}

/**
 * Copies a destination. Invalid values throw misuse errors; any other error comes from code of the caller: getters,
 * iterators, proxies.
 */
export function toPlain({ url, secret, headers = {} }: Destination): PlainDestination {
  const plain = { url: toUrl(url), headers: toAllFields(headers), secrets: toSecrets('secret', secret) };
  checkFields('`endpoint`', toPairs(plain.headers));
  return plain;
}

/** Reads an endpoint. Errors of its getters are thrown. */
export function readEndpoint(found: Endpoint | null | undefined): Endpoint | undefined {
  if (found === undefined || found === null) return undefined;
  return readOwn(found, ['url', 'secret', 'headers', 'active']);
}

function toUrl(url: unknown): string {
  const text = url instanceof URL ? url.href : url;
  const parsed = typeof text === 'string' ? parse(text) : undefined;
  // `fetch` responds to other schemes, such as `data:`, without sending anything.
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    throw errors.notAnEndpointUrl();
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw errors.endpointUrlWithPassword();
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
