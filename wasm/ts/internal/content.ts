import * as errors from './errors.js';

/** The size with which a buffer begins. */
const FIRST_BYTES = 1_024;

/**
 * Collects a body that arrives in parts. Of a body that exceeds the limit, it keeps one byte more than the limit.
 *
 * The parts are copied, because a sender chooses their size: an object for each byte takes hundreds of bytes.
 */
export class BodyBuffer {
  readonly #limit: number;
  #buffer = new Uint8Array(0);
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
    const length = this.#length + kept.byteLength;
    if (length > this.#buffer.byteLength) {
      const doubled = Math.max(FIRST_BYTES, 2 * this.#buffer.byteLength);
      const larger = new Uint8Array(Math.max(length, Math.min(doubled, this.#limit + 1)));
      larger.set(this.bytes());
      this.#buffer = larger;
    }
    this.#buffer.set(kept, this.#length);
    this.#length = length;
  }

  /** The body so far: a view that is valid until more is added. */
  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }
}

/**
 * Reads a stream up to a limit and cancels the rest.
 *
 * @param onStart gets a function that stops the reading: what has arrived is then the result
 */
export async function readUpTo(
  stream: ReadableStream<unknown> | null,
  limit: number,
  onStart?: (stop: () => void) => void,
): Promise<Uint8Array> {
  const content = new BodyBuffer(limit);
  if (stream === null) return content.bytes();
  const reader = stream.getReader();
  // Errors of the cancellation are irrelevant.
  const cancel = () => void reader.cancel().catch(() => {});
  onStart?.(cancel);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (!isBytes(value)) {
      cancel();
      throw errors.requestStream();
    }
    content.add(value);
    if (content.isTooLong) {
      cancel();
      break;
    }
  }
  return content.bytes();
}

/** Whether a value is a `Uint8Array`, of any realm: test environments replace the global class. */
function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === '[object Uint8Array]';
}
