//! Standard Webhooks: an envelope that many senders share (<https://www.standardwebhooks.com>).

use super::Provider;
use crate::event::Envelope;
use crate::provenance::{Confidence, Provenance};
use crate::retry::{Policy, Schedule};

const SPECIFICATION: Provenance = Provenance {
    source: "https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md",
    as_of: "2026-11-21",
    confidence: Confidence::Documented,
    assumed: &[],
};

/// The provider `standard`.
pub static PROVIDER: Provider = Provider {
    id: "standard",
    name: "Standard Webhooks",
    summary: "The envelope that the specification recommends; the event types are each sender's own",
    schemes: &[],
    envelope: Envelope { kind: "type", id: None, time: Some("timestamp"), data: Some("data") },
    events: &[],
    policy: Policy {
        id: "standard",
        schedule: Schedule::Table {
            delays_ms: &[
                0, 5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 50_400_000, 72_000_000, 86_400_000,
            ],
        },
        delays: Confidence::Documented,
        timeout_ms: Some(15_000),
        provenance: SPECIFICATION,
    },
    apis: &[],
};
