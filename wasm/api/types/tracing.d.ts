/** What a tracer gets about an event. */
export interface TracedEvent {
  /** The id of the sender, or the scheme if it is a custom one. */
  readonly sender: string;
  /** The id of the scheme. */
  readonly scheme: string;
  /** The type of the event, if there is one. */
  readonly type: string | null;
  /** The id of the event, if there is one. */
  readonly id: string | null;
  /** The number of bytes of the body. */
  readonly bodySize: number;
  /** The header `traceparent`, with which a sender can name its own span. It is not signed. */
  readonly traceparent: string | undefined;
}
/** Traces the handling of events. */
export interface Tracing {
  /** Calls `handle` in a span, and returns its result. The span ends when the result has settled. */
  trace<Result>(event: TracedEvent, handle: () => Result): Result;
}
