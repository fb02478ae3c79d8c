/** The deliveries of an event. */
export interface Emitted {
  readonly eventId: string;
  /** The deliveries, which are due now. */
  readonly deliveryIds: readonly string[];
  /** The subscriptions that do not receive the event, with the reasons. */
  readonly skipped: readonly Skipped[];
}
/** A subscription that does not receive an event. */
export interface Skipped {
  readonly subscriptionId: string;
  readonly reason: SkipReason;
  readonly message: string;
}
/** The reason why a subscription does not receive an event. */
export type SkipReason =
  /** The subscription is not active. */
  | 'inactive'
  /** The subscription is for other events. */
  | 'other_event'
  /** The subscription is for another workspace. */
  | 'other_workspace';
