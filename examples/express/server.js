import { appendFile } from 'node:fs/promises';
import express from 'express';
import { webhook } from 'hookwright/express';

const app = express();

app.use(
  '/webhook',
  webhook({
    provider: 'github',
    secrets: process.env.WEBHOOK_SECRET,
    on: {
      // If this promise rejects, the answer is 500, and you can deliver the event again.
      push: (event) =>
        appendFile('pushes.jsonl', `${JSON.stringify({ ref: event.data.ref, commit: event.data.after })}\n`),
    },
  }),
);

// Body parsers of the application come after the receiver, which needs the raw body.
app.use(express.json());

const server = app.listen(process.env.PORT ?? 3000, '127.0.0.1', () => {
  console.log(`listening on port ${server.address().port}`);
});
