// Standard Webhooks and those that sign like it, and senders with a key pair.

import { ed25519, rsaPublic } from '../keys.mjs';
import { ecPublic } from './p256.mjs';
import { b64, base64, hex, led, row, standard, whsec, word } from './rows.mjs';

export const others = [
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
];
