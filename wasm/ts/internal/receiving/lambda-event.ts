import type { LambdaEvent, LambdaResult } from '../../types/lambda.js';
import type { Answer, BodyReader, ReceiverContext } from '../../types/receiver.js';
import { fromBase64 } from '../base64.js';
import type { Host } from '../node.js';
import type { HostRequest } from './arrived.js';

/** The parts of `requestContext` that are read. */
interface Context {
  readonly elb?: unknown;
  readonly path?: string;
  readonly http?: { readonly method?: string };
}

/** Converts an event of Lambda to a request. */
export function requestOf(event: LambdaEvent): HostRequest {
  const context: Context = event.requestContext ?? {};
  return {
    method: context.http?.method ?? event.httpMethod ?? '',
    url: urlOf(event, context),
    headers: event.multiValueHeaders ?? event.headers ?? {},
    body: bodyOf(event),
    native: event,
  };
}

/** How long Lambda lets the function run. */
export function limitOf(context: unknown): ReceiverContext | undefined {
  if (typeof context !== 'object' || context === null) return undefined;
  const { getRemainingTimeInMillis } = context as { readonly getRemainingTimeInMillis?: unknown };
  if (typeof getRemainingTimeInMillis !== 'function') return undefined;
  const remainingMs: unknown = getRemainingTimeInMillis.call(context);
  return typeof remainingMs === 'number' && remainingMs >= 0 ? { remainingMs } : undefined;
}

/** Converts an answer to the result of the function. */
export function toResult(event: LambdaEvent, { status, headers: all, body }: Answer): LambdaResult {
  // The connection is that of the gateway.
  const { Connection: _, ...headers } = all;
  const result = { statusCode: status, body, isBase64Encoded: false as const };
  if (!isBalancer(event.requestContext)) return { ...result, headers };
  const described = { ...result, statusDescription: `${status} ${DESCRIPTIONS[status] ?? 'Answer'}` };
  // A target group with multi-value headers ignores `headers`.
  if (event.multiValueHeaders === undefined || event.multiValueHeaders === null) return { ...described, headers };
  const many = Object.entries(headers).map(([name, value]) => [name, [value]]);
  return { ...described, multiValueHeaders: Object.fromEntries(many) };
}

const DESCRIPTIONS: { readonly [status: number]: string } = {
  200: 'OK',
  204: 'No Content',
  400: 'Bad Request',
  401: 'Unauthorized',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  413: 'Content Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

function isBalancer(context: object | undefined): boolean {
  return context !== undefined && 'elb' in context;
}

function urlOf(event: LambdaEvent, context: Context): string {
  const path = event.rawPath ?? context.path ?? event.path ?? '/';
  const query = event.rawQueryString ?? queryOf(event, isBalancer(context) ? (text) => text : encodeURIComponent);
  return query === '' ? path : `${path}?${query}`;
}

/** The query. API Gateway decodes its parameters, load balancers do not. */
function queryOf(event: LambdaEvent, encode: (text: string) => string): string {
  const { multiValueQueryStringParameters: many, queryStringParameters: single } = event;
  return Object.entries(many ?? single ?? {})
    .flatMap(([name, value]) => [value ?? []].flat().map((each) => `${encode(name)}=${encode(each)}`))
    .join('&');
}

function bodyOf({ body, isBase64Encoded }: LambdaEvent): BodyReader {
  return (limit) => {
    if (body === undefined || body === null) return new Uint8Array();
    // A middleware has parsed it.
    if (typeof body !== 'string') return { failed: 'consumed' };
    if (isBase64Encoded !== true) return body;
    if ((body.length / 4) * 3 - 2 > limit) return { failed: 'too_large' };
    const { Buffer } = globalThis as Host;
    return Buffer === undefined ? fromBase64(body) : Buffer.from(body, 'base64');
  };
}
