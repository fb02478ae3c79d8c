// SDKs that only verify. The deliveries are signed here. They become vectors only if the SDK accepts them, and rejects
// them with a changed letter.

import { compact, odd } from './bodies.mjs';

const silent = { error() {}, warn() {}, info() {}, debug() {}, trace() {} };
const secret = 'hookwright test key, not a real one';

export default [
  {
    package: '@paddle/paddle-node-sdk',
    call: 'webhooks.isSignatureValid',
    scheme: 'paddle/h1',
    secret: 'pdl_ntfset_hookwright_test',
    bodies: ['{"event_id":"evt_01","event_type":"transaction.completed","data":{"id":"txn_01"}}', odd],
    accepts: ({ Paddle }, d) => new Paddle('test').webhooks.isSignatureValid(d.body, d.secret, d.value),
  },
  {
    package: 'discord-interactions',
    call: 'verifyKey',
    scheme: 'discord/ed25519',
    secret: `${'0'.repeat(62)}2a`,
    public: 'c561fa9f643fe5c60113cce9db282fde2b9e5ca5fc6b6fc0d1679bb339c9f72f',
    bodies: ['{"type":1,"application_id":"1234560123453231555"}', odd],
    accepts: ({ verifyKey }, d) => verifyKey(d.body, d.value, d.stamp, d.public),
  },
  {
    package: '@sendgrid/eventwebhook',
    call: 'EventWebhook.verifySignature',
    scheme: 'sendgrid/ecdsa',
    // ECDSA signatures are random, so they are stored here. The private key has been deleted.
    public:
      'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEUX47MHJSqx+7T0kDKWg4Y+0EjeYUFtoNhkKT+WyLt5jRcsiUMfY2SalOrPx4apmNlWwGhYij5yATGFSDVh40Tw==',
    deliveries: [
      {
        body: '[{"email":"ada@example.com","timestamp":1795262398,"event":"delivered","sg_event_id":"ZGVsaXZlcmVk"}]\r\n',
        value: 'MEUCIQD1h6GulIF6HF/al5MIzX8Mqo70V4NdgVj+2+rXvq2BLwIgW1YERypgZWHUZ/YONfSDhTQtL8nyzRc2MVY15YxxQ3Q=',
      },
      {
        body: odd,
        value: 'MEQCID/saRfZO5w4yIgz/BjzZhPk4nz40za4vzM5F/FFUjiAAiAvB81SpnlSvLnwaDDfSoKzJ19NyJ0NUeW/2x+CwnfUtg==',
      },
    ],
    accepts: ({ EventWebhook }, d) => {
      const webhook = new EventWebhook();
      return webhook.verifySignature(webhook.convertPublicKeyToECDSA(d.public), d.body, d.value, d.stamp);
    },
  },
  {
    package: 'cloudconvert',
    call: 'webhooks.verify',
    scheme: 'cloudconvert/hmac',
    secret,
    bodies: ['{"event":"job.finished","job":{"id":"c677ccf7-8876-4f48-bb96-0ab8e0d88cd7","status":"finished"}}', odd],
    accepts: ({ default: CloudConvert }, d) => new CloudConvert('test').webhooks.verify(d.body, d.value, d.secret),
  },
  {
    package: '@complycube/api',
    call: 'EventVerifier.constructEvent',
    scheme: 'complycube/hmac',
    secret,
    bodies: ['{"id":"618e4ade56d1d00008b0a1b3","type":"check.completed","payload":{"id":"1"}}', odd],
    accepts: ({ EventVerifier }, d) => new EventVerifier(d.secret).constructEvent(d.body, d.value),
  },
  {
    package: '@onfido/api',
    call: 'WebhookEventVerifier.readPayload',
    scheme: 'onfido/hmac',
    secret,
    bodies: ['{"payload":{"resource_type":"check","action":"check.completed","object":{"id":"1"}}}', odd],
    accepts: ({ WebhookEventVerifier }, d) => new WebhookEventVerifier(d.secret).readPayload(d.body, d.value),
  },
  {
    package: 'cronofy',
    call: 'hmacValid',
    scheme: 'cronofy/hmac',
    secret,
    bodies: [
      '{"notification":{"type":"change","changes_since":"2026-11-21T11:59:58Z"},"channel":{"channel_id":"chn_1"}}',
      odd,
    ],
    accepts: ({ default: Cronofy }, d) =>
      new Cronofy({ client_secret: d.secret }).hmacValid({ hmac: d.value, body: d.body, client_secret: d.secret }),
  },
  {
    package: 'razorpay',
    call: 'validateWebhookSignature',
    scheme: 'razorpay/hmac',
    secret,
    bodies: ['{"entity":"event","account_id":"acc_1","event":"payment.captured","contains":["payment"]}', odd, ''],
    accepts: ({ default: Razorpay }, d) => Razorpay.validateWebhookSignature(d.body, d.value, d.secret),
  },
  {
    package: 'imagekit',
    call: 'verifyWebhookEvent',
    scheme: 'imagekit/hmac',
    secret: 'whsec_hookwright_test_secret',
    bodies: ['{"type":"video.transformation.accepted","id":"58e6d24d","created_at":"2026-11-21T11:59:58.000Z"}', odd],
    accepts: ({ default: ImageKit }, d) =>
      new ImageKit({ publicKey: 'a', privateKey: 'b', urlEndpoint: 'https://example.com' }).verifyWebhookEvent(
        d.body,
        d.value,
        d.secret,
      ),
  },
  {
    package: 'hook0-client',
    call: 'verifyWebhookSignatureWithCurrentTime',
    scheme: 'hook0/v0',
    secret,
    bodies: ['{"event":"storage.object.deleted","object_id":1}', odd],
    accepts: ({ verifyWebhookSignatureWithCurrentTime: verify }, d) =>
      verify(d.value, Buffer.from(d.body), new Headers(d.headers), d.secret, 300, new Date()),
  },
  {
    package: 'crisp-api',
    call: 'verifyHook',
    scheme: 'crisp/hmac',
    secret,
    bodies: [
      '{"website_id":"88972681","event":"message:send","data":{"type":"text"},"timestamp":1795262400123}',
      compact,
    ],
    accepts: ({ Crisp }, d) => {
      const client = new Crisp();
      // The SDK verifies only after a callback has been registered.
      client._loopback = {};
      return client.verifyHook(d.secret, JSON.parse(d.body), d.stamp, d.value);
    },
  },
  {
    package: '@lovable.dev/webhooks-js',
    call: 'verifyWebhookRequest',
    scheme: 'lovable/hmac',
    secret,
    bodies: ['{"type":"message.created","data":{"id":"1"}}', odd],
    accepts: ({ verifyWebhookRequest }, d) =>
      verifyWebhookRequest({
        req: new Request('https://example.com/', { method: 'POST', headers: d.headers, body: d.body }),
        secret: d.secret,
      }),
  },

  {
    package: '@slack/bolt',
    call: 'verifySlackRequest',
    scheme: 'slack/v0',
    secret: '8f742231b10e8888abcd99yyyzzz85a5',
    deliveries: [
      { body: '{"token":"x","type":"event_callback","event":{"type":"app_mention","user":"U061F7AUR"}}' },
      {
        body: 'token=x&team_id=T1DC2JH3J&command=%2Fweather&text=94070',
        headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      },
      { body: odd },
    ],
    accepts: ({ verifySlackRequest }, d) =>
      verifySlackRequest({
        signingSecret: d.secret,
        body: d.body,
        headers: { ...d.headers, 'x-slack-request-timestamp': d.seconds },
      }),
  },
  {
    package: '@linear/sdk',
    from: '@linear/sdk/webhooks',
    call: 'LinearWebhookClient.verify',
    scheme: 'linear/hmac',
    secret: 'lin_wh_hookwright_test',
    bodies: [
      '{"action":"create","type":"Issue","data":{"id":"1","title":"Zoë"},"webhookTimestamp":1795262400123,"webhookId":"a"}',
      '{\n  "webhookTimestamp" : 1795262400123,\n  "action" : "remove"\n}\n',
    ],
    accepts: ({ LinearWebhookClient }, d) => new LinearWebhookClient(d.secret).verify(Buffer.from(d.body), d.value),
  },
  {
    package: '@mux/mux-node',
    call: 'webhooks.verifySignature',
    scheme: 'mux/hmac',
    secret,
    bodies: ['{"type":"video.asset.ready","object":{"type":"asset","id":"0201p02fGKPE7"},"id":"3a56ac3d"}', odd],
    accepts: ({ Mux }, d) =>
      new Mux({ tokenId: 'a', tokenSecret: 'b' }).webhooks.verifySignature(d.body, d.headers, d.secret),
  },
  {
    package: '@line/bot-sdk',
    call: 'validateSignature',
    scheme: 'line/hmac',
    secret: '8c570fa6dd201bb328f1c1eac23a96d8',
    bodies: ['{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}', odd],
    accepts: ({ validateSignature }, d) => validateSignature(d.body, d.secret, d.value),
  },
  {
    package: 'square',
    call: 'WebhooksHelper.verifySignature',
    scheme: 'square/sha256',
    secret,
    url: 'https://example.com/square?a=b',
    bodies: ['{"merchant_id":"MLEFBHHSJGVHD","type":"webhooks.test_notification","event_id":"ac3ac95b"}', odd],
    accepts: ({ WebhooksHelper }, d) =>
      WebhooksHelper.verifySignature({
        requestBody: d.body,
        signatureHeader: d.value,
        signatureKey: d.secret,
        notificationUrl: d.url,
      }),
  },
  {
    package: 'gocardless-nodejs',
    call: 'verifySignature',
    scheme: 'gocardless/hmac',
    secret,
    bodies: ['{"events":[{"id":"EV00BD05S5VM2T","resource_type":"subscriptions","action":"created"}]}', odd],
    accepts: ({ verifySignature }, d) => verifySignature(d.body, d.secret, d.value),
  },
  {
    package: '@easypost/api',
    call: 'Utils.validateWebhook',
    scheme: 'easypost/hmac',
    secret,
    bodies: ['{"id":"evt_1","object":"Event","description":"tracker.updated","mode":"test"}', odd],
    accepts: ({ default: EasyPost }, d) =>
      new EasyPost('test').Utils.validateWebhook(Buffer.from(d.body), d.headers, d.secret),
  },
  {
    package: 'webflow-api',
    call: 'webhooks.verifySignature',
    scheme: 'webflow/hmac',
    secret,
    bodies: ['{"triggerType":"form_submission","payload":{"name":"Contact Us","data":{"First Name":"Zaphod"}}}', odd],
    accepts: ({ WebflowClient }, d) =>
      new WebflowClient({ accessToken: 'test' }).webhooks.verifySignature({
        headers: d.headers,
        body: d.body,
        secret: d.secret,
      }),
  },
  {
    package: '@elevenlabs/elevenlabs-js',
    call: 'webhooks.constructEvent',
    scheme: 'elevenlabs/hmac',
    secret: 'wsec_hookwright_test',
    bodies: ['{"type":"post_call_transcription","event_timestamp":1795262398,"data":{"agent_id":"xyz"}}', odd],
    accepts: ({ ElevenLabsClient }, d) =>
      new ElevenLabsClient({ apiKey: 'test' }).webhooks.constructEvent(d.body, d.value, d.secret),
  },
  {
    package: 'telnyx',
    call: 'webhooks.unwrap',
    scheme: 'telnyx/ed25519',
    secret: Buffer.from(`${'0'.repeat(62)}2a`, 'hex').toString('base64'),
    public: Buffer.from('c561fa9f643fe5c60113cce9db282fde2b9e5ca5fc6b6fc0d1679bb339c9f72f', 'hex').toString('base64'),
    bodies: ['{"data":{"event_type":"message.received","id":"b301ed3f","record_type":"event"}}', odd],
    accepts: ({ Telnyx }, d) =>
      new Telnyx({ apiKey: 'test', publicKey: d.public }).webhooks.unwrap(d.body, { headers: d.headers }),
  },
  {
    package: '@stream-io/node-sdk',
    call: 'verifyWebhook',
    scheme: 'stream/hmac',
    secret,
    bodies: ['{"type":"message.new","cid":"messaging:fun","message":{"id":"fff0d7c0","text":"hello"}}', odd],
    accepts: ({ StreamClient }, d) => new StreamClient('key', d.secret).verifyWebhook(d.body, d.value),
  },
  {
    package: 'cashfree-pg',
    call: 'PGVerifyWebhookSignature',
    scheme: 'cashfree/hmac',
    secret,
    bodies: ['{"type":"PAYMENT_SUCCESS_WEBHOOK","data":{"order":{"order_id":"order_1","order_amount":2.00}}}', odd],
    accepts: ({ Cashfree }, d) =>
      new Cashfree('SANDBOX', 'id', d.secret).PGVerifyWebhookSignature(d.value, d.body, d.stamp),
  },
  {
    package: 'viber-bot',
    from: 'viber-bot/lib/message/message-validator',
    call: 'MessageValidator.validateMessage',
    scheme: 'viber/hmac',
    secret,
    bodies: ['{"event":"delivered","timestamp":1795262400123,"message_token":491266184665523145}', odd],
    accepts: ({ default: MessageValidator }, d) =>
      new MessageValidator(silent, d.secret).validateMessage(d.value, d.body),
  },
  {
    package: '@dropbox/sign',
    call: 'EventCallbackHelper.isValid',
    scheme: 'dropbox-sign/hmac',
    secret,
    deliveries: ['signature_request_sent', 'account_confirmed'].map((type) => {
      const body = `{"event":{"event_time":"1795262400","event_type":"${type}","event_hash":"{signature}"}}`;
      return { body, tampered: body.replace(type, 'signature_request_signed') };
    }),
    accepts: ({ EventCallbackHelper, EventCallbackRequest }, d) =>
      EventCallbackHelper.isValid(d.secret, EventCallbackRequest.init(JSON.parse(d.body))),
  },
  {
    package: '@larksuiteoapi/node-sdk',
    call: 'EventDispatcher.requestHandle.checkIsEventValidated',
    scheme: 'lark/sha256',
    secret,
    headers: [['X-Lark-Request-Nonce', '1652150862']],
    bodies: ['{"schema":"2.0","header":{"event_type":"im.message.receive_v1"},"event":{"text":"hello"}}', compact],
    accepts: ({ EventDispatcher }, d) =>
      new EventDispatcher({ encryptKey: d.secret, logger: silent }).requestHandle.checkIsEventValidated(
        Object.assign(Object.create({ headers: d.headers }), JSON.parse(d.body)),
      ),
  },
  {
    package: '@imagekit/nodejs',
    call: 'webhooks.unwrap',
    scheme: 'imagekit/v1',
    secret: 'whsec_hookwright_test_secret',
    bodies: ['{"type":"file.created","id":"58e6d24d","created_at":"2026-11-21T11:59:58.000Z"}', odd],
    accepts: ({ default: ImageKit }, d) =>
      new ImageKit({ privateKey: 'test' }).webhooks.unwrap(d.body, { headers: d.headers, key: d.secret }),
  },
  {
    package: '@hookdeck/sdk',
    from: '@hookdeck/sdk/webhooks/helpers.js',
    call: 'verifyWebhookSignature',
    scheme: 'hookdeck/hmac',
    secret,
    // While the secret is being replaced, the first field has the signature with another key.
    headers: [['x-hookdeck-signature', '1UbiiKS7/2o5vNIlyMh7e5QGCHq8lflWFgEF+YWBugI=']],
    bodies: ['{"type":"order.created","id":7}', odd],
    accepts: async ({ verifyWebhookSignature }, d) =>
      (await verifyWebhookSignature({ headers: d.headers, rawBody: d.body, signingSecret: d.secret })).isValidSignature,
  },
];
