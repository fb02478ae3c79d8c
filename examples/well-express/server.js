import { appendFile } from 'node:fs/promises';
import express from 'express';
import { webhook } from 'hookwright/express';

const app = express();

app.use(
  '/webhook',
  webhook({
    provider: 'well',
    secrets: process.env.WEBHOOK_SECRET,
    on: {
      'company.created': ({ data }) => record('New company created', data.company_id),
      'document.uploaded': ({ data }) => record('Document uploaded', data.document_id),
    },
  }),
);

async function record(what, id) {
  await appendFile('events.jsonl', `${JSON.stringify({ what, id })}\n`);
}

const server = app.listen(process.env.PORT ?? 3000, '127.0.0.1', () => {
  console.log(`listening on port ${server.address().port}`);
});
