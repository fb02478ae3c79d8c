import type { Rejected, Verdict } from '../generated/verdict.js';
import type * as glue from '../hookwright.js';
import type { CoreSecrets } from '../hookwright.js';
import type { ReadDelivery } from './delivery.js';
import { earlyKeys } from './early.js';
import { currentCrossover } from './host-crypto.js';
import type { HostKeys } from './host-keys.js';
import { isLoaded } from './instance.js';
import type { KeptSecrets } from './kept-secrets.js';
import { PackedVerifier } from './packed.js';
import { port } from './port.js';
import { PreparedKeys } from './prepared.js';
import type { Recognized } from './shortcut.js';
import type { SchemeUse } from './signer.js';
import type { Limits } from './tolerance.js';
import { Verdicts } from './verdicts.js';

/** A verifier with its keys, in the core and for the host. */
export class Checker {
  readonly #scheme: SchemeUse;
  readonly #limits: Limits;
  readonly #secrets: KeptSecrets;
  readonly #keys: PreparedKeys<PackedVerifier>;
  readonly #verdicts: Verdicts;
  /** Whether the secrets could be used without the core, which was not loaded at that time. */
  readonly isEarly: boolean;
  #isUsed = false;

  /**
   * @param what the name of the object in messages
   * @param owner the object whose keys are released when it is garbage-collected, if there is one
   */
  constructor(what: string, owner: object | undefined, scheme: SchemeUse, secrets: KeptSecrets, limits: Limits) {
    this.#scheme = scheme;
    this.#limits = limits;
    this.#secrets = secrets;
    this.isEarly = this.#prepareEarly();
    const make = (core: typeof glue, flat: CoreSecrets) => new PackedVerifier(core, scheme, flat, limits);
    this.#keys = new PreparedKeys(what, owner, secrets, make, this.isEarly);
    this.#verdicts = this.isEarly
      ? new Verdicts(secrets.flat(), [], scheme.unsigned, scheme.bodyId)
      : this.#keys.use((packed) => packed.verdicts);
  }

  /** Prepares the keys of the host without the core, if it is not loaded and not needed for that. */
  #prepareEarly(): boolean {
    if (isLoaded() || this.#scheme.shortcut === undefined || currentCrossover().shortcut > 0) return false;
    const keys = earlyKeys(this.#scheme, this.#secrets.flat());
    if (keys === undefined) return false;
    this.#secrets.prepareHostKeys(this.#scheme.algorithm, () => keys);
    return true;
  }

  /** Returns the verdict on a delivery. */
  verify(delivery: ReadDelivery): Verdict {
    const keys = this.#hostKeys(delivery);
    const recognized = this.#recognize(delivery, keys);
    if (recognized !== undefined) {
      const { index, id, idSigned, signedMs } = recognized;
      return this.#verdicts.accepted(index, id, idSigned, signedMs, delivery.body);
    }
    return this.#keys.use((packed) => {
      const verdict = packed.verdict(packed.check(delivery, keys), delivery.body);
      port.release();
      return verdict;
    });
  }

  /** Returns the rejection of a delivery; undefined if it is accepted. */
  reject(delivery: ReadDelivery): Rejected | undefined {
    const keys = this.#hostKeys(delivery);
    if (this.#recognize(delivery, keys) !== undefined) return undefined;
    return this.#keys.use((packed) => {
      const rejection = packed.check(delivery, keys) < 0 ? packed.rejection() : undefined;
      port.release();
      return rejection;
    });
  }

  #recognize(delivery: ReadDelivery, keys: HostKeys | null): Recognized | undefined {
    return keys === null ? undefined : this.#scheme.shortcut?.recognize(delivery, this.#limits, keys);
  }

  /** The keys of the host, if it is faster for this delivery. */
  #hostKeys({ body }: ReadDelivery): HostKeys | null {
    this.#keys.check();
    const { algorithm, isHashed, isStaged, shortcut } = this.#scheme;
    if (!isStaged) return null;
    const sizes = currentCrossover();
    if (body.length < (isHashed ? sizes[shortcut === undefined ? 'host' : 'shortcut'] : sizes.publicKey)) return null;
    const kept = this.#secrets.hostKeys;
    if (kept !== undefined) return kept;
    // Many verifiers are used only once, and preparing the keys takes longer than a small body.
    const isFirst = isHashed && !this.#isUsed && body.length < sizes.prepare;
    this.#isUsed = true;
    if (isFirst) return null;
    return this.#secrets.prepareHostKeys(algorithm, (flat) => this.#keys.use((packed) => packed.hostKeys(flat)));
  }

  /** The secrets in the form that the core takes. */
  secrets(): CoreSecrets {
    return this.#keys.secrets();
  }

  /** Releases the keys and overwrites them. */
  free(): void {
    this.#keys.free();
  }
}
