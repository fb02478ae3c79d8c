// Made by `cargo run -p hookwright --example generate` from Rust types. Change those, not this file.

/** What to answer a handshake with. */
export interface HandshakeAnswer {
  readonly ok: true;
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  /** `null` where the status has none, as 204. */
  readonly body: string | null;
  /** The secret for all deliveries that follow, which the sender has just sent, as Asana does. Keep it. */
  readonly secret?: string;
}
