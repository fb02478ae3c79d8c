import { appendFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { webhook } from 'hookwright/express';

const app = express();

app.use(
  '/webhook',
  webhook({
    provider: 'generic',
    secrets: process.env.WEBHOOK_SECRET ?? '',
    on: {
      'user.created': async ({ data }) => {
        // The payload has the type of the event. It is null if the body has none.
        if (data === null) return;
        await appendFile('users.jsonl', `${JSON.stringify({ id: data.id, name: data.name })}\n`);
      },
    },
    onUnknown: ({ type }) => console.log(`not handled: ${type}`),
  }),
);

const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`listening on port ${(server.address() as AddressInfo).port}`);
});
