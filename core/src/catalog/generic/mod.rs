//! The generic provider: the webhook system that most home-made ones resemble, from a documentation page that names no
//! product.

mod events;
mod payload;

pub use payload::{File, Payment, Project, User};

use crate::base::provenance::{Confidence, Provenance};
use crate::catalog::provider::Provider;
use crate::event::Envelope;
use crate::retry::{Policy, Reading, Schedule};
use crate::signature::{Algorithm, KeyForm, Scheme, SignatureField};
use crate::subscription::{Api, Events, Ids, Wrapper};

const SOURCE: &str = "\"Webhooks\", a documentation page that names no product";
const AS_OF: &str = "2026-11-21";

const fn provenance(confidence: Confidence, assumed: &'static [&'static str]) -> Provenance {
    Provenance { source: SOURCE, as_of: AS_OF, confidence, assumed }
}

/// The scheme `generic/signature`.
pub const SCHEME: Scheme = Scheme::new(
    "generic/signature",
    Algorithm::HmacSha256,
    KeyForm::Text,
    "{body}",
    SignatureField::hex("X-Webhook-Signature"),
)
.provenance(provenance(Confidence::Documented, &[]));

/// The policy `generic`.
pub static POLICY: Policy =
    Policy::new("generic", Schedule::table(&[0, 30_000, 300_000, 1_800_000, 7_200_000]), Reading::PLAIN).provenance(
        Confidence::Documented,
        provenance(
            Confidence::Documented,
            &[
                "Each delay counts from the attempt before.",
                "The page asks for status 200; that any other 2xx counts as success too.",
            ],
        ),
    );

/// The provider `generic`.
pub static PROVIDER: Provider = Provider {
    id: "generic",
    name: "Generic",
    summary: "A hex HMAC-SHA256 of the raw body in X-Webhook-Signature, and five attempts",
    schemes: &[SCHEME],
    envelope: Envelope { kind: "type", id: Some("id"), time: Some("created_at"), data: Some("data") },
    events: events::EVENTS,
    policy: &POLICY,
    apis: &[Api {
        id: "generic/webhooks",
        title: "POST /v1/webhooks",
        endpoint: Some("https://api.example.com/v1/webhooks"),
        token_variable: "API_KEY",
        wrapper: Wrapper::None,
        ids: Ids::Prefixed,
        milliseconds: false,
        url: "url",
        max_url_length: 2048,
        events: Events::Many("events"),
        description: None,
        secret: Some("secret"),
        headers: None,
        active: Some("active"),
        workspace_id: None,
        external_workspace_id: None,
        provenance: provenance(
            Confidence::Documented,
            &["The host of the API.", "That a bearer token is asked for, and that `secret` may be left out."],
        ),
    }],
    workspaces: None,
};
