// Numbers and names that look random and are the same at every run: they follow from the id of the case.

import { createHash } from 'node:crypto';

const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export function seeded(label) {
  let block = Buffer.alloc(0);
  let counter = 0;
  const bytes = (count) => {
    while (block.length < count) {
      block = Buffer.concat([block, createHash('sha256').update(`${label}#${counter++}`).digest()]);
    }
    const taken = block.subarray(0, count);
    block = block.subarray(count);
    return taken;
  };
  const below = (limit) => bytes(6).readUIntBE(0, 6) % limit;
  const letters = (count, alphabet) => Array.from({ length: count }, () => alphabet[below(alphabet.length)]).join('');
  return {
    bytes,
    below,
    int: (low, high) => low + below(high - low + 1),
    pick: (list) => list[below(list.length)],
    hex: (digits) =>
      bytes(Math.ceil(digits / 2))
        .toString('hex')
        .slice(0, digits),
    digits: (count) => letters(1, '123456789') + letters(count - 1, '0123456789'),
    alnum: (count) => letters(count, ALNUM),
    upper: (count) => letters(count, 'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789'),
    uuid: () =>
      bytes(16)
        .toString('hex')
        .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5'),
  };
}
