import type { Algorithm } from '../generated/scheme.js';
import { builtin } from './builtin.js';
import type { HostCrypto } from './node.js';

/**
 * The sizes of bodies, in bytes, at which another way is faster. `cargo xtask bench` measures verification.
 */
export interface Crossover {
  /** From this size on, the host computes MACs. The core needs one call less, and hashes more slowly. */
  readonly host: number;
  /** From this size on, the host computes MACs of simple schemes, without the core. */
  readonly shortcut: number;
  /** From this size on, the host checks signatures with public keys. */
  readonly publicKey: number;
  /** From this size on, the keys of the host are prepared for the first body of a verifier. */
  readonly prepare: number;
  /** Up to this size, the host hashes a copy of the content in one call. Longer bodies are added to a copied state. */
  readonly oneShot: number;
}

const CROSSOVERS = {
  /** Node with `crypto.hash`. */
  withHash: { host: 400, shortcut: 0, publicKey: 0, prepare: 4096, oneShot: 16 * 1024 },
  /** Node before 20.12, and other hosts. */
  withStates: { host: 1024, shortcut: 400, publicKey: 0, prepare: 4096, oneShot: 0 },
} satisfies { readonly [Host: string]: Crossover };

let found: HostCrypto | null | undefined;
let crossover: Crossover | undefined;

/** The synchronous cryptography of the host, if it has any. Bundlers for browsers do not see an import. */
export function hostCrypto(): HostCrypto | null {
  if (found === undefined) found = builtin('node:crypto') ?? null;
  return found;
}

/** The sizes for this host. */
export function currentCrossover(): Crossover {
  crossover ??= typeof hostCrypto()?.hash === 'function' ? CROSSOVERS.withHash : CROSSOVERS.withStates;
  return crossover;
}

/** Replaces sizes, for tests; the others are those of this host. */
export function setCrossover(changed: Partial<Crossover>): void {
  crossover = undefined;
  crossover = { ...currentCrossover(), ...changed };
}

/** The name of a hash, and its sizes in bytes. */
export interface Shape {
  readonly name: string;
  readonly block: number;
  readonly digest: number;
}

const SHAPES: { readonly [Name in Algorithm]?: Shape } = {
  'hmac-md5': { name: 'md5', block: 64, digest: 16 },
  'hmac-sha1': { name: 'sha1', block: 64, digest: 20 },
  'hmac-sha256': { name: 'sha256', block: 64, digest: 32 },
  'hmac-sha384': { name: 'sha384', block: 128, digest: 48 },
  'hmac-sha512': { name: 'sha512', block: 128, digest: 64 },
};

const usable = new Map<Shape, boolean>();

/** The hash of an HMAC algorithm that this host computes. Undefined for other algorithms. */
export function hostShape(algorithm: Algorithm): Shape | undefined {
  const shape = SHAPES[algorithm];
  if (shape === undefined) return undefined;
  let isUsable = usable.get(shape);
  if (isUsable === undefined) {
    isUsable = works(shape);
    usable.set(shape, isUsable);
  }
  return isUsable ? shape : undefined;
}

/** Whether the host has a hash with everything that is used. A host can lack parts, or refuse older algorithms. */
function works({ name, digest }: Shape): boolean {
  try {
    const host = hostCrypto();
    if (host === null) return false;
    const bytes = new Uint8Array(3).fill(0x61);
    const made = host.createHash(name).copy().update(bytes).copy().update('a', 'utf8').digest('latin1');
    const again = host.createHash(name).update(bytes).update(bytes.subarray(0, 1)).digest('latin1');
    const isSame = host.hash === undefined || host.hash(name, new Uint8Array(4).fill(0x61), 'latin1') === made;
    return isSame && made === again && made.length === digest;
  } catch {
    return false;
  }
}
