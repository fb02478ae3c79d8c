// JSON as the languages of the senders and the receivers write it.

/** A number whose text must not change: `JSON.parse` would take 10.00 for 10, and round what has more than 53 bits. */
class Literal {
  constructor(text) {
    this.text = text;
  }
}
export const literal = (text) => new Literal(text);

const compact = { item: ',', colon: ':' };
const spaced = { item: ', ', colon: ': ' };
const ascii = { escape: /[\u007f-\uffff]/g, digits: 'lower' };
const html = { escape: /[<>&\u2028\u2029]/g, digits: 'lower' };

export const styles = {
  js: compact, // JSON.stringify; also serde_json, Jackson, Newtonsoft, Ruby's JSON.generate
  pythonUtf8: spaced, // json.dumps(ensure_ascii=False)
  python: { ...spaced, ...ascii }, // json.dumps
  pythonCompact: { ...compact, ...ascii }, // json.dumps(separators=(',', ':'))
  php: { ...compact, ...ascii, slashes: true }, // json_encode
  phpUnicode: { ...compact, slashes: true }, // json_encode with JSON_UNESCAPED_UNICODE
  phpPretty: { ...ascii, item: ',', colon: ': ', indent: '    ', slashes: true }, // json_encode with JSON_PRETTY_PRINT
  go: { ...compact, ...html }, // json.Marshal of a struct
  rails: { ...compact, ...html }, // to_json of ActiveSupport
  shopify: { ...compact, ...html, slashes: true },
  sorted: { ...compact, sort: true }, // a map of Go, a BTreeMap of Rust, sort_keys of Python: at every level
  dotnet: { ...compact, escape: /[\u007f-\uffff<>&'+`]/g, digits: 'upper' }, // System.Text.Json
  pretty2: { item: ',', colon: ': ', indent: '  ' },
  pretty4: { item: ',', colon: ': ', indent: '    ' },
  tabs: { item: ',', colon: ': ', indent: '\t' },
  jackson: { item: ',', colon: ' : ', indent: '  ' }, // Jackson's pretty printer
};

function writeString(text, style) {
  let written = JSON.stringify(text);
  if (style.slashes) written = written.replaceAll('/', '\\/');
  if (style.escape) {
    written = written.replace(style.escape, (unit) => {
      const code = unit.charCodeAt(0).toString(16).padStart(4, '0');
      return `\\u${style.digits === 'upper' ? code.toUpperCase() : code}`;
    });
  }
  return written;
}

export function write(value, style, outer = '') {
  if (value instanceof Literal) return value.text;
  if (typeof value === 'string') return writeString(value, style);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const names = Array.isArray(value) ? null : Object.keys(value);
  if (names && style.sort) names.sort();
  const inner = style.indent === undefined ? '' : outer + style.indent;
  const parts = names
    ? names.map((name) => writeString(name, style) + style.colon + write(value[name], style, inner))
    : value.map((item) => write(item, style, inner));
  const [open, close] = names ? '{}' : '[]';
  if (parts.length === 0) return open + close;
  if (style.indent === undefined) return open + parts.join(style.item) + close;
  return `${open}\n${inner}${parts.join(`${style.item}\n${inner}`)}\n${outer}${close}`;
}

const percent = (unit) => `%${unit.charCodeAt(0).toString(16).toUpperCase()}`;

/** As an HTML form is encoded: a space is a plus sign. */
export const formText = (text) =>
  encodeURIComponent(text)
    .replace(/%20/g, '+')
    .replace(/[!'()~]/g, percent);
export const form = (pairs) => pairs.map(([name, value]) => `${formText(name)}=${formText(value)}`).join('&');
