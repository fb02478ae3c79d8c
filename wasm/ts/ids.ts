// Made by `cargo run -p hookwright --example generate` from what the core knows. Change the core, not this file.

/** Who sends webhooks. */
export type ProviderId =
  | 'generic'
  | 'well'
  | 'awell'
  | 'standard';

/** Those of them whose API for subscriptions is known. */
export type ServiceProviderId =
  | 'generic'
  | 'well';

/** A way of signing. */
export type SchemeId =
  | 'generic/signature'
  | 'well/signature';

/** A way of retrying. */
export type PolicyId =
  | 'generic'
  | 'well'
  | 'awell'
  | 'standard';

/** A way of making a subscription. */
export type ApiId =
  | 'generic/webhooks'
  | 'well/subscriptions'
  | 'well/webhooks'
  | 'awell/studio';

/** What can be wrong with a body. */
export type ProblemCode =
  | 'ambiguous_provider'
  | 'byte_order_mark'
  | 'duplicate_key'
  | 'empty_body'
  | 'invalid_json'
  | 'invalid_timestamp'
  | 'invalid_utf8'
  | 'lone_surrogate'
  | 'missing_field'
  | 'more_problems'
  | 'out_of_range'
  | 'unknown_event_type'
  | 'unknown_field'
  | 'unknown_provider'
  | 'unknown_value'
  | 'wrong_type';
