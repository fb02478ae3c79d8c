import { errors } from './errors.js';
import { toFields } from './headers.js';
import { checkText } from './options.js';
import type { Needs, SchemeUse } from './signer.js';

/** What is read of a request besides the body. */
interface Given {
  readonly headers: unknown;
  readonly url: unknown;
  readonly method: unknown;
}

/**
 * The parts of a request that a scheme reads, as `[method, url, header name, value, name, value, …]`. Everything else
 * stays where it is.
 */
export function toRequest(what: string, scheme: SchemeUse, needs: Needs, given: Given): string[] {
  const { url, method } = given;
  checkText('url', url);
  checkText('method', method);
  // Looked at before anything that a caller on the network sends, so that what is missing here shows at the first call.
  if (needs.url && !url) throw errors.missingUrl(what, scheme.id);
  if (needs.method && !method) throw errors.missingMethod(what, scheme.id);
  return [toText(method), toText(url), ...toFields(given.headers, needs.headers)];
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
