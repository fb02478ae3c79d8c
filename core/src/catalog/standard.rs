//! Standard Webhooks: an envelope that many senders share (<https://www.standardwebhooks.com>).
//!
//! A sender that signs for all its customers with one key pair (`standard/v1a`) can be made to sign, for one customer, a delivery
//! that another customer accepts (<https://github.com/standard-webhooks/standard-webhooks/issues/34>). Ask for a key pair that only
//! you use.

use super::generated;
use super::provider::Provider;
use crate::event::Envelope;

/// The provider `standard`.
pub static PROVIDER: Provider = Provider::new(
    &generated::standard::SENDER,
    Envelope { kind: "type", id: None, time: Some("timestamp"), data: Some("data") },
    &[],
    &[],
);
