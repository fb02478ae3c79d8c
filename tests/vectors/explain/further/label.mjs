// Which cause a body that was parsed and written again has, from the two texts alone, and what a case must hold to
// deserve its label.

import { fields, verify } from './signing.mjs';

const NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
const TOKEN = /"(?:[^"\\]|\\.)*"|[^\s"{}[\],:]+|[{}[\],:]/g;
const parse = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
// 12.30 is 12.3, and 14.0 is 14; of whole numbers every digit counts.
const shortest = (token) => (/^-?\d+\.\d+$/.test(token) ? token.replace(/\.?0+$/, '') : token);
const shortened = (text) =>
  parse(text.replace(NUMBER, (token) => (token.startsWith('"') ? token : `"#${shortest(token)}"`)));
/** The value with numbers as their text: 10.0 is not 10. */
const exact = (text) => parse(text.replace(NUMBER, (token) => (token.startsWith('"') ? token : `"#${token}"`)));
const sorted = (value) =>
  JSON.stringify(value, (_, inner) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
const spaces = (text) => text.trim().replace(TOKEN, '.');
const escapes = (text, what) => (text.match(what) ?? []).length;
const ANY = /\\u[0-9a-f]{4}/gi;
const WIDE = /\\u(?!00[0-7])[0-9a-f]{4}/gi;

function escaping(signed, passed) {
  const all = [];
  if (signed.includes('\\/') !== passed.includes('\\/')) all.push('body_escaped_slashes');
  const more = escapes(passed, ANY) - escapes(signed, ANY);
  if (more < 0) all.push('body_unicode_escapes');
  if (more > 0) {
    const wide = escapes(passed, WIDE) > escapes(signed, WIDE);
    // Only <, > and & were escaped: either name says it.
    all.push(...(wide ? ['body_ascii_only'] : ['body_unicode_escapes', 'body_ascii_only']));
  }
  return all;
}

/** The causes, the first of which is the label; the others are as right. */
export function rewriting(signed, passed) {
  const [before, after] = [exact(signed), exact(passed)];
  if (before === undefined || after === undefined) throw new Error('not JSON');
  const spacing = spaces(signed) === spaces(passed) ? [] : ['body_reformatted'];
  if (sorted(before) !== sorted(after)) {
    const sameNumbers = sorted(shortened(signed)) === sorted(shortened(passed));
    return ['body_values_lost', ...(sameNumbers ? ['body_reformatted'] : [])];
  }
  const causes = escaping(signed, passed);
  if (JSON.stringify(before) !== JSON.stringify(after)) return ['body_key_order', ...causes, ...spacing];
  return [...causes, ...spacing];
}

const PARTS = {
  body: ['body', 'headers'],
  secret: ['secrets', 'oldSecrets', 'otherSecrets'],
  url: ['url', 'headers'],
  method: ['method', 'headers'],
  header: ['headers', 'body'],
  signature: ['headers', 'body', 'url'],
  timestamp: ['headers'],
  clock: ['nowMs'],
  algorithm: [],
  encoding: [],
  construction: [],
  sender: [],
};

const must = (holds, label, what) => {
  if (!holds) throw new Error(`${label}: ${what}`);
};

/** Checks one mistake: what it changed, and that it is one. */
export function checkPart(label, mistake, scheme, delivery, changes) {
  const allowed = PARTS[mistake.code.split('_')[0]];
  if (allowed)
    must(
      Object.keys(changes).every((name) => allowed.includes(name)),
      label,
      `${mistake.code} changed ${Object.keys(changes)}`,
    );
  const verdict = verify(scheme, { ...delivery, ...changes });
  must(verdict !== 'ok', label, `verifies with ${mistake.code} (${mistake.how})`);
  if (mistake.code === 'clock_skew') must(verdict === 'timestamp', label, `refused for another reason: ${verdict}`);
}

/** Checks what the length that the sender gave says about the body. */
export function checkLength(label, codes, broken, body) {
  const [declared] = fields(broken.headers, 'Content-Length');
  if (declared === undefined) return;
  const same = Number(declared) === broken.body.length;
  if (codes.includes('body_signed_otherwise')) return must(same, label, 'these are not the bytes that were sent');
  if (!codes.some((code) => code.startsWith('body') || code === 'handshake_request'))
    must(same || !broken.body.equals(body), label, 'Content-Length hints at the body');
}
