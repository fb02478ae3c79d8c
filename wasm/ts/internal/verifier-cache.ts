import { Checker } from './checker.js';
import { KeptSecrets } from './kept-secrets.js';
import type { FlatSecrets } from './secrets.js';
import type { SchemeUse } from './signer.js';
import type { Limits } from './tolerance.js';

/** The number of verifiers that are kept. */
const MAX_KEPT = 64;
/** The number of characters or bytes of secrets that are kept with a verifier. Longer ones would fill the memory. */
const MAX_LENGTH = 16 * 1024;
/** From this length on, a verifier is kept at once: preparing it takes less time than verifying the body. */
const MAX_ONCE = 4096;
/** The number of characters of a secret that distinguish verifiers in most cases. */
const SAMPLES = 32;

interface Entry {
  readonly scheme: SchemeUse;
  readonly limits: Limits;
  readonly secrets: KeptSecrets;
  readonly checker: Checker;
}

/**
 * The verifiers of `verify`, the least recently used first. The number is a hash of the scheme, the limits and the
 * secrets, all of which are compared as well. A verifier that is removed overwrites its keys.
 */
const entries = new Map<number, Entry>();
/** The last entry, which is used again in most programs, and its key. */
let newest: Entry | undefined;
let newestKey = -1;

/**
 * The keys of verifiers that were requested once. A verifier is kept from its second use on: with many tenants, most
 * would be removed before they are used again.
 */
const wantedOnce = new Int32Array(1024);

/** Returns the verifier for these secrets, which is then kept. Undefined the first time, and for very long secrets. */
export function keptVerifier(
  scheme: SchemeUse,
  secrets: FlatSecrets,
  limits: Limits,
  bodyLength: number,
): Checker | undefined {
  // Comparing it takes less time than hashing.
  if (newest !== undefined && isSame(newest, scheme, secrets, limits)) return newest.checker;
  const key = hash(scheme, secrets, limits);
  const found = entries.get(key);
  if (found !== undefined && isSame(found, scheme, secrets, limits)) {
    entries.delete(key);
    keep(key, found);
    return found.checker;
  }
  if (lengthOf(secrets) > MAX_LENGTH || (bodyLength < MAX_ONCE && isFirst(key))) return undefined;
  const kept = new KeptSecrets(secrets);
  const checker = new Checker('verifier', undefined, scheme, kept, limits);
  remove(key);
  const [oldest] = entries.keys();
  if (oldest !== undefined && entries.size >= MAX_KEPT) remove(oldest);
  keep(key, { scheme, limits, secrets: kept, checker });
  return checker;
}

function keep(key: number, entry: Entry): void {
  entries.set(key, entry);
  newest = entry;
  newestKey = key;
}

function isFirst(key: number): boolean {
  const at = key & (wantedOnce.length - 1);
  if (wantedOnce[at] === key) return false;
  wantedOnce[at] = key;
  return true;
}

/** The number of verifiers that are kept, for tests. */
export function countKept(): number {
  return entries.size;
}

/** Removes all verifiers and overwrites their keys, for tests. */
export function clearVerifiers(): void {
  for (const key of [...entries.keys()]) remove(key);
  wantedOnce.fill(0);
}

function remove(key: number): void {
  const entry = entries.get(key);
  entries.delete(key);
  if (key === newestKey) newest = undefined;
  entry?.checker.free();
}

function isSame(entry: Entry, scheme: SchemeUse, secrets: FlatSecrets, limits: Limits): boolean {
  return (
    (entry.scheme === scheme || entry.scheme.text === scheme.text) &&
    entry.limits[0] === limits[0] &&
    entry.limits[1] === limits[1] &&
    entry.secrets.isSame(secrets)
  );
}

function lengthOf(secrets: FlatSecrets): number {
  return secrets.reduce((sum, part) => sum + (part?.length ?? 0), 0);
}

/** FNV-1a of samples. */
function hash(scheme: SchemeUse, secrets: FlatSecrets, limits: Limits): number {
  let sum = mix(mix(0x811c9dc5, scheme.id.length), limits[0] ?? -1);
  for (const part of secrets) {
    if (part === undefined) continue;
    sum = mix(mix(sum, part.length), typeof part === 'string' ? 1 : 2);
    const step = Math.max(1, Math.floor(part.length / SAMPLES));
    for (let at = 0; at < part.length; at += step) {
      sum = mix(sum, typeof part === 'string' ? part.charCodeAt(at) : (part[at] ?? 0));
    }
  }
  return sum;
}

function mix(sum: number, value: number): number {
  return Math.imul(sum ^ value, 0x01000193);
}
