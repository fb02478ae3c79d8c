// LZMA, which compresses the wasm modules by a seventh more than DEFLATE. No host has it, so it is only for browsers, where
// a module is downloaded.

// The places of the probabilities. Groups that depend on the state have one for each of the 12 states.
const IS_MATCH = 0;
const IS_REPEATED = 12;
const IS_OTHER = 24;
const IS_LONG = 36;
const IS_THIRD = 48;
const IS_FOURTH = 60;
/** Two numbers that select the tree, two trees of 3 bits, and one of 8 bits. */
const LENGTH = 72;
const REPEATED_LENGTH = LENGTH + 288;
/** Four trees of 6 bits. */
const SLOT = REPEATED_LENGTH + 288;
const DISTANCE = SLOT + 256;
const ALIGNMENT = DISTANCE + 128;
/** Three trees of 8 bits for each value of the highest three bits of the byte before. */
const LITERAL = ALIGNMENT + 16;
const COUNT = LITERAL + 8 * 0x300;

/**
 * Decompresses what `xtask/split/src/compress.rs` has compressed: LZMA without a header and an end, with three bits of
 * literal context and no bits of the position.
 *
 * @param from the compressed bytes
 * @param size the length of the result, in bytes
 * @param before what the compressed bytes refer to in addition
 */
export function unpack(from: Uint8Array, size: number, before = new Uint8Array(0)): Uint8Array<ArrayBuffer> {
  const start = before.length;
  const to = new Uint8Array(start + size);
  to.set(before);
  const probabilities = new Uint16Array(COUNT).fill(1024);
  // The range and the code. Engines keep numbers of 32 bits in an array, but allocate such variables of closures.
  const coder = Uint32Array.of(0xffffffff, new DataView(from.buffer, from.byteOffset).getUint32(1)) as Coder;
  let read = 5;
  let written = start;
  let state = 0;
  /** The last four distances, minus one. */
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;

  const refill = () => {
    if (coder[0] < 0x1000000) {
      coder[0] <<= 8;
      coder[1] = (coder[1] << 8) | (from[read++] as number);
    }
  };
  const bit = (at: number) => {
    const probability = probabilities[at] as number;
    const bound = (coder[0] >>> 11) * probability;
    const value = coder[1] < bound ? 0 : 1;
    if (value === 0) {
      coder[0] = bound;
      probabilities[at] = probability + ((2048 - probability) >> 5);
    } else {
      coder[0] -= bound;
      coder[1] -= bound;
      probabilities[at] = probability - (probability >> 5);
    }
    refill();
    return value;
  };
  /** Bits, the highest first, after a 1. */
  const tree = (at: number, end: number) => {
    let value = 1;
    while (value < end) value = (value << 1) | bit(at + value);
    return value;
  };
  /** Bits, the lowest first. */
  const reversed = (at: number, count: number) => {
    let node = 1;
    let value = 0;
    for (let index = 0; index < count; index += 1) {
      const next = bit(at + node);
      node = (node << 1) | next;
      value |= next << index;
    }
    return value;
  };
  const length = (at: number) => {
    if (bit(at) === 0) return tree(at + 8, 8) - 6;
    return bit(at + 1) === 0 ? tree(at + 16, 8) + 2 : tree(at + 32, 256) - 238;
  };
  const literal = () => {
    const at = LITERAL + 0x300 * (((to[written - 1] ?? 0) as number) >> 5);
    let value = 1;
    // After a match, the byte is often similar to the one that follows the earlier occurrence.
    if (state > 6) {
      let similar = to[written - first - 1] as number;
      let same = true;
      while (same && value < 256) {
        const expected = (similar >> 7) & 1;
        similar <<= 1;
        const next = bit(at + ((1 + expected) << 8) + value);
        value = (value << 1) | next;
        same = next === expected;
      }
    }
    while (value < 256) value = (value << 1) | bit(at + value);
    to[written++] = value;
    state = state < 4 ? 0 : state - (state < 10 ? 3 : 6);
  };
  const distance = (slot: number) => {
    if (slot < 4) return slot;
    const count = (slot >> 1) - 1;
    const base = (2 | (slot & 1)) << count;
    if (slot < 14) return base + reversed(DISTANCE + base - slot, count);
    let value = 0;
    for (let index = count - 4; index > 0; index -= 1) {
      coder[0] >>>= 1;
      const next = coder[1] < coder[0] ? 0 : 1;
      if (next === 1) coder[1] -= coder[0];
      value = (value << 1) | next;
      refill();
    }
    return base + (value << 4) + reversed(ALIGNMENT, 4);
  };
  /** Makes one of the last distances the first. Returns whether only one byte is repeated. */
  const repeated = () => {
    if (bit(IS_OTHER + state) === 0) return bit(IS_LONG + state) === 0;
    let chosen = second;
    if (bit(IS_THIRD + state) === 1) {
      chosen = third;
      if (bit(IS_FOURTH + state) === 1) {
        chosen = fourth;
        fourth = third;
      }
      third = second;
    }
    second = first;
    first = chosen;
    return false;
  };

  while (written < to.length) {
    if (bit(IS_MATCH + state) === 0) {
      literal();
      continue;
    }
    let count = 1;
    if (bit(IS_REPEATED + state) === 0) {
      fourth = third;
      third = second;
      second = first;
      count = length(LENGTH);
      first = distance(tree(SLOT + 64 * Math.min(count - 2, 3), 64) - 64);
      state = state < 7 ? 7 : 10;
    } else if (repeated()) {
      state = state < 7 ? 9 : 11;
    } else {
      count = length(REPEATED_LENGTH);
      state = state < 7 ? 8 : 11;
    }
    for (; count > 0; count -= 1) {
      to[written] = to[written - first - 1] as number;
      written += 1;
    }
  }
  return to.subarray(start);
}

/** Two numbers that are there. */
type Coder = Uint32Array & { [Place in 0 | 1]: number };
