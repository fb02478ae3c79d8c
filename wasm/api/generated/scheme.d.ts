import type { Provenance } from './provenance.js';
/**
 * A signature scheme: how a sender signs a delivery.
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
  /** `sender/name`, in kebab-case: `generic/signature`. */
  readonly id: Id;
  /** The algorithm. */
  readonly algorithm: Algorithm;
  /** The form of the secret; `text` if a custom scheme omits it. */
  readonly key?: KeyForm | undefined;
  /**
   * The signed content: a template such as `{timestamp}.{body}`. The fields are `{body}`, `{body:sha256}`,
   * `{timestamp}`, `{id}`, `{url}`, `{url:decoded}`, `{url:any-port}`, `{path}`, `{method}`, `{params}`,
   * `{params:repeated}`, `{secret}`, `{header:NAME}`, `{member:POINTER}`, `{member:TYPE:POINTER}`, `{field:NAME}`,
   * `{if:member:POINTER}`, `{end}`. Literal braces are doubled.
   */
  readonly content: string;
  /** The place and the encoding of the signature. */
  readonly signature: SignatureField;
  /** The time of signing, if the sender includes it. */
  readonly timestamp?: TimestampField | undefined;
  /** The place of the delivery's id, if the request has one. */
  readonly messageId?: Place | undefined;
  /** The place of the hexadecimal SHA-256 of the body, for requests whose signature covers the URL and not the body. */
  readonly bodyDigest?: Place | undefined;
  /** The handshake before the first delivery. */
  readonly handshake?: Handshake | undefined;
  /** The evidence for the scheme. Optional for custom schemes. */
  readonly provenance?: Provenance | undefined;
}
/** The algorithm of a signature. */
export type Algorithm =
  /** HMAC with SHA-1 (RFC 2104, FIPS 180-4): 20 bytes. Still secure as a MAC; some older senders use it. */
  | 'hmac-sha1'
  /** HMAC with SHA-256: 32 bytes. */
  | 'hmac-sha256'
  /** HMAC with SHA-384: 48 bytes. */
  | 'hmac-sha384'
  /** HMAC with SHA-512: 64 bytes. */
  | 'hmac-sha512'
  /** SHA-256 over content that contains the secret: 32 bytes. Not a MAC construction, but some senders use it. */
  | 'sha256'
  /** Ed25519 (RFC 8032): 64 bytes. */
  | 'ed25519'
  /**
   * RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2): the length of the modulus. Keys must have 1024 to 4096 bits and
   * should have at least 2048. Signing is not blinded, so its duration depends on the private key: sign with test keys
   * only.
   */
  | 'rsa-pkcs1-sha256'
  /** ECDSA over P-256 with SHA-256 (FIPS 186-5), in ASN.1 DER: up to 72 bytes. */
  | 'ecdsa-p256-sha256'
  /** The secret itself, sent in the request. It does not cover the body. */
  | 'token'
  /**
   * SHA-1 over content that contains the secret: 20 bytes. Collisions of SHA-1 can be found, so a caller who chooses
   * the content can obtain one signature for two contents. Use it only with senders that offer nothing else.
   */
  | 'sha1'
  /**
   * HMAC with MD5 (RFC 2104, RFC 1321): 16 bytes. No attack on it is practical, but only a few older senders use it. It
   * requires the feature `md5`.
   */
  | 'hmac-md5';
/** The form in which a secret contains its key. */
export type KeyForm =
  /** The bytes of the text, including a prefix such as `whsec_`. */
  | 'text'
  /** Base64 of the key, in either alphabet, with or without padding. */
  | 'base64'
  /** Hexadecimal digits of the key. */
  | 'hex'
  /** The Standard Webhooks form: base64 after `whsec_`. The prefix is optional, and so is `v1,` before it. */
  | 'whsec'
  /** The Standard Webhooks form for Ed25519: base64 after `whpk_` (public) or `whsk_` (private). */
  | 'whpk'
  /**
   * PEM (RFC 7468), or the base64 of the DER in it: a key, or a certificate with the public key (X.509). Nothing else
   * in a certificate is checked, neither its issuer nor its dates.
   */
  | 'pem'
  /** The SHA-1 of the text, including a prefix. */
  | 'sha1';
/** The text encoding of a signature. */
export type Encoding =
  /** Hexadecimal: written in lower case, read in either case. */
  | 'hex'
  /** Base64 (RFC 4648 §4), padded, without line breaks. */
  | 'base64'
  /** Base64url (RFC 4648 §5), with `-` and `_`: written without padding, read with or without it. */
  | 'base64url'
  /** Plain text, for tokens. */
  | 'text';
/** A place in a request that a scheme reads. */
export type Place =
  /** A header field, as the sender spells it. */
  | {
      /** The name of the field. */
      readonly header: string;
      /** An alternative field, or several, separated by commas: `A-2,A-3`. For a signature, all fields are read. */
      readonly orHeader?: string | undefined;
    }
  /**
   * An item of the list that contains the signature: the item that starts with this prefix, without the prefix. With
   * `t=`, it is `1700000000` in `t=1700000000,v1=…`.
   */
  | {
      /** The prefix of the item. */
      readonly item: string;
    }
  /** A parameter of the URL. */
  | {
      /** The name of the parameter. */
      readonly query: string;
    }
  /** A value in the JSON body: a string or a number. */
  | {
      /** The JSON Pointer (RFC 6901). */
      readonly member: string;
    }
  /** A field of a form, which is the body: `application/x-www-form-urlencoded` or `multipart/form-data`. */
  | {
      /** The name of the field. */
      readonly field: string;
    };
/** The place and the encoding of a signature. */
export type SignatureField = Exclude<
  Place,
  {
    readonly item: string;
  }
> & {
  /**
   * The separator of a list of items. Whitespace around an item is ignored, and a comma before whitespace is another
   * separator: several header fields of the same name are equivalent to one that contains all their items.
   */
  readonly separator?: string | undefined;
  /**
   * The prefix of a signature. List items with other prefixes are ignored, but items without a prefix directly after a
   * signature are read as signatures, because some senders write the prefix once: `v0=new,old`. A prefix of `*` and a
   * character matches any text up to the first such character: with `*|`, the signature is what follows the first `|`.
   * A prefix that ends with `?` is optional, and the `?` is not a part of it.
   */
  readonly prefix?: string | undefined;
  /** The encoding of the signature; `hex` if a custom scheme omits it. */
  readonly encoding?: Encoding | undefined;
};
/** The time at which the attempt was signed. */
export type TimestampField = Place & {
  /** The unit or format. */
  readonly unit: TimeUnit;
  /**
   * The maximum distance from the receiver's clock in seconds, or `false` for no limit. Five minutes in either
   * direction if the sender does not document one.
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
/** The format of a timestamp. */
export type TimeUnit =
  /** Whole seconds since the epoch, in decimal digits. */
  | 'seconds'
  /** Whole milliseconds since the epoch, in decimal digits. */
  | 'milliseconds'
  /** RFC 3339: `2026-01-15T12:30:00Z`. */
  | 'rfc3339'
  /** RFC 3339 in UTC, with or without the offset: `2026-01-15T12:30:00`. */
  | 'rfc3339-utc'
  /** An HTTP date (RFC 9110 §5.6.7): `Thu, 15 Jan 2026 12:30:00 GMT`. */
  | 'http-date'
  /**
   * Any of the above except `Rfc3339Utc`, for senders that do not document the format. Numbers of up to 11 digits are
   * seconds, longer ones are milliseconds. Formatted as seconds.
   */
  | 'any';
/** The handshake that a sender makes before the first delivery. */
export interface Handshake {
  /** The condition that identifies a handshake request. */
  readonly trigger: HandshakeTrigger;
  /** Whether the request is signed and must be verified first; `false` if a custom scheme omits it. */
  readonly signed?: boolean | undefined;
  /**
   * The well-known key with which the sender signs the handshake, because the receiver does not have a secret yet.
   * Everyone knows it, so the signature does not prove anything.
   */
  readonly testKey?: string | undefined;
  /**
   * The place of a token that the receiver has chosen, and that must be equal to the token of the `Endpoint`. It is
   * compared in constant time.
   */
  readonly token?: Place | undefined;
  /**
   * The JSON Pointer of the encrypted body, for requests whose body is encrypted: base64 of an initialization vector
   * and AES-256-CBC with PKCS #7 padding. The key is the SHA-256 of the secret. The other parts of the handshake apply
   * to the decrypted body.
   */
  readonly encrypted?: string | undefined;
  /** The place of the secret of all later deliveries, if the sender chooses it. */
  readonly secret?: Place | undefined;
  /**
   * Whether the handshake is answered only while the receiver sets up a webhook; `false` if a custom scheme omits it.
   */
  readonly settingUp?: boolean | undefined;
  /**
   * Whether the sender also makes a `HEAD` request, which is answered with status 200; `false` if a custom scheme omits
   * it.
   */
  readonly head?: boolean | undefined;
  /** The expected response. */
  readonly reply: HandshakeReply;
}
/** The condition that identifies a handshake request. */
export type HandshakeTrigger =
  /** A request with this parameter in its URL. */
  | {
      /** The name of the parameter. */
      readonly query?: string | undefined;
      /** The method of the request, or `*` for any method; `GET` if absent. */
      readonly method?: string | undefined;
    }
  /** A request with this header field. */
  | {
      /** The name of the field. */
      readonly header: string;
      /** The required value; any value if absent. */
      readonly equals?: string | undefined;
      /** The method of the request; any method if absent. */
      readonly method?: string | undefined;
    }
  /** A JSON body with a value, a string or a number, at this pointer. */
  | {
      /** The JSON Pointer (RFC 6901). */
      readonly member: string;
      /** The required value; any value if absent. */
      readonly equals?: string | undefined;
    }
  /** A form-encoded body with this parameter. */
  | {
      /** The name of the parameter. */
      readonly form: string;
      /** The required value; any value if absent. */
      readonly equals?: string | undefined;
    }
  /** A request with this method, such as `HEAD`. */
  | {
      /** The method. */
      readonly method: string;
    };
/** The response to a handshake, as a template. */
export interface HandshakeReply {
  /** The status; 200 if a custom scheme omits it. */
  readonly status?: number | undefined;
  /**
   * The content type: `text/plain`, which is the default, or `application/json`, in which values from the request are
   * escaped.
   */
  readonly contentType?: string | undefined;
  /**
   * The body: a template with `{query:NAME}`, `{member:POINTER}` and `{header:NAME}`; `{mac:query:NAME}` and
   * `{mac:member:POINTER}` are the scheme's MAC of such a value, and `{sha256:query:NAME}` is the hexadecimal SHA-256
   * of the parameter, the token of the `Endpoint` and its URL.
   */
  readonly body?: string | undefined;
  /** The header field of the request that the response repeats. */
  readonly header?: string | undefined;
  /** The name of that field in the response; the same name if absent. */
  readonly asHeader?: string | undefined;
}
