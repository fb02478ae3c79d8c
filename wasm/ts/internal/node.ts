/**
 * The parts of Node that are used. With Node's own types, everyone who builds this package would have to install them.
 */

/** The modules of Node that are used. */
export interface Builtins {
  readonly 'node:buffer': HostBuffer;
  readonly 'node:crypto': HostCrypto;
  readonly 'node:dns': Dns;
  readonly 'node:fs': Fs;
  readonly 'node:http': Http;
  readonly 'node:https': HttpClient;
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

/** `node:dns`. */
export interface Dns {
  lookup(hostname: string, options: { readonly all: true }, done: LookupAll): void;
}

type LookupAll = (error: Error | null, addresses: readonly DnsAddress[]) => void;

export interface DnsAddress {
  readonly address: string;
  readonly family: number;
}

/** What `node:http` and `node:https` have in common. */
export interface HttpClient {
  readonly Agent: new (options: { readonly keepAlive: false }) => ClientAgent;
  request(this: void, options: ClientOptions): ClientRequest;
}

/** An `Agent`, which creates connections. */
export interface ClientAgent {
  destroy(): void;
}

/** The options of a request. */
export interface ClientOptions {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly agent: ClientAgent;
  readonly maxHeaderSize: number;
  readonly insecureHTTPParser: false;
  readonly servername: string;
  readonly rejectUnauthorized: true;
  readonly ca?: string | readonly string[];
  readonly lookup: (
    hostname: string,
    options: { readonly all?: boolean },
    done: (error: null, address: string | readonly DnsAddress[], family?: number) => void,
  ) => void;
}

export interface ClientRequest {
  on(event: 'socket', listener: (socket: ClientSocket) => void): this;
  on(event: 'response', listener: (message: ClientResponse) => void): this;
  on(event: 'upgrade', listener: (message: ClientResponse, socket: { destroy(): void }) => void): this;
  on(event: 'error', listener: (error: Error) => void): this;
  on(event: 'close', listener: () => void): this;
  end(body?: Uint8Array): void;
  destroy(): void;
}

/** The socket of a request. */
export interface ClientSocket {
  readonly connecting: boolean;
  /** Missing before the socket is connected, and after it is closed. */
  readonly remoteAddress?: string;
  on(event: 'connect', listener: () => void): this;
}

/** The message that a client receives. */
export interface ClientResponse {
  readonly statusCode?: number;
  readonly statusMessage?: string;
  readonly rawHeaders: readonly string[];
  on(event: 'data', listener: (part: Uint8Array) => void): this;
  on(event: 'error', listener: (error: Error) => void): this;
  on(event: 'end' | 'close', listener: () => void): this;
  pause(): void;
  resume(): void;
}

/** `node:http`. */
export interface Http extends HttpClient {
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
