import type { Provenance } from './provenance.js';
/**
 * One way of signing a delivery, as data: what {@link senders} shows, and what `scheme` takes for a sender of your own.
 *
 * @example
 * const acme: Scheme = {
 *   id: 'acme/v1',
 *   algorithm: 'hmac-sha256',
 *   content: '{timestamp}.{body}',
 *   signature: { header: 'Acme-Signature', separator: ',', prefix: 'v1=' },
 *   timestamp: { item: 't=', unit: 'seconds', toleranceSeconds: 300 },
 * };
 */
export interface Scheme<Id extends string = string> {
  /** The sender's name and the scheme's, in lower case: `acme/v1`. */
  readonly id: Id;
  /** What is computed over the content. `token` is a text that is sent along, and proves nothing about the body. */
  readonly algorithm: Algorithm;
  /** How the text of a secret becomes a key, by default `text`. */
  readonly key?: KeyForm | undefined;
  /**
   * What is signed: a template with the fields `{body}`, `{body:sha256}`, `{timestamp}`, `{id}`, `{url}`, `{url:decoded}`,
   * `{url:any-port}`, `{path}`, `{method}`, `{params}`, `{secret}`, `{header:NAME}` and `{member:POINTER}`. A brace that
   * stands for itself is doubled.
   */
  readonly content: string;
  /** Where the signature stands, and how it is written. */
  readonly signature: SignatureField;
  /** When the attempt was signed, where the sender says so. */
  readonly timestamp?: TimestampField | undefined;
  /** Where the id of the delivery stands. */
  readonly messageId?: Place | undefined;
  /** Where a hexadecimal SHA-256 of the body stands, for requests whose signature covers the URL and not the body. */
  readonly bodyDigest?: Place | undefined;
  /** What the sender asks before it sends anything. */
  readonly handshake?: Handshake | undefined;
  /** Where all this comes from; nothing for a scheme of your own. */
  readonly provenance?: Provenance | undefined;
}
/** What is computed over the content. */
export type Algorithm =
  | 'hmac-sha1'
  | 'hmac-sha256'
  | 'hmac-sha384'
  | 'hmac-sha512'
  | 'sha256'
  | 'ed25519'
  | 'rsa-pkcs1-sha256'
  | 'ecdsa-p256-sha256'
  | 'token';
/**
 * How the text of a secret becomes a key: its own bytes, base64, hexadecimal digits, base64 after `whsec_`, base64 after
 * `whpk_` or `whsk_`, or PEM.
 */
export type KeyForm = 'text' | 'base64' | 'hex' | 'whsec' | 'whpk' | 'pem';
/** How the bytes of a signature are written; `text` is for tokens. */
export type Encoding = 'hex' | 'base64' | 'base64url' | 'text';
/**
 * A part of a request: a header field, or either of two; the item of the signature's list that begins with a text; a
 * parameter of the URL; or a value in the JSON body, by JSON Pointer.
 */
export type Place =
  | HeaderPlace
  | {
      readonly item: string;
    }
  | {
      readonly query: string;
    }
  | {
      readonly member: string;
    };
/** A header field, and one that may stand in for it. */
export interface HeaderPlace {
  readonly header: string;
  readonly orHeader?: string | undefined;
}
/** Where the signature stands, and how it is written. */
export type SignatureField = Exclude<
  Place,
  {
    readonly item: string;
  }
> & {
  /** What stands between the items, where the value is a list of them: one character. */
  readonly separator?: string | undefined;
  /** What a signature of this scheme begins with. Items of a list that begin otherwise are passed over. */
  readonly prefix?: string | undefined;
  /** By default `hex`. */
  readonly encoding?: Encoding | undefined;
};
/** When the attempt was signed. */
export type TimestampField = Place & {
  readonly unit: 'seconds' | 'milliseconds' | 'rfc3339' | 'rfc3339-utc' | 'http-date' | 'any';
  /** How far from the receiver's clock it may be, by default five minutes either way; `false` is as far as it likes. */
  readonly toleranceSeconds?:
    | number
    | {
        readonly past: number | false;
        readonly future: number | false;
      }
    | false
    | undefined;
};
/** What a sender asks before it sends anything, and what it is answered with. */
export interface Handshake {
  /** How such a request is known: a `GET` with a parameter, a header field, or a value in the body. */
  readonly trigger:
    | {
        readonly query: string;
      }
    | {
        readonly header: string;
        readonly equals?: string | undefined;
      }
    | {
        readonly member: string;
        readonly equals: string;
      };
  /** Whether it is signed, and so has to be verified first. */
  readonly signed?: boolean | undefined;
  readonly reply: {
    /** By default 200. */
    readonly status?: number | undefined;
    /** `application/json` or, by default, `text/plain`. */
    readonly contentType?: string | undefined;
    /**
     * A template with `{query:NAME}`, `{member:POINTER}`, `{header:NAME}`, and `{mac:query:NAME}` or
     * `{mac:member:POINTER}` for the signature of such a value.
     */
    readonly body?: string | undefined;
    /** The header field that is sent back as it came: it carries the secret of all that follows. */
    readonly header?: string | undefined;
  };
}
/** What is wrong with a scheme, or worth a look. */
export interface SchemeProblem {
  /** What, for a program. */
  readonly code: string;
  /** With an `error` the scheme cannot be used. */
  readonly severity: 'note' | 'warning' | 'error';
  /** Where, as a JSON Pointer; empty for the scheme as a whole. */
  readonly path: string;
  /** What to do about it, for a person. */
  readonly message: string;
}
