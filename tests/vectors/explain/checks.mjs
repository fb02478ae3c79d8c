// What must hold for a case to deserve its label. Only the part that the label names may differ from the good delivery.

import { header, verify } from './signing.mjs';

const PARTS = {
  body: ['body'],
  secret: ['secrets', 'oldSecrets', 'otherSecrets'],
  url: ['url'],
  header: ['headers'],
  clock: ['nowMs'],
  // The sender did something else; nothing that arrived was changed.
  timestamp: [],
  algorithm: [],
  encoding: [],
  sender: [],
};

const must = (holds, label, what) => {
  if (!holds) throw new Error(`${label}: ${what}`);
};

const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const TOKEN = /"(?:[^"\\]|\\.)*"|[^\s"{}[\],:]+|[{}[\],:]/g;
const tokens = (text) => (text.match(TOKEN) ?? []).join('\n');
const whiteSpace = (text) => text.trim().replace(TOKEN, '.');
const sorted = (value) =>
  JSON.stringify(value, (_, inner) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
const escapes = (text) => (text.match(/\\u[0-9a-f]{4}/gi) ?? []).length;

/** The first cause of the list that changes of this kind have, from the two texts alone; both are JSON of one value. */
function rewriting(signed, passed) {
  if (whiteSpace(signed) !== whiteSpace(passed)) return 'body_reformatted';
  if (JSON.stringify(parsed(signed)) !== JSON.stringify(parsed(passed))) return 'body_key_order';
  if (signed.includes('\\/') !== passed.includes('\\/')) return 'body_escaped_slashes';
  if (escapes(signed) > escapes(passed)) return 'body_unicode_escapes';
  return escapes(signed) < escapes(passed) ? 'body_ascii_only' : undefined;
}

const REWRITINGS = [
  'body_reformatted',
  'body_key_order',
  'body_escaped_slashes',
  'body_unicode_escapes',
  'body_ascii_only',
];

function checkBody(label, cause, signedBytes, passedBytes, headers, how) {
  const [signed, passed] = [signedBytes.toString(), passedBytes.toString()];
  must(!signedBytes.equals(passedBytes), label, 'the body is as it was');
  if (REWRITINGS.includes(cause)) {
    must(parsed(signed) !== undefined && sorted(parsed(signed)) === sorted(parsed(passed)), label, 'another value');
    must(rewriting(signed, passed) === cause, label, `by its texts this is ${rewriting(signed, passed)}`);
    if (cause === 'body_reformatted' && !/as well$/.test(how))
      must(tokens(signed) === tokens(passed), label, 'more than white space has changed, and `how` does not say so');
    if (cause === 'body_key_order') {
      const sender = parsed(signed);
      must(
        sorted(sender) === JSON.stringify(sender) || Object.keys(sender).length <= 5,
        label,
        'neither sorted nor few members',
      );
    }
    if (/express\.json|JSON\.stringify\((req|request|await)/.test(how) && !/null, 2/.test(how)) {
      must(passed === JSON.stringify(JSON.parse(signed)), label, 'JSON.stringify would write something else');
    }
  }
  const declared = Number(header(headers, 'Content-Length') ?? 0);
  if (cause === 'body_truncated') {
    must(signedBytes.subarray(0, passedBytes.length).equals(passedBytes), label, 'not the beginning');
    must(
      declared > passedBytes.length || (/json/.test(header(headers, 'Content-Type')) && parsed(passed) === undefined),
      label,
      'nothing shows that it was cut',
    );
  }
  if (cause === 'body_missing') must(passed === '' && declared > 0, label, 'nothing shows that there was a body');
  if (cause === 'body_crlf')
    must(signed.replaceAll('\r\n', '\n') === passed.replaceAll('\r\n', '\n'), label, 'more than line ends has changed');
  // A form of a body that a parser could write again would be explained by white space first.
  if (cause === 'body_crlf')
    must(
      [undefined, 2, 4, '\t'].every(
        (indent) =>
          parsed(signed) === undefined ||
          JSON.stringify(parsed(signed), null, indent) !== signed.replaceAll('\r\n', '\n'),
      ),
      label,
      'the template is what a printer writes',
    );
}

/** `broken` is the delivery as the case has it, `good` what it was, `changed` the names of what differs. */
export function check({ label, cause, how, scheme, broken, good, goodScheme, changed }) {
  const verdict = verify(scheme, broken);
  if (cause === 'good') return must(verdict === 'ok', label, `does not verify: ${verdict}`);
  must(verdict !== 'ok', label, 'verifies');
  const length = header(broken.headers, 'Content-Length') ?? header(broken.headers, 'Content_Length');
  const group = cause.split('_')[0];
  if (group !== 'body') {
    must(length === undefined || Number(length) === broken.body.length, label, 'Content-Length hints at the body');
    const type = header(broken.headers, 'Content-Type') ?? '';
    must(
      !/json/.test(type) || /ndjson/.test(type) || parsed(broken.body.toString()) !== undefined,
      label,
      'the body is not JSON',
    );
  }
  if (cause === 'unknown') return undefined;
  must(verify(goodScheme, good) === 'ok', label, `the good delivery does not verify: ${verify(goodScheme, good)}`);
  const allowed = PARTS[cause === 'header_other' || cause === 'signature_prefix' ? 'sender' : group];
  must(
    changed.every((name) => allowed.includes(name)),
    label,
    `changed: ${changed}`,
  );
  if (group === 'body') checkBody(label, cause, good.body, broken.body, broken.headers, how);
  if (cause === 'clock_skew') must(verdict === 'timestamp', label, `refused for another reason: ${verdict}`);
  if (cause === 'timestamp_unit') must(verdict === 'timestamp', label, `refused for another reason: ${verdict}`);
  if (cause === 'header_missing' || cause === 'header_renamed')
    must(verdict === 'missing_header', label, `refused for another reason: ${verdict}`);
  return undefined;
}
