import type { Rejected, Verdict } from '../generated/verdict.js';
import type * as glue from '../hookwright.js';
import type { CoreSecrets } from '../hookwright.js';
import { encodeBody } from './body.js';
import { encodeInto, readText, writeLatin1, writeText } from './bytes.js';
import type { ReadDelivery } from './delivery.js';
import type { HmacKey } from './host-key.js';
import type { HostKeys } from './host-keys.js';
import type { PublicKey } from './host-public-key.js';
import { CHUNK, port } from './port.js';
import type { SchemeUse } from './signer.js';
import type { Limits } from './tolerance.js';
import { Verdicts } from './verdicts.js';

/** The numbers that the core returns for a verdict: see `wasm/src/packed.rs`. */
const MISMATCH = -2;
const NEEDS_BODY = -3;
const HASH_HERE = -4;

/** A verifier in the core, to which deliveries are passed as bytes and numbers. */
export class PackedVerifier {
  readonly #core: typeof glue;
  readonly #prepared: glue.PreparedVerifier;
  readonly #scheme: SchemeUse;
  readonly verdicts: Verdicts;
  /** Whether the core has read the body of the last delivery, and the id in it. */
  #hasReadBody = false;

  constructor(core: typeof glue, scheme: SchemeUse, secrets: CoreSecrets, [past, future]: Limits) {
    this.#core = core;
    this.#scheme = scheme;
    this.#prepared = new core.PreparedVerifier(scheme.text, secrets, past, future);
    const warnings = this.#prepared.warningCount() > 0 ? this.#prepared.warnings() : [];
    this.verdicts = new Verdicts(secrets, warnings, scheme.unsigned, scheme.bodyId);
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
   * @param keys the keys of the host, if it is faster
   */
  check(delivery: ReadDelivery, keys: HostKeys | null): number {
    this.#hasReadBody = false;
    const head = this.#writeHead(delivery);
    const { body, nowMs } = delivery;
    const size = body.length;
    if (keys !== null) {
      if (keys.macs.length > 0) return this.#checkWithHost(delivery, head, keys.macs);
      return this.#checkPublicKeys(delivery, head, keys.publics);
    }
    if (!this.#scheme.isStaged || !this.#scheme.isHashed) return this.#checkWhole(head, body, nowMs);
    const isShort = (typeof body === 'string' ? 3 * size : size) <= CHUNK;
    return isShort ? this.#checkWhole(head, body, nowMs) : this.#checkInParts(delivery, head);
  }

  #checkWhole(head: number, body: Uint8Array | string, nowMs: number): number {
    this.#hasReadBody = true;
    if (typeof body === 'string' && 3 * body.length <= CHUNK) {
      const end = writeText(port.view(head + 3 * body.length), head, body);
      return this.#prepared.check(head, end - head, nowMs);
    }
    const bytes = typeof body === 'string' ? encodeBody(body) : body;
    port.view(head + bytes.length, bytes.length).set(bytes, head);
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
      macs += key.mac({ bytes: port.view(), before, length }, body, 'latin1');
      // After the content around the body, which the next key hashes as well.
      writeLatin1(port.view(length + macs.length), length, macs);
      verdict = this.#prepared.finish(length, macs.length);
      if (verdict !== MISMATCH) break;
    }
    return verdict;
  }

  #checkPublicKeys(delivery: ReadDelivery, head: number, keys: readonly PublicKey[]): number {
    const { nowMs } = delivery;
    const before = this.#prepared.begin(head, nowMs);
    if (before < 0 && before !== HASH_HERE && before !== NEEDS_BODY) return before;
    const body = typeof delivery.body === 'string' ? encodeBody(delivery.body) : delivery.body;
    if (before >= 0) {
      const content = join(port.view(), before, before + this.#core.answerLength(), body);
      for (let at = 0; at < keys.length; at += 1) {
        for (let nth = 0; ; nth += 1) {
          const length = this.#prepared.candidate(at, nth, content.length);
          if (length < 0) break;
          const index = this.#core.answerLength();
          if (keys[at]?.accepts(content, port.view().slice(0, length))) return this.#prepared.finishSigned(at, index);
        }
      }
    }
    // Nothing is rejected because of the host.
    return this.#checkWhole(this.#writeHead(delivery), body, nowMs);
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

  /** The verdict for the number that `check` returned for a body. */
  verdict(checked: number, body: Uint8Array | string): Verdict {
    if (checked < 0) return this.rejection();
    const length = this.#core.answerLength();
    const id = length < 0 ? undefined : readText(port.view(), length);
    const signedMs = this.#scheme.hasTimestamp ? this.#core.answerTimestamp() : Number.NaN;
    const unread = this.#hasReadBody ? undefined : body;
    return this.verdicts.accepted(checked >> 1, id, (checked & 1) === 1, signedMs, unread);
  }

  /** The verdict for a rejected delivery. */
  rejection(): Rejected {
    const core = this.#core;
    const rejected: Rejected = { ok: false, code: core.rejectionCode(), message: core.rejectionMessage() };
    return this.verdicts.withWarnings(rejected);
  }
}

/** The content: what is before the body, the body, and what is after it. */
function join(around: Uint8Array, before: number, length: number, body: Uint8Array): Uint8Array {
  if (length === 0) return body;
  const content = new Uint8Array(length + body.length);
  content.set(around.subarray(0, before));
  content.set(body, before);
  content.set(around.subarray(before, length), before + body.length);
  return content;
}
