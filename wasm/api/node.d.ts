/**
 * Receivers for servers of Node, for Koa, and for Nest.
 *
 * @module hookwright/node
 */
import type { SchemeId, SenderId } from './generated/ids.js';
import type { KoaContext, NodeRequest, NodeResponse } from './types/node-server.js';
import type { ReceiverOptions } from './types/receiver.js';
export { keepRawBody } from './keep-raw-body.js';
export { memoryStore } from './memory-store.js';
export type * from './types/claims.js';
export type * from './types/node-server.js';
export type * from './types/received.js';
export type * from './types/receiver.js';
export type * from './types/receiver-log.js';
export type * from './types/tracing.js';
/** A listener of Node's HTTP server, which is also a middleware of Koa. */
export interface NodeWebhook<Native> {
  /** Answers a request of Node's HTTP server, or of the platforms of Nest. */
  (request: Native & NodeRequest, response: NodeResponse): Promise<void>;
  /** Answers a request of Koa. */
  (context: Native & KoaContext, next?: unknown): Promise<void>;
}
/**
 * Creates a listener that receives webhooks. It reads the body itself. With Nest, pass `rawBody: true` to
 * `NestFactory.create`, and call it with the request and the response of the platform. With Koa, it is a middleware.
 *
 * It answers every request. `receiver` of `hookwright/receiver` lists all answers.
 *
 * @throws TypeError or RangeError with a `code` for a mistake in the options
 * @example
 * const server = createServer(webhook({
 *   provider: 'github',
 *   secrets: process.env.WEBHOOK_SECRET,
 *   on: { push: (event) => deploy(event.data) },
 * }));
 */
export declare function webhook<
  Id extends SenderId | SchemeId = SenderId | SchemeId,
  Native extends NodeRequest | KoaContext = NodeRequest & KoaContext,
  Tx = undefined,
>(options: ReceiverOptions<Id, Native, Tx>): NodeWebhook<Native>;
