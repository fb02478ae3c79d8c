// Bodies that find out how an SDK treats them.

/** All that gets lost when a body is parsed and written again: white space, escapes, digits, the last line break. */
export const odd =
  '{\n  "text": "Zoë, 東京 🦀 & \\u00e9 <b>",\n  "path": "a\\/b",\n  "amount": 12.50,\n  "tags": [ ],\n  "last": "word"\n}\n';

/** The same for SDKs that parse the body and write it again themselves: beyond ASCII, but as JSON.stringify writes it. */
export const compact = JSON.stringify({
  text: 'Zoë, 東京 🦀 & <b>',
  path: 'a/b',
  amount: 12.5,
  tags: [],
  last: 'word',
});

/** The body with one letter changed: the last one. */
export function tampered(body) {
  const at = body.search(/[a-z][^a-z]*$/);
  return body.slice(0, at) + (body[at] === 'x' ? 'y' : 'x') + body.slice(at + 1);
}
