import type { Verified } from '../../generated/verdict.js';
import { encodeBody } from '../body.js';
import type { ReadDelivery } from '../delivery.js';
import { hostCrypto } from '../host-crypto.js';
import type { SchemeUse } from '../signer.js';

const encoder = new TextEncoder();

/**
 * A key for a delivery without an id: the SHA-256 of the body and of what else is signed. The text of the signature is not a
 * part of it, because it can be written in several ways. Neither is the timestamp, because many senders sign the time of each
 * attempt: their repetitions would get other keys. It only counts where the body does not distinguish events.
 */
export function derivedKey(
  { needs }: SchemeUse,
  { url, method, body }: ReadDelivery,
  { id, idSigned, timestampMs, unsigned }: Verified,
): string | Promise<string> {
  const bytes = typeof body === 'string' ? encodeBody(body) : body;
  const isBodySigned = bytes.length > 0 && (unsigned ?? []).length === 0;
  const signed = [
    idSigned ? id : null,
    isBodySigned ? null : timestampMs,
    needs.url ? url : null,
    needs.method ? method : null,
  ];
  // JSON contains no line break, so the text is unambiguous.
  const head = encoder.encode(`${JSON.stringify(signed)}\n`);
  const host = hostCrypto();
  if (host !== null) return host.createHash('sha256').update(head).update(bytes).digest('hex');
  const all = new Uint8Array(head.length + bytes.length);
  all.set(head);
  all.set(bytes, head.length);
  return crypto.subtle.digest('SHA-256', all).then(toHex);
}

function toHex(digest: ArrayBuffer): string {
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
