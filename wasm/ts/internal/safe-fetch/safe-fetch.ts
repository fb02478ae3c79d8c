import type { SafeFetch, SafeFetchOptions } from '../../types/safe-fetch.js';
import { pinning } from '../pinning.js';
import { toContent } from './content.js';
import * as errors from './errors.js';
import { exchange } from './exchange.js';
import { permittedAddresses } from './resolving.js';
import { toSettings } from './settings.js';
import { toTarget } from './target.js';

/** Creates a `fetch` that connects only to addresses that it has checked. */
export function makeSafeFetch(options: SafeFetchOptions): SafeFetch {
  const settings = toSettings(options);
  const modules = pinning();
  if (modules === undefined) throw errors.cannotPin();

  return async (url: unknown, init: RequestInit = {}): Promise<Response> => {
    checkInit(init);
    const target = toTarget(url, settings);
    const { stop, release } = limit(settings.timeoutMs, init.signal ?? undefined);
    try {
      const content = await unlessStopped(stop, toContent(init));
      const addresses = await unlessStopped(stop, permittedAddresses(target.host, settings, modules.dns));
      return await exchange(modules, target, addresses, content, settings, stop, release);
    } catch (error) {
      release();
      throw error;
    }
  };
}

/** Checks what would otherwise fail halfway, such as a signal without listeners. */
function checkInit(init: unknown): void {
  if (typeof init !== 'object' || init === null) throw errors.notAnInit(init);
  const { signal } = init as { readonly signal?: unknown };
  if (signal === undefined || signal === null) return;
  const { aborted, addEventListener, removeEventListener } = signal as Partial<AbortSignal>;
  const isSignal =
    typeof aborted === 'boolean' && typeof addEventListener === 'function' && typeof removeEventListener === 'function';
  if (!isSignal) throw errors.notASignal(signal);
}

/** A signal that aborts when the time has passed or the caller aborts, until it is released. */
function limit(timeoutMs: number, signal: AbortSignal | undefined): { stop: AbortSignal; release: () => void } {
  const stop = new AbortController();
  const abort = () => stop.abort(signal?.reason);
  // Before the timer, because it can be code of the caller, which can throw.
  signal?.addEventListener('abort', abort);
  const timer = setTimeout(() => stop.abort(errors.timedOut(timeoutMs)), timeoutMs);
  if (signal?.aborted) abort();
  const release = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  };
  return { stop: stop.signal, release };
}

/** Waits for a result, but not longer than until the signal aborts. */
function unlessStopped<Result>(stop: AbortSignal, pending: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const end = () => reject(stop.reason);
    if (stop.aborted) end();
    stop.addEventListener('abort', end);
    pending.then(resolve, reject).finally(() => stop.removeEventListener('abort', end));
  });
}
