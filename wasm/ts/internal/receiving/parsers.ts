/** The middleware of Express that reads bodies, by the name of its function, with the content types that it reads. */
const PARSERS: { readonly [name: string]: readonly [shown: string, type: RegExp] } = {
  jsonParser: ['`express.json()`', /json/],
  urlencodedParser: ['`express.urlencoded()`', /urlencoded/],
  textParser: ['`express.text()`', /text/],
  rawParser: ['`express.raw()`', /./],
  multerMiddleware: ['`multer`', /multipart/],
};

/** The parts of an application of Express that contain its middleware; the names differ between versions. */
interface App {
  readonly _router?: { readonly stack?: readonly { readonly name?: unknown }[] };
  readonly router?: { readonly stack?: readonly { readonly name?: unknown }[] };
}

/** Returns the body parser of an application of Express that reads requests of this content type, if it is known. */
export function expressParser(request: object): string | undefined {
  try {
    const { app, headers } = request as { app?: App; headers?: { 'content-type'?: string } };
    if (app === undefined) return undefined;
    // Express 4 throws an error when `router` is read.
    const stack = app._router?.stack ?? app.router?.stack ?? [];
    const type = headers?.['content-type'] ?? '';
    const found = stack.flatMap(({ name }) =>
      typeof name === 'string' && Object.hasOwn(PARSERS, name) ? [PARSERS[name]] : [],
    );
    return (found.find((parser) => parser?.[1].test(type)) ?? found[0])?.[0];
  } catch {
    return undefined;
  }
}
