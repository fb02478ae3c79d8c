/** A generated secret. */
export interface GeneratedSecret {
  /** The key to sign with, and to verify with if there is no `publicKey`. Show it once, and store it as a secret. */
  readonly secret: string;
  /** The key to verify with, if it differs. It is not secret. */
  readonly publicKey?: string;
}
