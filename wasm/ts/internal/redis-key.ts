/** Ids that are a part of a key as they are. Braces are not, because they would choose the slot in a cluster. */
const PLAIN = /^[\w.:@/+=,~-]{1,200}$/;

/**
 * Returns the key of an event or an object. An id that is long or contains other characters is replaced by its hash: ids
 * come from deliveries, and clients change strings that UTF-8 cannot represent. A hash cannot equal a plain id.
 */
export function keyOf(prefix: string, id: string): string | Promise<string> {
  if (PLAIN.test(id)) return prefix + id;
  // The text of JSON is different for each string, also for those with unpaired surrogates.
  return hash('SHA-256', JSON.stringify(id)).then((hex) => `${prefix}#${hex}`);
}

/** The SHA-1 hash of a script, by which Redis finds it. */
export function sha1(script: string): Promise<string> {
  return hash('SHA-1', script);
}

async function hash(algorithm: 'SHA-1' | 'SHA-256', text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest(algorithm, new TextEncoder().encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
