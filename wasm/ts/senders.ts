import type { Sender } from './generated/provider.js';
import { freeze } from './internal/freeze.js';
import { core } from './internal/instance.js';

let all: readonly Sender[] | undefined;

/** Everybody of whom signatures are known. The data is frozen: all callers get the same. */
export function senders(): readonly Sender[] {
  all ??= freeze(core().senders());
  return all;
}
