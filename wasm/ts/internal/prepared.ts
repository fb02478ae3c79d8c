import type * as glue from '../hookwright.js';
import type { CoreSecrets } from '../hookwright.js';
import { type Resource, releaseNow, releaseWith } from './disposal.js';
import * as errors from './errors.js';
import type { Prepared } from './guarded-instance.js';
import { receiving } from './instance.js';
import type { KeptSecrets } from './kept-secrets.js';

/** A signer in the core. */
export type SignerKeys = PreparedKeys<glue.PreparedSigner>;

/** Creates a signer in the core. */
export type MakeSigner = (core: typeof glue, secrets: CoreSecrets) => glue.PreparedSigner;

/**
 * A verifier or a signer in the core, with the secrets to create it again after its instance has been replaced. It is
 * released by `free`, or when `owner` is garbage-collected, if there is one.
 */
export class PreparedKeys<Kind extends { free(): void }> {
  readonly #what: string;
  readonly #secrets: KeptSecrets;
  readonly #prepare: () => Prepared<Kind>;
  readonly #resource: Resource;
  #isFreed = false;

  /** @param isSafe whether it is known that the core can use the secrets, and need not be loaded for that */
  constructor(
    what: string,
    owner: object | undefined,
    secrets: KeptSecrets,
    make: (core: typeof glue, secrets: CoreSecrets) => Kind,
    isSafe = false,
  ) {
    this.#what = what;
    this.#secrets = secrets;
    let prepared: Prepared<Kind> | undefined;
    this.#prepare = () => {
      prepared ??= receiving().prepare((core) => make(core, secrets.flat()));
      return prepared;
    };
    try {
      if (!isSafe) this.#prepare();
    } catch (error) {
      secrets.wipe();
      throw error;
    }
    this.#resource = {
      release() {
        try {
          prepared?.free();
        } finally {
          secrets.wipe();
        }
      },
    };
    if (owner !== undefined) releaseWith(owner, this.#resource);
  }

  use<Result>(call: (prepared: Kind) => Result): Result {
    this.check();
    return this.#prepare().use(call);
  }

  /** Refuses to be used after `free`. */
  check(): void {
    if (this.#isFreed) throw errors.freed(this.#what);
  }

  /** The secrets in the form that the core takes. */
  secrets(): CoreSecrets {
    this.check();
    return this.#secrets.flat();
  }

  free(): void {
    if (this.#isFreed) return;
    this.#isFreed = true;
    releaseNow(this.#resource);
  }
}
