// Serves the Lambda function `index.js` of the current folder as a function URL does.

import { createServer } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { toEvent } from '../receiving/lambda.mjs';

const { handler } = await import(pathToFileURL(path.resolve('index.js')).href);

const server = createServer(async (request, response) => {
  const bytes = Buffer.concat(await request.toArray());
  const { statusCode, headers, body } = await handler(toEvent('function URL', request, bytes), {});
  response.writeHead(statusCode, headers).end(body);
});
server.listen(0, '127.0.0.1', () => console.log(`listening on port ${server.address().port}`));
