import type { Delivery, VerifierOptions } from '../types/verify.js';
import type { Found } from './lookup.js';
import { checkOptions } from './options.js';
import { DELIVERY } from './verify-options.js';

/** A delivery as the caller passed it, with every option read once. */
export interface Given {
  readonly body: unknown;
  readonly headers: unknown;
  readonly url: unknown;
  readonly method: unknown;
  readonly now: unknown;
}

/** A delivery whose parts have been read, and that no code of the caller can change before it is verified. */
export interface ReadDelivery {
  readonly method: string;
  readonly url: string;
  readonly fields: Found;
  readonly body: Uint8Array | string;
  readonly nowMs: number;
}

/** Reads the options of a delivery, like `readOptions`, but into an object whose shape is always the same. */
export function readDelivery(what: string, delivery: Delivery): Given {
  checkOptions(what, delivery, DELIVERY);
  return ownDelivery(delivery);
}

/** Reads the own properties of a delivery, each once. `in` is the fastest test for missing ones. */
export function ownDelivery(delivery: Delivery): Given {
  return {
    body: 'body' in delivery && Object.hasOwn(delivery, 'body') ? delivery.body : undefined,
    headers: 'headers' in delivery && Object.hasOwn(delivery, 'headers') ? delivery.headers : undefined,
    url: 'url' in delivery && Object.hasOwn(delivery, 'url') ? delivery.url : undefined,
    method: 'method' in delivery && Object.hasOwn(delivery, 'method') ? delivery.method : undefined,
    now: 'now' in delivery && Object.hasOwn(delivery, 'now') ? delivery.now : undefined,
  };
}

/** Reads the own properties of the options of a verifier, each once. */
export function ownVerifier(options: VerifierOptions): {
  readonly provider: unknown;
  readonly scheme: unknown;
  readonly secrets: unknown;
  readonly skipUnset: unknown;
  readonly toleranceSeconds: unknown;
} {
  return {
    provider: 'provider' in options && Object.hasOwn(options, 'provider') ? options.provider : undefined,
    scheme: 'scheme' in options && Object.hasOwn(options, 'scheme') ? options.scheme : undefined,
    secrets: 'secrets' in options && Object.hasOwn(options, 'secrets') ? options.secrets : undefined,
    skipUnset: 'skipUnset' in options && Object.hasOwn(options, 'skipUnset') ? options.skipUnset : undefined,
    toleranceSeconds:
      'toleranceSeconds' in options && Object.hasOwn(options, 'toleranceSeconds')
        ? options.toleranceSeconds
        : undefined,
  };
}
