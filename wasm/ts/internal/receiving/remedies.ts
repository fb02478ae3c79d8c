import type { FrameworkId } from '../../generated/ids.js';

/** The framework of a receiver. */
export interface Host {
  /** The framework in diagnoses, if it is known. */
  readonly framework: FrameworkId | undefined;
  /** What to do if other code has read the body. */
  readonly remedy: string;
}

const FIRST = 'register the receiver before the body parser';

/** The frameworks of the adapters, with the remedy for a body that other code has read. */
export const HOSTS = {
  core: { framework: undefined, remedy: 'pass the bytes of the body as they arrived' },
  express: {
    framework: 'express',
    remedy: `${FIRST}, or keep the bytes: \`express.json({ verify: keepRawBody })\`, with \`keepRawBody\` from \`hookwright/express\``,
  },
  fastify: {
    framework: 'fastify',
    remedy: 'remove the `preParsing` hook that reads the body, or register the receiver in a scope without it',
  },
  fetch: {
    framework: undefined,
    remedy:
      'pass the request before anything reads it, or let other code read `request.clone()`; in Elysia, add ' +
      "`{ parse: 'none' }` to the route",
  },
  lambda: {
    framework: 'lambda',
    remedy: 'pass the event as Lambda passed it, without a middleware that parses `body`',
  },
  node: {
    framework: undefined,
    remedy:
      `${FIRST}; in Nest, pass \`rawBody: true\` to \`NestFactory.create\`; with Express parsers, keep the bytes: ` +
      '`express.json({ verify: keepRawBody })`, with `keepRawBody` from `hookwright/node`',
  },
  koa: {
    framework: 'koa',
    remedy: `${FIRST}, or use \`@koa/bodyparser\` or \`koa-bodyparser\`, which keep the bytes in \`ctx.request.rawBody\``,
  },
} as const satisfies { readonly [Name: string]: Host };

/** The message for a body that other code has read. */
export function remedyFor({ remedy }: Host, by: string | undefined): string {
  const cause =
    by === undefined ? 'other code has read the body of the request' : `${by} has read the body of the request`;
  return `${cause} before the receiver, so the bytes that were signed are lost; ${remedy}`;
}
