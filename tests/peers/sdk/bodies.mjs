// Bodies that show how an SDK processes them.

/** A body that changes when it is parsed and serialized again: whitespace, escapes, digits and the final line break. */
export const odd =
  '{\n  "text": "Zoë, 東京 🦀 & \\u00e9 <b>",\n  "path": "a\\/b",\n  "amount": 12.50,\n  "tags": [ ],\n  "last": "word"\n}\n';

/** A body for SDKs that serialize the parsed body: not ASCII, but in the form of JSON.stringify. */
export const compact = JSON.stringify({
  text: 'Zoë, 東京 🦀 & <b>',
  path: 'a/b',
  amount: 12.5,
  tags: [],
  last: 'word',
});

/** The body with its last letter changed. */
export function tampered(body) {
  const at = body.search(/[a-z][^a-z]*$/);
  return body.slice(0, at) + (body[at] === 'x' ? 'y' : 'x') + body.slice(at + 1);
}
