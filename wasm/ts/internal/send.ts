import type { TransportError } from '../generated/retry.js';
import { errors } from './errors.js';

/** A request to send. */
export interface Outgoing {
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | Uint8Array<ArrayBuffer>;
}

/** What came of it. */
export type Outcome =
  | { readonly status: number; readonly error: null; readonly headers: Headers }
  | { readonly status: null; readonly error: TransportError; readonly headers?: undefined };

/** What breaks a request off: an `AbortSignal`, or an {@link End}. */
export interface Closing {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * Breaks off any number of requests at once. An `AbortSignal` looks through all its listeners for each that comes and goes, and
 * warns of more than ten.
 */
export class End implements Closing {
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

/** How long an attempt waits where neither the policy nor the caller says so. */
export const TIMEOUT_MS = 15_000;

/** How much of an answer's body is read, in bytes. Nothing in it matters, but receivers like it to be taken. */
const TAKEN = 65_536;

const timedOut = Symbol('timed out');

/** Sends a request and waits for the answer, for so long. `closing` breaks it off. */
export async function send(
  request: Outgoing,
  timeoutMs: number,
  closing: Closing | undefined,
  fetcher: typeof fetch = globalThis.fetch,
): Promise<Outcome> {
  if (typeof fetcher !== 'function') {
    throw errors.cannotFetch();
  }
  // By hand, as what AbortSignal.any() makes may be collected before it fires, in Node 20.
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(timedOut), timeoutMs);
  const breakOff = () => stop.abort();
  closing?.addEventListener('abort', breakOff);
  if (closing?.aborted) breakOff();
  // Somebody's own `fetch` may take no notice of its signal, and must not be waited for then.
  const stopped = new Promise<never>((_, reject) => {
    const end = () => reject(stop.signal.reason);
    if (stop.signal.aborted) end();
    else stop.signal.addEventListener('abort', end);
  });
  stopped.catch(() => {});
  try {
    const asked = fetcher(request.url, {
      method: 'POST',
      redirect: 'manual',
      // A connection of its own: one that is kept for the next attempt may be gone by then.
      headers: [...request.headers.map(([name, value]): [string, string] => [name, value]), ['Connection', 'close']],
      body: request.body,
      signal: stop.signal,
    });
    const response = await Promise.race([asked, stopped]);
    // Browsers do not say which redirect it was.
    const status = response.type === 'opaqueredirect' ? 302 : response.status;
    if (!isStatus(status)) return { status: null, error: 'connection' };
    const headers = fieldsOf(response);
    await Promise.race([discard(response), stopped.catch(() => {})]);
    return { status, error: null, headers };
  } catch (error) {
    return { status: null, error: stop.signal.reason === timedOut ? 'timeout' : classify(error) };
  } finally {
    clearTimeout(timer);
    closing?.removeEventListener('abort', breakOff);
  }
}

/** Whether it is one of HTTP. Others that somebody's own `fetch` may give say nothing of a receiver. */
function isStatus(status: unknown): status is number {
  return Number.isInteger(status) && (status as number) >= 100 && (status as number) <= 999;
}

/** The header fields of an answer, which may be of another library's class; none if they cannot be read. */
function fieldsOf(response: { readonly headers: Headers }): Headers {
  try {
    return new Headers(response.headers);
  } catch {
    return new Headers();
  }
}

/**
 * Takes the body of an answer. That the status has come is enough: what goes wrong from there on does not matter, and
 * neither does what kind of a body it is, which is up to somebody's own `fetch`.
 */
async function discard(response: { readonly body: unknown }): Promise<void> {
  try {
    const { body } = response;
    if (!isReadable(body)) {
      // Streams of Node would hold their connection.
      (body as { destroy?: () => void } | null | undefined)?.destroy?.();
      return;
    }
    const reader = body.getReader();
    let taken = 0;
    while (taken <= TAKEN) {
      const { done, value } = await reader.read();
      if (done) return;
      taken += value.byteLength;
    }
    await reader.cancel();
  } catch {
    // The receiver hung up, the time was up, or somebody else reads it.
  }
}

function isReadable(body: unknown): body is ReadableStream<Uint8Array> {
  return typeof (body as Partial<ReadableStream> | null | undefined)?.getReader === 'function';
}

/** What the codes of Node's errors, and of those that others took over from it, stand for. Everything else is connections. */
const kinds: readonly [pattern: RegExp, kind: TransportError][] = [
  [/^(ENOTFOUND|EAI_\w+)$/, 'dns'],
  [/TIMEOUT$|^ETIMEDOUT$/, 'timeout'],
  [/^ERR_(TLS|SSL)_|CERT|SIGNATURE|^EPROTO$|^HOSTNAME_MISMATCH$|^INVALID_(CA|PURPOSE)$/, 'tls'],
];

/** How many errors that caused each other are looked at. Somebody's own may have caused itself. */
const CAUSES = 16;

function classify(error: unknown): TransportError {
  try {
    // `fetch failed` says why in its cause; what has tried several addresses has one error for each.
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

function next(error: object): unknown {
  const { cause, errors } = error as { readonly cause?: unknown; readonly errors?: unknown };
  return cause ?? (Array.isArray(errors) ? errors[0] : undefined);
}
