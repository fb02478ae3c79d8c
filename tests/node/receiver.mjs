// A webhook receiver with Express 5 and this package.

import express from 'express';
import { parseEvent, verify } from 'hookwright';

/**
 * Creates the app.
 *
 * @param {object} options
 * @param {'generic' | 'well'} options.provider the sender
 * @param {import('hookwright').Key | import('hookwright').Key[]} options.secrets
 * @param {(event: import('hookwright').ParsedEvent) => void} [options.on] the handler of genuine events
 * @param {(line: { status: number, code: string, message: string }) => void} [options.log] the log of rejections
 * @param {string} [options.limit] the maximum length of a decompressed body
 */
export function receiver({ provider, secrets, on = () => {}, log = () => {}, limit = '1mb' }) {
  const app = express();
  app.disable('x-powered-by');

  // Accept every content type and none, because only the signature matters. Compressed bodies are decompressed first,
  // so the signature must be that of the decompressed body.
  const raw = express.raw({ type: () => true, limit });

  app.post('/webhook', raw, (request, response) => {
    // Express sets no body for an empty request. The signature decides about it, too.
    const body = request.body ?? '';
    const verdict = verify({ provider, secrets, body, headers: request.headers });
    if (!verdict.ok) {
      log({ status: 401, code: verdict.code, message: verdict.message });
      response.status(401).type('text').send('unauthorized');
      return;
    }
    response.status(200).type('text').send('ok');
    on(parseEvent(body, { provider }));
  });

  // The body cannot be read: it is too long, truncated or wrongly compressed. Any other error is the receiver's, and
  // 503 asks the sender to retry.
  app.use((error, _request, response, next) => {
    const status = error.status >= 400 && error.status < 500 ? error.status : 503;
    log({ status, code: error.type ?? error.code ?? 'unexpected', message: error.message });
    if (response.headersSent) next(error);
    else response.status(status).type('text').send('refused');
  });

  return app;
}
