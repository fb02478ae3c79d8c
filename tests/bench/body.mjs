// The body of a delivery, made from its size, so that only the size is sent to other runtimes.

/** JSON of exactly this many bytes, in ASCII as serializers write it. */
export function body(bytes) {
  const head =
    '{"id":"evt_1","type":"user.created","created_at":"2026-01-15T12:30:00Z","data":{"id":"user_1","items":[';
  const tail = ']}}';
  let text = head;
  for (let item = 0; ; item += 1) {
    const next = `${item ? ',' : ''}{"id":"item_${item}","name":"Jane Doe","email":"jane.doe@example.com","total":${item * 7}}`;
    if (text.length + next.length + tail.length > bytes) break;
    text += next;
  }
  // White space is the only filling that fits every remainder.
  return `${text}${' '.repeat(bytes - text.length - tail.length)}${tail}`;
}
