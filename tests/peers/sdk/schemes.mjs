// The schemes of the senders whose SDKs are tested, from the code of the SDKs. They are independent of the core's
// tables, so that the two can differ. Tolerances are not included.

const hmac = (content, signature, more = {}) => ({
  algorithm: 'hmac-sha256',
  key: 'text',
  content,
  signature,
  ...more,
});

/** Only the body is signed. */
const ofBody = (header, encoding, prefix) =>
  hmac('{body}', { header, ...(prefix !== undefined && { prefix }), encoding });

/** `t=…,v1=…` and similar forms. */
const stamped = (header, { prefix = 'v1=', item = 't=', separator = ',', encoding = 'hex', unit = 'seconds' } = {}) =>
  hmac(
    '{timestamp}.{body}',
    { header, separator, prefix, encoding },
    {
      timestamp: { item, unit },
    },
  );

/** A timestamp in a separate header. */
const separate = (content, signature, header, unit) =>
  hmac(content, signature, {
    timestamp: { header, unit },
  });

const standard = (key = 'whsec', prefix = 'webhook', other) => ({
  algorithm: 'hmac-sha256',
  key,
  content: '{id}.{timestamp}.{body}',
  signature: {
    header: `${prefix}-signature`,
    ...(other && { orHeader: `${other}-signature` }),
    separator: ' ',
    prefix: 'v1,',
    encoding: 'base64',
  },
  timestamp: {
    header: `${prefix}-timestamp`,
    ...(other && { orHeader: `${other}-timestamp` }),
    unit: 'seconds',
  },
  messageId: { header: `${prefix}-id`, ...(other && { orHeader: `${other}-id` }) },
});

const svix = () => standard('whsec', 'svix', 'webhook');
const item = (path) => `/notificationItems/0/NotificationRequestItem/${path}`;
const adyenItems = [
  'pspReference',
  'originalReference',
  'merchantAccountCode',
  'merchantReference',
  'amount/value',
  'amount/currency',
  'eventCode',
  'success',
];

const schemes = {
  // Standard Webhooks, and senders that follow it.
  'standard/v1': standard(),
  'anthropic/v1': standard(),
  'dodo-payments/v1': standard(),
  'lithic/v1': standard(),
  'liveblocks/v1': standard(),
  'openai/v1': standard(),
  'imagekit/v1': standard('text'),
  'polar/v1': standard('text'),
  'portone/v1': standard(),
  'replicate/v1': standard(),
  'scalekit/v1': standard(),
  'svix/v1': svix(),
  'clerk/v1': svix(),
  'resend/v1': svix(),
  'seam/v1': svix(),
  'finch/v1': {
    algorithm: 'hmac-sha256',
    key: 'base64',
    content: '{id}.{timestamp}.{body}',
    signature: { header: 'Finch-Signature', separator: ' ', prefix: 'v1,', encoding: 'base64' },
    timestamp: { header: 'Finch-Timestamp', unit: 'seconds' },
    messageId: { header: 'Finch-Event-ID' },
  },

  // Only the body.
  'cloudconvert/hmac': ofBody('CloudConvert-Signature', 'hex'),
  'coinbase-commerce/hmac': ofBody('X-CC-Webhook-Signature', 'hex'),
  'complycube/hmac': ofBody('ComplyCube-Signature', 'hex'),
  'easypost/hmac': ofBody('X-Hmac-Signature', 'hex', 'hmac-sha256-hex='),
  'github/sha256': ofBody('X-Hub-Signature-256', 'hex', 'sha256='),
  'gocardless/hmac': ofBody('Webhook-Signature', 'hex'),
  'hocuspocus/hmac': ofBody('X-Hocuspocus-Signature-256', 'hex', 'sha256='),
  'kontent-ai/hmac': ofBody('X-Kontent-ai-Signature', 'base64'),
  'line/hmac': ofBody('x-line-signature', 'base64'),
  'modern-treasury/hmac': ofBody('X-Signature', 'hex'),
  'hookdeck/hmac': hmac('{body}', {
    header: 'x-hookdeck-signature-2',
    orHeader: 'x-hookdeck-signature',
    encoding: 'base64',
  }),
  'notion/hmac': ofBody('X-Notion-Signature', 'hex', 'sha256='),
  'onfido/hmac': ofBody('X-SHA2-Signature', 'hex'),
  'pusher/hmac': ofBody('X-Pusher-Signature', 'hex'),
  'razorpay/hmac': ofBody('X-Razorpay-Signature', 'hex'),
  'shopify/hmac': ofBody('X-Shopify-Hmac-SHA256', 'base64'),
  'stream/hmac': ofBody('X-Signature', 'hex'),
  'viber/hmac': ofBody('X-Viber-Content-Signature', 'hex'),
  'cronofy/hmac': hmac('{body}', { header: 'Cronofy-HMAC-SHA256', separator: ',', encoding: 'base64' }),
  'adyen/hmac': { ...ofBody('HmacSignature', 'base64'), key: 'hex' },
  'linear/hmac': {
    ...ofBody('Linear-Signature', 'hex'),
    timestamp: { member: '/webhookTimestamp', unit: 'milliseconds' },
  },

  // Timestamp and body in one header.
  'stripe/v1': stamped('Stripe-Signature'),
  'workos/hmac': stamped('WorkOS-Signature', { unit: 'milliseconds' }),
  'mux/hmac': stamped('Mux-Signature'),
  'imagekit/hmac': stamped('x-ik-signature', { unit: 'milliseconds' }),
  'hook0/v0': stamped('X-Hook0-Signature', { prefix: 'v0=' }),
  'elevenlabs/hmac': stamped('ElevenLabs-Signature', { prefix: 'v0=' }),
  'sanity/v1': stamped('sanity-webhook-signature', { unit: 'milliseconds', encoding: 'base64url' }),
  'paddle/h1': {
    ...stamped('Paddle-Signature', { item: 'ts=', prefix: 'h1=', separator: ';' }),
    content: '{timestamp}:{body}',
  },
  'retell/hmac': {
    ...stamped('x-retell-signature', { item: 'v=', prefix: 'd=', unit: 'milliseconds' }),
    content: '{body}{timestamp}',
  },

  // A timestamp in a separate header.
  'slack/v0': separate(
    'v0:{timestamp}:{body}',
    { header: 'X-Slack-Signature', prefix: 'v0=', encoding: 'hex' },
    'X-Slack-Request-Timestamp',
    'seconds',
  ),
  'webflow/hmac': separate(
    '{timestamp}:{body}',
    { header: 'x-webflow-signature', encoding: 'hex' },
    'x-webflow-timestamp',
    'milliseconds',
  ),
  'box/hmac': separate(
    '{body}{timestamp}',
    { header: 'BOX-SIGNATURE-PRIMARY', orHeader: 'BOX-SIGNATURE-SECONDARY', encoding: 'base64' },
    'BOX-DELIVERY-TIMESTAMP',
    'rfc3339',
  ),
  'orb/v1': separate(
    'v1:{timestamp}:{body}',
    { header: 'X-Orb-Signature', separator: ' ', prefix: 'v1=', encoding: 'hex' },
    'X-Orb-Timestamp',
    'rfc3339',
  ),
  'metronome/hmac': separate(
    '{timestamp}\n{body}',
    { header: 'Metronome-Webhook-Signature', encoding: 'hex' },
    'X-Metronome-Date',
    'http-date',
  ),
  'cashfree/hmac': separate(
    '{timestamp}{body}',
    { header: 'x-webhook-signature', encoding: 'base64' },
    'x-webhook-timestamp',
    'milliseconds',
  ),
  'crisp/hmac': separate(
    '[{timestamp};{body}]',
    { header: 'X-Crisp-Signature', encoding: 'hex' },
    'X-Crisp-Request-Timestamp',
    'milliseconds',
  ),
  'lovable/hmac': separate(
    '{timestamp}.{body}',
    { header: 'x-lovable-signature', prefix: 'sha256=', encoding: 'hex' },
    'x-lovable-timestamp',
    'seconds',
  ),

  // The URL, or members of the body.
  'square/sha256': hmac('{url}{body}', { header: 'x-square-hmacsha256-signature', encoding: 'base64' }),
  'twilio/sha1': {
    algorithm: 'hmac-sha1',
    key: 'text',
    content: '{url:any-port}{params}',
    signature: { header: 'X-Twilio-Signature', encoding: 'base64' },
    bodyDigest: { query: 'bodySHA256' },
  },
  'hubspot/v1': {
    algorithm: 'sha256',
    key: 'text',
    content: '{secret}{body}',
    signature: { header: 'X-HubSpot-Signature', encoding: 'hex' },
  },
  'hubspot/v2': {
    algorithm: 'sha256',
    key: 'text',
    content: '{secret}{method}{url}{body}',
    signature: { header: 'X-HubSpot-Signature', encoding: 'hex' },
  },
  'hubspot/v3': separate(
    '{method}{url:decoded}{body}{timestamp}',
    { header: 'X-HubSpot-Signature-v3', encoding: 'base64' },
    'X-HubSpot-Request-Timestamp',
    'milliseconds',
  ),
  'adyen/notification': {
    algorithm: 'hmac-sha256',
    key: 'hex',
    content: adyenItems.map((name) => `{member:${item(name)}}`).join(':'),
    signature: { member: item('additionalData/hmacSignature'), encoding: 'base64' },
  },

  'dropbox-sign/hmac': {
    ...hmac('{member:/event/event_time}{member:/event/event_type}', { member: '/event/event_hash', encoding: 'hex' }),
    timestamp: { member: '/event/event_time', unit: 'seconds' },
  },

  // A hash that includes the secret.
  'cloudinary/sha256': {
    algorithm: 'sha256',
    key: 'text',
    content: '{body}{timestamp}{secret}',
    signature: { header: 'X-Cld-Signature', encoding: 'hex' },
    timestamp: { header: 'X-Cld-Timestamp', unit: 'seconds' },
  },
  'lark/sha256': {
    algorithm: 'sha256',
    key: 'text',
    content: '{timestamp}{header:X-Lark-Request-Nonce}{secret}{body}',
    signature: { header: 'X-Lark-Signature', encoding: 'hex' },
    timestamp: { header: 'X-Lark-Request-Timestamp', unit: 'seconds' },
  },

  // Public keys.
  'discord/ed25519': {
    algorithm: 'ed25519',
    key: 'hex',
    content: '{timestamp}{body}',
    signature: { header: 'X-Signature-Ed25519', encoding: 'hex' },
    timestamp: { header: 'X-Signature-Timestamp', unit: 'seconds' },
  },
  'telnyx/ed25519': {
    algorithm: 'ed25519',
    key: 'base64',
    content: '{timestamp}|{body}',
    signature: { header: 'telnyx-signature-ed25519', encoding: 'base64' },
    timestamp: { header: 'telnyx-timestamp', unit: 'seconds' },
  },
  'sendgrid/ecdsa': {
    algorithm: 'ecdsa-p256-sha256',
    key: 'pem',
    content: '{timestamp}{body}',
    signature: { header: 'X-Twilio-Email-Event-Webhook-Signature', encoding: 'base64' },
    timestamp: { header: 'X-Twilio-Email-Event-Webhook-Timestamp', unit: 'seconds' },
  },
};

for (const [id, scheme] of Object.entries(schemes)) schemes[id] = { id, ...scheme };
export default schemes;
