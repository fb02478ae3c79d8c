let prefix: string | undefined;
let count = 0;

/**
 * A text that identifies a request: 128 random bits of the process, and a number. The bits are read at the first use,
 * because some hosts have no randomness before the first request.
 */
export function nextToken(): string {
  prefix ??= Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
  count += 1;
  return `${prefix}-${count.toString(36)}`;
}
