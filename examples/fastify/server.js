import { appendFile } from 'node:fs/promises';
import fastify from 'fastify';
import { webhook } from 'hookwright/fastify';

const app = fastify();

app.register(
  webhook({
    provider: 'stripe',
    secrets: process.env.WEBHOOK_SECRET,
    on: {
      'invoice.paid': async ({ data: event }) => {
        const { id, amount_paid } = event.data.object;
        await appendFile('invoices.jsonl', `${JSON.stringify({ id, amount_paid })}\n`);
      },
    },
  }),
  { prefix: '/webhook' },
);

await app.listen({ port: Number(process.env.PORT ?? 3000), host: '127.0.0.1' });
console.log(`listening on port ${app.server.address().port}`);
