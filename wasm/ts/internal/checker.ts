import type { Rejected, Verdict } from '../generated/verdict.js';
import type { CoreSecrets } from '../hookwright.js';
import type { HmacKey } from './host-key.js';
import type { KeptSecrets } from './kept-secrets.js';
import { PackedVerifier, type ReadDelivery } from './packed.js';
import { port } from './port.js';
import { PreparedKeys } from './prepared.js';
import type { SchemeUse } from './signer.js';
import type { Limits } from './tolerance.js';

/** A verifier with its keys, in the core and for the host. */
export class Checker {
  readonly #scheme: SchemeUse;
  readonly #secrets: KeptSecrets;
  readonly #keys: PreparedKeys<PackedVerifier>;

  /**
   * @param what the name of the object in messages
   * @param owner the object whose keys are released when it is garbage-collected, if there is one
   */
  constructor(what: string, owner: object | undefined, scheme: SchemeUse, secrets: KeptSecrets, limits: Limits) {
    this.#scheme = scheme;
    this.#secrets = secrets;
    this.#keys = new PreparedKeys(what, owner, secrets, (core, flat) => new PackedVerifier(core, scheme, flat, limits));
  }

  /** Returns the verdict on a delivery. */
  verify(delivery: ReadDelivery): Verdict {
    return this.#keys.use((packed) => {
      const verdict = packed.verdict(this.#check(packed, delivery));
      port.release();
      return verdict;
    });
  }

  /** Returns the rejection of a delivery; undefined if it is accepted. */
  reject(delivery: ReadDelivery): Rejected | undefined {
    return this.#keys.use((packed) => {
      const rejection = this.#check(packed, delivery) < 0 ? packed.rejection() : undefined;
      port.release();
      return rejection;
    });
  }

  #check(packed: PackedVerifier, delivery: ReadDelivery): number {
    return packed.check(delivery, () => this.#hostKeys(packed));
  }

  #hostKeys(packed: PackedVerifier): readonly HmacKey[] | undefined {
    return this.#secrets.hostKeys(this.#scheme.algorithm, (flat) => packed.hostKeys(flat));
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
