import type { InstanceOf } from './input.js';
/** A request of the Fetch API. */
export type FetchRequest = InstanceOf<'Request'>;
/** A response of the Fetch API. */
export type FetchResponse = InstanceOf<'Response'>;
/** A request, or the object with which a framework passes it. */
export type FetchInput =
  | FetchRequest
  /** SvelteKit, Elysia, Astro, React Router. */
  | {
      readonly request: FetchRequest;
    }
  /** Hono. */
  | {
      readonly req: {
        readonly raw: FetchRequest;
      };
    };
/** What the functions of the options get: the request, and what the host has passed with it. */
export interface FetchCall<Env = unknown, Context = unknown> {
  readonly request: FetchRequest;
  /**
   * The bindings of Cloudflare: the second argument of Workers, `env` of Hono's context, or `platform.env` of SvelteKit's
   * event. Undefined on other hosts.
   */
  readonly env: Env;
  /**
   * The context: the object with which the framework passes the request, or else the last argument, such as the
   * `ExecutionContext` of Workers and `{ params }` of Next.js. Undefined if there is none.
   */
  readonly context: Context;
}
