import { webhook } from 'hookwright/fetch';

export const POST = webhook({
  provider: 'standard',
  // A function, because `next build` imports this file, and the build needs no secret.
  secrets: () => process.env.WEBHOOK_SECRET,
  tenant: false,
  on: {
    'user.created': async ({ data }) => {
      const response = await fetch(process.env.USERS_URL, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ id: data.id, name: data.name }),
      });
      // An error makes the sender deliver the event again.
      if (!response.ok) throw new Error(`the user service responded with ${response.status}`);
    },
  },
});
