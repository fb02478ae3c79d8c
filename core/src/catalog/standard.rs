//! Standard Webhooks: a specification of signatures and of an envelope that many senders use
//! (<https://www.standardwebhooks.com>).
//!
//! If a sender signs the deliveries to all its customers with one key pair (`standard/v1a`), an attacker who is a
//! customer can obtain a signed delivery that other customers accept
//! (<https://github.com/standard-webhooks/standard-webhooks/issues/34>). Ask the sender for a separate key pair.

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
