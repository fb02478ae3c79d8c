import type { SchemeId, SenderId } from './generated/ids.js';
import { freeze } from './internal/freeze.js';
import { core } from './internal/instance.js';
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

let all: readonly Sender[] | undefined;

/** Everybody of whom signatures are known. The data is frozen: all callers get the same. */
export function senders(): readonly Sender[] {
  all ??= freeze(core().senders() as Sender[]);
  return all;
}
