import type { Algorithm } from '../generated/scheme.js';
import type { Rejected, SecretWarning, Verdict, Verified } from '../generated/verdict.js';
import type * as glue from '../hookwright.js';
import type { CoreSecrets } from '../hookwright.js';
import { readText, writeLatin1, writeText } from './bytes.js';
import { currentCrossover } from './host-crypto.js';
import type { HmacKey } from './host-key.js';
import type { Found } from './lookup.js';
import { CHUNK, port } from './port.js';
import type { SchemeUse } from './signer.js';
import type { Limits } from './tolerance.js';

/** A delivery whose parts have been read, and that no code of the caller can change before it is verified. */
export interface ReadDelivery {
  readonly method: string;
  readonly url: string;
  readonly fields: Found;
  readonly body: Uint8Array | string;
  readonly nowMs: number;
}

/** The numbers that the core returns for a verdict: see `wasm/src/packed.rs`. */
const MISMATCH = -2;
const NEEDS_BODY = -3;
const TWO_CONTENTS = -4;

/** A verifier in the core, to which deliveries are passed as bytes and numbers. */
export class PackedVerifier {
  readonly #core: typeof glue;
  readonly #prepared: glue.PreparedVerifier;
  readonly #scheme: SchemeUse;
  readonly #names: readonly (string | undefined)[];
  readonly #warnings: readonly SecretWarning[];
  readonly #isStaged: boolean;

  constructor(core: typeof glue, scheme: SchemeUse, secrets: CoreSecrets, [past, future]: Limits) {
    this.#core = core;
    this.#scheme = scheme;
    this.#prepared = new core.PreparedVerifier(scheme.text, secrets, past, future);
    this.#names = namesOf(secrets);
    this.#warnings = this.#prepared.warningCount() > 0 ? this.#prepared.warnings() : [];
    this.#isStaged = isHashed(scheme.algorithm) && this.#prepared.isStaged();
    port.connect(core);
  }

  /** Whether the host can compute the MACs. */
  get isStaged(): boolean {
    return this.#isStaged;
  }

  free(): void {
    this.#prepared.free();
  }

  /**
   * Verifies a delivery, and returns a number for {@link verdict} or {@link rejection}.
   *
   * @param keys returns the keys of the host, if it has any. It is called only if the host is faster
   */
  check(delivery: ReadDelivery, keys: () => readonly HmacKey[] | undefined): number {
    const head = this.#writeHead(delivery);
    const { body, nowMs } = delivery;
    const size = body.length;
    if (!this.#isStaged) return this.#checkWhole(head, body, nowMs);
    const hostKeys = size >= currentCrossover().host ? keys() : undefined;
    if (hostKeys !== undefined) return this.#checkWithHost(head, body, nowMs, hostKeys);
    const isShort = (typeof body === 'string' ? 3 * size : size) <= CHUNK;
    return isShort ? this.#checkWhole(head, body, nowMs) : this.#checkInParts(head, body, nowMs);
  }
