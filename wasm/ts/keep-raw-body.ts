/**
 * Keeps the bytes of a body that a parser of Express reads, as `rawBody` of the request, where receivers find them.
 *
 * @example
 * app.use(express.json({ limit: '1mb', verify: keepRawBody }));
 */
export function keepRawBody(request: object, _response: unknown, bytes: Uint8Array): void {
  (request as { rawBody?: Uint8Array }).rawBody = bytes;
}
