import type { SecretWarning, Verdict, Verified } from '../generated/verdict.js';
import type { CoreSecrets } from '../hookwright.js';
import { type BodyId, hasBodyId, withBodyId } from './body-id.js';

/** Creates the verdicts for accepted deliveries of a verifier. */
export class Verdicts {
  readonly #names: (string | undefined)[] = [];
  readonly #warnings: readonly SecretWarning[];
  readonly #unsigned: readonly string[];
  readonly #bodyId: BodyId | undefined;

  constructor(
    secrets: CoreSecrets,
    warnings: readonly SecretWarning[],
    unsigned: readonly string[],
    bodyId: BodyId | undefined,
  ) {
    for (let index = 1; index < secrets.length; index += 2) {
      const name = secrets[index];
      this.#names.push(typeof name === 'string' ? name : undefined);
    }
    this.#warnings = warnings;
    this.#unsigned = unsigned;
    this.#bodyId = bodyId;
  }

  /** Adds the warnings about the secrets. They are copied, so that no caller can change the verdicts of others. */
  withWarnings<Given extends Verdict>(verdict: Given): Given {
    const warnings = this.#warnings;
    return warnings.length > 0 ? { ...verdict, warnings: warnings.map((warning) => ({ ...warning })) } : verdict;
  }

  /**
   * @param signedMs the time at which the delivery was signed; `NaN` if the scheme has no timestamp
   * @param body the body, if the core has not read it
   */
  accepted(
    index: number,
    id: string | undefined,
    idSigned: boolean,
    signedMs: number,
    body?: Uint8Array | string,
  ): Verified {
    const name = this.#names[index];
    const key = name === undefined ? { index } : { index, name };
    const hasTime = !Number.isNaN(signedMs);
    const bodyId = this.#bodyId;
    if (bodyId !== undefined && id === undefined && body !== undefined && hasBodyId(body, bodyId)) {
      // The empty id keeps the place of the one in the body.
      return withBodyId(this.accepted(index, '', false, signedMs), bodyId, body);
    }
    let verdict: Verified;
    // Written out, because an assignment would call a setter of `Object.prototype`.
    if (id === undefined) {
      verdict = hasTime ? { ok: true, key, timestampMs: signedMs } : { ok: true, key };
    } else {
      verdict = hasTime ? { ok: true, key, id, idSigned, timestampMs: signedMs } : { ok: true, key, id, idSigned };
    }
    const unsigned = this.#unsigned;
    if (unsigned.length > 0) verdict = { ...verdict, unsigned };
    return this.withWarnings(verdict) satisfies Verified;
  }
}
