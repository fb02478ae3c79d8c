import { appendFile } from 'node:fs/promises';
import express from 'express';
import { webhook } from 'hookwright/express';

const app = express();

app.post(
  '/webhook',
  webhook({
    provider: 'generic',
    secrets: process.env.WEBHOOK_SECRET,
    on: {
      'user.created': ({ type, data }) => record(type, data.id),
      'user.updated': ({ type, data }) => record(type, data.id),
      'project.created': ({ type, data }) => record(type, data.id),
    },
    onUnknown: ({ type }) => console.log('Unhandled event:', type),
  }),
);

async function record(type, id) {
  await appendFile('events.jsonl', `${JSON.stringify({ type, id })}\n`);
}

const server = app.listen(process.env.PORT ?? 3000, '127.0.0.1', () => {
  console.log(`listening on port ${server.address().port}`);
});
