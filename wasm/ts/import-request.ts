import type { ImportResult } from './generated/import.js';
import { toBytes } from './internal/body.js';
import { core } from './internal/instance.js';
import { imports } from './internal/modules.js';
import type { Body } from './types/input.js';

/**
 * Reads a request from a pasted text or a file: a curl, HTTPie or PowerShell command, a `fetch` call, a raw HTTP request,
 * header lines, a HAR file, headers or a request as JSON or as `console.log` prints them, an export of Hookdeck,
 * webhook.site, ngrok or Postman, or the value of a signature header.
 *
 * The result contains the parts that the text contains, and null for the others. `notes` says what is uncertain, for
 * example that a tool has recorded only a part of the body. A text that cannot be read gives a result with `ok: false`.
 * Texts of more than 32 MiB are refused. Nothing in the text is executed or verified.
 *
 * @throws TypeError or RangeError with a `code` for misuse
 * @example
 * const found = importRequest(`curl https://example.com/hook -H 'X-Signature: abc' --data-raw '{"id":1}'`);
 * if (found.ok) console.log(found.summary, found.body); // Read as cURL: 2 headers, 8 bytes
 */
export function importRequest(text: Body): ImportResult {
  return core(imports).importRequest(toBytes(text));
}
