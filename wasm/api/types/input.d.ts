import type { SchemeId, SenderId } from '../generated/ids.js';
import type { TransportError } from '../generated/retry.js';
import type { Scheme } from '../generated/scheme.js';
/** The type of instances of the global class with this name, if the runtime's types have it. */
export type InstanceOf<Name extends string> =
  typeof globalThis extends Record<
    Name,
    {
      prototype: infer Type;
    }
  >
    ? Type
    : never;
/**
 * A body as it arrived or will be sent. Strings are encoded as UTF-8, and bytes are used unchanged. Shared memory is
 * copied once in each call; `parseEvent` reads the copy of the same object that `verify` accepted last.
 */
export type Body = string | Uint8Array | ArrayBuffer | ArrayBufferView;
/**
 * A secret. Text is the form in which the sender shows the secret, such as `whsec_…`, and is decoded as the scheme
 * specifies; bytes are the key itself. The verdict reports the name of the secret that matched.
 */
export type Key =
  | string
  | Uint8Array
  | {
      readonly name: string;
      readonly value: string | Uint8Array;
    };
/**
 * Header fields, with names in any case: a `Headers` object, a plain object such as Node's `request.headers`, a `Map`,
 * or a list.
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
 * Selects a signature scheme: by its sender (`provider`), whose first scheme is used, by its id, or as a custom scheme.
 * Pass exactly one of `provider` and `scheme`.
 */
export type SchemeSelector =
  | {
      readonly provider: SenderId;
      readonly scheme?: undefined;
    }
  | {
      readonly scheme: SchemeId | Scheme;
      readonly provider?: undefined;
    };
/**
 * How far a timestamp may be from now, in seconds: one limit for both directions, or separate ones. Fractions are
 * rounded to milliseconds. `false` disables the check.
 */
export type Tolerance =
  | number
  | {
      readonly past: number;
      readonly future: number;
    }
  | false;
/** The outcome of an attempt: either a response or an error. */
export interface AttemptOutcome {
  /** The status of the response. */
  readonly status?: number | undefined;
  /** The reason that there was no response. */
  readonly error?: TransportError | undefined;
  /** The headers of the response, such as `Retry-After`. */
  readonly headers?: HeadersInput | undefined;
}
