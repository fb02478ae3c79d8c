import type { SecretWarning, Verified } from '../generated/verdict.js';
import type { CoreSecrets } from '../hookwright.js';

/** Creates the verdicts for accepted deliveries of a verifier. */
export class Verdicts {
  readonly #names: (string | undefined)[] = [];
  readonly #warnings: readonly SecretWarning[];
  readonly #unsigned: readonly string[];

  constructor(secrets: CoreSecrets, warnings: readonly SecretWarning[], unsigned: readonly string[]) {
    for (let index = 1; index < secrets.length; index += 2) {
      const name = secrets[index];
      this.#names.push(typeof name === 'string' ? name : undefined);
    }
    this.#warnings = warnings;
    this.#unsigned = unsigned;
  }

  /** @param signedMs the time at which the delivery was signed; `NaN` if the scheme has no timestamp */
  accepted(index: number, id: string | undefined, idSigned: boolean, signedMs: number): Verified {
    const name = this.#names[index];
    const key = name === undefined ? { index } : { index, name };
    const hasTime = !Number.isNaN(signedMs);
    let verdict: Verified;
    // Written out, because an assignment would call a setter of `Object.prototype`.
    if (id === undefined) {
      verdict = hasTime ? { ok: true, key, timestampMs: signedMs } : { ok: true, key };
    } else {
      verdict = hasTime ? { ok: true, key, id, idSigned, timestampMs: signedMs } : { ok: true, key, id, idSigned };
    }
    const unsigned = this.#unsigned;
    if (unsigned.length > 0) verdict = { ...verdict, unsigned };
    const warnings = this.#warnings;
    // Copied, so that no caller can change the verdicts of others.
    if (warnings.length > 0) verdict = { ...verdict, warnings: warnings.map((warning) => ({ ...warning })) };
    return verdict satisfies Verified;
  }
}
