// SDKs that can sign.

import { compact, odd } from './bodies.mjs';

const secret = 'hookwright test key, not a real one';
const hexKey = '44782def547aaa06c910c43932b1eb0c71fc68d9d0c057550c48ec2acf6ba056';
const form = [['Content-Type', 'application/x-www-form-urlencoded; charset=utf-8']];

/** The parameters of a form as middleware provides them: a list for each repeated name. */
function parsed(body) {
  const params = new URLSearchParams(body);
  return Object.fromEntries(
    [...params.keys()].map((name) => [name, params.getAll(name).length > 1 ? params.getAll(name) : params.get(name)]),
  );
}

const twilio = {
  package: 'twilio',
  scheme: 'twilio/sha1',
  secret: '0123456789abcdef0123456789abcdef',
};
const ofForm = (sdk, d) => sdk.getExpectedTwilioSignature(d.secret, d.url, parsed(d.body));
const isForm = (sdk, d) => sdk.validateRequest(d.secret, d.value, d.url, parsed(d.body));
const json = '{"MessageSid":"SM1","Body":"Zoë 🦀"}';
const hubspot = (version, pick) => ({
  package: '@hubspot/api-client',
  call: `Signature.getSignature, ${version}`,
  scheme: `hubspot/${version}`,
  secret,
  deliveries: [
    { body: '[{"eventId":1,"subscriptionType":"contact.creation","objectId":123}]' },
    { body: odd },
    { body: '', method: 'GET' },
  ],
  url: 'https://example.com/hubspot?portal=62515',
  headers: [['X-HubSpot-Signature-Version', version]],
  ...pick,
});
const hubspotOptions = (d) => ({
  clientSecret: d.secret,
  url: d.url,
  requestBody: d.body,
  timestamp: d.ms,
  signature: d.value,
});
const hubspotCalls = (version) => ({
  sign: ({ Signature }, d) => Signature.getSignature(d.method, version, hubspotOptions(d)),
  accepts: ({ Signature }, d) =>
    Signature.isValid({ ...hubspotOptions(d), method: d.method, signatureVersion: version }),
});

export default [
  {
    package: 'stripe',
    call: 'webhooks.generateTestHeaderString',
    scheme: 'stripe/v1',
    secret: 'whsec_hookwright_test_secret',
    bodies: ['{"id":"evt_1","object":"event","api_version":"2026-10-29","type":"charge.succeeded"}', odd],
    sign: ({ Stripe }, d) =>
      Stripe.webhooks.generateTestHeaderString({ payload: d.body, secret: d.secret, timestamp: d.seconds }),
    accepts: ({ Stripe }, d) => Stripe.webhooks.signature.verifyHeader(d.body, d.value, d.secret, 300),
  },
  {
    package: '@octokit/webhooks-methods',
    call: 'sign',
    scheme: 'github/sha256',
    secret: "It's a test",
    bodies: ['{"zen":"Keep it logically awesome.","hook_id":1,"repository":{"full_name":"octo/hello"}}', odd],
    headers: [
      ['X-GitHub-Event', 'ping'],
      ['X-GitHub-Delivery', '72d3162e-cc78-11e3-81ab-4c9367dc0958'],
    ],
    sign: ({ sign }, d) => sign(d.secret, d.body),
    accepts: ({ verify }, d) => verify(d.secret, d.body, d.value),
  },
  {
    ...twilio,
    call: 'getExpectedTwilioSignature',
    deliveries: [
      {
        url: 'https://example.com/sms?foo=1&bar=2',
        headers: form,
        body: 'MessageSid=SM1&From=%2B14158675309&Body=Hello%20there',
      },
      { url: 'https://example.com/sms', headers: form, body: 'b=2&a=Zo%C3%AB+%F0%9F%A6%80&B=upper&empty=&a=again' },
      { url: 'https://example.com:8443/sms', headers: form, body: 'CallSid=CA1&Digits=1234' },
      { url: 'https://example.com/voice?CallSid=CA1&Digits=1234', method: 'GET', body: '' },
    ],
    sign: ofForm,
    accepts: isForm,
  },
  {
    ...twilio,
    call: 'getExpectedTwilioSignature, over the default port',
    deliveries: [{ url: 'https://example.com/sms', headers: form, body: 'CallSid=CA1&Digits=1234' }],
    sign: (sdk, d) => sdk.getExpectedTwilioSignature(d.secret, d.url.replace('.com', '.com:443'), parsed(d.body)),
    accepts: isForm,
  },
  {
    ...twilio,
    call: 'getExpectedBodyHash and getExpectedTwilioSignature',
    deliveries: [{ url: 'https://example.com/sms?bodySHA256={sha256}', body: json }],
    prepare: (sdk, d) => ({ ...d, url: d.url.replace('{sha256}', sdk.getExpectedBodyHash(d.body)) }),
    sign: (sdk, d) => sdk.getExpectedTwilioSignature(d.secret, d.url, {}),
    accepts: (sdk, d) => sdk.validateRequestWithBody(d.secret, d.value, d.url, d.body),
  },
  {
    package: '@workos-inc/node',
    call: 'webhooks.computeSignature',
    scheme: 'workos/hmac',
    secret,
    bodies: [
      '{"id":"event_1","event":"dsync.user.created","data":{"id":"directory_user_1","first_name":"Ada"}}',
      compact,
    ],
    sign: async ({ WorkOS }, d) =>
      `t=${d.ms}, v1=${await new WorkOS('sk_test').webhooks.computeSignature(d.ms, JSON.parse(d.body), d.secret)}`,
    accepts: ({ WorkOS }, d) =>
      new WorkOS('sk_test').webhooks.verifyHeader({
        payload: JSON.parse(d.body),
        sigHeader: d.value,
        secret: d.secret,
      }),
  },
  {
    package: '@sanity/webhook',
    call: 'encodeSignatureHeader',
    scheme: 'sanity/v1',
    secret,
    bodies: ['{"_id":"resume"}', '{"_id":"article-3"}', odd],
    sign: ({ encodeSignatureHeader }, d) => encodeSignatureHeader(d.body, d.ms, d.secret),
    accepts: ({ isValidSignature }, d) => isValidSignature(d.body, d.value, d.secret),
  },
  {
    package: 'cloudinary',
    call: 'utils.webhook_signature with SHA-256',
    scheme: 'cloudinary/sha256',
    secret,
    bodies: ['{"notification_type":"upload","public_id":"sample","format":"jpg"}', odd],
    sign: ({ v2: { utils } }, d) =>
      utils.webhook_signature(d.body, d.seconds, { api_secret: d.secret, signature_algorithm: 'sha256' }),
    accepts: ({ v2: { config, utils } }, d) => {
      config({ api_secret: d.secret, signature_algorithm: 'sha256' });
      return utils.verifyNotificationSignature(d.body, d.seconds, d.value);
    },
  },
  {
    package: '@notionhq/client',
    call: 'signWebhookPayload',
    scheme: 'notion/hmac',
    secret: 'secret_hookwright_test_verification_token',
    bodies: ['{"id":"367cba44-b6f3-4c92-81e7-6a2e9659efd4","type":"page.created","entity":{"type":"page"}}', odd, ''],
    sign: ({ signWebhookPayload }, d) => signWebhookPayload({ body: d.body, verificationToken: d.secret }),
    accepts: ({ verifyWebhookSignature }, d) =>
      verifyWebhookSignature({ body: d.body, signature: d.value, verificationToken: d.secret }),
  },
  {
    package: 'modern-treasury',
    call: 'webhooks.getSignature',
    scheme: 'modern-treasury/hmac',
    secret,
    bodies: ['{"event":"completed","data":{"id":"b1ec3d8e","object":"payment_order","amount":1000}}', odd],
    sign: ({ ModernTreasury }, d) => treasury(ModernTreasury).getSignature(d.body, { key: d.secret }),
    accepts: ({ ModernTreasury }, d) => treasury(ModernTreasury).validateSignature(d.body, d.value, { key: d.secret }),
  },
  {
    package: 'pusher',
    call: 'Token.sign',
    scheme: 'pusher/hmac',
    secret,
    bodies: ['{"time_ms":1795262400123,"events":[{"name":"channel_occupied","channel":"presence-test"}]}', odd],
    headers: [
      ['Content-Type', 'application/json'],
      ['X-Pusher-Key', 'app-key'],
    ],
    sign: ({ default: Pusher }, d) => new Pusher.Token('app-key', d.secret).sign(d.body),
    accepts: ({ default: Pusher }, d) =>
      new Pusher({ appId: '1', key: 'app-key', secret: d.secret, cluster: 'eu' })
        .webhook({ headers: d.headers, rawBody: d.body })
        .isValid(),
  },
  {
    package: '@kontent-ai/webhook-helper',
    call: 'signatureHelper.getHashFromString',
    scheme: 'kontent-ai/hmac',
    secret,
    bodies: ['{"notifications":[{"data":{"system":{"codename":"article"}},"message":{"action":"published"}}]}', odd],
    sign: ({ signatureHelper }, d) => signatureHelper.getHashFromString(d.body, d.secret),
    accepts: ({ signatureHelper }, d) => signatureHelper.isValidSignatureFromString(d.body, d.secret, d.value),
  },

  hubspot('v1', hubspotCalls('v1')),
  hubspot('v2', hubspotCalls('v2')),
  hubspot('v3', hubspotCalls('v3')),
  {
    package: '@shopify/shopify-api',
    from: '@shopify/shopify-api/runtime',
    call: 'createSHA256HMAC',
    scheme: 'shopify/hmac',
    secret,
    bodies: ['{"id":820982911946154508,"email":"jon@example.com","total_price":"403.00"}', odd],
    sign: ({ createSHA256HMAC }, d) => createSHA256HMAC(d.secret, d.body),
  },
  {
    package: 'box-node-sdk',
    from: 'box-node-sdk/lib/internal/utils',
    call: 'computeWebhookSignature',
    scheme: 'box/hmac',
    secret,
    bodies: ['{"type":"webhook_event","webhook":{"id":"53429","type":"webhook"},"trigger":"FILE.UPLOADED"}', odd],
    headers: [
      ['BOX-SIGNATURE-VERSION', '1'],
      ['BOX-SIGNATURE-ALGORITHM', 'HmacSHA256'],
    ],
    timestamp: '2026-11-21T04:00:00-08:00',
    sign: ({ computeWebhookSignature }, d) => computeWebhookSignature(d.body, d.headers, d.secret),
  },
  {
    package: '@adyen/api-library',
    call: 'HmacValidator.calculateHmac',
    scheme: 'adyen/hmac',
    secret: hexKey,
    bodies: ['{"type":"balancePlatform.transfer.created","environment":"test","data":{"id":"1"}}', odd],
    headers: [['Protocol', 'HmacSHA256']],
    sign: ({ hmacValidator: HmacValidator }, d) => new HmacValidator().calculateHmac(d.body, d.secret),
    accepts: ({ hmacValidator: HmacValidator }, d) =>
      new HmacValidator().validateHMACSignature(d.secret, d.value, d.body),
  },
  {
    package: '@adyen/api-library',
    call: 'HmacValidator.calculateHmac of an item',
    scheme: 'adyen/notification',
    secret: hexKey,
    bodies: [
      '{"live":"false","notificationItems":[{"NotificationRequestItem":{"additionalData":{"hmacSignature":"{signature}"},' +
        '"amount":{"currency":"EUR","value":1130},"eventCode":"AUTHORIZATION","merchantAccountCode":"TestMerchant",' +
        '"merchantReference":"TestPayment-1407325143704","originalReference":"","pspReference":"7914073381342284","success":"true"}}]}',
      '{"live":"false","notificationItems":[{"NotificationRequestItem":{"additionalData":{"hmacSignature":"{signature}"},' +
        '"amount":{"currency":"JPY","value":0},"eventCode":"REFUND","merchantAccountCode":"Zoë",' +
        '"merchantReference":"a/b","originalReference":"7914073381342284","pspReference":"7914073381342285","success":"false"}}]}',
    ],
    sign: ({ hmacValidator: HmacValidator }, d) => new HmacValidator().calculateHmac(adyenItem(d.body), d.secret),
    accepts: ({ hmacValidator: HmacValidator }, d) => new HmacValidator().validateHMAC(adyenItem(d.body), d.secret),
  },
  {
    package: 'coinbase-commerce-node',
    call: 'Webhook.computeSignature',
    scheme: 'coinbase-commerce/hmac',
    secret,
    bodies: [
      '{"id":1,"scheduled_for":"2026-11-21T12:00:00Z","event":{"id":"24934862","type":"charge:confirmed"}}',
      odd,
    ],
    sign: ({ Webhook }, d) => Webhook.computeSignature(d.body, d.secret),
    accepts: ({ Webhook }, d) => Webhook.verifySigHeader(d.body, d.value, d.secret),
  },
  {
    package: 'retell-sdk',
    call: 'sign',
    scheme: 'retell/hmac',
    secret: 'key_hookwright_test',
    bodies: ['{"event":"call_ended","call":{"call_id":"Jabr9TXYYJHfvl6Syypi88rdAHYHmcq6"}}', odd, ''],
    sign: (sdk, d) => sdk.sign(d.body, d.secret),
    accepts: (sdk, d) => sdk.verify(d.body, d.secret, d.value),
  },
  {
    package: '@hocuspocus/extension-webhook',
    call: 'Webhook.createSignature',
    scheme: 'hocuspocus/hmac',
    secret,
    bodies: ['{"event":"change","payload":{"documentName":"example","document":{"type":"doc"}}}', odd],
    sign: ({ Webhook }, d) => new Webhook({ url: 'https://example.com', secret: d.secret }).createSignature(d.body),
  },
  {
    package: 'orb-billing',
    call: 'webhooks.signPayload',
    scheme: 'orb/v1',
    secret,
    bodies: ['{"id":"o4mmewpfNNTnjfZc","type":"resource_event.test","created_at":"2026-11-21T11:59:58+00:00"}', odd],
    timestamp: '2026-11-21T12:00:00Z',
    sign: ({ Orb }, d) =>
      new Orb({ apiKey: 'test' }).webhooks.signPayload(d.body, { timestamp: d.stamp, secret: d.secret }),
    accepts: ({ Orb }, d) => new Orb({ apiKey: 'test' }).webhooks.verifySignature(d.body, d.headers, d.secret),
  },
  {
    package: '@metronome/sdk',
    call: 'webhooks.signPayload',
    scheme: 'metronome/hmac',
    secret,
    bodies: [
      '{"id":"a2f1","type":"alerts.low_remaining_credit_balance_reached","properties":{"remaining_balance":0}}',
      odd,
    ],
    timestamp: 'Sat, 21 Nov 2026 12:00:00 GMT',
    sign: ({ Metronome }, d) => metronome(Metronome).signPayload(d.body, { date: d.stamp, secret: d.secret }),
    accepts: ({ Metronome }, d) => metronome(Metronome).verifySignature(d.body, d.headers, d.secret),
  },
];

const treasury = (ModernTreasury) => new ModernTreasury({ organizationID: 'test', apiKey: 'test' }).webhooks;
const metronome = (Metronome) => new Metronome({ bearerToken: 'test' }).webhooks;
const adyenItem = (body) => JSON.parse(body).notificationItems[0].NotificationRequestItem;
