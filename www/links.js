// Compresses and decompresses the content of links. The page loads this file with the first link.

/** The number of bytes that are decompressed at once, so that at most about a thousand times as many are in memory. */
const SLICE = 1024;

/** Returns the compressed bytes. */
async function pack(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Returns the decompressed bytes, or why that is not possible: `cutOff`, `invalid` or `tooLarge`. */
async function unpack(bytes, limit) {
  const { readable, writable } = new DecompressionStream('deflate-raw');
  const [writer, reader] = [writable.getWriter(), readable.getReader()];
  // Writing fails if the bytes are invalid, and closing fails if their end is missing.
  const writes = [];
  for (let at = 0; at < bytes.length; at += SLICE) writes.push(writer.write(bytes.subarray(at, at + SLICE)));
  const results = Promise.allSettled(writes);
  writer.close().catch(() => {});
  const chunks = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > limit) {
        reader.cancel().catch(() => {});
        return 'tooLarge';
      }
      chunks.push(value);
    }
  } catch {
    return (await results).every(({ status }) => status === 'fulfilled') ? 'cutOff' : 'invalid';
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

globalThis.hookwrightLinks = { pack, unpack };
