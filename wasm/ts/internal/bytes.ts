/** Bytes, with the methods of Node's `Buffer` if the runtime has it: they are faster than the encoders of text. */
export type Bytes = Uint8Array<ArrayBufferLike> & {
  utf8Write?(text: string, at: number, length: number): number;
  base64Slice?(start: number, end: number): string;
  hexSlice?(start: number, end: number): string;
  utf8Slice?(start: number, end: number): string;
  latin1Slice?(start: number, end: number): string;
};

interface BufferClass {
  from(memory: ArrayBufferLike, at: number, length: number): Bytes;
  from(text: string, encoding: 'base64' | 'hex'): Bytes;
}

const BufferClass = (globalThis as { readonly Buffer?: BufferClass }).Buffer;

/** The longest text that is written character by character, which is then faster than calling the runtime. */
const SHORT = 48;

let encoder: TextEncoder | undefined;
let decoder: TextDecoder | undefined;

/** A view of memory. */
export function bytesOf(memory: ArrayBufferLike, at: number, length: number): Bytes {
  return BufferClass === undefined ? new Uint8Array(memory, at, length) : BufferClass.from(memory, at, length);
}

/** Writes text as UTF-8, for which there is enough space, and returns where it ends. */
export function writeText(bytes: Bytes, at: number, text: string): number {
  const length = text.length;
  if (length <= SHORT) {
    let index = 0;
    for (; index < length; index += 1) {
      const code = text.charCodeAt(index);
      if (code >= 0x80) break;
      bytes[at + index] = code;
    }
    if (index === length) return at + length;
  }
  // Without a length, some runtimes use that of the whole buffer and report that it is out of range.
  if (typeof bytes.utf8Write === 'function') return at + bytes.utf8Write(text, at, bytes.length - at);
  return at + encodeInto(text, bytes, bytes.length, at).written;
}

/**
 * Decodes the text that the encoder of the runtime writes for some bytes. Returns undefined for other text, and if the
 * runtime has no encoder.
 */
export function decodeCanonical(text: string, encoding: 'base64' | 'hex'): Bytes | undefined {
  const bytes = BufferClass?.from(text, encoding);
  const again = encoding === 'hex' ? bytes?.hexSlice?.(0, bytes.length) : bytes?.base64Slice?.(0, bytes.length);
  return again === text ? bytes : undefined;
}

/** Writes as much of a text as fits before `end`. */
export function encodeInto(text: string, bytes: Bytes, end: number, at = 0): { read: number; written: number } {
  encoder ??= new TextEncoder();
  return encoder.encodeInto(text, bytes.subarray(at, end));
}

/** Writes a string of bytes. */
export function writeLatin1(bytes: Bytes, at: number, text: string): void {
  for (let index = 0; index < text.length; index += 1) bytes[at + index] = text.charCodeAt(index);
}

/** Reads text from the beginning of bytes. */
export function readText(bytes: Bytes, length: number): string {
  if (typeof bytes.utf8Slice === 'function') return bytes.utf8Slice(0, length);
  decoder ??= new TextDecoder('utf-8', { ignoreBOM: true });
  return decoder.decode(bytes.subarray(0, length));
}

/** Reads bytes of ASCII; undefined on hosts without a fast way. */
export function readAscii(bytes: Uint8Array): string | undefined {
  return bytesOf(bytes.buffer, bytes.byteOffset, bytes.length).latin1Slice?.(0, bytes.length);
}

/** Copies the first bytes. */
export function copyBytes(from: Bytes, start: number, end: number, to: Bytes, at: number): void {
  // A view costs more than a few bytes.
  if (end - start > 64) to.set(from.subarray(start, end), at);
  else for (let index = start; index < end; index += 1) to[at + index - start] = from[index] ?? 0;
}
