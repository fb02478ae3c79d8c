import type { Body, HeadersInput, Key, SchemeSelector } from './input.js';
/** The options of {@link createSigner}. */
export type SignerOptions = SchemeSelector & {
  /**
   * The secret to sign with; for key pairs, the private key. With several secrets, a delivery carries one signature
   * per secret. More secrets than the scheme allows signatures are an error.
   */
  readonly secret: Key | readonly Key[];
};
/** A delivery to sign. */
export interface UnsignedDelivery<Content extends Body = Body> {
  /** The body, exactly as it will be sent. */
  readonly body: Content;
  /** The delivery's id, the same for each attempt. Required by schemes that sign it; other schemes ignore it. */
  readonly id?: string | undefined;
  /** The timestamp of the signature. By default now. Schemes without a timestamp ignore it. */
  readonly timestamp?: Date | number | undefined;
  /** The URL of the request. Required by schemes that sign it or put the signature in it. */
  readonly url?: string | undefined;
  /** The method of the request. Required by schemes that sign it. */
  readonly method?: string | undefined;
  /** The other header fields of the request. Some schemes sign one of them or read `Content-Type`. */
  readonly headers?: HeadersInput | undefined;
}
/** The options of {@link sign}. */
export type SignOptions<Content extends Body = Body> = SignerOptions & UnsignedDelivery<Content>;
