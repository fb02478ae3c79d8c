/** A request of Node's HTTP server, Express or Nest. */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: {
    readonly [name: string]: string | string[] | undefined;
  };
}
/** A response of Node's HTTP server, Express or Nest. */
export interface NodeResponse {
  readonly headersSent: boolean;
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  end(body?: string): unknown;
}
/** The context of a request in Koa. */
export interface KoaContext {
  readonly req: NodeRequest;
  readonly res: NodeResponse;
  readonly request: object;
  readonly originalUrl: string;
  status: number;
  body: unknown;
  set(name: string, value: string): void;
  remove(name: string): void;
}
