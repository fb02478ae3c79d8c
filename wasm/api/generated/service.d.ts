/** The deliveries of an event. */
export interface Emitted {
  readonly eventId: string;
  /** The deliveries that are due now. */
  readonly deliveryIds: readonly string[];
  /** The subscriptions that do not receive it, and why. */
  readonly skipped: readonly Skipped[];
}
/** A subscription that does not receive an event. */
export interface Skipped {
  readonly subscriptionId: string;
  readonly reason: SkipReason;
  readonly message: string;
}
/** Why a subscription does not receive an event. */
export type SkipReason =
  /** It is switched off. */
  | 'inactive'
  /** It is for other events. */
  | 'other_event'
  /** It is for another workspace. */
  | 'other_workspace';
