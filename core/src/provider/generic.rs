//! The generic provider: the webhook system that most home-made ones resemble, from a documentation page that names no
//! product.

use super::Provider;
use crate::event::{Envelope, EventType, Field, Kind};
use crate::provenance::{Confidence, Provenance};
use crate::retry::{Policy, Schedule};
use crate::signature::{Algorithm, Encoding, KeyForm, Piece, Scheme};
use crate::subscription::{Api, Events, Wrapper};

const SOURCE: &str = "\"Webhooks\", a documentation page that names no product";
const AS_OF: &str = "2026-11-21";

const fn provenance(confidence: Confidence, assumed: &'static [&'static str]) -> Provenance {
    Provenance { source: SOURCE, as_of: AS_OF, confidence, assumed }
}

/// The provider `generic`.
pub static GENERIC: Provider = Provider {
    id: "generic",
    name: "Generic",
    summary: "A hex HMAC-SHA256 of the raw body in X-Webhook-Signature, and five attempts",
    schemes: &[Scheme {
        id: "generic/signature",
        header: "X-Webhook-Signature",
        algorithm: Algorithm::HmacSha256,
        content: &[Piece::Body],
        encoding: Encoding::Hex,
        key: KeyForm::Raw,
        provenance: provenance(Confidence::Documented, &[]),
    }],
    envelope: Envelope { kind: "type", id: Some("id"), time: "created_at", data: "data" },
    events: &[
        EventType {
            name: "user.created",
            description: "A new user has registered.",
            fields: USER,
            sample: r#"{ "id": "user_7Q2", "name": "Ada Example", "email": "ada@example.com", "status": "active" }"#,
            provenance: provenance(Confidence::Documented, &["Which fields may be left out."]),
        },
        EventType {
            name: "user.updated",
            description: "A user's profile has changed.",
            fields: USER,
            sample: r#"{ "id": "user_7Q2", "name": "Ada B. Example", "email": "ada@example.com", "status": "active" }"#,
            provenance: provenance(Confidence::Documented, ASSUMED_PAYLOAD),
        },
        EventType {
            name: "user.deleted",
            description: "A user's account has been deleted.",
            fields: USER,
            sample: r#"{ "id": "user_7Q2", "name": "Ada Example", "email": "ada@example.com", "status": "deleted" }"#,
            provenance: provenance(Confidence::Documented, ASSUMED_PAYLOAD),
        },
        EventType {
            name: "project.created",
            description: "A new project has been created.",
            fields: PROJECT,
            sample: r#"{ "id": "project_41", "name": "Lighthouse", "status": "active" }"#,
            provenance: provenance(Confidence::Documented, ASSUMED_PAYLOAD),
        },
        EventType {
            name: "project.updated",
            description: "A project has been modified.",
            fields: PROJECT,
            sample: r#"{ "id": "project_41", "name": "Lighthouse II", "status": "active" }"#,
            provenance: provenance(Confidence::Documented, ASSUMED_PAYLOAD),
        },
        EventType {
            name: "project.deleted",
            description: "A project has been deleted.",
            fields: PROJECT,
            sample: r#"{ "id": "project_41", "name": "Lighthouse", "status": "deleted" }"#,
            provenance: provenance(Confidence::Documented, ASSUMED_PAYLOAD),
        },
        EventType {
            name: "file.uploaded",
            description: "A file has been uploaded.",
            fields: FILE,
            sample: r#"{ "id": "file_9", "name": "résumé.pdf", "size": 48213 }"#,
            provenance: provenance(Confidence::Documented, ASSUMED_PAYLOAD),
        },
        EventType {
            name: "payment.succeeded",
            description: "A payment has been processed successfully.",
            fields: PAYMENT,
            sample: r#"{ "id": "payment_500", "amount": 4200, "currency": "EUR", "status": "succeeded" }"#,
            provenance: provenance(Confidence::Documented, ASSUMED_PAYLOAD),
        },
        EventType {
            name: "payment.failed",
            description: "A payment has failed.",
            fields: PAYMENT,
            sample: r#"{ "id": "payment_501", "amount": 4200, "currency": "EUR", "status": "failed" }"#,
            provenance: provenance(Confidence::Documented, ASSUMED_PAYLOAD),
        },
    ],
    policy: Policy {
        id: "generic",
        schedule: Schedule::Table { delays_ms: &[0, 30_000, 300_000, 1_800_000, 7_200_000] },
        delays: Confidence::Documented,
        timeout_ms: None,
        provenance: provenance(
            Confidence::Documented,
            &[
                "Each delay counts from the attempt before.",
                "The page asks for status 200; that any other 2xx counts as success too.",
            ],
        ),
    },
    apis: &[Api {
        id: "generic/webhooks",
        title: "POST /v1/webhooks",
        endpoint: "https://api.example.com/v1/webhooks",
        token_variable: "API_KEY",
        wrapper: Wrapper::None,
        url: "url",
        events: Events::Many("events"),
        description: None,
        secret: Some("secret"),
        headers: None,
        active: Some("active"),
        provenance: provenance(
            Confidence::Documented,
            &["The host of the API.", "That a bearer token is asked for, and that `secret` may be left out."],
        ),
    }],
};

const ASSUMED_PAYLOAD: &[&str] = &["The payload: the page lists the event and shows no example."];

const USER: &[Field] = &[
    Field::required("id", Kind::String),
    Field::optional("name", Kind::String),
    Field::optional("email", Kind::String),
    Field::optional("status", Kind::String),
];

const PROJECT: &[Field] = &[
    Field::required("id", Kind::String),
    Field::optional("name", Kind::String),
    Field::optional("status", Kind::String),
];

const FILE: &[Field] = &[
    Field::required("id", Kind::String),
    Field::optional("name", Kind::String),
    Field::optional("size", Kind::Integer),
];

const PAYMENT: &[Field] = &[
    Field::required("id", Kind::String),
    Field::optional("amount", Kind::Integer),
    Field::optional("currency", Kind::String),
    Field::optional("status", Kind::String),
];
