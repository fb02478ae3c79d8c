import { receiving } from '../../generated/receiving.js';
import { pathOf } from '../body-id.js';
import type { Limits } from '../tolerance.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** The limits of a sender that documents none. */
const DEFAULTS = { timeLimitMs: 5_000, keepMs: 3 * DAY_MS, maxBodyBytes: 1024 * 1024 };
/** Some senders let users repeat a delivery at any time. */
const LONGEST_KEEP_MS = 90 * DAY_MS;
/** Repetitions can be late. */
const KEEP_MARGIN_MS = 60 * 60 * 1000;
/** The tolerance of the timestamps of most schemes. */
const USUAL_TOLERANCE_MS = 5 * 60 * 1000;

/** Where the type of events is. */
export type TypeSource =
  /** The names that a header can have, in lower case. */
  | { readonly headers: ReadonlySet<string>; readonly path?: undefined }
  /** The names of the members on the way to it in the body. */
  | { readonly path: readonly string[]; readonly headers?: undefined };

/** What a receiver knows about a sender. */
export interface Facts {
  readonly type: TypeSource | undefined;
  readonly isTypeSigned: boolean;
  readonly timeLimitMs: number;
  readonly keepMs: number;
  readonly maxBodyBytes: number;
}

/** Returns what is known about a sender; defaults for what is not known, and for custom schemes. */
export function factsOf(sender: string): Facts {
  const row = Object.hasOwn(receiving, sender) ? receiving[sender] : undefined;
  return {
    type: row?.type === undefined ? undefined : toTypeSource(row.type),
    isTypeSigned: row?.isTypeSigned ?? true,
    timeLimitMs: row?.timeLimitMs ?? DEFAULTS.timeLimitMs,
    keepMs: Math.min((row?.rememberMs ?? DEFAULTS.keepMs) + KEEP_MARGIN_MS, LONGEST_KEEP_MS),
    maxBodyBytes: row?.maxBodyBytes ?? DEFAULTS.maxBodyBytes,
  };
}

/** The place of a type, as it is written. */
interface Place {
  readonly header?: string;
  readonly orHeader?: string;
  readonly member?: string;
}

/** Converts a place to the form in which it is read. */
export function toTypeSource({ header, orHeader, member = '' }: Place): TypeSource {
  if (header === undefined) return { path: pathOf(member) };
  return { headers: new Set([header, orHeader ?? header].map((name) => name.toLowerCase())) };
}

/**
 * How long handled events are remembered: as long as the sender may repeat them, as long as an attacker can repeat a delivery
 * before its timestamp is too old, and a day at least.
 */
export function toKeepMs({ keepMs }: Facts, [past, future]: Limits): number {
  const tolerated = (past ?? USUAL_TOLERANCE_MS) + (future ?? USUAL_TOLERANCE_MS);
  return Math.max(keepMs, DAY_MS, Number.isFinite(tolerated) ? tolerated : LONGEST_KEEP_MS);
}
