import type { SchemeId, SenderId } from '../generated/ids.js';
import type { TransportError } from '../generated/retry.js';
import type { Scheme } from '../generated/scheme.js';
/** What instances of the global class of this name are, where the host's types have it. */
export type Instance<Name extends string> =
  typeof globalThis extends Record<
    Name,
    {
      prototype: infer Type;
    }
  >
    ? Type
    : never;
/**
 * A body as it arrived or will be sent. Text is taken as UTF-8. Bytes are never changed. Shared memory is copied once in each call:
 * `parseEvent` reads the copy that `verify` accepted last for the same object.
 */
export type Body = string | Uint8Array | ArrayBuffer | ArrayBufferView;
/**
 * A secret. Text is taken as the sender shows it, `whsec_…` for example, and decoded as the scheme says; bytes are the key
 * itself. With a name, the verdict says by it which one matched.
 */
export type Key =
  | string
  | Uint8Array
  | {
      readonly name: string;
      readonly value: string | Uint8Array;
    };
/**
 * Header fields, names in any case: a `Headers` object, a plain object (Node's `request.headers` too), a `Map`, or a
 * list.
 */
export type HeadersInput =
  | {
      forEach(each: (value: string, name: string) => void): void;
    }
  | {
      readonly [name: string]: string | readonly string[] | undefined;
    }
  | Iterable<readonly [name: string, value: string | readonly string[] | undefined]>;
/**
 * Who signs: a sender, which means the first of its schemes, or a scheme, by its id or as one of your own. One of them,
 * never both.
 */
export type Signer =
  | {
      readonly provider: SenderId;
      readonly scheme?: undefined;
    }
  | {
      readonly scheme: SchemeId | Scheme;
      readonly provider?: undefined;
    };
/** How far a timestamp may lie from now, in seconds, the same both ways or not. Fractions are to the millisecond. */
export type Tolerance =
  | number
  | {
      readonly past: number;
      readonly future: number;
    }
  | false;
/** What came of an attempt: an answer with a status, or none, and why. */
export interface ResponseOptions {
  /** The status of the answer. */
  readonly status?: number | undefined;
  /** Why there was none. */
  readonly error?: TransportError | undefined;
  /** The headers of the answer: `Retry-After` and others that senders heed. */
  readonly headers?: HeadersInput | undefined;
}
