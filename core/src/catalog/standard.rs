//! Standard Webhooks: an envelope that many senders share (<https://www.standardwebhooks.com>).

use super::provider::Provider;
use crate::base::provenance::{Confidence, Provenance};
use crate::event::Envelope;
use crate::retry::{Policy, Reading, Schedule};
use crate::signature::{Algorithm, KeyForm, Place, Scheme, SignatureField, TimeUnit, Tolerance};

const SPECIFICATION: Provenance = Provenance {
    source: "https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md",
    as_of: "2026-11-21",
    confidence: Confidence::Documented,
    assumed: &[],
};

const FIVE_MINUTES: Option<Tolerance> = Some(Tolerance::seconds(300));

/// The scheme `standard/v1`.
pub const V1: Scheme = Scheme::new(
    "standard/v1",
    Algorithm::HmacSha256,
    KeyForm::Whsec,
    "{id}.{timestamp}.{body}",
    SignatureField::base64("webhook-signature").prefix("v1,").list(' '),
)
.at(Place::header("webhook-timestamp"), TimeUnit::Seconds, FIVE_MINUTES)
.message_id(Place::header("webhook-id"))
.provenance(SPECIFICATION);

/// The scheme `standard/v1a`.
///
/// Where a sender signs for all its customers with one key pair, whoever can make it sign for one of them can have it sign
/// what another one trusts (<https://github.com/standard-webhooks/standard-webhooks/issues/34>): ask for a pair of your own.
pub const V1A: Scheme = Scheme::new(
    "standard/v1a",
    Algorithm::Ed25519,
    KeyForm::Whpk,
    "{id}.{timestamp}.{body}",
    SignatureField::base64("webhook-signature").prefix("v1a,").list(' '),
)
.at(Place::header("webhook-timestamp"), TimeUnit::Seconds, FIVE_MINUTES)
.message_id(Place::header("webhook-id"))
.provenance(Provenance {
    assumed: &["The tolerance is the one that the reference libraries have for `v1`: none of them knows `v1a`."],
    ..SPECIFICATION
});

/// The policy `standard`: the specification's example.
pub static POLICY: Policy = Policy::new(
    "standard",
    Schedule::table(&[
        0, 5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 50_400_000, 72_000_000, 86_400_000,
    ]),
    Reading::STANDARD,
)
.timeout(15_000)
.provenance(
    Confidence::Documented,
    Provenance {
        assumed: &[
            "The specification advises random jitter without saying how much: none is assumed.",
            "A timeout of 15 to 30 seconds is advised; the shorter one is taken.",
            "How long a `Retry-After` is heeded: from a second to a day.",
        ],
        ..SPECIFICATION
    },
);

/// The provider `standard`.
pub static PROVIDER: Provider = Provider {
    id: "standard",
    name: "Standard Webhooks",
    summary: "The envelope that the specification recommends; the event types are each sender's own",
    schemes: &[V1, V1A],
    envelope: Envelope { kind: "type", id: None, time: Some("timestamp"), data: Some("data") },
    events: &[],
    policy: &POLICY,
    apis: &[],
    workspaces: None,
};
