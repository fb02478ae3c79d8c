/** U+0000, which Postgres does not store in texts. */
const NULS = new RegExp(String.fromCharCode(0), 'g');

/** A text that databases can store: without U+0000 and unpaired surrogates. */
export function storable<Text extends string | null | undefined>(text: Text): Text {
  if (typeof text !== 'string') return text;
  return toWellFormed(text.replace(NULS, '\uFFFD')) as Text;
}

function toWellFormed(text: string): string {
  return text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');
}
