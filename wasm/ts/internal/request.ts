import { errors } from './errors.js';
import { toFields } from './headers.js';
import { checkText } from './options.js';
import type { Needs, SchemeUse } from './signer.js';

/** The parts of a request except the body. */
interface Given {
  readonly headers: unknown;
  readonly url: unknown;
  readonly method: unknown;
}

/**
 * Returns the parts of a request that a scheme reads, as `[method, url, header name, value, name, value, …]`. Nothing
 * else is passed to the core.
 */
export function toRequest(what: string, scheme: SchemeUse, needs: Needs, given: Given): string[] {
  const { url, method } = given;
  checkText('url', url);
  checkText('method', method);
  // Checked before any data from the network, so that a missing option is reported at the first call.
  if (needs.url && !url) throw errors.missingUrl(what, scheme.id);
  if (needs.method && !method) throw errors.missingMethod(what, scheme.id);
  return [toText(method), toText(url), ...toFields(given.headers, needs.headers)];
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
