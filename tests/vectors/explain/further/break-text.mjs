// The body's text was changed without regard to what it says, or never arrived.

import { formText, styles, write } from '../serialize.mjs';
import { body, byName, express, text } from './tools.mjs';

const simple = (code, how, change, options, more) => ({ code, how, change: body(change), options, ...more });
export const newlineAdded = simple(
  'body_newline_added',
  'a here-document ends with a line feed',
  (given) => `${given}\n`,
);
const newlineWindows = simple(
  'body_newline_added',
  'fixture of a Windows editor ends with CRLF',
  (given) => `${given}\r\n`,
);
export const newlineLost = simple(
  'body_newline_lost',
  "the sender's encoder ends with a line feed; the receiver trims",
  (given) => given.trimEnd(),
  { after: '\n' },
);
const newlineLostParsed = simple(
  'body_newline_lost',
  "the sender's encoder ends with a line feed; JSON.stringify(req.body) does not",
  (given) => JSON.stringify(JSON.parse(given)),
  { after: '\n', style: 'js' },
  express,
);
export const crlf = simple(
  'body_crlf',
  'git with core.autocrlf checked the fixture out',
  (given) => given.replaceAll('\n', '\r\n'),
  { text: 'template' },
);
const crlfFeed = simple(
  'body_crlf',
  'a text node of a low-code tool writes CRLF',
  (given) => given.replaceAll('\n', '\r\n'),
  { text: 'feed' },
);
const crlfStripe = simple(
  'body_crlf',
  'Postman on Windows: the copied event has CRLF',
  (given) => given.replaceAll('\n', '\r\n'),
  { kind: 'stripe' },
);
export const bom = simple(
  'body_bom',
  'File.WriteAllText(…, Encoding.UTF8) put a mark before it',
  (given) => `\ufeff${given}`,
);
const bomLost = simple('body_bom', 'the sender signs a mark; TextDecoder drops it', (given) => given.slice(1), {
  before: '\ufeff',
});
const joined = simple(
  'body_reformatted',
  'getReader().lines().collect(joining()) drops the line feeds',
  (given) => given.split('\n').join(''),
  {},
  { framework: 'spring', accept: ['body_newline_lost'] },
);
// Fixed lengths, and what is between two limits.
const cut = (count) => (d) => ({ body: d.body.subarray(0, count < 0 ? d.body.length + count : count) });
const truncated = (how, count, options) => ({ code: 'body_truncated', how, change: cut(count), options });
export const halved = truncated('a trace keeps 200 bytes', 200, { length: true });
const lastLost = truncated('the last brace is missing', -1, { length: true });
const unseen = truncated('console output of 256 characters; nothing gives the length', 256, {
  length: false,
  flavour: 'ascii',
});
const counted = {
  code: 'body_truncated',
  how: 'the length was counted in letters and not in bytes, and so many bytes were read',
  change: (d) => ({ body: d.body.subarray(0, text(d).length) }),
  options: { length: true, flavour: 'wide' },
};
export const missing = {
  code: 'body_missing',
  how: 'the stream was read before',
  change: () => ({ body: Buffer.alloc(0) }),
  options: { length: true },
};
const braces = {
  code: 'body_missing',
  how: 'Express 4: req.body is {} as nothing has parsed it, and it was stringified',
  change: () => ({ body: Buffer.from('{}') }),
  options: { length: true },
  framework: 'express',
};

const flip = (d, r) => {
  const copy = Buffer.from(d.body);
  const at = copy.findIndex((byte, index) => index > copy.length / 3 + r.below(20) && byte > 96 && byte < 122);
  copy[at] ^= 1;
  return { body: copy };
};
const flipped = { code: 'body_changed', how: 'one bit was flipped in memory', change: flip, options: { length: true } };
const digit = simple(
  'body_changed',
  'the amount was raised by one by hand, which can take more than one digit',
  (given) => given.replace(/"amount":(\d+)/, (_, n) => `"amount":${Number(n) + 1}`),
  { kind: 'payment', style: 'js' },
  { accept: ['unknown'] },
);
const word = simple(
  'body_changed',
  'the state was edited by hand, in a way that cannot be found by trying',
  (given) => given.replace('"captured":true', '"captured":false'),
  { kind: 'payment', style: 'js', length: false },
  { accept: ['unknown'] },
);

const otherwise = (how, signedBody, options) => ({
  code: 'body_signed_otherwise',
  how,
  options: { length: true, signedBody, ...options },
});
const signsPython = otherwise(
  'the sender signs json.dumps(payload) and posts it with json=…, which is written without spaces',
  (value) => write(value, styles.python),
  { style: 'js' },
);
const signsCompact = otherwise(
  'the sender signs JSON.stringify(payload) and a client library indents what it posts',
  (value) => write(value, styles.js),
  { style: 'pretty2' },
);
const signsSorted = otherwise(
  'the sender signs with sort_keys and posts without',
  (value) => write(byName(value), styles.js),
  { style: 'js' },
);
const signsSlashes = otherwise(
  'the sender signs json_encode($data) and Guzzle posts without \\/',
  (value) => write(value, styles.phpUnicode),
  { style: 'js' },
);
const signsAscii = otherwise('the sender signs ASCII and posts UTF-8', (value) => write(value, styles.pythonCompact), {
  style: 'js',
});
signsSorted.accept = ['body_key_order'];

const urlencoded = (how, change, options, more) => simple('body_urlencoded', how, change, { ...options }, more);
export const percent = urlencoded('encodeURIComponent before it went into a queue', (given) =>
  encodeURIComponent(given),
);
const plusLost = urlencoded(
  'the text was decoded as a form: + became a blank',
  (given) => given.replaceAll('+', ' '),
  { edit: (value) => ({ ...value, phone: '+1 503 555 0100', offset: '+02:00' }), style: 'js' },
  { accept: ['body_values_lost'] },
);
const asForm = urlencoded(
  'JSON was parsed as a form and written as one: the whole is a name without a value',
  (given) => `${formText(given)}=`,
);
const starred = urlencoded(
  'a servlet built the form again: %2A came out as *',
  (given) => given.replaceAll('%2A', '*'),
  { kind: 'form', respell: (given) => given.replaceAll('*', '%2A') },
  { framework: 'spring' },
);
const spacesOtherwise = urlencoded(
  'the form was built again with %20 in place of +',
  (given) => given.replaceAll('+', '%20'),
  { kind: 'form' },
  { framework: 'spring' },
);
const emptyLost = urlencoded(
  'the form was built again without its empty parameters',
  (given) => given.replace(/&[^=&]+=(?=&|$)/g, ''),
  { kind: 'form' },
  { accept: ['body_values_lost'], lossy: true },
);
const formDecoded = urlencoded(
  'the whole form was percent-decoded',
  (given) => decodeURIComponent(given.replaceAll('+', ' ')),
  { kind: 'form' },
);
const formAsJson = urlencoded(
  'express.urlencoded() and JSON.stringify(req.body)',
  (given) => JSON.stringify(Object.fromEntries(new URLSearchParams(given))),
  { kind: 'form' },
  express,
);

export function textCases(single) {
  single(joined, [
    'stripe/v1 kind=stripe',
    'stripe/v1 kind=stripe length=false flavour=ascii',
    'onfido/hmac style=pretty2',
    'generic/signature kind=user style=tabs',
  ]);
  single(newlineAdded, [
    'twilio/sha1 kind=user digest=true',
    'pandadoc/query',
    'bitbucket/sha256',
    'x/hmac',
    'seam/v1 length=false',
    'lark/sha256',
  ]);
  single(newlineWindows, ['imagekit/hmac', 'hocuspocus/hmac length=false']);
  single(newlineLost, ['pusher/hmac', 'hook0/v0 length=false', 'launchdarkly/hmac']);
  single(newlineLostParsed, ['knock/hmac', 'gitlab/v1', 'lovable/hmac length=false']);
  single(crlf, ['grafana/hmac', 'zendesk/hmac length=false', 'twitch/hmac', 'retell/hmac']);
  single(crlfFeed, ['generic/signature', 'salesforce/ens length=false']);
  single(crlfStripe, ['stripe/v1']);
  single(bom, [
    'twilio/sha1 kind=chat digest=true',
    'mux/hmac',
    'docusign/hmac framework=aspnet',
    'anthropic/v1 length=false',
    'awell/rsa',
  ]);
  single(bomLost, ['quickbooks/hmac', 'complycube/hmac length=false']);
  single(halved, ['launchdarkly/hmac', 'circleci/v1', 'liveblocks/v1']);
  single(lastLost, ['pagerduty/hmac', 'sanity/v1']);
  single(unseen, ['vercel/hmac', 'persona/v1']);
  single(counted, ['sentry/hmac style=js', 'finch/v1', 'zoom/v0']);
  single(missing, ['clickup/hmac framework=nest', 'hubspot/v3', 'scalr/hmac', 'twilio/sha1 digest=true kind=chat']);
  single(braces, ['calendly/hmac', 'cloudconvert/hmac framework=nest', 'seam/v1']);
  single(flipped, [
    'notion/hmac kind=tiny',
    'cursor/hmac kind=tiny',
    'generic/signature kind=tiny',
    'standard/v1 kind=tiny',
  ]);
  single(
    {
      ...flipped,
      how: 'one bit was flipped; the body is too long, or the check too slow, to try every bit',
      accept: ['unknown'],
    },
    ['mux/hmac', 'discord/ed25519'],
  );
  single(digit, ['cashfree/hmac', 'portone/v1']);
  single(word, ['airwallex/hmac', 'paddle/h1']);
  single(signsPython, ['sentry/hmac framework=flask', 'retell/hmac framework=fastapi', 'elevenlabs/hmac flavour=wide']);
  single(signsCompact, ['onfido/hmac', 'asana/hmac']);
  single(signsSorted, ['generic/signature kind=user', 'hook0/v0']);
  single(signsSlashes, ['woocommerce/hmac', 'lemon-squeezy/hmac']);
  single(signsAscii, ['modern-treasury/hmac', 'viber/hmac flavour=wide']);
  single(percent, ['intercom/sha1', 'scalekit/v1']);
  single(plusLost, ['cal-com/hmac', 'workos/hmac', 'hookdeck/hmac length=false']);
  single(asForm, ['kontent-ai/hmac', 'svix/v1 framework=hono']);
  single(starred, ['slack/v0', 'slack/v0 length=false']);
  single(spacesOtherwise, ['slack/v0', 'slack/v0 flavour=wide length=false']);
  single(emptyLost, ['slack/v0 length=false', 'slack/v0 flavour=ascii']);
  single(formDecoded, ['slack/v0']);
  single(formAsJson, ['slack/v0 length=false', 'twilio/sha1']);
}
