// Senders that sign the body alone, or the body and the address, and those that send a token.

import { b64, base64, dashed, hex, hex32, hex40, hex64, led, prefixed, row, token, uuid, word } from './rows.mjs';

export const plain = [
  // The body alone, in hexadecimal.
  hex('asana/hmac', 'X-Hook-Signature', hex32, 'task.changed', { kinds: ['incident'] }),
  hex('cal-com/hmac', 'X-Cal-Signature-256', uuid, 'BOOKING_CREATED', { kinds: ['call'] }),
  hex('clickup/hmac', 'X-Signature', word(64), 'taskUpdated', { kinds: ['ticket'] }),
  hex('cloudconvert/hmac', 'CloudConvert-Signature', word(32), 'job.finished', { kinds: ['file'] }),
  hex('coinbase-commerce/hmac', 'X-CC-Webhook-Signature', uuid, 'charge:confirmed', { kinds: ['payment'] }),
  hex('complycube/hmac', 'ComplyCube-Signature', word(40), 'check.completed', { kinds: ['user'] }),
  hex('generic/signature', 'X-Webhook-Signature', word(36), 'record.saved', { kinds: ['user', 'order', 'tiny'] }),
  hex('gocardless/hmac', 'Webhook-Signature', word(40), 'payments', { kinds: ['payment'], style: 'rails' }),
  hex('grafana/hmac', 'X-Grafana-Alerting-Signature', word(30), 'firing', { kinds: ['incident'], style: 'go' }),
  hex('launchdarkly/hmac', 'X-LD-Signature', word(24), 'flag.changed', { kinds: ['repo'], style: 'go' }),
  hex('lemon-squeezy/hmac', 'X-Signature', word(32), 'order_created', { kinds: ['order'], style: 'php' }),
  hex('linear/hmac', 'Linear-Signature', led('lin_wh_', word(32)), 'Issue', {
    kinds: ['linear'],
    timestamp: { member: '/webhookTimestamp', unit: 'milliseconds', tolerance: 60 },
  }),
  hex('modern-treasury/hmac', 'X-Signature', word(43), 'payment_order', { kinds: ['payment'], style: 'rails' }),
  hex('onfido/hmac', 'X-SHA2-Signature', word(43), 'check.completed', { kinds: ['user'], style: 'rails' }),
  hex('pusher/hmac', 'X-Pusher-Signature', hex32, 'channel_occupied', { kinds: ['chat'], style: 'go' }),
  hex('razorpay/hmac', 'X-Razorpay-Signature', word(20), 'invoice.paid', { kinds: ['payment'], style: 'phpUnicode' }),
  hex('sentry/hmac', 'Sentry-Hook-Signature', hex64, 'issue.created', { kinds: ['incident'], style: 'python' }),
  hex('stream/hmac', 'X-Signature', word(52), 'message.new', { kinds: ['chat'], style: 'go' }),
  hex('viber/hmac', 'X-Viber-Content-Signature', dashed, 'message', { kinds: ['chat'] }),
  hex('well/signature', 'X-Well-Signature', hex64, 'invoice.created', { kinds: ['payment'] }),
  hex('vercel/hmac', 'x-vercel-signature', word(24), 'deployment.succeeded', {
    algorithm: 'hmac-sha1',
    kinds: ['repo'],
  }),
  // The body alone, in base64.
  b64('aftership/as-signature', 'as-signature-hmac-sha256', hex32, 'tracking_update', { kinds: ['order'] }),
  b64('docusign/hmac', 'X-DocuSign-Signature-1', base64(32), 'envelope-completed', { kinds: ['file'] }),
  b64('hookdeck/hmac', 'x-hookdeck-signature', word(50), 'request.forwarded', { kinds: ['order'] }),
  b64('kontent-ai/hmac', 'X-Kontent-ai-Signature', base64(32), 'content_item', { kinds: ['file'] }),
  b64('line/hmac', 'x-line-signature', hex32, 'message', { kinds: ['chat'] }),
  b64('quickbooks/hmac', 'intuit-signature', uuid, 'Invoice', { kinds: ['payment'] }),
  b64('salesforce/ens', 'x-sfmc-ens-signature', base64(33), 'TransactionalSendEvents', { kinds: ['batch'] }),
  b64('shopify/hmac', 'X-Shopify-Hmac-SHA256', hex64, 'orders/updated', { kinds: ['order', 'user'], style: 'shopify' }),
  b64('woocommerce/hmac', 'X-WC-Webhook-Signature', word(50), 'order.updated', { kinds: ['order'], style: 'php' }),
  b64('xero/hmac', 'x-xero-signature', base64(66), 'CONTACT', { kinds: ['batch'] }),
  b64(
    'adyen/hmac',
    'HmacSignature',
    led('', (r) => r.hex(64).toUpperCase()),
    'balancePlatform.transfer',
    {
      key: 'hex',
      kinds: ['payment'],
    },
  ),
  b64('cronofy/hmac', 'Cronofy-HMAC-SHA256', word(44), 'change', { kinds: ['call'] }),
  // With a prefix.
  prefixed('bitbucket/sha256', 'X-Hub-Signature', 'sha256=', word(32), 'repo:push', { kinds: ['repo'] }),
  prefixed('cursor/hmac', 'X-Webhook-Signature', 'sha256=', word(40), 'statusChange', {
    kinds: ['repo', 'tiny'],
    extra: (r) => [['X-Webhook-ID', r.uuid()]],
  }),
  prefixed('doppler/hmac', 'X-Doppler-Signature', 'sha256=', word(32), 'config.secrets.update', { kinds: ['repo'] }),
  prefixed('easypost/hmac', 'X-Hmac-Signature', 'hmac-sha256-hex=', word(24), 'tracker.updated', { kinds: ['order'] }),
  prefixed('github/sha256', 'X-Hub-Signature-256', 'sha256=', hex40, 'issues', {
    kinds: ['repo', 'ticket'],
    extra: (r) => [
      ['X-GitHub-Delivery', r.uuid()],
      ['X-GitHub-Event', r.pick(['issues', 'push', 'release'])],
    ],
  }),
  prefixed('hocuspocus/hmac', 'X-Hocuspocus-Signature-256', 'sha256=', hex64, 'change', { kinds: ['file'] }),
  prefixed('intercom/sha1', 'X-Hub-Signature', 'sha1=', uuid, 'conversation.user.replied', {
    algorithm: 'hmac-sha1',
    kinds: ['ticket'],
    style: 'rails',
  }),
  prefixed('meta/sha256', 'X-Hub-Signature-256', 'sha256=', hex32, 'whatsapp_business_account', {
    kinds: ['chat'],
    style: 'php',
  }),
  prefixed('notion/hmac', 'X-Notion-Signature', 'sha256=', led('secret_', word(43)), 'page.created', {
    kinds: ['file', 'tiny'],
  }),
  row(
    'typeform/sha256',
    { header: 'Typeform-Signature', prefix: 'sha256=', encoding: 'base64' },
    { secret: word(28), event: 'form_response', kinds: ['ticket'] },
  ),
  row(
    'x/hmac',
    { header: 'x-twitter-webhooks-signature', prefix: 'sha256=', encoding: 'base64' },
    { secret: word(50), event: 'tweet_create_events', kinds: ['chat'] },
  ),
  prefixed('mollie/hmac', 'X-Mollie-Signature', 'sha256=', word(32), 'payment-link.paid', { kinds: ['payment'] }),
  // The address is signed.
  b64('trello/hmac', 'X-Trello-Webhook', hex64, 'updateCard', {
    algorithm: 'hmac-sha1',
    content: '{body}{url}',
    kinds: ['ticket'],
  }),
  b64('square/sha256', 'x-square-hmacsha256-signature', word(22), 'order.updated', {
    content: '{url}{body}',
    kinds: ['order', 'payment'],
  }),
  b64('twilio/sha1', 'X-Twilio-Signature', hex32, 'sms', {
    algorithm: 'hmac-sha1',
    content: '{url:any-port}{params}',
    bodyDigest: 'bodySHA256',
    kinds: ['form'],
  }),
  b64('mandrill/hmac', 'X-Mandrill-Signature', word(22), 'send', {
    algorithm: 'hmac-sha1',
    content: '{url}{params}',
    kinds: ['mandrill'],
  }),
  row(
    'pandadoc/query',
    { query: 'signature', encoding: 'hex' },
    { secret: word(32), event: 'document_state_changed', kinds: ['file'] },
  ),
  // In the body.
  row(
    'mailgun/body',
    { member: '/signature/signature', encoding: 'hex' },
    {
      content: '{member:/signature/timestamp}{member:/signature/token}',
      timestamp: { member: '/signature/timestamp', unit: 'seconds' },
      secret: hex32,
      event: 'delivered',
      kinds: ['mailgun'],
    },
  ),
  // A token.
  token('telegram/token', 'X-Telegram-Bot-Api-Secret-Token', word(32), 'message', { kinds: ['chat'] }),
  token('gitlab/token', 'X-Gitlab-Token', word(20), 'Push Hook', { kinds: ['repo'] }),
];
