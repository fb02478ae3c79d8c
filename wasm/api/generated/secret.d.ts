/** A new secret. */
export interface GeneratedSecret {
  /** What signs; where there is no `publicKey`, what verifies too. Show it once, and keep it where secrets are kept. */
  readonly secret: string;
  /** What verifies, where that is another key. It need not be kept secret. */
  readonly publicKey?: string;
}
