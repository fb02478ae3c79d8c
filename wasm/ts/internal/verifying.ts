import type { Verdict } from '../generated/verdict.js';
import { encodeBody, forgetAccepted, keepAccepted, toBody } from './body.js';
import type { Given, ReadDelivery } from './delivery.js';
import { earlyKeys } from './early.js';
import { currentCrossover } from './host-crypto.js';
import { prepareHostKeys } from './host-keys.js';
import { core, isLoaded } from './instance.js';
import { toMs } from './instant.js';
import { checkRequest } from './request.js';
import type { FlatSecrets } from './secrets.js';
import type { SchemeUse } from './signer.js';
import type { Limits } from './tolerance.js';
import { Verdicts } from './verdicts.js';

const NO_TARGET = { url: '', method: '' };

/** The time now, if the scheme uses it. */
function currentMs(scheme: SchemeUse): number {
  return scheme.hasTimestamp ? Date.now() : 0;
}

/** Reads the parts of a delivery that the scheme needs. */
export function readParts(scheme: SchemeUse, given: Given): ReadDelivery {
  const { body, now } = given;
  forgetAccepted(body);
  const nowMs = now === undefined ? currentMs(scheme) : toMs('now', now);
  const { needs } = scheme;
  const isWithout = given.url === undefined && given.method === undefined && !needs.url && !needs.method;
  const { url, method } = isWithout ? NO_TARGET : checkRequest('verify', scheme, needs, given);
  const fields = scheme.lookup.find(given.headers);
  // Read last, because reading the other options may run code of the caller.
  return { url, method, fields, body: toBody(body), nowMs };
}

/** Returns the verdict on a delivery, after an accepted copy of a body in shared memory has been kept. */
export function concluded(given: Given, read: ReadDelivery, verdict: Verdict): Verdict {
  if (verdict.ok) keepAccepted(given.body, read.body);
  return verdict;
}

/** Verifies a delivery with a verifier that is not kept. */
export function verifyOnce(scheme: SchemeUse, secrets: FlatSecrets, limits: Limits, delivery: ReadDelivery): Verdict {
  const early = isLoaded() ? undefined : verifyEarly(scheme, secrets, limits, delivery);
  if (early !== undefined) return early;
  const { method, url, fields, body, nowMs } = delivery;
  const names = [...scheme.needs.headers];
  const request = [method, url];
  for (let index = 0; index < fields.length; index += 2) {
    request.push(names[Number(fields[index])] ?? '', String(fields[index + 1]));
  }
  const bytes = typeof body === 'string' ? encodeBody(body) : body;
  const verdict = core().verify(scheme.text, secrets, request, bytes, nowMs, ...limits);
  if (verdict.ok && Object.hasOwn(verdict, 'unsigned')) Object.freeze(verdict.unsigned);
  return verdict;
}

/**
 * Returns the verdict on a delivery that is accepted without the core, which takes longer to load than to use. Undefined
 * for all others.
 */
export function verifyEarly(
  { text, algorithm, shortcut, unsigned, bodyId }: SchemeUse,
  secrets: FlatSecrets,
  limits: Limits,
  delivery: ReadDelivery,
): Verdict | undefined {
  if (shortcut === undefined || delivery.body.length < currentCrossover().shortcut) return undefined;
  const bytes = earlyKeys({ text, algorithm }, secrets);
  const keys = bytes === undefined ? undefined : prepareHostKeys(algorithm, bytes);
  if (keys === undefined) return undefined;
  try {
    const found = shortcut.recognize(delivery, limits, keys);
    if (found === undefined) return undefined;
    const { index, id, idSigned, signedMs } = found;
    return new Verdicts(secrets, [], unsigned, bodyId).accepted(index, id, idSigned, signedMs, delivery.body);
  } finally {
    for (const key of keys.macs) key.wipe();
  }
}
