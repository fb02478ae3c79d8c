import type { Sender } from './generated/provider.js';
import { freeze } from './internal/freeze.js';
import { core } from './internal/instance.js';
import { catalog } from './internal/modules.js';

let all: readonly Sender[] | undefined;

/** Returns every sender whose signature schemes are known. The data is frozen, because all callers share it. */
export function senders(): readonly Sender[] {
  all ??= freeze(core(catalog).senders());
  return all;
}
