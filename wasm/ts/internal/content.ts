import * as errors from './errors.js';

/** Collects a body that arrives in parts. Of a body that exceeds the limit, it keeps one byte more than the limit. */
export class BodyBuffer {
  readonly #limit: number;
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether the body exceeds the limit, so that nothing more needs to be read. */
  get isTooLong(): boolean {
    return this.#length > this.#limit;
  }

  add(part: Uint8Array): void {
    const kept = part.subarray(0, this.#limit + 1 - this.#length);
    this.#parts.push(kept);
    this.#length += kept.byteLength;
  }

  bytes(): Uint8Array {
    const bytes = new Uint8Array(this.#length);
    let offset = 0;
    for (const part of this.#parts) {
      bytes.set(part, offset);
      offset += part.byteLength;
    }
    return bytes;
  }
}

/** Reads a stream up to a limit and cancels the rest. */
export async function readUpTo(stream: ReadableStream<unknown> | null, limit: number): Promise<Uint8Array> {
  const content = new BodyBuffer(limit);
  if (stream === null) return content.bytes();
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (!isBytes(value)) {
      void reader.cancel().catch(() => {});
      throw errors.requestStream();
    }
    content.add(value);
    if (content.isTooLong) {
      // Errors of the cancellation are irrelevant.
      void reader.cancel().catch(() => {});
      break;
    }
  }
  return content.bytes();
}

/** Whether a value is a `Uint8Array`, of any realm: test environments replace the global class. */
function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === '[object Uint8Array]';
}
