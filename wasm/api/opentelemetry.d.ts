import type { Tracing } from './types/tracing.js';
export type * from './types/tracing.js';
/**
 * Creates a span for each event that a receiver handles. Pass it as `tracing`. It needs the package `@opentelemetry/api`.
 *
 * The span is active in the handler, so that the spans of databases and other calls are below it. Its parent is the active
 * span, such as that of the HTTP server. A `traceparent` that the sender transmits becomes a link and not the parent, because
 * every repetition of the delivery has it. If the handler fails, the error is recorded, and the status is `ERROR`. Bodies,
 * header values and secrets are never recorded.
 *
 * The name of the span is `process <sender>`, its kind is consumer, and it has these attributes:
 *
 * | attribute | value |
 * |---|---|
 * | `messaging.system` | `webhook` |
 * | `messaging.operation.name`, `messaging.operation.type` | `process` |
 * | `messaging.destination.name` | the id of the sender, such as `github` |
 * | `messaging.message.id` | the id of the event, if it has one |
 * | `messaging.message.body.size` | the number of bytes of the body |
 * | `hookwright.scheme` | the id of the scheme, such as `github/sha256` |
 * | `hookwright.event.type` | the type of the event, if it has one |
 * | `error.type` | the name of the error, if the handler fails |
 *
 * @example
 * app.use('/webhook', webhook({ provider: 'github', secrets, on, tracing: openTelemetry() }));
 */
export declare function openTelemetry(): Tracing;
