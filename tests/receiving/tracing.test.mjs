// Spans of the real SDK of OpenTelemetry, in memory.

import assert from 'node:assert/strict';
import test, { beforeEach } from 'node:test';
import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { openTelemetry } from 'hookwright/opentelemetry';
import { github, record, SECRET } from './deliveries.mjs';

const exporter = new InMemorySpanExporter();
// Created before the provider is registered, as in programs that load the SDK late.
const tracing = openTelemetry();
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

beforeEach(() => exporter.reset());

test('an event has a consumer span that is active in the handler, also after it has waited', async () => {
  const active = [];
  const push = async () => {
    active.push(trace.getActiveSpan()?.spanContext().spanId);
    await new Promise(setImmediate);
    active.push(trace.getActiveSpan()?.spanContext().spanId);
    trace.getTracer('test').startSpan('query').end();
  };
  const { handle } = record({ tracing, on: { push } });
  assert.equal((await handle(github({ id: 'a', body: '{"ref":"main"}' }))).status, 200);
  const [query, span] = exporter.getFinishedSpans();
  const { spanId } = span.spanContext();
  assert.deepEqual(active, [spanId, spanId]);
  assert.equal(query.parentSpanContext.spanId, spanId);
  assert.equal(span.name, 'process github');
  assert.equal(span.kind, SpanKind.CONSUMER);
  assert.deepEqual(span.attributes, {
    'messaging.system': 'webhook',
    'messaging.operation.name': 'process',
    'messaging.operation.type': 'process',
    'messaging.destination.name': 'github',
    'messaging.message.body.size': 14,
    'messaging.message.id': 'a',
    'hookwright.scheme': 'github/sha256',
    'hookwright.event.type': 'push',
  });
  assert.equal(span.status.code, SpanStatusCode.UNSET);
});

test('the span of the server is the parent, and the one of the sender is a link', async () => {
  const { handle } = record({ tracing });
  const server = trace.getTracer('test').startSpan('POST /webhook');
  const request = github({ headers: { traceparent: TRACEPARENT } });
  await context.with(trace.setSpan(ROOT_CONTEXT, server), () => handle(request));
  const [span] = exporter.getFinishedSpans();
  assert.equal(span.parentSpanContext.spanId, server.spanContext().spanId);
  assert.deepEqual(
    span.links.map(({ context: { traceId, spanId, traceFlags } }) => [traceId, spanId, traceFlags]),
    [['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331', 1]],
  );
});

test('an invalid `traceparent` is not a link', async () => {
  const { handle } = record({ tracing });
  const invalid = [
    '',
    'x',
    `ff${TRACEPARENT.slice(2)}`,
    TRACEPARENT.replace(/0af7[\da-f]*/, '0'.repeat(32)),
    `${TRACEPARENT}x`,
  ];
  for (const [index, traceparent] of invalid.entries()) {
    await handle(github({ id: `invalid-${index}`, headers: { traceparent } }));
  }
  const spans = exporter.getFinishedSpans();
  assert.equal(spans.length, invalid.length);
  for (const { links } of spans) assert.deepEqual(links, []);
});

for (const [kind, push] of [
  [
    'throws',
    () => {
      throw new RangeError('no space');
    },
  ],
  [
    'rejects',
    async () => {
      throw new RangeError('no space');
    },
  ],
]) {
  test(`the error is recorded if the handler ${kind}`, async () => {
    const { handle } = record({ tracing, on: { push } });
    assert.equal((await handle(github())).status, 500);
    const [span] = exporter.getFinishedSpans();
    assert.equal(span.status.code, SpanStatusCode.ERROR);
    assert.equal(span.attributes['error.type'], 'RangeError');
    assert.equal(span.events[0].attributes['exception.message'], 'no space');
  });
}

test('a rejected, repeated or unknown delivery has no span', async () => {
  const { handle } = record({ tracing });
  await handle({ ...github(), body: 'x' });
  await handle(github({ type: 'star' }));
  assert.equal(exporter.getFinishedSpans().length, 0);
  await handle(github());
  await handle(github());
  assert.equal(exporter.getFinishedSpans().length, 1);
});

test('a span contains no secret, body or other header value', async () => {
  const { handle } = record({ tracing });
  const request = github({ body: '{"ref":"a-private-branch"}', headers: { 'X-Other': 'value-of-a-header' } });
  await handle(request);
  const [{ attributes, name, links, events }] = exporter.getFinishedSpans();
  const text = JSON.stringify([attributes, name, links, events]);
  for (const value of [SECRET, 'a-private-branch', 'value-of-a-header', request.headers['X-Hub-Signature-256']]) {
    assert.ok(!text.includes(value), value);
  }
});
