// How the senders of this corpus sign, as data, written from what each says about itself. The rows were written for the
// corpus and not taken from those of the library.

import { ed25519, rsaPublic } from '../keys.mjs';
import { ecPublic } from './p256.mjs';

const hex64 = (r) => r.hex(64);
const hex40 = (r) => r.hex(40);
const hex32 = (r) => r.hex(32);
const uuid = (r) => r.uuid();
const word = (count) => (r) => r.alnum(count);
const base64 = (count) => (r) => r.bytes(count).toString('base64');
const whsec = (r) => `whsec_${r.bytes(24).toString('base64')}`;
const dashed = (r) => `${r.alnum(8)}-${r.alnum(8)}-${r.alnum(8)}`;
const led = (lead, make) => (r) => lead + make(r);

const hmac = { algorithm: 'hmac-sha256', key: 'text', content: '{body}' };
const row = (id, signature, more) => ({ id, ...hmac, signature, ...more });
const hex = (id, header, secret, event, more) => row(id, { header, encoding: 'hex' }, { secret, event, ...more });
const b64 = (id, header, secret, event, more) => row(id, { header, encoding: 'base64' }, { secret, event, ...more });
const prefixed = (id, header, prefix, secret, event, more) =>
  row(id, { header, prefix, encoding: 'hex' }, { secret, event, ...more });
const list = (id, header, prefix, item, secret, event, more = {}) => {
  const { unit = 'seconds', tolerance, encoding = 'hex', separator = ',', content = '{timestamp}.{body}' } = more;
  const { kinds, key = 'text', style } = more;
  return row(
    id,
    { header, separator, prefix, encoding },
    { key, content, timestamp: item && { item, unit, tolerance }, secret, event, kinds, style },
  );
};
const stamped = (id, content, signature, timestamp, secret, event, more) =>
  row(id, signature, { content, timestamp, secret, event, ...more });
const standard = (id, secret, event, more = {}) => {
  const { family = 'webhook', ...rest } = more;
  return row(
    id,
    { header: `${family}-signature`, separator: ' ', prefix: 'v1,', encoding: 'base64' },
    {
      key: 'whsec',
      content: '{id}.{timestamp}.{body}',
      timestamp: { header: `${family}-timestamp`, unit: 'seconds', tolerance: 300 },
      messageId: `${family}-id`,
      secret,
      event,
      ...rest,
    },
  );
};
const token = (id, header, secret, event, more = {}) =>
  row(
    id,
    { header, encoding: 'text', ...more.signature },
    { algorithm: 'token', content: '', secret, event, kinds: more.kinds },
  );

const rows = [
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
  // Lists.
  list('circleci/v1', 'circleci-signature', 'v1=', null, hex40, 'workflow-completed', {
    content: '{body}',
    kinds: ['repo'],
  }),
  list('pagerduty/hmac', 'X-PagerDuty-Signature', 'v1=', null, word(44), 'incident.triggered', {
    content: '{body}',
    kinds: ['incident'],
  }),
  list('buildkite/hmac', 'X-Buildkite-Signature', 'signature=', 'timestamp=', hex32, 'build.finished', {
    kinds: ['repo'],
  }),
  list('calendly/hmac', 'Calendly-Webhook-Signature', 'v1=', 't=', word(43), 'invitee.created', { kinds: ['call'] }),
  list('convoy/advanced', 'X-Convoy-Signature', 'v1=', 't=', word(24), 'order.settled', {
    content: '{timestamp},{body}',
    tolerance: 300,
    kinds: ['order'],
    style: 'go',
  }),
  list('elevenlabs/hmac', 'ElevenLabs-Signature', 'v0=', 't=', led('wsec_', hex64), 'post_call_transcription', {
    tolerance: 1800,
    kinds: ['call'],
    style: 'python',
  }),
  list('hook0/v0', 'X-Hook0-Signature', 'v0=', 't=', uuid, 'account.opened', { tolerance: 300, kinds: ['user'] }),
  list('imagekit/hmac', 'x-ik-signature', 'v1=', 't=', led('whsec_', word(32)), 'video.transformation.ready', {
    unit: 'milliseconds',
    kinds: ['file'],
  }),
  list('knock/hmac', 'x-knock-signature', 's=', 't=', word(43), 'message.sent', {
    unit: 'milliseconds',
    tolerance: 300,
    encoding: 'base64',
    kinds: ['chat'],
  }),
  list('mux/hmac', 'Mux-Signature', 'v1=', 't=', hex32, 'video.asset.ready', { tolerance: 300, kinds: ['file'] }),
  list('paddle/h1', 'Paddle-Signature', 'h1=', 'ts=', led('pdl_ntfset_01', word(56)), 'subscription.updated', {
    separator: ';',
    content: '{timestamp}:{body}',
    tolerance: 5,
    kinds: ['payment'],
  }),
  list('persona/v1', 'Persona-Signature', 'v1=', 't=', led('wbhsec_', uuid), 'inquiry.approved', { kinds: ['user'] }),
  list('retell/hmac', 'x-retell-signature', 'd=', 'v=', led('key_', hex32), 'call_ended', {
    unit: 'milliseconds',
    content: '{body}{timestamp}',
    tolerance: 300,
    kinds: ['call'],
  }),
  list('sanity/v1', 'sanity-webhook-signature', 'v1=', 't=', word(32), 'document.publish', {
    unit: 'milliseconds',
    encoding: 'base64url',
    kinds: ['file'],
  }),
  list('stripe/v1', 'Stripe-Signature', 'v1=', 't=', led('whsec_', word(32)), 'invoice.finalized', {
    tolerance: 300,
    kinds: ['stripe', 'payment'],
    style: 'stripe',
  }),
  list('workos/hmac', 'WorkOS-Signature', 'v1=', 't=', word(25), 'dsync.user.updated', {
    unit: 'milliseconds',
    tolerance: 180,
    kinds: ['user'],
  }),
  list('zoho-payments/hmac', 'X-Zoho-Webhook-Signature', 'v=', 't=', hex64, 'payment.succeeded', {
    unit: 'milliseconds',
    kinds: ['payment'],
  }),
  // A timestamp in a header of its own.
  stamped(
    'airwallex/hmac',
    '{timestamp}{body}',
    { header: 'x-signature', encoding: 'hex' },
    { header: 'x-timestamp', unit: 'milliseconds' },
    led('whsec_', word(22)),
    'payment_intent.succeeded',
    { kinds: ['payment'] },
  ),
  stamped(
    'box/hmac',
    '{body}{timestamp}',
    { header: 'BOX-SIGNATURE-PRIMARY', orHeader: 'BOX-SIGNATURE-SECONDARY', encoding: 'base64' },
    { header: 'BOX-DELIVERY-TIMESTAMP', unit: 'rfc3339', tolerance: 600 },
    word(32),
    'FILE.UPLOADED',
    { kinds: ['file'] },
  ),
  stamped(
    'cashfree/hmac',
    '{timestamp}{body}',
    { header: 'x-webhook-signature', encoding: 'base64' },
    { header: 'x-webhook-timestamp', unit: 'milliseconds' },
    led('cfsk_ma_prod_', word(32)),
    'PAYMENT_SUCCESS_WEBHOOK',
    { kinds: ['payment'] },
  ),
  stamped(
    'crisp/hmac',
    '[{timestamp};{body}]',
    { header: 'X-Crisp-Signature', encoding: 'hex' },
    { header: 'X-Crisp-Request-Timestamp', unit: 'milliseconds' },
    hex32,
    'message:send',
    { kinds: ['chat'] },
  ),
  stamped(
    'hubspot/v3',
    '{method}{url:decoded}{body}{timestamp}',
    { header: 'X-HubSpot-Signature-v3', encoding: 'base64' },
    { header: 'X-HubSpot-Request-Timestamp', unit: 'milliseconds', tolerance: 300 },
    uuid,
    'deal.propertyChange',
    { kinds: ['batch'] },
  ),
  stamped(
    'lark/sha256',
    '{timestamp}{header:X-Lark-Request-Nonce}{secret}{body}',
    { header: 'X-Lark-Signature', encoding: 'hex' },
    { header: 'X-Lark-Request-Timestamp', unit: 'seconds' },
    word(32),
    'im.message.receive_v1',
    { algorithm: 'sha256', kinds: ['chat'], first: (r) => [['X-Lark-Request-Nonce', r.digits(9)]] },
  ),
  stamped(
    'lovable/hmac',
    '{timestamp}.{body}',
    { header: 'x-lovable-signature', prefix: 'sha256=', encoding: 'hex' },
    { header: 'x-lovable-timestamp', unit: 'seconds', tolerance: 300 },
    hex64,
    'project.published',
    { kinds: ['repo'] },
  ),
  stamped(
    'metronome/hmac',
    '{timestamp}\n{body}',
    { header: 'Metronome-Webhook-Signature', encoding: 'hex' },
    { header: 'X-Metronome-Date', unit: 'http-date', tolerance: 300 },
    hex64,
    'invoice.finalized',
    { kinds: ['payment'] },
  ),
  stamped(
    'podium/hmac',
    '{timestamp}.{body}',
    { header: 'podium-signature', encoding: 'hex' },
    { header: 'podium-timestamp', unit: 'milliseconds' },
    word(32),
    'review.created',
    { kinds: ['ticket'] },
  ),
  stamped(
    'revolut/v1',
    'v1.{timestamp}.{body}',
    { header: 'Revolut-Signature', separator: ',', prefix: 'v1=', encoding: 'hex' },
    { header: 'Revolut-Request-Timestamp', unit: 'milliseconds', tolerance: 300 },
    led('wsk_', word(32)),
    'ORDER_COMPLETED',
    { kinds: ['payment'] },
  ),
  stamped(
    'scalr/hmac',
    '{body}{timestamp}',
    { header: 'X-Signature', encoding: 'hex' },
    { header: 'Date', unit: 'http-date' },
    word(24),
    'run:completed',
    { algorithm: 'hmac-sha1', kinds: ['repo'] },
  ),
  stamped(
    'slack/v0',
    'v0:{timestamp}:{body}',
    { header: 'X-Slack-Signature', prefix: 'v0=', encoding: 'hex' },
    { header: 'X-Slack-Request-Timestamp', unit: 'seconds', tolerance: 300 },
    hex32,
    'reaction_added',
    { kinds: ['chat', 'form'] },
  ),
  stamped(
    'twitch/hmac',
    '{id}{timestamp}{body}',
    { header: 'Twitch-Eventsub-Message-Signature', prefix: 'sha256=', encoding: 'hex' },
    { header: 'Twitch-Eventsub-Message-Timestamp', unit: 'rfc3339' },
    word(36),
    'stream.online',
    {
      kinds: ['chat'],
      messageId: 'Twitch-Eventsub-Message-Id',
      extra: () => [['Twitch-Eventsub-Message-Type', 'notification']],
    },
  ),
  stamped(
    'webflow/hmac',
    '{timestamp}:{body}',
    { header: 'x-webflow-signature', encoding: 'hex' },
    { header: 'x-webflow-timestamp', unit: 'milliseconds', tolerance: 300 },
    hex64,
    'form_submission',
    { kinds: ['ticket'] },
  ),
  stamped(
    'zendesk/hmac',
    '{timestamp}{body}',
    { header: 'X-Zendesk-Webhook-Signature', encoding: 'base64' },
    { header: 'X-Zendesk-Webhook-Signature-Timestamp', unit: 'rfc3339' },
    word(40),
    'zen:event-type:ticket.created',
    { kinds: ['ticket'] },
  ),
  stamped(
    'zoom/v0',
    'v0:{timestamp}:{body}',
    { header: 'x-zm-signature', prefix: 'v0=', encoding: 'hex' },
    { header: 'x-zm-request-timestamp', unit: 'seconds' },
    word(22),
    'webinar.started',
    { kinds: ['call'] },
  ),
  // Standard Webhooks and those who sign like it.
  standard('standard/v1', whsec, 'contact.merged', { kinds: ['user', 'batch', 'tiny'] }),
  standard('svix/v1', whsec, 'user.updated', { family: 'svix', kinds: ['user'] }),
  standard('anthropic/v1', whsec, 'batch.ended', { kinds: ['file'] }),
  standard('clerk/v1', whsec, 'session.created', { family: 'svix', kinds: ['user'] }),
  standard('dodo-payments/v1', whsec, 'subscription.renewed', { kinds: ['payment'] }),
  standard('gitlab/v1', whsec, 'Pipeline Hook', { kinds: ['repo'], style: 'rails' }),
  standard('lithic/v1', whsec, 'card_transaction.updated', { kinds: ['payment'] }),
  standard('liveblocks/v1', whsec, 'commentCreated', { kinds: ['chat'] }),
  standard('openai/v1', whsec, 'response.completed', { kinds: ['file'], style: 'python' }),
  standard('polar/v1', led('polar_whs_', word(40)), 'order.paid', { key: 'text', kinds: ['order'] }),
  standard('portone/v1', whsec, 'Transaction.Paid', { kinds: ['payment'] }),
  standard('replicate/v1', whsec, 'prediction.completed', { kinds: ['file'] }),
  standard('resend/v1', whsec, 'email.delivered', { family: 'svix', kinds: ['chat'] }),
  standard('scalekit/v1', whsec, 'organization.directory.user_created', { kinds: ['user'] }),
  standard('seam/v1', whsec, 'lock.unlocked', { family: 'svix', kinds: ['incident'] }),
  standard('supabase/v1', (r) => `v1,${whsec(r)}`, 'send_sms', { kinds: ['user'] }),
  row(
    'finch/v1',
    { header: 'Finch-Signature', separator: ' ', prefix: 'v1,', encoding: 'base64' },
    {
      key: 'base64',
      content: '{id}.{timestamp}.{body}',
      timestamp: { header: 'Finch-Timestamp', unit: 'seconds', tolerance: 300 },
      messageId: 'Finch-Event-ID',
      secret: base64(32),
      event: 'individual.updated',
      kinds: ['user'],
    },
  ),
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
  // Public keys.
  b64('awell/rsa', 'X-Awell-Signature', () => rsaPublic, 'activity.completed', {
    algorithm: 'rsa-pkcs1-sha256',
    key: 'pem',
    kinds: ['user'],
  }),
  b64('wise/rsa', 'X-Signature-SHA256', () => rsaPublic, 'transfers#state-change', {
    algorithm: 'rsa-pkcs1-sha256',
    key: 'pem',
    kinds: ['payment'],
  }),
  b64('sendgrid/ecdsa', 'X-Twilio-Email-Event-Webhook-Signature', () => ecPublic, 'processed', {
    algorithm: 'ecdsa-p256-sha256',
    key: 'pem',
    content: '{timestamp}{body}',
    timestamp: { header: 'X-Twilio-Email-Event-Webhook-Timestamp', unit: 'seconds' },
    kinds: ['batch'],
    style: 'sendgrid',
  }),
  hex('discord/ed25519', 'X-Signature-Ed25519', () => ed25519[0].publicHex, 'APPLICATION_AUTHORIZED', {
    algorithm: 'ed25519',
    key: 'hex',
    content: '{timestamp}{body}',
    timestamp: { header: 'X-Signature-Timestamp', unit: 'seconds' },
    kinds: ['chat'],
  }),
  b64(
    'telnyx/ed25519',
    'telnyx-signature-ed25519',
    () => Buffer.from(ed25519[0].publicHex, 'hex').toString('base64'),
    'message.received',
    {
      algorithm: 'ed25519',
      key: 'base64',
      content: '{timestamp}|{body}',
      timestamp: { header: 'telnyx-timestamp', unit: 'seconds', tolerance: 300 },
      kinds: ['chat'],
    },
  ),
  // A token.
  token('telegram/token', 'X-Telegram-Bot-Api-Secret-Token', word(32), 'message', { kinds: ['chat'] }),
  token('gitlab/token', 'X-Gitlab-Token', word(20), 'Push Hook', { kinds: ['repo'] }),
];

export const senders = Object.fromEntries(rows.map((sender) => [sender.id, sender]));
