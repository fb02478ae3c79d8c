import type { Body } from './input.js';
/** What to send. */
export interface Signed<Content extends Body = Body> {
  /** The header fields that carry the signature, to add to your own. */
  readonly headers: {
    readonly [name: string]: string;
  };
  /**
   * The body to send, exactly as it is: the one that was given or, where the scheme signs in the body, another one of the
   * same kind.
   */
  readonly body: Content;
  /** The URL that was given, with the signature in it where the scheme puts it there; null if none was given. */
  readonly url: string | null;
}
