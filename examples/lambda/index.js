import { webhook } from 'hookwright/lambda';

export const handler = webhook({
  provider: 'shopify',
  secrets: process.env.WEBHOOK_SECRET,
  on: {
    'orders/create': async ({ data }) => {
      const response = await fetch(process.env.ORDERS_URL, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ id: data.id, total: data.total_price }),
      });
      // An error makes Shopify deliver the event again.
      if (!response.ok) throw new Error(`the order service responded with ${response.status}`);
    },
  },
});
