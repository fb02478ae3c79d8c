//! Well: companies, documents, people and invoices (<https://docs.wellapp.ai>).

mod events;
mod payload;
mod source;
mod workspaces;

pub use payload::{Company, Contribution, Document, Email, Invoice, People, Processing};

use events::EVENTS;
use source::{OVERVIEW, SUBSCRIPTIONS, source};

use crate::base::provenance::Sentences;
use crate::catalog::generated;
use crate::catalog::provider::Provider;
use crate::event::Envelope;
use crate::subscription::{Api, BodyWrapper, EventsAttribute, IdStyle};

/// The provider `well`.
pub static PROVIDER: Provider = Provider::new(
    &generated::well::SENDER,
    Envelope { kind: "event", id: None, time: Some("timestamp"), data: Some("data") },
    EVENTS,
    &[
        Api {
            id: "well/subscriptions",
            title: "POST /v1/subscriptions/webhooks (one event, static headers)",
            endpoint: Some("https://api.wellapp.ai/v1/subscriptions/webhooks"),
            token_variable: "WELL_API_TOKEN",
            wrapper: BodyWrapper::JsonApi("webhook"),
            ids: IdStyle::Uuid,
            milliseconds: true,
            url: "target_url",
            max_url_length: 255,
            events: EventsAttribute::One("event"),
            custom_events: false,
            description: None,
            secret: None,
            headers: Some("headers"),
            active: Some("active"),
            workspace_id: Some("workspace_id"),
            external_workspace_id: Some("external_workspace_id"),
            labels: &[],
            authentication: "The documentation of this API names static headers and no signature: set a header such as \
                             `X-Webhook-Token` to a long random text, and verify with the scheme Well (token).",
            provenance: source(SUBSCRIPTIONS, Sentences::NONE),
        },
        Api {
            id: "well/webhooks",
            title: "POST /v1/webhooks (the older API)",
            endpoint: Some("https://api.well.com/v1/webhooks"),
            token_variable: "API_KEY",
            wrapper: BodyWrapper::JsonApi("webhook"),
            ids: IdStyle::Uuid,
            milliseconds: true,
            url: "url",
            max_url_length: 255,
            events: EventsAttribute::Many("events"),
            custom_events: false,
            description: Some("description"),
            secret: None,
            headers: None,
            active: None,
            workspace_id: Some("workspace_id"),
            external_workspace_id: Some("external_workspace_id"),
            labels: &[],
            authentication: "The documentation of this API says that each delivery has the header `X-Well-Signature`: verify \
                             with the scheme Well (signature). No response contains the secret, so use the one that Well \
                             shows you.",
            provenance: source(OVERVIEW, Sentences::NONE),
        },
    ],
)
.with_workspaces(&workspaces::WORKSPACES);
