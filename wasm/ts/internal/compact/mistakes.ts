// Detection of mistakes in secrets. The core has the same rules (`core/src/signature/placeholder.rs`, `key_half.rs` and
// `key.rs`), and a test compares the two. They are repeated here because they take more than three times as much space in wasm.

import { fromBase64, fromHex, SPACE, toText, toUtf8, trim } from './decode.js';

/** Whitespace except vertical tabs and form feeds, and invisible characters. */
const EDGE = '\\t\\n\\r \\x85\\xa0\\u1680\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f\\u3000\\u2060\\ufeff\\xad';
const IDENTIFIER = '[A-Za-z_][\\w.]*';
const CONSTANT = '[A-Z_][A-Z\\d_]*';

/** Texts that programs write for a value that is not set. */
const UNSET = ['undefined', 'null', 'nan', 'none', 'nil', 'true', 'false', '<nil>', '(null)'];

/** Whole texts that are placeholders. */
const PLACEHOLDERS = [
  // What JavaScript produces for values that are not strings.
  /^(?:\[object .*\]|(?:Promise \{|function |async |class ).*\}|\(\) =>.*|Symbol\(.*\))$/s,
  // Masks that dashboards and logs show.
  /^(?:[*•●·]{4,}|(?:\(sensitive value\)|\[redacted\]|<redacted>|redacted|\(sensitive\)|\[filtered\]|\[hidden\]))$/i,
  // Code that reads an environment variable, and references to secret managers.
  /^(?:process\.env|import\.meta\.env|Deno\.env|Bun\.env|os\.environ|os\.getenv|System\.getenv|getenv\(|ENV\[)/,
  /^(?:projects\/|op:\/\/|arn:aws:secretsmanager:|arn:aws:ssm:|@Microsoft\.KeyVault\()/,
  // Expressions that a template engine or a shell should have replaced.
  /^(?:\$\{.*\}|\$\(.*\)|\{\{.*\}\}|(?=<%).*%>|#\{.*\}|%\(.*\)s)$/s,
  // Variables.
  new RegExp(
    `^(?:\\$${CONSTANT}|\\$env:${IDENTIFIER}|%${IDENTIFIER}%|\\{${CONSTANT}\\}|@@${CONSTANT}@@|__${CONSTANT}__)$`,
  ),
  new RegExp(`^(?=\\$${IDENTIFIER}$).*(?:secret|token|webhook|password|api_key|apikey)`, 'is'),
  /^<[A-Za-z _-]{3,}>$/,
];

const QUOTES = [/^"(.*)"$/s, /^'(.*)'$/s, /^`(.*)`$/s, /^“(.*)”$/s, /^‘(.*)’$/s];
const isIdentifier = new RegExp(`^${IDENTIFIER}$`);

/** The code of the reason why a text cannot be a secret, if it cannot be one. */
export function mistakeIn(secret: string): 'empty_secret' | 'secret_placeholder' | undefined {
  const text = bare(secret);
  if (text === '') return 'empty_secret';
  const isPlaceholder =
    isUnset(text) ||
    UNSET.some((word) => text.length > word.length && text.split(word).join('') === '') ||
    text.split(new RegExp(`[${SPACE},:/.-]`)).every(isUnset) ||
    PLACEHOLDERS.some((pattern) => pattern.test(text)) ||
    within(text, '${', '}').some((name) => name.length > 1 && isIdentifier.test(name)) ||
    within(text, '{{', '}}').some((name) => isIdentifier.test(trim(name, SPACE)));
  return isPlaceholder ? 'secret_placeholder' : undefined;
}

function isUnset(word: string): boolean {
  return /^(?:undefined|null|nan|none|nil|true|false|<nil>|\(null\))$/i.test(word);
}

/** A text without quotes, prefixes and whitespace that often surround a value by mistake. */
function bare(secret: string): string {
  let text = trim(secret, EDGE);
  for (const quotes of QUOTES) {
    const inside = quotes.exec(text)?.[1];
    if (inside !== undefined) text = trim(inside, EDGE);
  }
  const rest = text.replace(/^(?:v1,whsec_|whsec_|v1,|Bearer |sha256=)/, '');
  return rest === text ? text : trim(rest, EDGE);
}

/** The texts between two marks. */
function within(text: string, open: string, close: string): string[] {
  return text
    .split(open)
    .slice(1)
    .flatMap((rest) => (rest.includes(close) ? [rest.slice(0, rest.indexOf(close))] : []));
}

/** Whether a secret is clearly neither a placeholder nor one half of a key pair. */
export function isRandom(text: string): boolean {
  return /^(?![wWvsM32ALeP_])[\w+/=-]{10,}$/.test(text.replace(/^whsec_/, ''));
}

/** Which half of a key pair a secret is, if it is one. */
export type Half = 'public' | 'private' | undefined;

/** Which half of a key pair bytes are, if any. `text` is the text that they encode, if they are UTF-8. */
export function halfOf(bytes: Uint8Array, text: string | undefined): Half {
  return halfOfDer(bytes) ?? (text === undefined ? undefined : halfOfText(text));
}

function halfOfText(given: string): Half {
  const text = trim(given, `${SPACE}"'\\ufeff`);
  const rest = ['v1a,', 'v1,', 'whsec_'].reduce(without, text);
  if (/^whpk_/i.test(rest)) return 'public';
  const first = text.split(new RegExp(`[${SPACE}]`))[0] ?? '';
  if (first.length < text.length && /^(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-|sk-ssh-|sk-ecdsa-)/.test(first))
    return 'public';
  if (/^whsk_/i.test(rest)) return 'private';
  if (/^AAAA(?:B3NzaC1|C3NzaC1|E2VjZHNhL|GnNr)/.test(text)) return 'public';
  return halfOfPlain(text) ?? halfOfEncodedDer(rest) ?? halfOfEncodedText(rest);
}

function without(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

/** A key in PEM, JWK or the XML format of .NET. */
function halfOfPlain(text: string): Half {
  const labels = text.split('---').map((part) => part.replace(/^[- ]+|[- ]+$/g, ''));
  const begin = labels.filter((label) => label.startsWith('BEGIN '));
  if (begin.some((label) => label.includes('PRIVATE KEY'))) return 'private';
  if (begin.some((label) => /PUBLIC KEY|CERTIFICATE/.test(label))) return 'public';
  if (/^[{[]/.test(text) && text.includes('"kty"') && !text.includes('"oct"')) {
    return text.includes('"d"') ? 'private' : 'public';
  }
  if (/<RSAKeyValue>|<ECDSAKeyValue/.test(text)) return text.includes('<D>') ? 'private' : 'public';
  return undefined;
}

function halfOfEncodedText(text: string): Half {
  let plain: Uint8Array | undefined;
  if (/^(?:-----BEGIN(?:%20|\+)|%2D%2D%2D%2D%2DBEGIN)/.test(text)) {
    plain = fromForm(text);
  } else if (/^(?:2d2d2d2d2d|2D2D2D2D2D)/.test(text)) {
    plain = fromHex(text);
  } else if (/^(?:LS0t|eyJ|PFJTQUtleVZhbHVl)/.test(text)) {
    plain = fromBase64(text.replace(/[\t\n\f\r =]/g, ''), false);
  }
  const decoded = plain === undefined ? undefined : toText(plain);
  return decoded === undefined ? undefined : halfOfPlain(decoded);
}

function halfOfEncodedDer(given: string): Half {
  const text = without(given, 'whsec_');
  if (toUtf8(text).length < 40 || !/^[M3]/.test(text)) return undefined;
  const compact = text
    .replaceAll('\\n', '')
    .replace(/[\t\n\f\r =]/g, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  let der: Uint8Array | undefined;
  if (compact.startsWith('M')) der = fromBase64(compact, false);
  else if (compact.startsWith('30')) der = fromHex(compact);
  return der === undefined ? undefined : halfOfDer(der);
}

/** A key in DER, by the types of its elements. */
function halfOfDer(bytes: Uint8Array): Half {
  if (bytes.length < 40 || bytes[0] !== 0x30) return undefined;
  const whole = elements(bytes);
  const [content] = whole ?? [];
  if (content === undefined || whole?.length !== 1) return undefined;
  const kinds = elements(content.content)
    ?.map(({ kind }) => kind)
    .join();
  if (kinds === '48,3' || kinds === '48,48,3' || kinds === '2,2') return 'public';
  return kinds !== undefined && /^2,(?:48|4|2,2)(?:,|$)/.test(kinds) ? 'private' : undefined;
}

interface Element {
  readonly kind: number;
  readonly content: Uint8Array;
}

/** The elements of DER. */
function elements(bytes: Uint8Array): Element[] | undefined {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length; ) {
    const kind = bytes[at] ?? 0;
    let length = bytes[at + 1];
    let start = at + 2;
    if (length === undefined || length === 0x80 || length > 0x83) return undefined;
    if (length > 0x80) {
      const digits = bytes.subarray(start, start + length - 0x80);
      start += length - 0x80;
      length = digits.reduce((sum, digit) => sum * 256 + digit, 0);
    }
    at = start + length;
    if (at > bytes.length) return undefined;
    found.push({ kind, content: bytes.subarray(start, at) });
  }
  return found;
}

function fromForm(text: string): Uint8Array | undefined {
  const bytes = toUtf8(text.replaceAll('+', ' '));
  const decoded: number[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    const escaped = /^%[\da-f]{2}/i.exec(String.fromCharCode(...bytes.subarray(at, at + 3)))?.[0];
    decoded.push(escaped === undefined ? (bytes[at] ?? 0) : Number.parseInt(escaped.slice(1), 16));
    if (escaped !== undefined) at += 2;
  }
  return Uint8Array.from(decoded);
}
