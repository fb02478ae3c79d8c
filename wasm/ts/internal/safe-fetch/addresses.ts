import { EMBEDDING_PREFIXES, ISATAP_INTERFACES, PREFIXES } from '../../generated/addresses.js';

/** An address as groups of 16 bits: two for IPv4, eight for IPv6. */
export type Groups = readonly number[];

/** A range of addresses: the first one, and how many of its bits all of them share. */
export interface Range {
  readonly groups: Groups;
  readonly bits: number;
}

/** Parses an IPv4 address in dotted decimal, or an IPv6 address without brackets and zone; undefined for other text. */
export function parseAddress(text: string): Groups | undefined {
  if (!text.includes(':')) return parseV4(text);
  if (!/^[\da-f:.]+$/i.test(text)) return undefined;
  try {
    // The URL parser checks the grammar, and writes an IPv4 address at the end as two groups.
    return expand(new URL(`http://[${text}]`).hostname.slice(1, -1));
  } catch {
    return undefined;
  }
}

/** Parses an address or a prefix in CIDR notation, whose bits after the prefix are zero; undefined for other text. */
export function parseRange(text: string): Range | undefined {
  const [, address = '', length] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const groups = parseAddress(address);
  if (groups === undefined) return undefined;
  const width = groups.length * 16;
  const bits = length === undefined ? width : Number(length);
  const isCanonical = groups.every((group, index) => (group & (0xffff >> kept(bits, index)) & 0xffff) === 0);
  return bits <= width && isCanonical ? { groups, bits } : undefined;
}

/** Whether the address is in one of the ranges, itself or by the IPv4 address that it embeds. */
export function isIn(ranges: readonly Range[], address: Groups): boolean {
  const embedded = embeddedV4(address);
  return ranges.some((range) => contains(range, address) || (embedded !== undefined && contains(range, embedded)));
}

/**
 * Whether an address leads to one of the ranges, as {@link isIn}, or as an ISATAP address. The prefix of an ISATAP address can
 * belong to any network, so its IPv4 address can only be a reason to refuse it.
 */
export function canLeadTo(ranges: readonly Range[], address: Groups): boolean {
  return isIn(ranges, address) || (isIsatap(address) && isIn(ranges, address.slice(6)));
}

/** Whether an address is a unicast address that any host on the internet can reach. */
export function isGlobal(address: Groups): boolean {
  const embedded = embeddedV4(address);
  if (embedded !== undefined) return isListedAsGlobal(embedded);
  return isListedAsGlobal(address) && (!isIsatap(address) || isListedAsGlobal(address.slice(6)));
}

function parseV4(text: string): Groups | undefined {
  const parts = text.split('.');
  // Octal, hexadecimal and short spellings are not addresses here. The URL parser has rewritten those in URLs.
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = parts.map(Number);
  return [a * 256 + b, c * 256 + d];
}

/** Parses the form in which the URL parser writes IPv6 addresses. */
function expand(text: string): Groups {
  const [head = '', tail] = text.split('::');
  const before = toGroups(head);
  const after = toGroups(tail ?? '');
  return tail === undefined ? before : [...before, ...new Array(8 - before.length - after.length).fill(0), ...after];
}

function toGroups(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}

/** How many bits of the group are part of a prefix. */
function kept(bits: number, index: number): number {
  return Math.min(16, Math.max(0, bits - 16 * index));
}

function contains({ groups, bits }: Range, address: Groups): boolean {
  if (groups.length !== address.length) return false;
  return groups.every((group, index) => (group ^ (address[index] ?? 0)) >> (16 - kept(bits, index)) === 0);
}

function embeddedV4(address: Groups): Groups | undefined {
  if (address.length !== 8) return undefined;
  return embedding().some((range) => contains(range, address)) ? address.slice(6) : undefined;
}

function isIsatap(address: Groups): boolean {
  const [, , , , high = 0, low = 0] = address;
  return address.length === 8 && ISATAP_INTERFACES.includes(high * 0x10000 + low);
}

function isListedAsGlobal(address: Groups): boolean {
  let found = false;
  for (const [range, isGlobalRange] of table()) if (contains(range, address)) found = isGlobalRange;
  return found;
}

const table = once(() =>
  PREFIXES.flatMap(([text, isGlobalRange]): [Range, boolean][] => {
    const range = parseRange(text);
    return range === undefined ? [] : [[range, isGlobalRange]];
  }),
);

const embedding = once(() =>
  EMBEDDING_PREFIXES.flatMap((text) => {
    const range = parseRange(text);
    return range === undefined ? [] : [range];
  }),
);

/** Makes a value at the first call. Bundlers remove it if it is not used. */
function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
