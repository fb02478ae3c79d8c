/** The edge runtime does not have modules of Node, and throws an error when they are looked for. */
export function builtin(): undefined {
  return undefined;
}
