// The body's text was changed without regard to what it says, or never arrived.

import { formText } from './serialize.mjs';

const text = (d) => d.body.toString();
const bytes = (change) => (d) => ({ body: Buffer.from(change(text(d), d)) });
const after = (end) => bytes((body) => body + end);
const BOM = '\ufeff';

const newlineAdded = [
  ['github/sha256', 'ping', '\n', 'the body was saved with an editor that ends files with a line feed'],
  ['github/sha256', 'issue', '\n', 'echo "$BODY" | verify: echo adds a line feed'],
  ['stripe/v1', 'intent', '\n', 'fixture file with a line feed at its end', { flavour: 'wide' }],
  ['stripe/v1', 'thin', '\r\n', 'fixture file written on Windows'],
  ['slack/v0', 'command', '\n', 'a here-document of the shell ends with a line feed'],
  ['standard/v1', 'thin', '\n', 'kubectl logs: one line per delivery, taken with its end'],
  ['svix/v1', 'mail', '\r\n', 'pasted from a terminal of Windows', { flavour: 'ascii' }],
  ['generic/signature', 'ledger', '\n', 'readline() keeps the line feed'],
  ['typeform/sha256', 'response', '\n', 'heredoc in a test'],
  ['box/hmac', 'upload', '\n', 'jq -c wrote the body to a file'],
  ['awell/rsa', 'activity', '\n', 'the body was saved with vim'],
  ['discord/ed25519', 'ping', '\n', 'echo instead of printf'],
];

const newlineLost = [
  [
    'generic/signature',
    'stock',
    'go',
    '\n',
    "sender's json.Encoder ends with a line feed; the receiver calls trim()",
    { flavour: 'html' },
  ],
  [
    'generic/signature',
    'user',
    'js',
    '\n',
    'sender is curl --data-binary with a file; $(cat) of the shell drops the last line feed',
  ],
  [
    'standard/v1',
    'contact',
    'js',
    '\n',
    "sender's json.Encoder ends with a line feed; JSON.stringify(req.body) does not",
  ],
  ['standard/v1', 'batch', 'pythonUtf8', '\n', 'sender writes JSON Lines; the receiver strips the line'],
  ['svix/v1', 'user', 'js', '\n', "sender's json.Encoder ends with a line feed; the log viewer trims"],
  [
    'typeform/sha256',
    'response',
    'go',
    '\n',
    "sender's json.Encoder ends with a line feed; Express and JSON.stringify",
    { flavour: 'ascii' },
  ],
  [
    'github/sha256',
    'issue',
    'js',
    '\r\n',
    'a forge that signs like GitHub ends its lines as Windows does; the receiver calls strip()',
  ],
  [
    'awell/rsa',
    'pathway',
    'js',
    '\n',
    'sender ends with a line feed; JSON.stringify(req.body) does not',
    { flavour: 'wide' },
  ],
  ['zoom/v0', 'meeting', 'pretty2', '\n', 'a replay tool signed a fixture file; the test trims it'],
];

const lineEnds = [
  ['generic/signature', 'template', '\n', 'sender fills a template; fixture checked out by git with core.autocrlf'],
  ['generic/signature', 'xml', '\n', 'sender writes XML; the file was saved on Windows'],
  [
    'generic/signature',
    'csv',
    '\r\n',
    'sender ends its lines as Windows does; Python read the file in text mode',
    { flavour: 'wide' },
  ],
  ['generic/signature', 'plain', '\n', 'a text area of a browser turned every line feed into two characters'],
  [
    'standard/v1',
    'template',
    '\r\n',
    "sender's template was edited on Windows; the receiver's log made line feeds of it",
  ],
  ['standard/v1', 'lines', '\n', 'sender writes JSON Lines; PowerShell joined them with CRLF'],
  ['svix/v1', 'template', '\n', 'sender fills a template; copied from a browser on Windows', { flavour: 'ascii' }],
  ['stripe/v1', 'template', '\n', 'a hand-made fixture was signed on Linux and read on Windows'],
  [
    'github/sha256',
    'template',
    '\r\n',
    'signed with CRLF; a proxy that mends line ends made line feeds of them',
    { flavour: 'wide' },
  ],
  ['awell/rsa', 'xml', '\r\n', 'signed with CRLF; read in text mode'],
  ['typeform/sha256', 'lines', '\r\n', 'signed with CRLF; split into lines and joined'],
];

const bom = [
  ['generic/signature', 'user', true, 'C#: File.WriteAllText with Encoding.UTF8 put a mark before the body'],
  ['stripe/v1', 'intent', true, 'fixture file saved by Notepad as "UTF-8 with BOM"'],
  ['github/sha256', 'issue', true, 'PowerShell: Out-File -Encoding utf8', { flavour: 'wide' }],
  ['standard/v1', 'contact', true, 'StreamWriter with Encoding.UTF8 copied the request', { flavour: 'ascii' }],
  ['zoom/v0', 'meeting', true, 'fixture file saved by an editor that adds the mark'],
  ['awell/rsa', 'pathway', true, 'the export of the log begins with a mark'],
  [
    'generic/signature',
    'stock',
    false,
    "sender is .NET and signs the mark; the receiver's TextDecoder drops it",
    { flavour: 'wide' },
  ],
  ['generic/signature', 'xml', false, 'sender writes XML with a mark; await request.text() drops it'],
  ['svix/v1', 'user', false, 'sender is .NET and signs the mark; await request.text() drops it'],
  ['standard/v1', 'batch', false, 'sender signs the mark; Python read with utf-8-sig'],
];

const lambda = (d) => ({ body: Buffer.from(d.body.toString('base64')) });
const wrapped = (d) => ({ body: Buffer.from(d.body.toString('base64').replace(/.{76}/g, '$&\n')) });
const base64 = [
  ['stripe/v1', 'intent', lambda, 'AWS Lambda: event.body with isBase64Encoded true', { around: 'lambda' }],
  [
    'stripe/v1',
    'checkout',
    lambda,
    'AWS Lambda function URL: event.body is base64',
    { around: 'lambda', flavour: 'wide' },
  ],
  [
    'github/sha256',
    'issue',
    lambda,
    'API Gateway with */* as a binary media type',
    { around: 'lambda', legacy: 'github/sha1' },
  ],
  ['github/sha256', 'form', lambda, 'AWS Lambda behind a load balancer: a form, in base64', { around: 'lambda' }],
  ['slack/v0', 'command', lambda, 'AWS Lambda function URL: forms always come in base64', { around: 'lambda' }],
  ['shopify/hmac', 'order', lambda, 'Netlify function: event.body with isBase64Encoded', { around: 'bare' }],
  ['twilio/sha1', 'sms', lambda, 'AWS Lambda function URL: forms always come in base64', { around: 'lambda' }],
  ['svix/v1', 'user', lambda, 'Google Pub/Sub push: message.data is the body in base64'],
  ['zoom/v0', 'meeting', lambda, 'Amazon SQS relay that keeps bodies in base64'],
  ['standard/v1', 'batch', wrapped, 'base64 -w 76: in lines'],
  ['discord/ed25519', 'command', lambda, 'AWS Lambda: event.body is base64', { around: 'lambda' }],
  ['awell/rsa', 'activity', lambda, 'Azure queue trigger: the message is base64', { flavour: 'ascii' }],
];

const decodedPayload = bytes((body) => decodeURIComponent(body.slice('payload='.length).replace(/\+/g, ' ')));
const decodedForm = bytes((body) => decodeURIComponent(body.replace(/\+/g, ' ')));
const formAsJson = bytes((body) => JSON.stringify(Object.fromEntries(new URLSearchParams(body))));
const urlencoded = [
  [
    'github/sha256',
    'form',
    decodedPayload,
    'content type is form, so GitHub signs payload=%7B…; the receiver passes the JSON in it (req.body.payload)',
  ],
  [
    'github/sha256',
    'form',
    decodedPayload,
    'Rails: params[:payload] instead of request.raw_post',
    { flavour: 'wide', legacy: 'github/sha1' },
  ],
  ['slack/v0', 'button', decodedPayload, 'interactive message: the receiver passes the JSON in payload'],
  ['slack/v0', 'command', decodedForm, 'slash command: the whole body was percent-decoded', { flavour: 'ascii' }],
  ['slack/v0', 'command', decodedForm, 'slash command: urllib.parse.unquote_plus over the body'],
  ['slack/v0', 'command', formAsJson, 'slash command: express.urlencoded() and JSON.stringify(req.body)'],
  ['twilio/sha1', 'sms', formAsJson, 'express.urlencoded() and JSON.stringify(req.body)'],
  [
    'github/sha256',
    'ping',
    bytes((body) => `payload=${formText(body)}`),
    'a relay posts the JSON as a form',
    { flavour: 'ascii' },
  ],
  ['generic/signature', 'user', bytes(encodeURIComponent), 'encodeURIComponent before the body went into a queue'],
  ['standard/v1', 'contact', bytes(formText), 'Python: urllib.parse.quote_plus(body)'],
  [
    'standard/v1',
    'thin',
    bytes((body) => `${formText(body)}=`),
    'express.urlencoded() took the JSON for a name without a value, and qs.stringify wrote it so',
  ],
  [
    'shopify/hmac',
    'product',
    bytes((body) => `payload=${formText(body)}`),
    'a low-code relay posts the JSON as a form',
    { flavour: 'ascii' },
  ],
  ['zoom/v0', 'meeting', bytes(encodeURIComponent), 'PHP: rawurlencode'],
  ['awell/rsa', 'pathway', bytes(formText), 'PHP: urlencode'],
];

const cut = (length) => (d) => ({ body: d.body.subarray(0, typeof length === 'number' ? length : length(d.body)) });
const half = (body) => Math.floor(body.length / 2);
const insideLetter = (body) => body.findIndex((byte, at) => at > 100 && byte >= 0xe0) + 1;
const beforeEnd = (count) => (body) => body.length - count;
const truncated = [
  ['github/sha256', 'push', cut(4096), 'log line of 4096 bytes', { length: true }],
  [
    'github/sha256',
    'push',
    cut(1024),
    'log line of 1024 characters; length not recorded',
    { length: false, flavour: 'ascii' },
  ],
  ['shopify/hmac', 'order', cut(2048), 'column of 2048 characters', { length: true, flavour: 'ascii' }],
  ['shopify/hmac', 'order', cut(1500), 'only the first packet was read', { length: true }],
  ['stripe/v1', 'checkout', cut(512), "console.log's limit of the host", { length: false }],
  ['stripe/v1', 'intent', cut(beforeEnd(1)), 'off by one: the last brace is missing', { length: true }],
  ['slack/v0', 'command', cut(255), 'column of 255 characters', { length: true }],
  ['slack/v0', 'event', cut(half), 'connection closed in the middle', { length: true, flavour: 'ascii' }],
  ['svix/v1', 'user', cut(insideLetter), 'cut inside a letter of three bytes', { length: true, flavour: 'wide' }],
  ['typeform/sha256', 'response', cut(1000), 'the trace keeps 1000 characters', { length: false, flavour: 'ascii' }],
  ['zoom/v0', 'recording', cut(half), 'req.on("data") took one piece for the whole', { length: false }],
  ['generic/signature', 'csv', cut(40), 'a fixed buffer; only Content-Length tells', { length: true }],
  ['awell/rsa', 'activity', cut(256), 'column of 256 characters', { length: true }],
  ['twilio/sha1', 'sms', cut(200), 'column of 200 characters', { length: true }],
];

// What Windows-1252 has where Latin-1 has control characters.
const CP1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const asLatin1 = (d) => ({ body: Buffer.from(d.body.toString('latin1')) });
const asWindows = (d) => ({
  body: Buffer.from(d.body.toString('latin1').replace(/[\u0080-\u009f]/g, (c) => CP1252[c.charCodeAt(0) - 0x80])),
});
const replaced = (d) => ({
  body: Buffer.from(text(d).replace(/[\u0080-\uffff]/g, (c) => '\ufffd'.repeat(Buffer.byteLength(c)))),
});
const onePieceSplit = (d) => {
  const at = d.body.findIndex((byte) => byte >= 0xc0) + 1;
  return { body: Buffer.from(d.body.subarray(0, at).toString() + d.body.subarray(at).toString()) };
};
const utf16 = (d) => ({ body: Buffer.from(text(d), 'utf16le') });
const utf16be = (d) => ({ body: Buffer.from(text(d), 'utf16le').swap16() });
const charset = [
  [
    'stripe/v1',
    'intent',
    asLatin1,
    'Java: getReader() of a request without charset reads ISO-8859-1',
    { type: 'application/json' },
  ],
  ['github/sha256', 'issue', asLatin1, 'Node: body.toString("latin1")'],
  ['slack/v0', 'event', asLatin1, 'Tomcat read ISO-8859-1', { style: 'js', flavour: 'wide' }],
  ['shopify/hmac', 'product', asWindows, 'read as Windows-1252 and written as UTF-8', { flavour: 'capitals' }],
  ['typeform/sha256', 'response', asWindows, 'ASP: code page 1252', { flavour: 'capitals' }],
  ['svix/v1', 'user', asLatin1, 'Node: Buffer.from(body, "binary") and toString()'],
  [
    'zoom/v0',
    'meeting',
    onePieceSplit,
    'body += chunk: a letter fell between two pieces and became U+FFFD',
    { flavour: 'wide', length: true },
  ],
  [
    'standard/v1',
    'contact',
    onePieceSplit,
    'body += chunk: the é fell between two pieces and became U+FFFD',
    { length: false },
  ],
  ['paddle/h1', 'customer', replaced, 'decoded as ASCII with errors="replace"'],
  ['generic/signature', 'user', utf16, 'C#: Encoding.Unicode.GetBytes(body)', { flavour: 'ascii' }],
  ['generic/signature', 'stock', utf16, 'Java: getBytes(UTF_16LE)'],
  ['awell/rsa', 'activity', asLatin1, 'PHP: utf8_encode over UTF-8'],
  ['box/hmac', 'upload', utf16be, 'Java: getBytes(UTF_16BE)', { flavour: 'ascii' }],
];

const empty = () => ({ body: Buffer.alloc(0) });
const missing = [
  ['github/sha256', 'issue', 'express.json() consumed the stream; reading it again gave nothing'],
  ['stripe/v1', 'intent', 'express.raw() behind express.json(): the stream had ended'],
  ['slack/v0', 'command', 'express.urlencoded() consumed the stream'],
  ['shopify/hmac', 'order', 'PHP: php://input of a request read before'],
  ['standard/v1', 'contact', 'await request.json() and then the text of a clone that was made too late'],
  ['svix/v1', 'user', 'Go: the body was read by a middleware and not put back'],
  ['twilio/sha1', 'sms', 'Java: getParameter() consumed the stream'],
  ['twilio/sha1', 'json', 'the stream was consumed; the digest in the url is that of a body', { digest: true }],
  ['zoom/v0', 'meeting', 'WSGI: wsgi.input was read by another layer'],
  ['hubspot/v3', 'changes', 'Spring: the body was read by a filter'],
  ['typeform/sha256', 'response', 'Koa: raw body asked for after koa-body'],
  ['awell/rsa', 'pathway', 'the stream was consumed by a logger'],
  ['discord/ed25519', 'command', 'ASP.NET: the body was read by model binding'],
];

const objectText = (name) => () => ({ body: Buffer.from(`[object ${name}]`) });
const nodeBuffer = (d) => ({ body: Buffer.from(JSON.stringify(d.body)) });
const stringified = [
  ['github/sha256', 'issue', objectText('Object'), 'String(req.body) of a parsed body'],
  ['stripe/v1', 'intent', objectText('Object'), '`${req.body}` of a parsed body'],
  ['slack/v0', 'event', objectText('Object'), 'the signed text was made with + from a parsed body'],
  ['shopify/hmac', 'order', objectText('Object'), 'Buffer.from(String(req.body))'],
  ['standard/v1', 'contact', objectText('Object'), 'String(await request.json())'],
  ['svix/v1', 'mail', objectText('ReadableStream'), 'String(request.body): the stream itself'],
  ['zoom/v0', 'meeting', objectText('Object'), 'req.body.toString() of a parsed body'],
  ['paddle/h1', 'transaction', objectText('Promise'), 'String(request.text()) without await'],
  ['generic/signature', 'user', objectText('ArrayBuffer'), 'String(await request.arrayBuffer())'],
  ['awell/rsa', 'pathway', objectText('Object'), 'String(req.body) of a parsed body'],
  ['discord/ed25519', 'command', objectText('Object'), 'String(req.body) of a parsed body'],
  [
    'generic/signature',
    'ping',
    nodeBuffer,
    'JSON.stringify(req.body) where req.body is a Buffer',
    { flavour: 'ascii' },
  ],
];

export function breakBytes(add) {
  for (const [scheme, kind, end, how, options] of newlineAdded)
    add('body_newline_added', scheme, kind, options, how, after(end));
  for (const [scheme, kind, style, end, how, options] of newlineLost) {
    add(
      'body_newline_lost',
      scheme,
      kind,
      { ...options, style, after: end },
      how,
      bytes((body) => body.slice(0, -end.length)),
    );
  }
  for (const [scheme, name, signedEnd, how, options] of lineEnds) {
    const [from, to] = signedEnd === '\n' ? ['\n', '\r\n'] : ['\r\n', '\n'];
    const signed = signedEnd === '\n' ? {} : { ends: '\r\n' };
    add(
      'body_crlf',
      scheme,
      name,
      { ...options, ...signed, text: name },
      how,
      bytes((body) => body.replaceAll(from, to)),
    );
  }
  for (const [scheme, kind, added, how, options] of bom) {
    const isText = kind === 'xml' ? { text: 'xml' } : {};
    if (added)
      add(
        'body_bom',
        scheme,
        kind,
        options,
        how,
        bytes((body) => BOM + body),
      );
    else
      add(
        'body_bom',
        scheme,
        kind,
        { ...options, ...isText, before: BOM },
        how,
        bytes((body) => body.slice(1)),
      );
  }
  for (const [scheme, kind, change, how, options] of base64) add('body_base64', scheme, kind, options, how, change);
  for (const [scheme, kind, change, how, options] of urlencoded)
    add('body_urlencoded', scheme, kind, options, how, change);
  for (const [scheme, kind, change, how, options] of truncated) {
    add('body_truncated', scheme, kind, { ...options, text: kind === 'csv' ? 'csv' : undefined }, how, change);
  }
  for (const [scheme, kind, change, how, options] of charset) add('body_charset', scheme, kind, options, how, change);
  for (const [scheme, kind, how, options] of missing)
    add('body_missing', scheme, kind, { length: true, ...options }, how, empty);
  for (const [scheme, kind, change, how, options] of stringified)
    add('body_stringified', scheme, kind, options, how, change);
}
