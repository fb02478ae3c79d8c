/**
 * Receivers for Express 4 and 5.
 *
 * @module hookwright/express
 */
import type { SchemeId, SenderId } from './generated/ids.js';
import type { NodeRequest, NodeResponse } from './types/node-server.js';
import type { ReceiverOptions } from './types/receiver.js';
export { keepRawBody } from './keep-raw-body.js';
export { memoryStore } from './memory-store.js';
export type * from './types/claims.js';
export type * from './types/node-server.js';
export type * from './types/received.js';
export type * from './types/receiver.js';
export type * from './types/receiver-log.js';
export type * from './types/tracing.js';
/**
 * Creates a middleware that receives webhooks. It reads the body itself, so it needs no body parser. If a parser for the
 * whole application comes before it, let the parser keep the bytes: `express.json({ verify: keepRawBody })`.
 *
 * It answers every request, and never calls `next`. `receiver` of `hookwright/receiver` lists all answers.
 *
 * @throws TypeError or RangeError with a `code` for a mistake in the options
 * @example
 * app.use('/webhook', webhook({
 *   provider: 'github',
 *   secrets: process.env.WEBHOOK_SECRET,
 *   on: { push: (event) => deploy(event.data) },
 * }));
 */
export declare function webhook<
  Id extends SenderId | SchemeId = SenderId | SchemeId,
  Native extends NodeRequest = NodeRequest,
  Tx = undefined,
>(options: ReceiverOptions<Id, Native, Tx>): (request: Native, response: NodeResponse) => Promise<void>;
