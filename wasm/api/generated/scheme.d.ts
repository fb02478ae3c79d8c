import type { Provenance } from './provenance.js';
/**
 * One way of signing a delivery.
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
  /** `provider/name`, in kebab-case: `generic/signature`. */
  readonly id: Id;
  /** What is computed. */
  readonly algorithm: Algorithm;
  /** How the text of a secret becomes a key; in JSON, by default `text`. */
  readonly key?: KeyForm | undefined;
  /**
   * What it is computed over: a template, `{timestamp}.{body}` for example. Its fields are `{body}`, `{body:sha256}`,
   * `{timestamp}`, `{id}`, `{url}`, `{url:decoded}`, `{url:any-port}`, `{path}`, `{method}`, `{params}`,
   * `{params:repeated}`, `{secret}`, `{header:NAME}`, `{member:POINTER}`, `{member:TYPE:POINTER}`. Braces that stand
   * for themselves are doubled.
   */
  readonly content: string;
  /** Where the signature stands, and how it is written. */
  readonly signature: SignatureField;
  /** When the attempt was signed, where the sender says so. */
  readonly timestamp?: TimestampField | undefined;
  /** Where the id of the delivery stands, where a header or the like carries one. */
  readonly messageId?: Place | undefined;
  /** Where a hexadecimal SHA-256 of the body stands, for requests whose signature covers the URL and not the body. */
  readonly bodyDigest?: Place | undefined;
  /** What the sender asks before it sends anything. */
  readonly handshake?: Handshake | undefined;
  /** Where all this comes from; nothing for a scheme of one's own. */
  readonly provenance?: Provenance | undefined;
}
/** What is computed over the signed content. */
export type Algorithm =
  /** HMAC with SHA-1 (RFC 2104, FIPS 180-4): 20 bytes. Still sound as a MAC, and what older senders use. */
  | 'hmac-sha1'
  /** HMAC with SHA-256: 32 bytes. */
  | 'hmac-sha256'
  /** HMAC with SHA-384: 48 bytes. */
  | 'hmac-sha384'
  /** HMAC with SHA-512: 64 bytes. */
  | 'hmac-sha512'
  /** SHA-256 over content that has the secret in it: 32 bytes. Not a MAC by its construction; some senders use it. */
  | 'sha256'
  /** Ed25519 (RFC 8032): 64 bytes. */
  | 'ed25519'
  /**
   * RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2): as many bytes as the modulus has. Keys have 1024 to 4096 bits, and
   * should have at least 2048. Signing is not blinded, so the time that it takes depends on the private key: sign with
   * test keys.
   */
  | 'rsa-pkcs1-sha256'
  /** ECDSA over P-256 with SHA-256 (FIPS 186-5), in ASN.1 DER: up to 72 bytes. */
  | 'ecdsa-p256-sha256'
  /** The secret itself, sent along. It proves nothing about the body. */
  | 'token';
/** How the text of a secret becomes a key. */
export type KeyForm =
  /** The bytes of the text as they are, a prefix such as `whsec_` included. */
  | 'text'
  /** Base64 of the key's bytes, in either alphabet, padded or not. */
  | 'base64'
  /** Hexadecimal digits of the key's bytes. */
  | 'hex'
  /** As Standard Webhooks has it: base64 after `whsec_`, which may be left out, as may a `v1,` before it. */
  | 'whsec'
  /** As Standard Webhooks has it for Ed25519: base64 after `whpk_` (public) or `whsk_` (secret). */
  | 'whpk'
  /** PEM (RFC 7468), or the base64 of the DER that it holds. */
  | 'pem';
/** How the bytes of a signature are written as text. */
export type Encoding =
  /** Two hexadecimal digits a byte: written in lower case, read in either. */
  | 'hex'
  /** The base64 of RFC 4648 §4, padded, without line breaks. */
  | 'base64'
  /** The base64 of RFC 4648 §5, with `-` and `_`: written without padding, read with or without. */
  | 'base64url'
  /** As it is: for tokens. */
  | 'text';
/** A part of a request that a scheme reads. */
export type Place =
  /** A header field, as the provider spells it. */
  | {
      /** The name of the field. */
      readonly header: string;
      /** A second field that may stand in for it; where it holds a signature, both are read. */
      readonly orHeader?: string | undefined;
    }
  /** An item of the signature's list: the one that begins with this text, which is left away. */
  | {
      /** What the item begins with. */
      readonly item: string;
    }
  /** A parameter of the URL. */
  | {
      /** The name of the parameter. */
      readonly query: string;
    }
  /** A value in the JSON body: text or a number. */
  | {
      /** Where it is, as a JSON Pointer (RFC 6901). */
      readonly member: string;
    };
/** Where the signature stands, and how it is written. */
export type SignatureField = Exclude<
  Place,
  {
    readonly item: string;
  }
> & {
  /** What stands between the items, where the value is a list of them. White space around an item does not count. */
  readonly separator?: string | undefined;
  /** What a signature of this scheme begins with. Items of a list that begin otherwise are passed over. */
  readonly prefix?: string | undefined;
  /** How the bytes of the signature are written; in JSON, by default `hex`. */
  readonly encoding?: Encoding | undefined;
};
/** When the attempt was signed. */
export type TimestampField = Place & {
  /** How it is written. */
  readonly unit: TimeUnit;
  /**
   * How far from the receiver's clock it may be. Where a provider says nothing, five minutes either way. In JSON,
   * `false` is without limit.
   */
  readonly toleranceSeconds?:
    | number
    | false
    | {
        readonly past: number | false;
        readonly future: number | false;
      }
    | undefined;
};
/** How an instant is written. */
export type TimeUnit =
  /** Whole seconds since the epoch, in decimal digits. */
  | 'seconds'
  /** Whole milliseconds since the epoch, in decimal digits. */
  | 'milliseconds'
  /** RFC 3339: `2026-01-15T12:30:00Z`. */
  | 'rfc3339'
  /** RFC 3339 in UTC, of which the offset may be left out: `2026-01-15T12:30:00`. */
  | 'rfc3339-utc'
  /** The date of HTTP (RFC 9110 §5.6.7): `Thu, 15 Jan 2026 12:30:00 GMT`. */
  | 'http-date'
  /**
   * Any of these, for senders that do not document the form: up to 11 digits are seconds, more are milliseconds.
   * Written in seconds.
   */
  | 'any';
/** What a sender asks before it sends anything, as data. */
export interface Handshake {
  /** How such a request is known. */
  readonly trigger: HandshakeTrigger;
  /** Whether it is signed, and so has to be verified first; in JSON, by default `false`. */
  readonly signed?: boolean | undefined;
  /** What it is answered with. */
  readonly reply: HandshakeReply;
}
/** How a request is known that asks instead of telling. */
export type HandshakeTrigger =
  /** A `GET` with this parameter. */
  | {
      /** The name of the parameter. */
      readonly query: string;
    }
  /** A request with this header field. */
  | {
      /** The name of the field. */
      readonly header: string;
      /** What it is, if not every value will do. */
      readonly equals?: string | undefined;
    }
  /** A body with this value, text or a number, at this JSON Pointer. */
  | {
      /** Where it is. */
      readonly member: string;
      /** What it is. */
      readonly equals: string;
    };
/** What answers a handshake. */
export interface HandshakeReply {
  /** The status; in JSON, by default 200. */
  readonly status?: number | undefined;
  /**
   * What the body is: `application/json` or, by default, `text/plain`. In a body that is JSON, what comes out of the
   * request is escaped.
   */
  readonly contentType?: string | undefined;
  /**
   * The body, as a template over `{query:NAME}`, `{member:POINTER}` and `{header:NAME}`; `{mac:query:NAME}` and
   * `{mac:member:POINTER}` are the scheme's signature of such a value.
   */
  readonly body?: string | undefined;
  /** The header field that is sent back as it came. It carries the secret of all that follows. */
  readonly header?: string | undefined;
}
