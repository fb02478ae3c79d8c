// Deliveries of several senders, signed with `node:crypto` only.

import { createHash, createHmac, createSign, generateKeyPairSync } from 'node:crypto';

const TEXT = 'whsec_abc123 is a text';
const BYTES = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
const rsa = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

/** The URL that the sender calls, which is not the one that the receiver sees. */
export const PUBLIC_URL = 'https://hooks.example.com';

const hmac = (algorithm, key, content, encoding) => createHmac(algorithm, key).update(content).digest(encoding);
const seconds = (ms) => String(Math.floor(ms / 1000));

/** The parameters of a form, sorted, without separators. */
function parameters(body) {
  const pairs = [...new URLSearchParams(body)].sort(([a], [b]) => (a < b ? -1 : 1));
  return pairs.flat().join('');
}

const json = (number, members) => JSON.stringify({ number, ...members });

const verification = (token) => new URLSearchParams({ 'hub.challenge': '<1158>', 'hub.verify_token': token });

/**
 * Each scheme: the secret of the receiver, the body of a delivery with a number, the header fields of a signed delivery,
 * and the type of the event. If the body contains its signature, `forge` changes the signed content of a body.
 */
export const SCHEMES = {
  'github/sha256': {
    secret: TEXT,
    body: (number) => json(number, { action: 'opened' }),
    sign: (body, { id }) => ({
      'X-Hub-Signature-256': `sha256=${hmac('sha256', TEXT, body, 'hex')}`,
      'X-GitHub-Delivery': id,
      'X-GitHub-Event': 'push',
    }),
    kind: 'push',
  },
  'stripe/v1': {
    secret: TEXT,
    body: (number) => json(number, { id: `evt_${number}`, type: 'invoice.paid' }),
    sign: (body, { now }) => {
      const time = seconds(now);
      // The first signature is that of another secret, as while a secret is being replaced. Some senders write the prefix
      // once.
      const signature = hmac('sha256', TEXT, `${time}.${body}`, 'hex');
      return { 'Stripe-Signature': `t=${time},v1=${'0'.repeat(64)},${signature},v0=x` };
    },
    kind: 'invoice.paid',
    timed: true,
  },
  'slack/v0': {
    secret: TEXT,
    body: (number) => json(number, { event_id: `Ev${number}`, event: { type: 'message' }, type: 'event_callback' }),
    sign: (body, { now }) => ({
      'X-Slack-Signature': `v0=${hmac('sha256', TEXT, `v0:${seconds(now)}:${body}`, 'hex')}`,
      'X-Slack-Request-Timestamp': seconds(now),
    }),
    kind: 'message',
    timed: true,
    handshake: {
      request: () => {
        const body = JSON.stringify({ type: 'url_verification', challenge: 'a "b" \\ c' });
        return { body, headers: SCHEMES['slack/v0'].sign(body, { now: Date.now() }) };
      },
      forged: () => ({ body: JSON.stringify({ type: 'url_verification', challenge: 'a' }) }),
      answer: { type: 'text/plain', text: 'a "b" \\ c' },
    },
  },
  'standard/v1': {
    secret: `whsec_${BYTES.toString('base64')}`,
    body: (number) => json(number, { type: 'user.created', data: { name: 'Zoë' } }),
    sign: (body, { id, now }) => ({
      'webhook-id': id,
      'webhook-timestamp': seconds(now),
      // Hosts join several header fields with a comma and a space.
      'webhook-signature': `v1a,AAAA, v1,${hmac('sha256', BYTES, `${id}.${seconds(now)}.${body}`, 'base64')}`,
    }),
    kind: 'user.created',
    timed: true,
  },
  'twilio/sha1': {
    secret: TEXT,
    type: 'application/x-www-form-urlencoded',
    body: (number) => `To=%2B1555&Body=a+b%26${number}&From=%2B1666`,
    sign: (body) => ({
      'X-Twilio-Signature': hmac('sha1', TEXT, `${PUBLIC_URL}/webhook${parameters(body)}`, 'base64'),
    }),
    kind: 'unknown',
  },
  'generic/signature': {
    secret: TEXT,
    body: (number) => json(number, { id: `evt_${number}`, type: 'user.created' }),
    sign: (body) => ({ 'X-Webhook-Signature': hmac('sha256', TEXT, body, 'hex') }),
    kind: 'user.created',
  },
  'well/signature': {
    secret: TEXT,
    body: (number) => json(number, { event: 'company.created' }),
    sign: (body) => ({ 'X-Well-Signature': hmac('sha256', TEXT, body, 'hex') }),
    kind: 'company.created',
  },
  'well/token': {
    secret: TEXT,
    body: (number) => json(number, { event: 'company.created' }),
    sign: () => ({ 'X-Webhook-Token': TEXT }),
    kind: 'company.created',
    isToken: true,
  },
  'awell/rsa': {
    secret: rsa.publicKey,
    body: (number) => json(number, { event_type: 'pathway.completed' }),
    sign: (body) => ({ 'X-Awell-Signature': createSign('sha256').update(body).sign(rsa.privateKey, 'base64') }),
    kind: 'pathway.completed',
  },
  'meta/sha256': {
    secret: TEXT,
    token: 'a token that the user has chosen',
    body: (number) => json(number, { entry: [{ changes: [{ field: 'messages' }] }] }),
    sign: (body) => ({ 'X-Hub-Signature-256': `sha256=${hmac('sha256', TEXT, body, 'hex')}` }),
    kind: 'messages',
    handshake: {
      request: () => ({ method: 'GET', query: verification('a token that the user has chosen') }),
      forged: () => ({ method: 'GET', query: verification('another token') }),
      answer: { type: 'text/plain', text: '<1158>' },
    },
  },
  'mandrill/hmac': {
    secret: TEXT,
    type: 'application/x-www-form-urlencoded',
    body: (number) => `mandrill_events=${encodeURIComponent(JSON.stringify([{ number }]))}`,
    sign: (body, { key = TEXT }) => ({
      'X-Mandrill-Signature': hmac('sha1', key, `${PUBLIC_URL}/webhook${parameters(body)}`, 'base64'),
    }),
    kind: 'unknown',
    handshake: {
      request: () => {
        const body = 'mandrill_events=%5B%5D';
        return { body, headers: SCHEMES['mandrill/hmac'].sign(body, { key: 'test-webhook' }) };
      },
      answer: { text: '' },
      head: true,
    },
  },
  'smartsheet/hmac': {
    secret: TEXT,
    body: (number) => json(number, {}),
    sign: (body) => ({ 'Smartsheet-Hmac-SHA256': hmac('sha256', TEXT, body, 'hex') }),
    kind: 'unknown',
    handshake: {
      request: () => ({ body: '{}', headers: { 'Smartsheet-Hook-Challenge': 'a-"b"' } }),
      answer: {
        type: 'application/json',
        json: { smartsheetHookResponse: 'a-"b"' },
        headers: { 'smartsheet-hook-response': 'a-"b"' },
      },
    },
  },
  'aws-sns/v2': {
    secret: rsa.publicKey,
    body: (number) => {
      const message = {
        Type: 'Notification',
        MessageId: `message-${number}`,
        TopicArn: 'arn:aws:sns:us-east-1:123456789012:topic',
        // Only some messages have a subject.
        ...(number % 2 ? { Subject: 'Zoë' } : {}),
        Message: `two\nlines ${number}`,
        Timestamp: '2026-01-15T12:30:00.000Z',
      };
      const names = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'].filter(
        (name) => name in message,
      );
      const content = names.map((name) => `${name}\n${message[name]}\n`).join('');
      return JSON.stringify({
        ...message,
        Signature: createSign('sha256').update(content).sign(rsa.privateKey, 'base64'),
      });
    },
    forge: (body) => body.replace('Notification', 'SubscriptionConfirmation'),
    sign: () => ({}),
    kind: 'Notification',
  },
  'braintree/hmac': {
    secret: TEXT,
    type: 'application/x-www-form-urlencoded',
    body: (number) => {
      const payload = Buffer.from(`<number>${number}</number>`).toString('base64');
      const key = createHash('sha1').update(TEXT).digest();
      const signature = `other|${'0'.repeat(40)}&public|${hmac('sha1', key, payload, 'hex')}`;
      return new URLSearchParams({ bt_signature: signature, bt_payload: payload }).toString();
    },
    forge: (body) => body.replace('bt_payload=', 'bt_payload=A'),
    sign: () => ({}),
    kind: 'unknown',
  },
  'docusign/hmac': {
    secret: TEXT,
    body: (number) => json(number, { event: 'envelope-sent' }),
    // The first signature is that of another secret.
    sign: (body) => ({
      'X-DocuSign-Signature-1': hmac('sha256', 'another secret', body, 'base64'),
      'X-DocuSign-Signature-2': hmac('sha256', TEXT, body, 'base64'),
    }),
    kind: 'envelope-sent',
  },
  'mollie/hmac': {
    secret: TEXT,
    body: (number) => json(number, {}),
    sign: (body) => ({ 'X-Mollie-Signature': `${'0'.repeat(64)}, sha256=${hmac('sha256', TEXT, body, 'hex')}` }),
    kind: 'unknown',
  },
  'patreon/hmac': {
    secret: TEXT,
    body: (number) => json(number, {}),
    sign: (body) => ({ 'X-Patreon-Signature': hmac('md5', TEXT, body, 'hex'), 'X-Patreon-Event': 'members:create' }),
    kind: 'members:create',
  },
  'cloudinary/sha1': {
    secret: TEXT,
    body: (number) => json(number, {}),
    sign: (body, { now }) => ({
      'X-Cld-Signature': createHash('sha1')
        .update(`${body}${seconds(now)}${TEXT}`)
        .digest('hex'),
      'X-Cld-Timestamp': seconds(now),
    }),
    kind: 'unknown',
    timed: true,
  },
};
