import type { Fetch } from './bullmq.js';
/** The options of `createSafeFetch`. */
export interface SafeFetchOptions {
  /**
   * Addresses that are permitted although they are not globally reachable, as prefixes such as `10.1.0.0/16` or
   * `fd00::/8`, or as single addresses. By default none. Use it for tests and intranets.
   */
  readonly allow?: readonly string[] | undefined;
  /**
   * Addresses that are refused although they are globally reachable, in the same form, such as public addresses of your own
   * network. They are refused even if `allow` contains them. By default none.
   */
  readonly deny?: readonly string[] | undefined;
  /** The permitted ports. By default 80, 443 and all from 1024 to 65535. */
  readonly ports?: readonly number[] | undefined;
  /**
   * How long a request may take, in milliseconds: resolving the name, connecting, sending, and reading the whole response.
   * By default 15 seconds.
   */
  readonly timeoutMs?: number | undefined;
  /** The size of the body that is read of a response, in bytes. By default 1 MiB. */
  readonly maxResponseBytes?: number | undefined;
  /**
   * Resolves a host name to its IPv4 and IPv6 addresses, all of them. By default that of the operating system. It is called
   * once per request.
   */
  readonly lookup?: ((hostname: string) => PromiseLike<readonly string[]>) | undefined;
  /** Certificates of authorities in PEM format, which replace those of Node, for an intranet with an authority of its own. */
  readonly ca?: string | readonly string[] | undefined;
}
/**
 * A function with the parameters and the result of `fetch`, with these differences: `redirect` can only be `manual`, the
 * response is not decompressed, and the URL is a string or a `URL`.
 */
export type SafeFetch = Fetch;
