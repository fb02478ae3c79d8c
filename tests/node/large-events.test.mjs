// Events that are larger than memory can be trusted to hold: an error with a code, and the module works on.

import assert from 'node:assert/strict';
import test from 'node:test';
import { createService, parseEvent } from 'hookwright';

const MEBI = 2 ** 20;
const tooLarge = { name: 'RangeError', code: 'body_too_large' };

/** An event whose payload is filled up to this many bytes. */
function event(bytes, part) {
  const [start, end] = ['{"id":"e","type":"x","created_at":"2024-01-15T10:30:00Z","data":{"x":', '}}'].map((text) =>
    Buffer.from(text),
  );
  const body = Buffer.alloc(bytes, part);
  start.copy(body);
  end.copy(body, body.length - end.length);
  return body;
}

test('low_string_too_long_is_an_event_too_large', () => {
  for (const bytes of [64 * MEBI + 1, 700 * MEBI]) {
    assert.throws(() => parseEvent(Buffer.alloc(bytes, 32)), tooLarge);
  }
  assert.equal(parseEvent('{}').problems[0].code, 'unknown_provider');
});

test('the largest that is read is read, though it is made to take much room', () => {
  const text = event(64 * MEBI, 'a');
  text.write('"', text.indexOf('"x":') + 4);
  text.write('"', text.length - 3);
  assert.equal(parseEvent(text, { provider: 'generic' }).data.x.length > 63 * MEBI, true);
  // Millions of names in one object, of which all but one are repeated.
  const names = Buffer.from(`{"data":{${'"":1,'.repeat(5_000_000)}"":1}}`);
  const { problems } = parseEvent(names, { provider: 'generic' });
  assert.ok(problems.some(({ code, path }) => code === 'duplicate_key' && path === '/data/'));
});

test('low_string_too_long_is_a_payload_too_large_to_emit', async (context) => {
  const service = createService({ provider: 'generic' });
  context.after(() => service.close());
  const data = { text: 'x'.repeat(16 * MEBI) };
  assert.throws(() => service.emit({ type: 'user.created', data }), tooLarge);
  assert.deepEqual(service.emit({ type: 'user.created' }).skipped, []);
});
