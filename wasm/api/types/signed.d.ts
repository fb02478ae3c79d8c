import type { Body } from './input.js';
/** A signed delivery. */
export interface Signed<Content extends Body = Body> {
  /** The header fields of the signature, to add to the request. */
  readonly headers: {
    readonly [name: string]: string;
  };
  /**
   * The body to send, unchanged: the given body or, for schemes that put the signature in the body, a new one of the
   * same type.
   */
  readonly body: Content;
  /** The URL to send to: the given URL, with the signature if the scheme puts it there; null if none was given. */
  readonly url: string | null;
}
