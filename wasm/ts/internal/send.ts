import type { TransportError } from '../generated/retry.js';
import type { SafeFetchRefusalCode } from '../types/errors.js';
import * as errors from './errors.js';
import { isMisuse } from './misuse.js';

/** A request to send. */
export interface Outgoing {
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | Uint8Array<ArrayBuffer>;
}

/** The outcome of a request. */
export type Outcome =
  | { readonly status: number; readonly error: null; readonly code: null; readonly headers: Headers }
  | {
      readonly status: null;
      readonly error: TransportError;
      /** Why `safeFetch` refused the request or the response; null if it did not. */
      readonly code: SafeFetchRefusalCode | null;
      readonly headers?: undefined;
    };

/** A signal that aborts requests: an `AbortSignal`, or an {@link AbortGroup}. */
export interface Abortable {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * Aborts any number of requests at once. An `AbortSignal` takes linear time to add or remove a listener, and Node warns
 * about more than ten of them.
 */
export class AbortGroup implements Abortable {
  readonly #listeners = new Set<() => void>();
  aborted = false;

  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.delete(listener);
  }

  abort(): void {
    this.aborted = true;
    for (const listener of this.#listeners) listener();
  }
}

/** How much of the body of a response is read, in bytes. Its content is ignored; reading it lets receivers finish sending. */
const MAX_DISCARDED = 65_536;

const timedOut = Symbol('timed out');

/**
 * Sends a request and waits for the response until the timeout. `signal` aborts it. Misuse errors are thrown, because they say
 * nothing about the receiver.
 */
export async function send(
  request: Outgoing,
  timeoutMs: number,
  signal: Abortable | undefined,
  fetcher: typeof fetch = globalThis.fetch,
): Promise<Outcome> {
  if (typeof fetcher !== 'function') {
    throw errors.cannotFetch();
  }
  // Combined by hand, because in Node 20 a signal from AbortSignal.any() may be garbage-collected before it fires.
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(timedOut), timeoutMs);
  const abort = () => stop.abort();
  signal?.addEventListener('abort', abort);
  if (signal?.aborted) abort();
  // A custom `fetch` may ignore its signal; its result is not awaited then.
  const stopped = new Promise<never>((_, reject) => {
    const end = () => reject(stop.signal.reason);
    if (stop.signal.aborted) end();
    else stop.signal.addEventListener('abort', end);
  });
  stopped.catch(() => {});
  try {
    const pending = fetcher(request.url, {
      method: 'POST',
      redirect: 'manual',
      // A new connection for each attempt: a connection kept for the next attempt may be closed by then.
      headers: [...request.headers.map(([name, value]): [string, string] => [name, value]), ['Connection', 'close']],
      body: request.body,
      signal: stop.signal,
    });
    const response = await Promise.race([pending, stopped]);
    // Browsers hide the status of a redirect.
    const status = response.type === 'opaqueredirect' ? 302 : response.status;
    if (!isStatus(status)) return { status: null, error: 'connection', code: null };
    const headers = fieldsOf(response);
    await Promise.race([discard(response), stopped.catch(() => {})]);
    return { status, error: null, code: null, headers };
  } catch (error) {
    if (isMisuse(error)) throw error;
    if (stop.signal.reason === timedOut) return { status: null, error: 'timeout', code: null };
    return { status: null, error: classify(error), code: refusalOf(error) };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

/** Whether it is a status of HTTP. Other values, which a custom `fetch` may return, say nothing about a receiver. */
function isStatus(status: unknown): status is number {
  return Number.isInteger(status) && (status as number) >= 100 && (status as number) <= 999;
}

/** Returns the header fields of a response, which may be a class of another library; none if they cannot be read. */
function fieldsOf(response: { readonly headers: Headers }): Headers {
  try {
    return new Headers(response.headers);
  } catch {
    return new Headers();
  }
}

/**
 * Reads and discards the body of a response. The status has already arrived, so errors are ignored, and a custom
 * `fetch` may return any type of body.
 */
async function discard(response: { readonly body: unknown }): Promise<void> {
  try {
    const { body } = response;
    if (!isReadable(body)) {
      // A Node stream would keep its connection open.
      (body as { destroy?: () => void } | null | undefined)?.destroy?.();
      return;
    }
    const reader = body.getReader();
    let discarded = 0;
    while (discarded <= MAX_DISCARDED) {
      const { done, value } = await reader.read();
      if (done) return;
      discarded += value.byteLength;
    }
    await reader.cancel();
  } catch {
    // The receiver closed the connection, the time expired, or other code is reading the body.
  }
}

function isReadable(body: unknown): body is ReadableStream<Uint8Array> {
  return typeof (body as Partial<ReadableStream> | null | undefined)?.getReader === 'function';
}

/**
 * The kinds of errors by their codes, which are those of `safeFetch`, of Node, and of libraries that follow it. All other
 * errors are of the connection.
 */
const kinds: readonly [pattern: RegExp, kind: TransportError][] = [
  [/^(name_unresolved|ENOTFOUND|EAI_\w+)$/, 'dns'],
  [/^timeout$|TIMEOUT$|^ETIMEDOUT$/, 'timeout'],
  [/^ERR_(TLS|SSL)_|CERT|SIGNATURE|^EPROTO$|^HOSTNAME_MISMATCH$|^INVALID_(CA|PURPOSE)$/, 'tls'],
];

/** The length limit of a chain of causes, because a custom error may be its own cause. */
const CAUSES = 16;

function classify(error: unknown): TransportError {
  try {
    // The error "fetch failed" has the reason as its cause; an error about several addresses has a list of errors.
    let each = error;
    for (let count = 0; count < CAUSES && typeof each === 'object' && each !== null; count += 1) {
      const { code } = each as { readonly code?: unknown };
      const found = kinds.find(([pattern]) => typeof code === 'string' && pattern.test(code));
      if (found !== undefined) return found[1];
      each = next(each);
    }
  } catch {
    // A getter of the error has thrown.
  }
  return 'connection';
}

/** What `safeFetch` refuses. A table, so that no other code of a library is reported. */
const REFUSALS: Readonly<Record<SafeFetchRefusalCode, true>> = {
  address_refused: true,
  credentials_refused: true,
  port_refused: true,
  protocol_refused: true,
  response_too_large: true,
  url_invalid: true,
};

function refusalOf(error: unknown): SafeFetchRefusalCode | null {
  try {
    const { code } = error as { readonly code?: unknown };
    return typeof code === 'string' && Object.hasOwn(REFUSALS, code) ? (code as SafeFetchRefusalCode) : null;
  } catch {
    // Not an object, or a getter of the error has thrown.
    return null;
  }
}

function next(error: object): unknown {
  const { cause, errors } = error as { readonly cause?: unknown; readonly errors?: unknown };
  return cause ?? (Array.isArray(errors) ? errors[0] : undefined);
}
