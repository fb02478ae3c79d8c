import type { SecretWarning, Verdict } from '../../generated/verdict.js';
import type { Delivery } from '../../types/verify.js';
import { toBytes } from '../body.js';
import * as errors from '../errors.js';
import { toFields } from '../headers.js';
import { toMs } from '../instant.js';
import { checkText } from '../options.js';
import type { FlatSecrets } from '../secrets.js';
import type { Limits } from '../tolerance.js';
import { addAgain, addSecrets, copySecrets, type Secret } from './keys.js';
import { toText } from './mistakes.js';
import { current, type Exports, run, view } from './module.js';
import type { Scheme } from './scheme.js';
import { accepted, rejected } from './verdicts.js';

/** The longest part of a body that is in the buffer, so that bodies do not grow the memory. */
const CHUNK = 64 * 1024;

/** A scheme with its keys in the module. After its instance has been replaced, the next use creates it again. */
export class CompactKeys {
  readonly #scheme: Scheme;
  readonly #limits: Limits;
  readonly #secrets: readonly Secret[];
  readonly #warnings: readonly SecretWarning[];
  /** The instance in which the handle is valid. */
  #home: Exports | undefined;
  #handle = -1;
  #isFreed = false;

  constructor(scheme: Scheme, secrets: FlatSecrets, limits: Limits) {
    this.#scheme = scheme;
    this.#limits = limits;
    this.#secrets = copySecrets(secrets);
    try {
      this.#warnings = run((exports) => {
        this.#create(exports);
        return () => addSecrets(exports, this.#handle, scheme, this.#secrets);
      })();
    } catch (error) {
      this.release();
      throw error;
    }
  }

  #create(exports: Exports): void {
    const { bytes } = this.#scheme;
    view(exports, bytes.length).set(bytes);
    this.#handle = exports.create(bytes.length);
    if (this.#handle < 0) throw errors.notCompact(undefined);
    this.#home = exports;
    const [past, future] = this.#limits;
    if (past !== undefined) exports.tolerate(this.#handle, past, future);
  }

  /** Verifies a delivery. */
  verify({ body, headers, url, method, now }: Delivery): Verdict {
    if (this.#isFreed) throw errors.freed('verifier');
    const { needsUrl, needsMethod, needsUtf8, id } = this.#scheme;
    const nowMs = now === undefined ? Date.now() : toMs('now', now);
    checkText('url', url);
    checkText('method', method);
    // Checked before any data from the network, so that a missing option is reported at the first call.
    if (needsUrl && !url) throw errors.missingUrl('verify', id);
    if (needsMethod && !method) throw errors.missingMethod('verify', id);
    const head = this.#head(method ?? '', url ?? '', toFields(headers, this.#scheme.names));
    // Read last, because reading the other options may run code of the caller.
    const bytes = toBytes(body);
    const isUtf8 = !needsUtf8 || toText(bytes) !== undefined;
    return run((exports) => {
      if (this.#home !== exports) {
        this.#create(exports);
        addAgain(exports, this.#handle, this.#secrets);
      }
      view(exports, head.length).set(head);
      let result = exports.begin(this.#handle, head.length, nowMs);
      head.fill(0);
      if (result === 0) {
        for (let at = 0; at < bytes.length; at += CHUNK) {
          const part = bytes.subarray(at, at + CHUNK);
          view(exports, part.length).set(part);
          exports.update(this.#handle, part.length);
        }
        result = exports.finish(this.#handle, isUtf8 ? 1 : 0);
        if (result >= 0) return accepted(result, answer(exports), this.#scheme, this.#secrets, this.#warnings);
      }
      return rejected(-1 - result, answer(exports), this.#scheme, this.#secrets.length);
    });
  }

  /** The parts of a request except the body, as the module reads them: see `begin` in `wasm/verify/src/lib.rs`. */
  #head(method: string, url: string, fields: readonly string[]): Uint8Array {
    const { headers } = this.#scheme;
    const parts: [field: number, text: Uint8Array][] = [];
    const encoder = new TextEncoder();
    const add = (field: number, text = ''): void => {
      parts.push([field, encoder.encode(text)]);
    };
    add(0, method);
    add(1, url);
    for (let at = 0; at < fields.length; at += 2) {
      const name = (fields[at] ?? '').trim().toLowerCase();
      add((headers.get(name) ?? 0) + 2, fields[at + 1]);
    }
    const bytes = new Uint8Array(parts.reduce((sum, [, text]) => sum + 6 + text.length, 0));
    const numbers = new DataView(bytes.buffer);
    let at = 0;
    for (const [field, text] of parts) {
      numbers.setUint16(at, field, true);
      numbers.setUint32(at + 2, text.length, true);
      bytes.set(text, at + 6);
      at += 6 + text.length;
    }
    return bytes;
  }

  /** Overwrites the keys. */
  release(): void {
    this.#isFreed = true;
    for (const { bytes } of this.#secrets) bytes.fill(0);
    const handle = this.#handle;
    this.#handle = -1;
    if (handle >= 0 && this.#home === current()) run((exports) => exports.free(handle));
  }
}

/** What the module has written into the buffer: two numbers and text. */
function answer(exports: Exports): DataView {
  const at = exports.buffer(16);
  return new DataView(exports.memory.buffer, at);
}
