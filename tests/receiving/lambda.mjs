// A local server that calls a Lambda function as AWS does.

import { createServer } from 'node:http';
import { webhook } from 'hookwright/lambda';

/** The kinds of events. */
export const SHAPES = [
  'API Gateway, payload format 1.0',
  'API Gateway, payload format 2.0',
  'function URL',
  'Application Load Balancer',
  'Application Load Balancer with multi-value headers',
];

const byFirst = (pairs) => Object.fromEntries(pairs.map(([name, values]) => [name, values.at(-1)]));

/** Converts a request to an event. Text is passed as text, other bytes as base64. */
export function toEvent(shape, { method, url, headersDistinct }, bytes) {
  const [path, query = ''] = url.split('?');
  const many = Object.entries(headersDistinct);
  const isText = Buffer.from(bytes.toString()).equals(bytes) && bytes.length % 2 === 0;
  const body = {
    body: bytes.length === 0 ? null : bytes.toString(isText ? 'utf8' : 'base64'),
    isBase64Encoded: bytes.length > 0 && !isText,
  };
  if (shape === 'API Gateway, payload format 2.0' || shape === 'function URL') {
    const headers = Object.fromEntries(many.map(([name, values]) => [name, values.join(',')]));
    const requestContext = { http: { method, path } };
    return { version: '2.0', rawPath: path, rawQueryString: query, headers, requestContext, ...body };
  }
  const parameters = Object.fromEntries(new URLSearchParams(query));
  const event = { httpMethod: method, path, queryStringParameters: parameters, ...body };
  if (shape === 'API Gateway, payload format 1.0') {
    return {
      ...event,
      headers: byFirst(many),
      multiValueHeaders: Object.fromEntries(many),
      multiValueQueryStringParameters: null,
      requestContext: { path: `/prod${path}` },
    };
  }
  const requestContext = { elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:::targetgroup/webhooks' } };
  return shape === 'Application Load Balancer'
    ? { ...event, headers: byFirst(many), requestContext }
    : { ...event, multiValueHeaders: Object.fromEntries(many), requestContext };
}

/** Starts the server. */
export async function startLambda(shape, options, before = (event) => event) {
  const handler = webhook(options);
  const server = createServer(async (request, response) => {
    const parts = [];
    try {
      for await (const part of request) parts.push(part);
    } catch {
      // Lambda is not called for an incomplete request.
      return;
    }
    const bytes = Buffer.concat(parts);
    // API Gateway refuses bodies of more than 10 MB.
    if (bytes.length > 10_000_000) {
      response.writeHead(413).end();
      return;
    }
    const result = await handler(before(toEvent(shape, request, bytes)), {});
    const headers = result.multiValueHeaders ?? result.headers;
    response.writeHead(result.statusCode, headers).end(result.body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/webhook`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
