/**
 * Receivers for AWS Lambda: API Gateway, function URLs and Application Load Balancers.
 *
 * @module hookwright/lambda
 */
import type { SchemeId, SenderId } from './generated/ids.js';
import type { LambdaEvent, LambdaResult } from './types/lambda.js';
import type { ReceiverOptions } from './types/receiver.js';
export { memoryStore } from './memory-store.js';
export type * from './types/claims.js';
export type * from './types/lambda.js';
export type * from './types/received.js';
export type * from './types/receiver.js';
export type * from './types/receiver-log.js';
export type * from './types/tracing.js';
/**
 * Creates a Lambda function that receives webhooks. The functions of the options get the event.
 *
 * The answer is sent half a second before Lambda ends the function, if that is earlier than the sender gives up.
 *
 * A Lambda function is frozen after its answer. A handler that takes longer than the sender waits therefore continues only
 * when the next request arrives, and its claim may have ended by then. Use a store that all instances share, such as
 * `redisStore`: each instance has its own memory.
 *
 * `receiver` of `hookwright/receiver` lists all answers.
 *
 * @throws TypeError or RangeError with a `code` for a mistake in the options
 * @example
 * export const handler = webhook({
 *   provider: 'github',
 *   secrets: process.env.WEBHOOK_SECRET,
 *   on: { push: (event) => deploy(event.data) },
 * });
 */
export declare function webhook<
  Id extends SenderId | SchemeId = SenderId | SchemeId,
  Native extends LambdaEvent = LambdaEvent,
  Tx = undefined,
>(options: ReceiverOptions<Id, Native, Tx>): (event: Native, context?: unknown) => Promise<LambdaResult>;
