/**
 * Receivers: from a request to a handled event. The adapters of frameworks, such as `hookwright/express`, are made of it.
 *
 * @module hookwright/receiver
 */
import type { SchemeId, SenderId } from './generated/ids.js';
import { memoryStore } from './memory-store.js';
import type { IncomingRequest, Receiver, ReceiverOptions } from './types/receiver.js';
export type { MemoryStoreOptions } from './memory-store.js';
export type * from './types/claims.js';
export type * from './types/received.js';
export type * from './types/receiver.js';
export type * from './types/receiver-log.js';
export type * from './types/tracing.js';
export { memoryStore };
/**
 * Creates a receiver: it reads the body, verifies the delivery, makes sure that each event is handled once, and calls the
 * handler. Use the entry of your framework if there is one: `hookwright/express`, `/fastify`, `/fetch`, `/lambda`, `/node`.
 *
 * Answers have no body, and the same status whatever the reason is. The reason is in the log.
 *
 * | request | answer | what happens |
 * |---|---|---|
 * | genuine delivery, handler succeeds | 200 | the event is recorded as handled |
 * | handler throws | 500 | the claim is released, so the next attempt is handled; `handler_failed` |
 * | no handler for the type | 200 | `onUnknown` is called like a handler; without it, nothing; `no_handler` |
 * | rejected delivery | 401 | `onRejected` is called; `rejected` with the code of the rejection |
 * | body larger than the limit | 413 | the connection is closed; `body_too_large` |
 * | body read or parsed by other code | 500 | `body_consumed`, with the remedy for the framework |
 * | body that does not arrive within the time limit | 408 | the connection is closed; `body_timeout` |
 * | body that cannot be read | 400 | the connection is closed; `body_failed` |
 * | upload aborted by the client | none | no handler; `aborted` |
 * | event that was handled before | 200 | no handler; `duplicate` |
 * | event older than the last one of its object (`orderBy`) | 200 | no handler, recorded as handled; `outdated` |
 * | event that another request is handling | 503 with `Retry-After` | no handler; `busy` |
 * | store unavailable when the event is claimed, or no answer within half of the time limit | 503 with `Retry-After` | `store_failed`; with `ifStoreFails: 'handle'`, it is handled, possibly more than once |
 * | store unavailable after the handler succeeded | 200 | `store_failed`; the completion is repeated for up to five minutes, then `not_recorded` |
 * | handler takes longer than the sender waits | 503 with `Retry-After` | the handler continues and its claim is renewed; repetitions get 503, and 200 once it has succeeded; `time_limit` |
 * | handler takes longer than `maxHandlingMs` | as above | `signal` is aborted, the claim ends with its lease; `handler_stuck` |
 * | claim lost while the handler ran | 503 with `Retry-After` | `signal` is aborted, the completion is refused; `claim_lost` |
 * | genuine delivery whose body is neither JSON nor a form | 200 | a repetition would not be JSON either: `onUnknown` gets it with the type null; `malformed_body` |
 * | handshake | what the sender expects | see `answerHandshake`; a wrong one is rejected with 401 |
 * | `HEAD`, `OPTIONS` | 200, 204 | nothing, unless the handshake of the sender uses them |
 * | other methods | 405 with `Allow` | `method_not_allowed` |
 * | `secrets` throws, or takes longer than the sender waits | 500 | `secrets_failed` |
 * | `secrets` returns none | 401 | `no_secret` |
 *
 * The time limit is what the sender documents, or 5 seconds, less a tenth. With `ack: 'early'`, the answer is sent before
 * the handler has ended.
 *
 * @throws TypeError or RangeError with a `code` for a mistake in the options
 * @example
 * const { handle } = receiver({
 *   provider: 'github',
 *   secrets: process.env.WEBHOOK_SECRET,
 *   on: { push: (event) => deploy(event.data) },
 * });
 * const { status } = await handle({ method: 'POST', url: '/webhook', headers, body });
 */
export declare function receiver<
  Id extends SenderId | SchemeId = SenderId | SchemeId,
  Native = IncomingRequest,
  Tx = undefined,
>(options: ReceiverOptions<Id, Native, Tx>): Receiver;
