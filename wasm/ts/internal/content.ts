import { errors } from './errors.js';

/** Puts together what arrives in parts, up to a limit. Of what is longer it keeps one byte too many, and no more. */
export class Content {
  readonly #limit: number;
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether it is too long already, so that nothing more need be read. */
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

/** Reads a stream up to a limit, and cancels what is left of it. */
export async function readUpTo(stream: ReadableStream<unknown> | null, limit: number): Promise<Uint8Array> {
  const content = new Content(limit);
  if (stream === null) return content.bytes();
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (!(value instanceof Uint8Array)) {
      void reader.cancel().catch(() => {});
      throw errors.requestStream();
    }
    content.add(value);
    if (content.isTooLong) {
      // Whether the other side is glad to hear it or not.
      void reader.cancel().catch(() => {});
      break;
    }
  }
  return content.bytes();
}
