/** The response to a handshake. */
export interface HandshakeAnswer {
  readonly ok: true;
  readonly status: number;
  readonly headers: {
    readonly [name: string]: string;
  };
  /** `null` if the status does not allow a body, such as 204. */
  readonly body: string | null;
  /** The secret of all later deliveries, which the sender sent with this request, as Asana does. Store it. */
  readonly secret?: string;
}
