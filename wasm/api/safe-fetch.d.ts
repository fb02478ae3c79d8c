import type { SafeFetch, SafeFetchOptions } from './types/safe-fetch.js';
export type { SafeFetchFailureCode, SafeFetchRefusalCode } from './types/errors.js';
export type * from './types/safe-fetch.js';
/**
 * Creates a function like `fetch` that refuses addresses of internal networks.
 *
 * It resolves the host name once, drops the addresses that are not globally reachable according to the IANA special-purpose
 * address registries, and connects to one of the others. TLS uses the host name. If no address is left, the request fails
 * with the code `address_refused`. It follows no redirects: the response of a redirect is returned. It uses no proxy, and a
 * new connection for each request.
 *
 * The promise rejects with an `Error` that has a `code` ({@link SafeFetchFailureCode}), with a `TypeError` for invalid
 * arguments, or with the reason of the signal. Messages contain neither the URL nor header values.
 *
 * @throws TypeError or RangeError with a `code` for misuse; Error with the code `cannot_pin` on a runtime that cannot connect
 *   to a given address, which is every one except Node
 * @example
 * const fetch = createSafeFetch({ allow: ['10.1.0.0/16'], timeoutMs: 10_000 });
 * const response = await fetch('https://receiver.example/hook', { method: 'POST', body: '{}' });
 */
export declare function createSafeFetch(options?: SafeFetchOptions): SafeFetch;
/**
 * Sends a request as {@link createSafeFetch} describes, with the default options.
 *
 * @example
 * const response = await safeFetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(5_000) });
 */
export declare const safeFetch: SafeFetch;
