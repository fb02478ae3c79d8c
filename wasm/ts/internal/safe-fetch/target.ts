import * as errors from './errors.js';
import type { Settings } from './settings.js';

/** Where a request goes. */
export interface Target {
  readonly isTls: boolean;
  /** A name or an address, without brackets. */
  readonly host: string;
  readonly port: number;
  readonly path: string;
  /** The URL of the response, which has no fragment. */
  readonly url: string;
}

/**
 * Reads a URL and refuses what can never be sent. The parser has already decoded the host: percent-encoding, full-width
 * characters, and numbers such as `0x7f.1`, which it writes in dotted decimal.
 */
export function toTarget(given: unknown, settings: Settings): Target {
  if (typeof given !== 'string' && !(given instanceof URL)) throw errors.notASafeUrl(given);
  const url = parse(given);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw errors.protocolRefused();
  if (url.username !== '' || url.password !== '') throw errors.credentialsRefused();
  const isTls = url.protocol === 'https:';
  const defaultPort = isTls ? 443 : 80;
  const port = url.port === '' ? defaultPort : Number(url.port);
  if (!settings.permitsPort(port)) throw errors.portRefused();
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const path = url.pathname + url.search;
  return { isTls, host, port, path, url: url.origin + path };
}

function parse(given: string | URL): URL {
  try {
    return new URL(given);
  } catch {
    // The error of the parser contains the URL.
    throw errors.urlInvalid();
  }
}
