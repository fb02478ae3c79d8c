import type * as glue from '../hookwright.js';
import { type Bytes, bytesOf, writeText } from './bytes.js';
import * as errors from './errors.js';

/** The longest part of a body that is in the buffer if the body is only hashed. */
export const CHUNK = 64 * 1024;
/** The bytes that are kept between calls: those of a request, and of a part of a body. */
const KEPT = CHUNK + 16 * 1024;

/** The argument of `initSync`, which is not read because there is already an instance. */
const UNUSED = { module: new Uint8Array() };

/**
 * The buffer of the current instance, through which requests, bodies and answers pass. Code of the caller must not run
 * between writing and reading, because a nested call would use the same buffer.
 */
class Port {
  #core: typeof glue | undefined;
  /** A view of the buffer. It is empty after the memory has grown, which detaches all views. */
  #view: Bytes = new Uint8Array();

  /** Connects to the current instance. */
  connect(core: typeof glue): void {
    this.#core = core;
    this.#view = new Uint8Array();
  }

  /**
   * The buffer, which has at least this length. Valid until the next call of the core.
   *
   * @param bodyLength the length of the body that needs it, for the message
   */
  view(length = KEPT, bodyLength = length): Bytes {
    return this.#view.length >= length ? this.#view : this.#open(Math.max(length, KEPT), bodyLength);
  }

  #open(length: number, bodyLength: number): Bytes {
    const core = this.#core;
    const at = core?.packedBuffer(length) ?? 0;
    if (core === undefined || at === 0) throw errors.noMemoryForBody(bodyLength);
    this.#view = bytesOf(core.initSync(UNUSED).memory.buffer, at, length);
    return this.#view;
  }

  /** Releases the memory of a large request or body. */
  release(): void {
    if (this.#view.length <= KEPT) return;
    this.#view = new Uint8Array();
    this.#core?.releasePackedBuffer();
  }

  /** Writes a field of a request, and returns where it ends. */
  writeField(at: number, field: number, text: string): number {
    const start = at + 6;
    const view = this.view(start + 3 * text.length);
    const end = writeText(view, start, text);
    const length = end - start;
    view[at] = field & 0xff;
    view[at + 1] = field >> 8;
    view[at + 2] = length & 0xff;
    view[at + 3] = (length >> 8) & 0xff;
    view[at + 4] = (length >> 16) & 0xff;
    view[at + 5] = length >>> 24;
    return end;
  }
}

export const port = new Port();
