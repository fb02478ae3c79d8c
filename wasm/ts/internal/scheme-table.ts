import type { CoreNeeds, CoreScheme, SimpleShape } from '../generated/core.js';

// The build for Node replaces this file: see `build/scheme-table.mjs`. This one is for type checks.

/** What the core knows about a scheme, without members that are false, null or empty. */
export interface TrimmedScheme extends Partial<Omit<CoreScheme, 'needs' | 'handshake' | 'simple'>> {
  readonly algorithm: CoreScheme['algorithm'];
  readonly needs?: Partial<CoreNeeds>;
  readonly handshake?: Partial<CoreNeeds>;
  readonly simple: Partial<SimpleShape> & Pick<SimpleShape, 'signature' | 'encoding' | 'content'>;
}

/** A scheme, and the tag of the form of its keys. */
export type Row = readonly [scheme: TrimmedScheme, keyForm: number];

// Each entry of a table is a line that begins with the name. A program finds one faster than it reads an object.

/** The ids of the schemes of senders, by the id of the sender. */
export declare const providers: string;

/** The JSON text of {@link Row}, by the id of the scheme. */
export declare const schemes: string;
