// Standard Webhooks, and the SDKs of senders that follow it.

import { odd } from './bodies.mjs';

const secret = 'whsec_aG9va3dyaWdodCB0ZXN0IGtleSwgbm90IGEgcmVhbCBvbmU=';
const event = '{"type":"user.created","timestamp":"2026-11-21T11:59:58Z","data":{"id":"usr_1","name":"Ada"}}';
const bodies = [event, odd];
const date = ({ seconds }) => new Date(seconds * 1000);

export default [
  {
    package: 'standardwebhooks',
    call: 'Webhook.sign',
    scheme: 'standard/v1',
    secret,
    bodies: [...bodies, '', 'no JSON at all'],
    sign: ({ Webhook }, d) => new Webhook(d.secret).sign(d.id, date(d), d.body),
    accepts: ({ Webhook }, d) => new Webhook(d.secret).verify(d.body, d.headers, { jsonParse: false }),
  },
  {
    package: 'svix',
    call: 'Webhook.sign',
    scheme: 'svix/v1',
    secret,
    bodies: [...bodies, ''],
    sign: ({ Webhook }, d) => new Webhook(d.secret).sign(d.id, date(d), d.body),
    accepts: ({ Webhook }, d) => new Webhook(d.secret).verify(d.body, d.headers),
  },
  {
    package: 'resend',
    call: 'webhooks.verify',
    scheme: 'resend/v1',
    secret,
    bodies: [
      '{"type":"email.delivered","created_at":"2026-11-21T11:59:58.000Z","data":{"email_id":"56761188","to":["ada@example.com"]}}',
      odd,
    ],
    accepts: ({ Resend }, d) =>
      new Resend('re_test').webhooks.verify({
        payload: d.body,
        headers: {
          id: d.headers['svix-id'],
          timestamp: d.headers['svix-timestamp'],
          signature: d.headers['svix-signature'],
        },
        webhookSecret: d.secret,
      }),
  },
  {
    package: 'replicate',
    call: 'validateWebhook',
    scheme: 'replicate/v1',
    secret,
    bodies: ['{"id":"ufawqhfynnddngldkgtslldrkq","status":"succeeded","output":["https://example.com/out.png"]}', odd],
    accepts: ({ validateWebhook }, d) => validateWebhook({ headers: d.headers, body: d.body }, d.secret),
  },
  {
    package: '@liveblocks/node',
    call: 'WebhookHandler.verifyRequest',
    scheme: 'liveblocks/v1',
    secret,
    // The SDK accepts only known events.
    bodies: ['storageUpdated', 'userEntered'].map(
      (type) =>
        `{"type":"${type}","data":{"projectId":"prj_1","roomId":"zoë's room","updatedAt":"2026-11-21T11:59:58.000z"}}`,
    ),
    accepts: ({ WebhookHandler }, d) =>
      new WebhookHandler(d.secret).verifyRequest({ headers: d.headers, rawBody: d.body }),
  },
  {
    package: 'openai',
    call: 'webhooks.verifySignature',
    scheme: 'openai/v1',
    secret,
    bodies: [
      '{"object":"event","id":"evt_1","type":"response.completed","created_at":1795262398,"data":{"id":"resp_1"}}',
      odd,
    ],
    accepts: ({ OpenAI }, d) => new OpenAI({ apiKey: 'test' }).webhooks.verifySignature(d.body, d.headers, d.secret),
  },
  {
    package: '@anthropic-ai/sdk',
    call: 'beta.webhooks.unwrap',
    scheme: 'anthropic/v1',
    secret,
    bodies,
    accepts: ({ Anthropic }, d) =>
      new Anthropic({ apiKey: 'test' }).beta.webhooks.unwrap(d.body, { headers: d.headers, key: d.secret }),
  },
  {
    package: '@polar-sh/sdk',
    from: '@polar-sh/sdk/webhooks',
    call: 'validateEvent',
    scheme: 'polar/v1',
    secret: 'polar_whs_hookwright test key, not a real one',
    bodies,
    accepts: ({ validateEvent, WebhookVerificationError }, d) => {
      try {
        validateEvent(d.body, d.headers, d.secret);
      } catch (error) {
        // After the signature, the SDK validates the event, which fails for these bodies.
        return !(error instanceof WebhookVerificationError);
      }
    },
  },
  {
    package: '@clerk/backend',
    from: '@clerk/backend/webhooks',
    call: 'verifyWebhook',
    scheme: 'clerk/v1',
    secret,
    bodies: [
      '{"data":{"id":"user_29w83sxmDNGwOuEthce5gg56FcC","first_name":"Zoë"},"object":"event","type":"user.created"}',
      odd,
    ],
    accepts: ({ verifyWebhook }, d) =>
      verifyWebhook(new Request('https://example.com/', { method: 'POST', headers: d.headers, body: d.body }), {
        signingSecret: d.secret,
      }),
  },
  {
    package: 'lithic',
    call: 'webhooks.verifySignature',
    scheme: 'lithic/v1',
    secret,
    bodies,
    accepts: ({ Lithic }, d) => new Lithic({ apiKey: 'test' }).webhooks.verifySignature(d.body, d.headers, d.secret),
  },
  {
    package: 'dodopayments',
    call: 'webhooks.unwrap',
    scheme: 'dodo-payments/v1',
    secret,
    bodies: [
      '{"business_id":"bus_1","type":"payment.succeeded","timestamp":"2026-11-21T11:59:58Z","data":{"payment_id":"pay_1"}}',
      odd,
    ],
    accepts: ({ DodoPayments }, d) =>
      new DodoPayments({ bearerToken: 'test' }).webhooks.unwrap(d.body, { headers: d.headers, key: d.secret }),
  },
  {
    package: '@scalekit-sdk/node',
    call: 'verifyWebhookPayload',
    scheme: 'scalekit/v1',
    secret,
    bodies,
    accepts: ({ Scalekit }, d) =>
      new Scalekit('https://example.com', 'client', 'secret').verifyWebhookPayload(d.secret, d.headers, d.body),
  },
  {
    package: '@portone/server-sdk',
    call: 'Webhook.verify',
    scheme: 'portone/v1',
    secret,
    bodies: [
      '{"type":"Transaction.Paid","timestamp":"2026-11-21T11:59:58Z","data":{"paymentId":"example","storeId":"store-1"}}',
      event,
    ],
    accepts: ({ Webhook }, d) => Webhook.verify(d.secret, d.body, d.headers),
  },
  {
    package: '@seamapi/webhook',
    call: 'SeamWebhook.verify',
    scheme: 'seam/v1',
    secret,
    bodies,
    accepts: ({ SeamWebhook }, d) => new SeamWebhook(d.secret).verify(d.body, d.headers),
  },
  {
    package: '@tryfinch/finch-api',
    call: 'webhooks.signPayload',
    scheme: 'finch/v1',
    secret: 'aG9va3dyaWdodCB0ZXN0IGtleSwgbm90IGEgcmVhbCBvbmU=',
    bodies: ['{"company_id":"720be419-0293-4d32-a707-32179b0827ab","event_type":"company.updated","data":null}', odd],
    sign: ({ Finch }, d) =>
      new Finch().webhooks.signPayload(d.body, {
        eventId: d.id,
        timestamp: date(d),
        secret: Buffer.from(d.secret, 'base64'),
      }),
    accepts: ({ Finch }, d) => new Finch().webhooks.verifySignature(d.body, d.headers, d.secret),
  },
];
