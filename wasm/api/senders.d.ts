import type { Sender } from './generated/provider.js';
/** Everybody of whom signatures are known. The data is frozen: all callers get the same. */
export declare function senders(): readonly Sender[];
