// Events that are too large throw an error with a code, and further calls work.

import assert from 'node:assert/strict';
import test from 'node:test';
import { createService, parseEvent } from 'hookwright';

const MEBI = 2 ** 20;
const tooLarge = { name: 'RangeError', code: 'body_too_large' };

/** An event with a payload of this many bytes. */
function event(bytes, part) {
  const [start, end] = ['{"id":"e","type":"x","created_at":"2024-01-15T10:30:00Z","data":{"x":', '}}'].map((text) =>
    Buffer.from(text),
  );
  const body = Buffer.alloc(bytes, part);
  start.copy(body);
  end.copy(body, body.length - end.length);
  return body;
}

test('an event above the limit throws body_too_large', () => {
  for (const bytes of [64 * MEBI + 1, 700 * MEBI]) {
    assert.throws(() => parseEvent(Buffer.alloc(bytes, 32)), tooLarge);
  }
  assert.equal(parseEvent('{}').problems[0].code, 'unknown_provider');
});

test('the largest event is parsed, even if it needs much memory', () => {
  const text = event(64 * MEBI, 'a');
  text.write('"', text.indexOf('"x":') + 4);
  text.write('"', text.length - 3);
  assert.equal(parseEvent(text, { provider: 'generic' }).data.x.length > 63 * MEBI, true);
  // An object with millions of names, of which all but one are repeated.
  const names = Buffer.from(`{"data":{${'"":1,'.repeat(5_000_000)}"":1}}`);
  const { problems } = parseEvent(names, { provider: 'generic' });
  assert.ok(problems.some(({ code, path }) => code === 'duplicate_key' && path === '/data/'));
});

test('a payload above the limit cannot be emitted', async (context) => {
  const service = createService({ provider: 'generic' });
  context.after(() => service.close());
  const data = { text: 'x'.repeat(16 * MEBI) };
  assert.throws(() => service.emit({ type: 'user.created', data }), tooLarge);
  assert.deepEqual(service.emit({ type: 'user.created' }).skipped, []);
});
