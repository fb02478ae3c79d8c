/** A request of Fastify. */
export interface FastifyRequestLike {
  readonly method: string;
  readonly url: string;
  readonly originalUrl?: string;
  readonly headers: {
    readonly [name: string]: string | string[] | undefined;
  };
  readonly body?: unknown;
}
/** A reply of Fastify. */
export interface FastifyReplyLike {
  readonly sent: boolean;
  code(status: number): unknown;
  header(name: string, value: string): unknown;
  send(body?: string): unknown;
}
/** The methods of Fastify that the plugin calls. Their parameters are those of Fastify, which this package does not import. */
export interface FastifyScope {
  removeAllContentTypeParsers(): void;
  addContentTypeParser(type: string, parser: never): unknown;
  route(route: never): unknown;
}
