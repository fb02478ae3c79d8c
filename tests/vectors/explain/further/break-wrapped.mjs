// The body was put into something, printed by something, or decoded by something that was not meant for it.

import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { styles, write } from '../serialize.mjs';

const text = (d) => d.body.toString();
const body = (code, how, change, options, more) => ({
  code,
  how,
  options,
  change: (d, r) => ({ body: Buffer.from(change(text(d), d, r)) }),
  ...more,
});
const json = (value) => JSON.stringify(value);

const stringified = (how, change, options, more) => body('body_stringified', how, change, options, more);
export const twice = stringified('JSON.stringify of what was text already', (given) => json(given), { length: false });
const thrice = stringified('the text was stringified twice', (given) => json(json(given)));
const pythonBytes = stringified(
  "str(request.body) in Python: b'…'",
  (given) => `b'${given.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`,
  { flavour: 'ascii' },
  { framework: 'django' },
);
const quoted = stringified(
  "repr() of the text: '…'",
  (given) => `'${given}'`,
  { flavour: 'ascii' },
  { framework: 'flask' },
);
const escapedQuotes = stringified('the shell or the template put \\" for every quotation mark', (given) =>
  given.replaceAll('"', '\\"'),
);
const decimals = stringified(
  'String(new Uint8Array(body)): numbers with commas',
  (_given, d) => [...d.body].join(','),
  { kind: 'tiny' },
);
const buffer = stringified('JSON.stringify of a Buffer', (_given, d) => json(d.body), { kind: 'tiny' });
const bracketed = stringified('a list of byte values, as JSON', (_given, d) => json([...d.body]), { kind: 'tiny' });
const objectText = stringified(
  'a template text of a parsed body',
  () => '[object Object]',
  {},
  { framework: 'express' },
);
const inspected = stringified(
  'util.inspect of the parsed body',
  (given) => given.replace(/"(\w+)":/g, '$1: ').replaceAll('"', "'"),
  { flavour: 'ascii', style: 'js' },
);
const pythonDict = stringified(
  'str(request.json): a dict of Python',
  (given) =>
    given
      .replaceAll('"', "'")
      .replaceAll('null', 'None')
      .replaceAll('true', 'True')
      .replaceAll('false', 'False')
      .replaceAll(',', ', ')
      .replaceAll("':", "': "),
  { flavour: 'ascii', kind: 'tiny', style: 'js' },
  { framework: 'flask' },
);
const rubyHash = stringified(
  'params.to_s: a hash of Ruby',
  (given) => given.replaceAll('":', '"=>').replaceAll('null', 'nil').replaceAll(',"', ', "'),
  { flavour: 'ascii', style: 'js' },
  { framework: 'rails' },
);

const base64 = (how, change, options, more) => body('body_base64', how, change, options, more);
export const inBase64 = base64(
  'event.body with isBase64Encoded: true',
  (_given, d) => d.body.toString('base64'),
  {},
  { framework: 'lambda' },
);
const base64Twice = base64('base64 of base64: the queue and the function each put one', (_given, d) =>
  Buffer.from(d.body.toString('base64')).toString('base64'),
);
const dataUrl = base64(
  'FileReader.readAsDataURL: data:…;base64,',
  (_given, d) => `data:application/json;base64,${d.body.toString('base64')}`,
);
const base64url = base64('a token-like store keeps base64url without padding', (_given, d) =>
  d.body.toString('base64url'),
);
const base64Lines = base64('base64 in lines of 64', (_given, d) =>
  d.body.toString('base64').replace(/.{64}/g, '$&\r\n'),
);
const base64Quoted = base64('base64 as a JSON text, with its quotation marks', (_given, d) =>
  json(d.body.toString('base64')),
);

const zipped = (how, change) => ({ code: 'body_compressed', how, change });
const gzipped = zipped('the sender signs the JSON and a proxy compressed it', (d) => ({
  body: gzipSync(d.body),
  headers: [...d.headers, ['Content-Encoding', 'gzip']],
}));
const gzipNoHeader = zipped('compressed bytes, and the header was removed', (d) => ({ body: gzipSync(d.body) }));
const deflated = zipped('deflate', (d) => ({
  body: deflateSync(d.body),
  headers: [...d.headers, ['Content-Encoding', 'deflate']],
}));
const brotli = zipped('brotli', (d) => ({
  body: brotliCompressSync(d.body),
  headers: [...d.headers, ['Content-Encoding', 'br']],
}));
const zipInBase64 = {
  ...zipped('gzip and then base64, as a log subscription keeps it', (d) => ({
    body: Buffer.from(gzipSync(d.body).toString('base64')),
  })),
  accept: ['body_base64'],
};

const charset = (how, change, options, more) => ({
  code: 'body_charset',
  how,
  change: (d, r) => ({ body: change(text(d), d, r) }),
  options,
  ...more,
});
export const latin1 = charset(
  'ISO-8859-1 was taken for its charset',
  (_given, d) => Buffer.from(d.body.toString('latin1')),
  {},
  { framework: 'spring' },
);
const marks = charset('getBytes(US_ASCII) writes ? for a letter', (given) =>
  Buffer.from(given.replace(/[\u0080-\uffff]/g, '?')),
);
const marksPerPoint = charset(
  'a column without letters beyond ASCII has ? for them',
  (given) => Buffer.from(given.replace(/[\u{80}-\u{10ffff}]/gu, '?')),
  { flavour: 'wide', length: true },
);
const dropped = charset(
  "encode('ascii', 'ignore') left letters out",
  (given) => Buffer.from(given.replace(/[\u0080-\uffff]/g, '')),
  { length: true },
);
const twiceRead = charset('mojibake twice: two layers took UTF-8 for ISO-8859-1', (_given, d) =>
  Buffer.from(Buffer.from(d.body.toString('latin1')).toString('latin1')),
);
const cesu = charset(
  'surrogates written as three bytes each (CESU-8)',
  (given) =>
    Buffer.concat(
      [...given].map((letter) =>
        letter.length === 1
          ? Buffer.from(letter)
          : Buffer.concat(
              [0, 1].map((at) => {
                const unit = letter.charCodeAt(at);
                return Buffer.from([0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 63), 0x80 | (unit & 63)]);
              }),
            ),
      ),
    ),
  { flavour: 'emoji' },
);
const asLatin1Bytes = charset('getBytes("ISO-8859-1"): one byte a letter', (given) => Buffer.from(given, 'latin1'));
const replacement = charset('each byte beyond ASCII became U+FFFD', (_given, d) =>
  Buffer.from([...d.body].map((byte) => (byte < 128 ? String.fromCharCode(byte) : '\ufffd')).join('')),
);
// What Windows-1252 has where Latin-1 has control characters.
const CP1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const windows = charset(
  'Windows-1252 was taken for its charset',
  (_given, d) =>
    Buffer.from(d.body.toString('latin1').replace(/[\u0080-\u009f]/g, (letter) => CP1252[letter.charCodeAt(0) - 0x80])),
  { flavour: 'capitals' },
  { framework: 'aspnet' },
);
const wide16 = charset('UTF-16 of .NET', (given) => Buffer.from(given, 'utf16le'), { flavour: 'ascii' });
const decomposed = charset(
  'a file name layer decomposed ü to u and a mark',
  (given) => Buffer.from(given.normalize('NFD')),
  {},
  { accept: ['body_values_lost'] },
);

const wrapped = (how, change, options, more) => body('body_wrapped', how, change, options, more);
export const gateway = wrapped(
  'the whole event of API Gateway was passed',
  (given, d) =>
    json({
      version: '2.0',
      routeKey: 'POST /in',
      rawPath: '/in',
      headers: Object.fromEntries(d.headers.slice(0, 4)),
      requestContext: { http: { method: 'POST' } },
      body: given,
      isBase64Encoded: false,
    }),
  {},
  { framework: 'lambda' },
);
const gatewayBase64 = wrapped(
  'the whole event of a function URL was passed; its body is base64',
  (_given, d) => json({ version: '2.0', rawPath: '/', body: d.body.toString('base64'), isBase64Encoded: true }),
  {},
  { framework: 'lambda', accept: ['body_base64'] },
);
export const sns = wrapped(
  'SNS put it into Message',
  (given, _d, r) =>
    json({
      Type: 'Notification',
      MessageId: r.uuid(),
      TopicArn: 'arn:aws:sns:eu-west-1:000000000000:hooks',
      Message: given,
      Timestamp: '2026-08-02T10:00:00.000Z',
      SignatureVersion: '1',
    }),
  { length: false },
);
const snsTwice = wrapped('SQS holds SNS holds the body', (given) =>
  json({ Records: [{ messageId: '1', body: json({ Type: 'Notification', Message: given }) }] }),
);
const pubsub = wrapped(
  'Pub/Sub: message.data is base64',
  (_given, d, r) =>
    json({
      message: { data: d.body.toString('base64'), messageId: r.digits(16), publishTime: '2026-08-02T10:00:00Z' },
      subscription: 'projects/p/subscriptions/s',
    }),
  {},
  { accept: ['body_base64'] },
);
const member = wrapped('the framework puts the text under payload', (given) => json({ headers: {}, payload: given }));
const nested = wrapped(
  'the relay put the event under data, as an object',
  (given) => `{"received":"2026-08-02","data":${given}}`,
  { style: 'js' },
);
const inList = wrapped('the collector made a list of one', (given) => `[${given}]`, { style: 'js' });
const part = wrapped(
  'only event.data was passed',
  (given, d) => write(d.value.data, styles.js) || given,
  { kind: 'payment', style: 'js' },
  { accept: ['body_truncated', 'body_values_lost'], lossy: true },
);
const oneOfList = wrapped(
  'the first event of the list was passed',
  (_given, d) => write(d.value[0], styles.js),
  { kind: 'batch', length: true },
  { accept: ['body_truncated', 'body_values_lost'] },
);

const boundary = '----form7MA4YWxkTrZu0gW';
const multi = (parts) =>
  parts
    .map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .concat(`--${boundary}--\r\n`)
    .join('');
const ofType = (d, type) =>
  d.headers.map(([name, value]) => (/^content-type$/i.test(name) ? [name, type] : [name, value]));
const multipart = (how, parts, options) => ({
  code: 'body_multipart',
  how,
  options: { length: false, ...options },
  change: (d) => ({
    body: Buffer.from(multi(parts(d))),
    headers: ofType(d, `multipart/form-data; boundary=${boundary}`),
  }),
});
const multiMailgun = multipart('a route posts multipart/form-data, in which the fields are apart', (d) => [
  ['recipient', 'kim@example.com'],
  ['timestamp', d.value.signature.timestamp],
  ['token', d.value.signature.token],
  ['signature', d.value.signature.signature],
]);
const multiJson = multipart('an uploader posts the JSON as the field json of a form', (d) => [['json', text(d)]]);
const multiPayload = multipart('a low-code tool makes multipart/form-data of what it passes on', (d) => [
  ['payload', text(d)],
  ['source', 'relay'],
]);
const multiForm = multipart('the form was posted again as multipart/form-data', (d) => d.pairs, { kind: 'form' });

export function wrappedCases(single) {
  for (const [mistake, specs] of [
    [twice, ['asana/hmac', 'meta/sha256', 'openai/v1 length=true framework=fetch']],
    [thrice, ['doppler/hmac', 'imagekit/hmac']],
    [pythonBytes, ['sentry/hmac', 'stream/hmac', 'workos/hmac']],
    [quoted, ['box/hmac', 'linear/hmac']],
    [escapedQuotes, ['clickup/hmac', 'razorpay/hmac length=false']],
    [decimals, ['cal-com/hmac', 'resend/v1']],
    [buffer, ['xero/hmac', 'lovable/hmac']],
    [bracketed, ['wise/rsa']],
    [objectText, ['onfido/hmac', 'calendly/hmac framework=next-pages']],
    [inspected, ['airwallex/hmac']],
    [pythonDict, ['elevenlabs/hmac']],
    [rubyHash, ['gocardless/hmac', 'intercom/sha1']],
    [inBase64, ['persona/v1', 'trello/hmac', 'telnyx/ed25519', 'circleci/v1']],
    [base64Twice, ['zendesk/hmac', 'vercel/hmac']],
    [dataUrl, ['docusign/hmac', 'replicate/v1']],
    [base64url, ['scalekit/v1']],
    [base64Lines, ['bitbucket/sha256']],
    [base64Quoted, ['pagerduty/hmac']],
    [gzipped, ['stream/hmac', 'pusher/hmac']],
    [gzipNoHeader, ['shopify/hmac', 'convoy/advanced']],
    [deflated, ['line/hmac']],
    [brotli, ['kontent-ai/hmac']],
    [zipInBase64, ['grafana/hmac']],
    [latin1, ['mux/hmac style=js', 'quickbooks/hmac', 'standard/v1']],
    [marks, ['cronofy/hmac length=true', 'viber/hmac length=true']],
    [marksPerPoint, ['polar/v1', 'notion/hmac']],
    [dropped, ['well/signature', 'podium/hmac']],
    [twiceRead, ['clerk/v1', 'modern-treasury/hmac style=js', 'x/hmac']],
    [cesu, ['line/hmac', 'crisp/hmac']],
    [asLatin1Bytes, ['hubspot/v3', 'paddle/h1']],
    [replacement, ['liveblocks/v1', 'finch/v1']],
    [windows, ['cashfree/hmac', 'x/hmac', 'docusign/hmac']],
    [wide16, ['mollie/hmac']],
    [decomposed, ['cloudconvert/hmac', 'anthropic/v1']],
    [gateway, ['stripe/v1', 'slack/v0 kind=chat', 'linear/hmac', 'hookdeck/hmac']],
    [gatewayBase64, ['github/sha256', 'dodo-payments/v1']],
    [sns, ['sendgrid/ecdsa', 'coinbase-commerce/hmac', 'launchdarkly/hmac']],
    [snsTwice, ['woocommerce/hmac', 'knock/hmac']],
    [pubsub, ['airwallex/hmac', 'typeform/sha256']],
    [member, ['zoom/v0', 'hocuspocus/hmac']],
    [nested, ['retell/hmac', 'complycube/hmac']],
    [inList, ['seam/v1', 'aftership/as-signature']],
    [part, ['portone/v1', 'well/signature']],
    [oneOfList, ['hubspot/v3', 'salesforce/ens']],
    [multiMailgun, ['mailgun/body', 'mailgun/body flavour=ascii']],
    [multiJson, ['docusign/hmac', 'onfido/hmac style=js']],
    [multiPayload, ['github/sha256', 'typeform/sha256', 'revolut/v1']],
    [multiForm, ['slack/v0', 'twilio/sha1']],
  ])
    single(mistake, specs);
}
