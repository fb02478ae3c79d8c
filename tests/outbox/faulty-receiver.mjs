// The receivers of the subscriptions: a server that verifies each delivery and notes which it has accepted.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { createVerifier } from 'hookwright';

/** Any secret of Standard Webhooks. */
export const SECRET = `whsec_${Buffer.from('the secret of all subscriptions.').toString('base64')}`;

/** Starts the server, of which some responses are failures or missing. */
export async function startReceiver(context, random) {
  // The clocks of the senders are wrong on purpose.
  const verifier = createVerifier({ provider: 'standard', secrets: SECRET, toleranceSeconds: 1_000_000 });
  /** How often each event was accepted, by its id and the subscription. */
  const accepted = new Map();
  const counts = { accepted: 0, refused: 0, unanswered: 0, forged: 0 };
  const server = createServer(async (request, response) => {
    const body = await buffer(request).catch(() => undefined);
    if (body === undefined) return;
    const verdict = verifier.verify({ body, headers: request.headers });
    if (!verdict.ok) {
      counts.forged += 1;
      response.writeHead(401).end();
      return;
    }
    const chance = random();
    if (chance < 0.05) {
      counts.refused += 1;
      response.writeHead(503).end();
      return;
    }
    const name = `${verdict.id} ${request.url.slice(1)}`;
    accepted.set(name, (accepted.get(name) ?? 0) + 1);
    counts.accepted += 1;
    if (chance < 0.08) {
      // Accepted, but the sender does not learn it.
      counts.unanswered += 1;
      request.socket.destroy();
      return;
    }
    response.writeHead(204).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${server.address().port}`, accepted, counts };
}
