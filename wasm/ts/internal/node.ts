/**
 * The parts of Node that are used. With Node's own types, everyone who builds this package would have to install them.
 */

/** The modules of Node that are used. */
export interface Builtins {
  readonly 'node:buffer': HostBuffer;
  readonly 'node:crypto': HostCrypto;
  readonly 'node:fs': Fs;
  readonly 'node:http': Http;
  readonly 'node:util': Util;
  readonly 'node:zlib': Zlib;
}

/** The global object of Node, and of hosts that imitate it. */
export interface Host {
  readonly Buffer?: { from(text: string, encoding: 'base64'): Uint8Array<ArrayBuffer> };
  readonly process?: {
    readonly getBuiltinModule?: <Name extends keyof Builtins>(name: Name) => Builtins[Name] | undefined;
  };
}

/** How a digest is returned: as a string of bytes, or encoded. */
export type DigestEncoding = 'latin1' | 'hex' | 'base64' | 'base64url';

/** `node:crypto`. */
export interface HostCrypto {
  /** Missing in older versions. */
  hash?(algorithm: string, data: Uint8Array, encoding: DigestEncoding): string;
  createHash(algorithm: string): HostHash;
  createPublicKey(key: { readonly key: Uint8Array; readonly format: 'der'; readonly type: 'spki' }): HostPublicKey;
  verify(algorithm: string | null, data: Uint8Array, key: HostPublicKey, signature: Uint8Array): boolean;
}

/** A `KeyObject`. */
export interface HostPublicKey {
  readonly type: string;
}

export interface HostHash {
  update(data: Uint8Array): this;
  update(data: string, encoding: 'utf8'): this;
  copy(): HostHash;
  digest(encoding: DigestEncoding): string;
}

/** `node:buffer`. */
export interface HostBuffer {
  /** Missing in older versions. */
  isAscii?(bytes: Uint8Array): boolean;
}

/** `node:fs`. */
export interface Fs {
  readFileSync(file: string): Uint8Array<ArrayBuffer>;
}

/** `node:util`. */
export interface Util {
  readonly TextDecoder: typeof TextDecoder;
  readonly TextEncoder: typeof TextEncoder;
}

/** `node:zlib`. */
export interface Zlib {
  inflateRawSync(bytes: Uint8Array): Uint8Array<ArrayBuffer>;
}

/** `node:http`. */
export interface Http {
  createServer(answer: (request: IncomingMessage, response: ServerResponse) => void): Server;
}

export interface IncomingMessage {
  readonly method?: string;
  readonly url?: string;
  readonly headers: { readonly [name: string]: string | undefined };
  readonly rawHeaders: string[];
  on(event: 'data', listener: (part: Uint8Array) => void): this;
  on(event: 'end' | 'error', listener: () => void): this;
  removeListener(event: 'data', listener: (part: Uint8Array) => void): this;
  removeListener(event: 'end', listener: () => void): this;
  resume(): this;
}

export interface ServerResponse {
  writeHead(status: number, headers: string[]): this;
  end(body?: string): this;
  destroy(): this;
}

export interface Server {
  address(): { readonly port: number } | null;
  once(event: 'error', listener: (error: Error) => void): this;
  removeListener(event: 'error', listener: (error: Error) => void): this;
  listen(port: number, host: string, listening: () => void): this;
  close(closed: () => void): this;
  closeAllConnections(): void;
}
