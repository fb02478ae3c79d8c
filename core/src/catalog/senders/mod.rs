//! Senders of whom signatures are known, and nothing else: a row is all that a new one takes.
//!
//! Where a sender's documentation or code bounds the past only, the future has the same bound, and a minute at least:
//! clocks are not that good. Where it says nothing, [`Tolerance::DEFAULT`](crate::signature::Tolerance::DEFAULT) holds.

mod billing;
mod code;
mod commerce;
mod media;
mod messages;
mod payments;
mod people;
mod policies;
mod relays;
mod work;

pub(super) use policies::POLICIES;

use serde::Serialize;

use super::standard;
use crate::base::provenance::{Confidence, Provenance};
use crate::signature::{Encoding, KeyForm, Place, Scheme, SignatureField, TimeUnit, Tolerance};

/// Somebody who signs deliveries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sender {
    /// Lower-case and kebab-case: `github`.
    pub id: &'static str,
    /// The name that people use.
    pub name: &'static str,
    /// What it sends, in one line.
    pub summary: &'static str,
    /// How it signs. The first one is what the sender's id means where no scheme is named.
    pub schemes: &'static [Scheme],
}

/// Every sender that is no [`Provider`](super::Provider), by trade.
pub(super) static GROUPS: &[&[Sender]] = &[
    relays::SENDERS,
    code::SENDERS,
    payments::SENDERS,
    billing::SENDERS,
    commerce::SENDERS,
    messages::SENDERS,
    work::SENDERS,
    people::SENDERS,
    media::SENDERS,
];

const TEXT: &str = "text/plain";
const JSON: &str = "application/json";

/// Standard Webhooks, by a sender that follows the specification; some take the secret's text for the key.
const fn like_standard(id: &'static str, key: KeyForm) -> Scheme {
    Scheme { id, key, provenance: None, ..standard::V1 }
}

/// Standard Webhooks, as Svix delivers it for its customers: under headers of its own, or under the specification's.
const fn like_svix(id: &'static str) -> Scheme {
    Scheme {
        id,
        signature: SignatureField::new(Place::either("svix-signature", "webhook-signature"), Encoding::Base64)
            .prefix("v1,")
            .list(' '),
        provenance: None,
        ..standard::V1
    }
    .at(Place::either("svix-timestamp", "webhook-timestamp"), TimeUnit::Seconds, Some(Tolerance::seconds(300)))
    .message_id(Place::either("svix-id", "webhook-id"))
}

/// The day on which the sources were read.
const AS_OF: &str = "2026-11-21";

/// What the sender's own documentation or code says.
const fn documented(source: &'static str, assumed: &'static [&'static str]) -> Provenance {
    Provenance { source, as_of: AS_OF, confidence: Confidence::Documented, assumed }
}

/// What others say of the sender.
const fn secondary(source: &'static str, assumed: &'static [&'static str]) -> Provenance {
    Provenance { source, as_of: AS_OF, confidence: Confidence::Secondary, assumed }
}
