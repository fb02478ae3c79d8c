/**
 * The parts of Node that are used. With Node's own types, everyone who builds this package would have to install them.
 */
declare module 'node:fs' {
  export function readFileSync(file: URL): Uint8Array<ArrayBuffer>;
}

declare module 'node:http' {
  export interface IncomingMessage {
    readonly method?: string;
    readonly url?: string;
    readonly rawHeaders: string[];
    on(event: 'data', listener: (part: Uint8Array) => void): this;
    on(event: 'end' | 'error', listener: () => void): this;
    removeListener(event: 'data', listener: (part: Uint8Array) => void): this;
    removeListener(event: 'end', listener: () => void): this;
    resume(): this;
  }
  export interface ServerResponse {
    writeHead(status: number, headers: string[]): this;
    end(body: string): this;
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
  export function createServer(answer: (request: IncomingMessage, response: ServerResponse) => void): Server;
}

interface String {
  /** ES2024; older browsers do not have it. */
  isWellFormed?(): boolean;
}
