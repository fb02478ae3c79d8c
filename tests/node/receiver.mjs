// A webhook receiver as somebody would write it with Express 5 and this package.

import express from 'express';
import { parseEvent, verify } from 'hookwright';

/**
 * Makes the app.
 *
 * @param {object} options
 * @param {'generic' | 'well'} options.provider who sends
 * @param {import('hookwright').Key | import('hookwright').Key[]} options.secrets
 * @param {(event: import('hookwright').ParsedEvent) => void} [options.on] what to do with a genuine event
 * @param {(line: { status: number, code: string, message: string }) => void} [options.log] what is refused, and why
 * @param {string} [options.limit] the longest body that is read, inflated
 */
export function receiver({ provider, secrets, on = () => {}, log = () => {}, limit = '1mb' }) {
  const app = express();
  app.disable('x-powered-by');

  // Every type, and requests that name none: what decides is the signature. Bodies that were compressed on their way
  // are inflated here, so the signature has to be over what the sender compressed.
  const raw = express.raw({ type: () => true, limit });

  app.post('/webhook', raw, (request, response) => {
    // Express leaves the body undefined when a request has none. That is for the signature to decide, too.
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

  // Bodies that cannot be read: too long, cut off, wrongly compressed. Anything else is a mistake of ours, and 503 asks
  // the sender to come again.
  app.use((error, _request, response, next) => {
    const status = error.status >= 400 && error.status < 500 ? error.status : 503;
    log({ status, code: error.type ?? error.code ?? 'unexpected', message: error.message });
    if (response.headersSent) next(error);
    else response.status(status).type('text').send('refused');
  });

  return app;
}
