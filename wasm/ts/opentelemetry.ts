/**
 * Traces of receivers with OpenTelemetry.
 *
 * @module hookwright/opentelemetry
 */
import { context, isSpanContextValid, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { TracedEvent, Tracing } from './types/tracing.js';

export type * from './types/tracing.js';

/** `traceparent` of W3C Trace Context, version 00; later versions begin in the same way. */
const TRACEPARENT = /^(?!ff)[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(?:-|$)/;

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
export function openTelemetry(): Tracing {
  // The provider can be registered later: this tracer uses the one that is registered when a span begins.
  const tracer = trace.getTracer('hookwright');
  return {
    trace(event, handle) {
      const options = { kind: SpanKind.CONSUMER, attributes: attributesOf(event), links: linksOf(event) };
      const span = tracer.startSpan(`process ${event.sender}`, options);
      const fail = (error: unknown): void => {
        const isError = error instanceof Error;
        span.recordException(isError ? error : String(error));
        span.setAttribute('error.type', isError ? error.name : '_OTHER');
        span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      };
      try {
        const result = context.with(trace.setSpan(context.active(), span), handle);
        if (isPromise(result)) result.then(() => span.end(), fail);
        else span.end();
        return result;
      } catch (error) {
        fail(error);
        throw error;
      }
    },
  };
}

function attributesOf({ sender, scheme, type, id, bodySize }: TracedEvent): Record<string, string | number> {
  return {
    'messaging.system': 'webhook',
    'messaging.operation.name': 'process',
    'messaging.operation.type': 'process',
    'messaging.destination.name': sender,
    'messaging.message.body.size': bodySize,
    'hookwright.scheme': scheme,
    ...(id === null ? {} : { 'messaging.message.id': id }),
    ...(type === null ? {} : { 'hookwright.event.type': type }),
  };
}

function linksOf({ traceparent }: TracedEvent) {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return [];
  const linked = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return isSpanContextValid(linked) ? [{ context: linked }] : [];
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}
