//! Well: companies, documents, people and invoices (<https://docs.wellapp.ai>).

mod events;
mod payload;
mod workspaces;

pub use payload::{Company, Contribution, Document, Email, Invoice, People, Processing};

use crate::base::provenance::{Confidence, Provenance};
use crate::catalog::provider::Provider;
use crate::event::Envelope;
use crate::retry::{Policy, Reading, Schedule};
use crate::signature::{Algorithm, Encoding, KeyForm, Place, Scheme, SignatureField};
use crate::subscription::{Api, Events, Ids, Wrapper};

const OVERVIEW: &str = "https://docs.wellapp.ai/api-reference/webhooks";
const SUBSCRIPTIONS: &str = "https://test.wellapp.ai/docs/api-reference/endpoint/webhooks/create";
const AS_OF: &str = "2026-11-21";

const fn overview(confidence: Confidence, assumed: &'static [&'static str]) -> Provenance {
    Provenance { source: OVERVIEW, as_of: AS_OF, confidence, assumed }
}

/// The policy `well`.
pub static POLICY: Policy =
    Policy::new("well", Schedule::Unpublished { within_ms: None, imitated_ms: 30_000 }, Reading::PLAIN)
        .at_most(4)
        .timeout(10_000)
        .provenance(
            Confidence::Assumed,
            overview(
                Confidence::Documented,
                &[
                    "The delays: Well documents three retries with exponential backoff and no figures.",
                    "The page asks for status 200; that any other 2xx counts as success too.",
                ],
            ),
        );

/// The provider `well`.
pub static PROVIDER: Provider = Provider {
    id: "well",
    name: "Well",
    summary: "Notifications about companies, documents, people and invoices, signed in X-Well-Signature",
    schemes: &[
        Scheme::new(
            "well/signature",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("X-Well-Signature"),
        )
        .provenance(overview(
            Confidence::Assumed,
            &["Well documents the header's name and nothing else: algorithm, encoding and secret are assumed."],
        )),
        Scheme::new(
            "well/token",
            Algorithm::Token,
            KeyForm::Text,
            "",
            SignatureField::new(Place::header("X-Webhook-Token"), Encoding::Text),
        )
        .provenance(Provenance {
            source: SUBSCRIPTIONS,
            as_of: AS_OF,
            confidence: Confidence::Documented,
            assumed: &["The header's name: a subscription's `headers` are the subscriber's own choice."],
        }),
    ],
    envelope: Envelope { kind: "event", id: None, time: Some("timestamp"), data: Some("data") },
    events: events::EVENTS,
    policy: &POLICY,
    apis: &[
        Api {
            id: "well/subscriptions",
            title: "POST /v1/subscriptions/webhooks (one event, static headers)",
            endpoint: Some("https://api.wellapp.ai/v1/subscriptions/webhooks"),
            token_variable: "WELL_API_TOKEN",
            wrapper: Wrapper::JsonApi("webhook"),
            ids: Ids::Uuid,
            milliseconds: true,
            url: "target_url",
            max_url_length: 255,
            events: Events::One("event"),
            description: None,
            secret: None,
            headers: Some("headers"),
            active: Some("active"),
            workspace_id: Some("workspace_id"),
            external_workspace_id: Some("external_workspace_id"),
            provenance: Provenance {
                source: SUBSCRIPTIONS,
                as_of: AS_OF,
                confidence: Confidence::Documented,
                assumed: &[],
            },
        },
        Api {
            id: "well/webhooks",
            title: "POST /v1/webhooks (the older API)",
            endpoint: Some("https://api.well.com/v1/webhooks"),
            token_variable: "API_KEY",
            wrapper: Wrapper::JsonApi("webhook"),
            ids: Ids::Uuid,
            milliseconds: true,
            url: "url",
            max_url_length: 255,
            events: Events::Many("events"),
            description: Some("description"),
            secret: None,
            headers: None,
            active: None,
            workspace_id: Some("workspace_id"),
            external_workspace_id: Some("external_workspace_id"),
            provenance: overview(Confidence::Documented, &[]),
        },
    ],
    workspaces: Some(&workspaces::WORKSPACES),
};
