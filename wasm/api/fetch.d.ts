/**
 * Receivers for everything that answers a `Request` with a `Response`: Hono, the app router of Next.js, SvelteKit, Elysia,
 * Cloudflare Workers, Deno and Bun.
 *
 * @module hookwright/fetch
 */
import type { SchemeId, SenderId } from './generated/ids.js';
import type { FetchCall, FetchInput, FetchResponse } from './types/fetch.js';
import type { ReceiverOptions } from './types/receiver.js';
export { memoryStore } from './memory-store.js';
export type * from './types/claims.js';
export type * from './types/fetch.js';
export type * from './types/received.js';
export type * from './types/receiver.js';
export type * from './types/receiver-log.js';
export type * from './types/tracing.js';
/**
 * Creates a function that receives webhooks. It takes a `Request`, or the context of Hono, SvelteKit or Elysia. If a further
 * argument has `waitUntil`, as on Cloudflare Workers, handlers that outlast the answer are passed to it.
 *
 * `receiver` of `hookwright/receiver` lists all answers. The functions of the options get `{ request, env, context }`: see
 * {@link FetchCall}.
 *
 * @throws TypeError or RangeError with a `code` for a mistake in the options
 * @example
 * export const POST = webhook({
 *   provider: 'github',
 *   secrets: process.env.WEBHOOK_SECRET,
 *   on: { push: (event) => deploy(event.data) },
 * });
 */
export declare function webhook<
  Id extends SenderId | SchemeId = SenderId | SchemeId,
  Env = unknown,
  Context = unknown,
  Tx = undefined,
>(
  options: ReceiverOptions<Id, FetchCall<Env, Context>, Tx>,
): (input: FetchInput, ...contexts: unknown[]) => Promise<FetchResponse>;
