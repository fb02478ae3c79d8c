import { DEFAULT_TIMEOUT_MS } from '../../generated/limits.js';
import type { SafeFetchOptions } from '../../types/safe-fetch.js';
import { notAFunction } from '../errors.js';
import { checkTimeout } from '../instant.js';
import { optionNames, readOptions } from '../options.js';
import { canLeadTo, type Groups, isGlobal, isIn, parseRange, type Range } from './addresses.js';
import * as errors from './errors.js';

const OPTIONS = optionNames<SafeFetchOptions>({
  allow: true,
  deny: true,
  ports: true,
  timeoutMs: true,
  maxResponseBytes: true,
  lookup: true,
  ca: true,
});

const MAX_RESPONSE_BYTES = 1_048_576;

/** The checked options of a `safeFetch`. */
export interface Settings {
  readonly permitsAddress: (address: Groups) => boolean;
  readonly permitsPort: (port: number) => boolean;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  readonly lookup: SafeFetchOptions['lookup'];
  readonly ca: string | readonly string[] | undefined;
}

export function toSettings(given: SafeFetchOptions): Settings {
  const options = readOptions('createSafeFetch', given, OPTIONS);
  const { timeoutMs = DEFAULT_TIMEOUT_MS, maxResponseBytes = MAX_RESPONSE_BYTES, lookup, ca } = options;
  const allow = toRanges('allow', options.allow);
  const deny = toRanges('deny', options.deny);
  checkTimeout('timeoutMs', timeoutMs);
  if (!Number.isSafeInteger(maxResponseBytes) || maxResponseBytes < 0) throw errors.notAResponseLimit();
  if (lookup !== undefined && typeof lookup !== 'function') throw notAFunction('lookup', lookup);
  return {
    permitsAddress: (address) => !canLeadTo(deny, address) && (isGlobal(address) || isIn(allow, address)),
    permitsPort: toPorts(options.ports),
    timeoutMs,
    maxResponseBytes,
    lookup,
    ca: toCertificates(ca),
  };
}

function toRanges(option: string, given: unknown = []): readonly Range[] {
  if (!Array.isArray(given)) throw errors.notRanges(option);
  return given.map((text: unknown) => {
    const range = typeof text === 'string' ? parseRange(text) : undefined;
    if (range === undefined) throw errors.notRanges(option);
    return range;
  });
}

function toPorts(given: unknown): Settings['permitsPort'] {
  // Ports below 1024 are those of other services, such as SSH and mail.
  if (given === undefined) return (port) => port === 80 || port === 443 || port >= 1024;
  const isPort = (port: unknown) => Number.isInteger(port) && Number(port) >= 1 && Number(port) <= 65_535;
  if (!Array.isArray(given) || !given.every(isPort)) throw errors.notPorts();
  const ports = new Set<number>(given);
  return (port) => ports.has(port);
}

function toCertificates(ca: unknown): Settings['ca'] {
  if (ca === undefined || typeof ca === 'string') return ca;
  if (Array.isArray(ca) && ca.every((each) => typeof each === 'string')) return [...ca];
  throw errors.notCertificates(ca);
}
