import type { Sender } from './generated/provider.js';
/** Returns every sender whose signature schemes are known. The data is frozen, because all callers share it. */
export declare function senders(): readonly Sender[];
