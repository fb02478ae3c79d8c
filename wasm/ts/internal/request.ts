import * as errors from './errors.js';
import { toFields } from './headers.js';
import { checkText } from './options.js';
import type { Needs, SchemeUse } from './signer.js';

/** The target of a request. */
interface GivenTarget {
  readonly url: unknown;
  readonly method: unknown;
}

/** The parts of a request except the body. */
interface Given extends GivenTarget {
  readonly headers: unknown;
}

/** Returns the target of a request. A part that is missing is empty, and is refused if the scheme needs it. */
export function checkRequest(
  what: string,
  scheme: SchemeUse,
  needs: Needs,
  given: GivenTarget,
): { readonly url: string; readonly method: string } {
  const { url, method } = given;
  checkText('url', url);
  checkText('method', method);
  // Checked before any data from the network, so that a missing option is reported at the first call.
  if (needs.url && !url) throw errors.missingUrl(what, scheme.id);
  if (needs.method && !method) throw errors.missingMethod(what, scheme.id);
  return { url: toText(url), method: toText(method) };
}

/**
 * Returns the parts of a request that a scheme reads, as `[method, url, header name, value, name, value, …]`. Nothing
 * else is passed to the core.
 */
export function toRequest(what: string, scheme: SchemeUse, needs: Needs, given: Given): string[] {
  const { url, method } = checkRequest(what, scheme, needs, given);
  return [method, url, ...toFields(given.headers, needs.headers)];
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
