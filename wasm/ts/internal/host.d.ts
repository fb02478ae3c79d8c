/** All that is used of Node. Its own types would have to be installed by whoever builds this. */
declare module 'node:fs' {
  export function readFileSync(file: URL): Uint8Array<ArrayBuffer>;
}

interface String {
  /** ES2024; older browsers do not have it. */
  isWellFormed?(): boolean;
}
