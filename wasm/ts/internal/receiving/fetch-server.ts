import type { FetchCall, FetchInput, FetchRequest } from '../../types/fetch.js';
import type { Answer, ReadBody, ReceiverContext } from '../../types/receiver.js';
import { readUpTo } from '../content.js';
import { FAILED } from './answers.js';
import type { Reading } from './arrived.js';
import { isAbort } from './node-body.js';
import type { Reception } from './receive.js';

/** Answers a request of the Fetch API. */
export async function answerFetch(
  reception: Reception,
  input: FetchInput,
  others: readonly unknown[],
): Promise<Response> {
  const request = requestIn(input);
  const { method, url, headers } = request;
  const answer = await reception.handle(
    {
      method,
      url,
      headers,
      body: (limit, reading) => readBody(request, limit, reading),
      native: callOf(request, input, others),
    },
    contextOf(others, input),
  );
  try {
    return toResponse(answer);
  } catch (error) {
    reception.reportUnsent(error);
    return toResponse(FAILED);
  }
}

function requestIn(input: FetchInput): FetchRequest {
  if ('request' in input && typeof input.request === 'object') return input.request;
  if ('req' in input && typeof input.req === 'object') return input.req.raw;
  return input as FetchRequest;
}

/** What the functions of the options get. */
function callOf(request: FetchRequest, input: FetchInput, others: readonly unknown[]): FetchCall {
  if (input !== request) {
    const { env, platform } = input as {
      readonly env?: unknown;
      readonly platform?: { readonly env?: unknown } | null;
    };
    return { request, env: env ?? platform?.env, context: input };
  }
  // Workers pass the bindings before the context.
  return others.length > 1
    ? { request, env: others[0], context: others[1] }
    : { request, env: undefined, context: others[0] };
}

/** The function of the host that keeps the process running. */
function contextOf(others: readonly unknown[], input: object): ReceiverContext | undefined {
  const { platform } = input as { readonly platform?: { readonly ctx?: unknown; readonly context?: unknown } | null };
  for (const context of [...others, platform?.ctx, platform?.context]) {
    const found = waitUntilIn(context);
    if (found !== undefined) return found;
  }
  return waitUntilIn(executionOf(input));
}

function waitUntilIn(context: unknown): ReceiverContext | undefined {
  if (typeof context !== 'object' || context === null) return undefined;
  const { waitUntil } = context as { readonly waitUntil?: unknown };
  if (typeof waitUntil !== 'function') return undefined;
  return { waitUntil: (promise) => void waitUntil.call(context, promise) };
}

/** The context of Workers in that of Hono, which throws an error if there is none. */
function executionOf(input: object): unknown {
  try {
    return 'req' in input ? (input as { readonly executionCtx?: unknown }).executionCtx : undefined;
  } catch {
    return undefined;
  }
}

/** The longest body that is read at once, which cannot be stopped: the host reads it faster than parts. */
const READ_AT_ONCE_BYTES = 65_536;

async function readBody(request: FetchRequest, limit: number, reading?: Reading): Promise<ReadBody> {
  if (request.bodyUsed || request.body?.locked) return { failed: 'consumed' };
  const declared = request.headers.get('content-length');
  if (Number(declared) > limit) return { failed: 'too_large' };
  let body: Uint8Array;
  try {
    // The host makes sure that the length is right.
    body =
      declared !== null && Number(declared) <= READ_AT_ONCE_BYTES
        ? new Uint8Array(await request.arrayBuffer())
        : await readUpTo(request.body, limit, (stop) => {
            if (reading !== undefined) reading.stop = stop;
          });
  } catch (error) {
    return isAbort(error) || request.signal?.aborted ? { failed: 'aborted' } : { failed: 'failed', error };
  }
  return body.length > limit ? { failed: 'too_large' } : body;
}

function toResponse({ status, headers, body }: Answer): Response {
  return new Response(body === '' ? null : body, { status, headers });
}
