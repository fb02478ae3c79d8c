import type { SchemeId, SenderId } from './generated/ids.js';
import type { Scheme } from './types/scheme.js';
/** Somebody who signs deliveries. */
export interface Sender {
  /** What the option `provider` takes. */
  readonly id: SenderId;
  /** The name that people use. */
  readonly name: string;
  /** What it sends, in one line. */
  readonly summary: string;
  /** How it signs. The first one is what `provider` means. */
  readonly schemes: readonly Scheme<SchemeId>[];
}
/** Everybody of whom signatures are known. The data is frozen: all callers get the same. */
export declare function senders(): readonly Sender[];
