import type { Algorithm } from '../generated/scheme.js';
import type { Rejected, SecretWarning, Verdict, Verified } from '../generated/verdict.js';
import type * as glue from '../hookwright.js';
import type { CoreSecrets } from '../hookwright.js';
import { encodeInto, readText, writeLatin1, writeText } from './bytes.js';
import { encodeBody } from './body.js';
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
const HASH_HERE = -4;

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

  /** The bytes of the keys, for the host. */
  hostKeys(secrets: CoreSecrets): readonly Uint8Array[] {
    return this.#core.hostKeys(this.#scheme.text, secrets);
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
    if (hostKeys !== undefined) return this.#checkWithHost(delivery, head, hostKeys);
    const isShort = (typeof body === 'string' ? 3 * size : size) <= CHUNK;
    return isShort ? this.#checkWhole(head, body, nowMs) : this.#checkInParts(delivery, head);
  }

  #checkWhole(head: number, body: Uint8Array | string, nowMs: number): number {
    if (typeof body === 'string' && 3 * body.length <= CHUNK) {
      const end = writeText(port.view(head + 3 * body.length), head, body);
      return this.#prepared.check(head, end - head, nowMs);
    }
    const bytes = typeof body === 'string' ? encodeBody(body) : body;
    port.view(head + bytes.length).set(bytes, head);
    return this.#prepared.check(head, bytes.length, nowMs);
  }

  #checkWithHost(delivery: ReadDelivery, head: number, keys: readonly HmacKey[]): number {
    const { body, nowMs } = delivery;
    const before = this.#prepared.begin(head, nowMs);
    if (before < 0) return this.#proceed(before, delivery);
    const length = before + this.#core.answerLength();
    let macs = '';
    let verdict = MISMATCH;
    for (const key of keys) {
      macs += key.mac({ bytes: port.view(), before, length }, body);
      // After the content around the body, which the next key hashes as well.
      writeLatin1(port.view(length + macs.length), length, macs);
      verdict = this.#prepared.finish(length, macs.length);
      if (verdict !== MISMATCH) break;
    }
    return verdict;
  }

  #checkInParts(delivery: ReadDelivery, head: number): number {
    const before = this.#prepared.begin(head, delivery.nowMs);
    return before < 0 ? this.#proceed(before, delivery) : this.#hashInParts(delivery.body);
  }

  /** Proceeds after a `begin` that gives no content for the host. */
  #proceed(begun: number, delivery: ReadDelivery): number {
    if (begun === NEEDS_BODY) return this.#checkWhole(this.#writeHead(delivery), delivery.body, delivery.nowMs);
    return begun === HASH_HERE ? this.#hashInParts(delivery.body) : begun;
  }

  #hashInParts(body: Uint8Array | string): number {
    this.#prepared.hash();
    if (typeof body === 'string') {
      for (let at = 0; at < body.length; ) {
        const { read, written } = encodeInto(body.slice(at), port.view(), CHUNK);
        at += read;
        this.#core.hashPacked(written);
      }
    } else {
      for (let at = 0; at < body.length; at += CHUNK) {
        const part = body.subarray(at, at + CHUNK);
        port.view().set(part);
        this.#core.hashPacked(part.length);
      }
    }
    return this.#prepared.finishHashed();
  }

  #writeHead({ method, url, fields }: ReadDelivery): number {
    let at = 0;
    if (method !== '') at = port.writeField(at, 0, method);
    if (url !== '') at = port.writeField(at, 1, url);
    for (let index = 0; index < fields.length; index += 2) {
      at = port.writeField(at, Number(fields[index]) + 2, String(fields[index + 1]));
    }
    return at;
  }

  /** The verdict for the number that `check` returned. */
  verdict(checked: number): Verdict {
    return checked < 0 ? this.rejection() : this.#accepted(checked);
  }

  /** The verdict for a rejected delivery. */
  rejection(): Rejected {
    const core = this.#core;
    return { ok: false, code: core.rejectionCode(), message: core.rejectionMessage() } satisfies Rejected;
  }

  #accepted(checked: number): Verified {
    const index = checked >> 1;
    const name = this.#names[index];
    const key = name === undefined ? { index } : { index, name };
    const length = this.#core.answerLength();
    const signedMs = this.#scheme.hasTimestamp ? this.#core.answerTimestamp() : Number.NaN;
    const hasTime = !Number.isNaN(signedMs);
    let verdict: Verified;
    // Written out, because an assignment would call a setter of `Object.prototype`.
    if (length < 0) {
      verdict = hasTime ? { ok: true, key, timestampMs: signedMs } : { ok: true, key };
    } else {
      const id = readText(port.view(), length);
      const idSigned = (checked & 1) === 1;
      verdict = hasTime
        ? { ok: true, key, id, idSigned, timestampMs: signedMs }
        : { ok: true, key, id, idSigned };
    }
    const { unsigned } = this.#scheme;
    if (unsigned.length > 0) verdict = { ...verdict, unsigned };
    const warnings = this.#warnings;
    if (warnings.length > 0) verdict = { ...verdict, warnings: warnings.map((warning) => ({ ...warning })) };
    return verdict satisfies Verified;
  }
}

/** Whether a signature of this algorithm is a hash of the content with a key. */
function isHashed(algorithm: Algorithm): boolean {
  return algorithm.startsWith('hmac-');
}

function namesOf(secrets: CoreSecrets): (string | undefined)[] {
  const names: (string | undefined)[] = [];
  for (let index = 1; index < secrets.length; index += 2) {
    const name = secrets[index];
    names.push(typeof name === 'string' ? name : undefined);
  }
  return names;
}
