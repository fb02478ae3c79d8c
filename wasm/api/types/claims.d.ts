/**
 * What a store of claims does for a receiver: it decides which request may handle an event. The state machine is `inbox`
 * in the core; every store passes the same test vectors.
 *
 * `Tx` is what the store passes to handlers as `context.tx`: the transaction that contains the claim, if there is one.
 */
export interface ClaimStore<Tx = undefined> {
  /**
   * Claims an event for one handling. One of any number of concurrent requests gets `claimed`. A request that has not
   * received the answer can ask again with the same token, and gets the same claim.
   *
   * @throws if the store is unavailable; the receiver then answers 503, so that the sender tries again
   */
  claim(request: ClaimRequest): Claim<Tx> | Promise<Claim<Tx>>;
  /**
   * Extends the lease of a claim by `leaseMs` from now. False if the claim is no longer held: its lease has ended and
   * another request has claimed the event.
   */
  renew(held: HeldClaim): boolean | Promise<boolean>;
  /**
   * Records that the event has been handled, for `keepMs`. True again if it is repeated. False, without a change of the
   * event, if the claim is no longer held. A lease that has ended, but whose event was not claimed by another request, is
   * still held. If the store has lost the claim, and no other request has claimed the event since, the event is recorded
   * as handled. The position of the event counts for the order in any case, because its handler has run.
   */
  complete(held: HeldClaim): boolean | Promise<boolean>;
  /**
   * Gives the event back because its handling failed, so that the next request can claim it at once. False, without a
   * change, if the claim is no longer held.
   */
  release(held: HeldClaim): boolean | Promise<boolean>;
}
/** A request to handle an event. */
export interface ClaimRequest {
  /** The event: the sender, a colon, and the id or a digest of the delivery. */
  readonly key: string;
  /** A random text that identifies this request, at least 128 bits. */
  readonly token: string;
  /** How long the claim is held without being renewed, in milliseconds. */
  readonly leaseMs: number;
  /** How long a handled event is remembered, in milliseconds. */
  readonly keepMs: number;
  /** The place of the event in the history of an object, if the receiver orders events. */
  readonly order?: EventOrder | undefined;
}
/** The place of an event in the history of an object. */
export interface EventOrder {
  /** The object, such as the id of an invoice. */
  readonly object: string;
  /** The place: a version number or an instant. Of two events, the one with the larger number is newer. */
  readonly position: number;
}
/** A claim that is held. */
export interface HeldClaim extends ClaimRequest {
  /**
   * The fencing token: it is larger for each later claim of the event. It follows the clock of the store, so that this also
   * holds after the store has lost its data.
   */
  readonly fence: number;
}
/** The answer to a request to handle an event. */
export type Claim<Tx = undefined> =
  /** The request may handle the event. */
  | {
      readonly state: 'claimed';
      /** The fencing token: it is larger for each later claim of the event. */
      readonly fence: number;
      /** The transaction that contains the claim, for the handler. */
      readonly tx?: Tx;
    }
  /** Another request is handling the event at this moment. */
  | {
      readonly state: 'busy';
    }
  /** The event has been handled. */
  | {
      readonly state: 'handled';
    }
  /** A newer event of the same object has been handled. The event is recorded as handled. */
  | {
      readonly state: 'outdated';
    };
