import { appendFile, readFile } from 'node:fs/promises';
import express from 'express';
import { webhook } from 'hookwright/express';

const app = express();

app.post(
  '/awell-webhooks',
  webhook({
    provider: 'awell',
    // Awell signs with its private key, so this is not a secret: the PEM file of its public key.
    secrets: await readFile(process.env.AWELL_PUBLIC_KEY ?? 'awell-public-key.pem', 'utf8'),
    on: {
      'pathway.completed': async ({ data }) => {
        await appendFile('pathways.jsonl', `${JSON.stringify({ pathway: data.pathway.id })}\n`);
      },
    },
  }),
);

const server = app.listen(process.env.PORT ?? 3000, '127.0.0.1', () => {
  console.log(`listening on port ${server.address().port}`);
});
