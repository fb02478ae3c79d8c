/**
 * Receivers for Fastify.
 *
 * @module hookwright/fastify
 */
import type { SchemeId, SenderId } from './generated/ids.js';
import type { FastifyRequestLike, FastifyScope } from './types/fastify.js';
import type { ReceiverOptions } from './types/receiver.js';
export { memoryStore } from './memory-store.js';
export type * from './types/claims.js';
export type * from './types/fastify.js';
export type * from './types/received.js';
export type * from './types/receiver.js';
export type * from './types/receiver-log.js';
export type * from './types/tracing.js';
/**
 * Creates a plugin that receives webhooks at its prefix. It has its own scope, in which no content type parser reads the
 * body, so the parsers of the application do not matter.
 *
 * `receiver` of `hookwright/receiver` lists all answers.
 *
 * @throws TypeError or RangeError with a `code` for a mistake in the options
 * @example
 * app.register(webhook({
 *   provider: 'github',
 *   secrets: process.env.WEBHOOK_SECRET,
 *   on: { push: (event) => deploy(event.data) },
 * }), { prefix: '/webhook' });
 */
export declare function webhook<
  Id extends SenderId | SchemeId = SenderId | SchemeId,
  Native extends FastifyRequestLike = FastifyRequestLike,
  Tx = undefined,
>(options: ReceiverOptions<Id, Native, Tx>): (scope: FastifyScope) => Promise<void>;
