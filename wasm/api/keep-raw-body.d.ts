/**
 * Keeps the bytes of a body that a parser of Express reads, as `rawBody` of the request, where receivers find them.
 *
 * @example
 * app.use(express.json({ limit: '1mb', verify: keepRawBody }));
 */
export declare function keepRawBody(request: object, _response: unknown, bytes: Uint8Array): void;
