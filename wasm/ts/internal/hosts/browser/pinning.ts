/** This host cannot connect to a given address. */
export function pinning(): undefined {
  return undefined;
}
