import * as errors from './errors.js';

/** What a request sends. */
export interface Content {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array | undefined;
}

/** Header fields that are derived from the body and the connection. They are ignored, as by `fetch`. */
const DERIVED = ['connection', 'content-length'];

/** Header fields that would change how the connection is used. Endpoints cannot have the same ones. */
const OF_CONNECTION = /^(host|transfer-encoding|upgrade|expect|te|trailer|keep-alive|proxy-auth(enticate|orization))$/;

/**
 * Reads the method, the header fields and the body. The runtime's `Request` checks and converts them, for the same results
 * as those of `fetch`.
 */
export async function toContent(init: RequestInit): Promise<Content> {
  const { method = 'GET', headers: fields = [], body = null, redirect } = init;
  if (redirect !== undefined && redirect !== 'manual') throw errors.followsRedirects();
  const request = toRequest(method, toFields(fields), body);
  const headers: Record<string, string> = { accept: '*/*', 'user-agent': 'hookwright' };
  request.headers.forEach((value, name) => {
    if (OF_CONNECTION.test(name)) throw errors.headerOfConnection(name);
    if (!DERIVED.includes(name)) headers[name] = value;
  });
  const bytes = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
  return { method: request.method, headers, body: bytes };
}

// The errors of the runtime contain the values of header fields.

function toFields(fields: HeadersInit): Headers {
  try {
    return new Headers(fields);
  } catch {
    throw errors.fieldsInvalid();
  }
}

function toRequest(method: string, headers: Headers, body: BodyInit | null): Request {
  try {
    // The URL is not used.
    return new Request('https://localhost', { method, headers, body });
  } catch {
    throw errors.methodOrBodyInvalid();
  }
}
