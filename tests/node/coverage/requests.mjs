// Genuine requests of every sender, signed by this package, and the values that a receiver reads from them.

import { readFileSync } from 'node:fs';
import { generateSecret, parseEvent, senders, sign } from 'hookwright';

export const now = 1_763_683_200_000;
export const schemes = senders().flatMap((sender) => sender.schemes);

const key = (name) => readFileSync(new URL(`../../../core/tests/keys/${name}.pem`, import.meta.url), 'utf8');
const pairs = {
  'rsa-pkcs1-sha256': { secret: key('rsa'), publicKey: key('rsa.pub') },
  'ecdsa-p256-sha256': { secret: key('p256'), publicKey: key('p256.pub') },
};

const boundary = 'gOaT8';
const part = (name, value) =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--${boundary}--\r\n`;
const json = JSON.stringify({
  id: 'evt_1',
  type: 'user.created',
  text: 'Zoë',
  count: 7,
  webhookTimestamp: now,
  event_id: 'e1',
  action: { id: 'a1' },
  event: { id: 'e2', event_time: '1763683200', event_type: 'signed' },
  'event-data': { amount: 5 },
  list: [1, 2],
});
const adyen = JSON.stringify({
  live: 'false',
  notificationItems: [
    {
      NotificationRequestItem: {
        pspReference: 'PSP1',
        merchantAccountCode: 'Account',
        merchantReference: 'order:5:EUR:AUTHORIZATION:true',
        amount: { value: 1130, currency: 'EUR' },
        eventCode: 'AUTHORIZATION',
        success: 'true',
        reason: 'none',
        additionalData: {},
      },
    },
  ],
});
/** Bodies of every kind, each with its content type. */
const bodies = [
  ['application/json', json],
  ['application/json', adyen],
  [
    'application/x-www-form-urlencoded',
    'From=%2B1555&Body=hi+there&mandrill_events=%5B%7B%22a%22%3A1%7D%5D&AccountSid=AC1',
  ],
  ['application/x-www-form-urlencoded', 'bt_payload=cGF5bG9hZA%3D%3D%0A&payload=%7B%22a%22%3A1%7D&note=b'],
  [`multipart/form-data; boundary=${boundary}`, part('json', json)],
  ['text/plain', 'plain text'],
  ['application/json', '42'],
  ['application/json', ''],
];

/** Genuine requests with each body that the scheme can sign, with the key that verifies them. */
export function genuine(scheme) {
  const { secret, publicKey = secret } = pairs[scheme.algorithm] ?? generateSecret({ scheme: scheme.id });
  return bodies.flatMap(([type, body]) => {
    const given = [
      ['Content-Type', type],
      ['X-Fal-Webhook-User-Id', 'user'],
      ['X-Lark-Request-Nonce', 'nonce'],
      ['X-GitHub-Event', 'push'],
    ];
    const url = 'https://example.com/hooks?source=a';
    try {
      const options = {
        scheme: scheme.id,
        secret,
        body: Buffer.from(body),
        url,
        method: 'POST',
        id: 'msg_1',
        timestamp: now,
      };
      const signed = sign({ ...options, headers: given });
      const headers = [...given, ...Object.entries(signed.headers)];
      return [
        {
          scheme: scheme.id,
          secrets: publicKey,
          now,
          method: 'POST',
          url: signed.url ?? url,
          headers,
          body: Buffer.from(signed.body),
        },
      ];
    } catch (error) {
      if (typeof error.code === 'string') return []; // The scheme does not sign bodies of this kind.
      throw error;
    }
  });
}

/** The values that receivers read from a request, with their pointers, for each kind of parser. */
export async function readings(request) {
  const text = new TextDecoder().decode(request.body);
  const type = request.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  const read = { json: flat(parsed(text)), event: flat(event(request.body)), form: form(text) };
  if (/^multipart/.test(type)) read.multipart = await multipart(request.body, type);
  return read;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function event(body) {
  const { problems, ...rest } = parseEvent(body);
  return rest;
}

function form(text) {
  return new Map([...new URLSearchParams(text)].map(([name, value], index) => [`/${index}`, `${name}=${value}`]));
}

async function multipart(body, type) {
  try {
    const fields = await new Response(body, { headers: { 'Content-Type': type } }).formData();
    return new Map([...fields].map(([name, value], index) => [`/${index}`, `${name}=${value}`]));
  } catch {
    return new Map();
  }
}

/** Every value in a document, by its JSON Pointer. */
function flat(value, path = '', found = new Map()) {
  if (typeof value === 'object' && value !== null) {
    found.set(path, Array.isArray(value) ? 'array' : 'object');
    for (const [name, member] of Object.entries(value)) {
      flat(member, `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, found);
    }
  } else {
    found.set(path, `${typeof value}:${String(value)}`);
  }
  return found;
}

/** The pointers of the members that differ between two readings of the same kind. */
export function changed(before, after) {
  const pointers = [];
  for (const kind of Object.keys(before)) {
    const [one, other] = [before[kind], after[kind] ?? new Map()];
    for (const pointer of new Set([...one.keys(), ...other.keys()])) {
      if (one.get(pointer) !== other.get(pointer)) pointers.push(pointer);
    }
  }
  return pointers;
}
