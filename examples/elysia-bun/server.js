import { appendFile } from 'node:fs/promises';
import { Elysia } from 'elysia';
import { webhook } from 'hookwright/fetch';

const receive = webhook({
  provider: 'slack',
  secrets: process.env.WEBHOOK_SECRET,
  on: {
    message: async ({ data }) => {
      const { channel, text } = data.event;
      await appendFile('messages.jsonl', `${JSON.stringify({ channel, text })}\n`);
    },
  },
});

const app = new Elysia()
  // Without `parse: 'none'`, Elysia reads the body, of which the receiver needs the bytes.
  .all('/webhook', ({ request }) => receive(request), { parse: 'none' })
  .listen({ port: process.env.PORT ?? 3000, hostname: '127.0.0.1' });

console.log(`listening on port ${app.server.port}`);
