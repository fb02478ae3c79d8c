import { env } from 'cloudflare:workers';
import { Hono } from 'hono';
import { webhook } from 'hookwright/fetch';

const receive = webhook({
  provider: 'github',
  secrets: env.WEBHOOK_SECRET,
  on: {
    push: async ({ data }) => {
      const response = await fetch(env.DEPLOY_URL, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ref: data.ref, commit: data.after }),
      });
      // An error makes the answer 500, and you can deliver the event again.
      if (!response.ok) throw new Error(`the deployment service responded with ${response.status}`);
    },
  },
});

const app = new Hono();
// `executionCtx` keeps the worker running if the handler takes longer than the sender waits.
app.all('/webhook', (context) => receive(context, context.executionCtx));

export default app;
