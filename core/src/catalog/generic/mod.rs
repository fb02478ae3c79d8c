//! The generic provider: a typical custom webhook system, based on a documentation page that does not name a product.

mod events;
mod payload;
mod source;

pub use payload::{File, Payment, Project, User};

use events::EVENTS;
use source::documented;

use crate::catalog::generated;
use crate::catalog::provider::Provider;
use crate::event::Envelope;
use crate::subscription::{Api, BodyWrapper, EventsAttribute, IdStyle};

/// The provider `generic`.
pub static PROVIDER: Provider = Provider::new(
    &generated::generic::SENDER,
    Envelope { kind: "type", id: Some("id"), time: Some("created_at"), data: Some("data") },
    EVENTS,
    &[Api {
        id: "generic/webhooks",
        title: "POST /v1/webhooks",
        endpoint: Some("https://api.example.com/v1/webhooks"),
        token_variable: "API_KEY",
        wrapper: BodyWrapper::None,
        ids: IdStyle::Prefixed,
        milliseconds: false,
        url: "url",
        max_url_length: 2048,
        events: EventsAttribute::Many("events"),
        custom_events: true,
        description: None,
        secret: Some("secret"),
        headers: None,
        active: Some("active"),
        workspace_id: None,
        external_workspace_id: None,
        labels: &[],
        authentication: "",
        provenance: documented(
            "The host of the API.\n\
             The API requires a bearer token, and `secret` is optional.",
        ),
    }],
);
