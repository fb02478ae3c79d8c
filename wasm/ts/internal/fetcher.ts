import type { Fetch } from '../types/bullmq.js';
import { fetchOrAllow } from './safe-fetch/errors.js';
import { makeSafeFetch } from './safe-fetch/safe-fetch.js';

/** The options that determine how requests are sent. */
interface FetchOptions {
  readonly fetch?: Fetch | undefined;
  readonly allow?: readonly string[] | undefined;
  readonly ports?: readonly number[] | undefined;
}

/** The function that sends requests: that of the options, or one that refuses addresses of internal networks. */
export function toFetch({ fetch, allow, ports }: FetchOptions, timeoutMs: number): Fetch {
  if (fetch === undefined) return makeSafeFetch({ allow, ports, timeoutMs });
  if (allow !== undefined || ports !== undefined) throw fetchOrAllow();
  return fetch;
}
