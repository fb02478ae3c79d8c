//! Well: companies, documents, people and invoices (<https://docs.wellapp.ai>).

use super::Provider;
use crate::event::{Envelope, EventType, Field, Kind};
use crate::provenance::{Confidence, Provenance};
use crate::retry::{Policy, Schedule};
use crate::signature::{Algorithm, Encoding, KeyForm, Piece, Scheme};
use crate::subscription::{Api, Events, Wrapper};

const OVERVIEW: &str = "https://docs.wellapp.ai/api-reference/webhooks";
const SUBSCRIPTIONS: &str = "https://test.wellapp.ai/docs/api-reference/endpoint/webhooks/create";
const AS_OF: &str = "2026-11-21";

const fn overview(confidence: Confidence, assumed: &'static [&'static str]) -> Provenance {
    Provenance { source: OVERVIEW, as_of: AS_OF, confidence, assumed }
}

/// The provider `well`.
pub static WELL: Provider = Provider {
    id: "well",
    name: "Well",
    summary: "Notifications about companies, documents, people and invoices, signed in X-Well-Signature",
    schemes: &[Scheme {
        id: "well/signature",
        header: "X-Well-Signature",
        algorithm: Algorithm::HmacSha256,
        content: &[Piece::Body],
        encoding: Encoding::Hex,
        key: KeyForm::Raw,
        provenance: overview(
            Confidence::Assumed,
            &["Well documents the header's name and nothing else: algorithm, encoding and secret are assumed."],
        ),
    }],
    envelope: Envelope { kind: "event", id: None, time: "timestamp", data: "data" },
    events: &[
        EventType {
            name: "company.created",
            description: "A company has been created.",
            fields: COMPANY,
            sample: r#"{
                "company_id": "comp_20417", "name": "Example Works GmbH", "description": "Maker of sample data",
                "external_workspace_id": "8c1f0a52-7f4e-4d6b-9a3c-2f10d5b7e901", "created_at": "2026-01-15T10:30:00Z"
            }"#,
            provenance: overview(Confidence::Documented, &["Which fields may be left out."]),
        },
        EventType {
            name: "company.updated",
            description: "A company has changed.",
            fields: COMPANY,
            sample: r#"{
                "company_id": "comp_20417", "name": "Example Works AG", "description": "Maker of sample data",
                "external_workspace_id": "8c1f0a52-7f4e-4d6b-9a3c-2f10d5b7e901", "updated_at": "2026-02-03T08:12:45Z"
            }"#,
            provenance: overview(Confidence::Documented, ASSUMED_PAYLOAD),
        },
        EventType {
            name: "document.uploaded",
            description: "A document has been uploaded.",
            fields: DOCUMENT,
            sample: r#"{
                "document_id": "doc_55120", "name": "Quarterly statement.pdf", "size": 1048576,
                "organisation_id": "org_11870", "uploaded_at": "2026-01-15T10:35:00Z"
            }"#,
            provenance: overview(Confidence::Documented, &["Which fields may be left out."]),
        },
        EventType {
            name: "document.processed",
            description: "A document has been processed.",
            fields: DOCUMENT,
            sample: r#"{
                "document_id": "doc_55120", "name": "Quarterly statement.pdf", "size": 1048576,
                "organisation_id": "org_11870", "processed_at": "2026-01-15T10:35:42Z"
            }"#,
            provenance: overview(Confidence::Documented, ASSUMED_PAYLOAD),
        },
        EventType {
            name: "people.created",
            description: "A person has been created.",
            fields: PEOPLE,
            sample: r#"{ "people_id": "peop_311", "name": "Ada Example", "email": "ada@example.com", "created_at": "2026-01-16T09:00:00Z" }"#,
            provenance: overview(Confidence::Documented, ASSUMED_PAYLOAD),
        },
        EventType {
            name: "people.updated",
            description: "A person has changed.",
            fields: PEOPLE,
            sample: r#"{ "people_id": "peop_311", "name": "Ada Example", "email": "ada.new@example.com", "updated_at": "2026-01-17T09:00:00Z" }"#,
            provenance: overview(Confidence::Documented, ASSUMED_PAYLOAD),
        },
        EventType {
            name: "invoice.created",
            description: "An invoice has been created.",
            fields: INVOICE,
            sample: r#"{ "invoice_id": "inv_8012", "number": "2026-0042", "company_id": "comp_20417", "created_at": "2026-01-18T14:20:00Z" }"#,
            provenance: overview(Confidence::Documented, ASSUMED_PAYLOAD),
        },
        EventType {
            name: "invoice.updated",
            description: "An invoice has changed.",
            fields: INVOICE,
            sample: r#"{ "invoice_id": "inv_8012", "number": "2026-0042", "company_id": "comp_20417", "updated_at": "2026-01-19T14:20:00Z" }"#,
            provenance: overview(Confidence::Documented, ASSUMED_PAYLOAD),
        },
    ],
    policy: Policy {
        id: "well",
        schedule: Schedule::Exponential { retries: 3, base_ms: 30_000, factor: 2 },
        delays: Confidence::Assumed,
        timeout_ms: Some(10_000),
        provenance: overview(
            Confidence::Documented,
            &[
                "The delays: Well documents three retries with exponential backoff and no figures.",
                "The page asks for status 200; that any other 2xx counts as success too.",
            ],
        ),
    },
    apis: &[
        Api {
            id: "well/subscriptions",
            title: "POST /v1/subscriptions/webhooks (one event, static headers)",
            endpoint: "https://api.wellapp.ai/v1/subscriptions/webhooks",
            token_variable: "WELL_API_TOKEN",
            wrapper: Wrapper::JsonApi("webhook"),
            url: "target_url",
            events: Events::One("event"),
            description: None,
            secret: None,
            headers: Some("headers"),
            active: None,
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
            endpoint: "https://api.well.com/v1/webhooks",
            token_variable: "API_KEY",
            wrapper: Wrapper::JsonApi("webhook"),
            url: "url",
            events: Events::Many("events"),
            description: Some("description"),
            secret: None,
            headers: None,
            active: None,
            provenance: overview(Confidence::Documented, &[]),
        },
    ],
};

const ASSUMED_PAYLOAD: &[&str] = &["The payload: Well lists the event and shows no example."];

const COMPANY: &[Field] = &[
    Field::required("company_id", Kind::String),
    Field::optional("name", Kind::String),
    Field::optional("description", Kind::String),
    Field::optional("created_at", Kind::Timestamp),
    Field::optional("updated_at", Kind::Timestamp),
    WORKSPACE,
    EXTERNAL_WORKSPACE,
    PERSON,
];

const DOCUMENT: &[Field] = &[
    Field::required("document_id", Kind::String),
    Field::optional("name", Kind::String),
    Field::optional("size", Kind::Integer),
    Field::optional("organisation_id", Kind::String),
    Field::optional("uploaded_at", Kind::Timestamp),
    Field::optional("processed_at", Kind::Timestamp),
    WORKSPACE,
    EXTERNAL_WORKSPACE,
    PERSON,
];

const PEOPLE: &[Field] = &[
    Field::optional("people_id", Kind::String),
    Field::optional("name", Kind::String),
    Field::optional("email", Kind::String),
    Field::optional("created_at", Kind::Timestamp),
    Field::optional("updated_at", Kind::Timestamp),
    WORKSPACE,
    EXTERNAL_WORKSPACE,
];

const INVOICE: &[Field] = &[
    Field::optional("invoice_id", Kind::String),
    Field::optional("number", Kind::String),
    Field::optional("company_id", Kind::String),
    Field::optional("created_at", Kind::Timestamp),
    Field::optional("updated_at", Kind::Timestamp),
    WORKSPACE,
    EXTERNAL_WORKSPACE,
    PERSON,
];

/// Well promises these three in every payload, and its own examples leave them out.
const WORKSPACE: Field = Field::optional("workspace_id", Kind::String);
const EXTERNAL_WORKSPACE: Field = Field::optional("external_workspace_id", Kind::String);
const PERSON: Field = Field::optional("people_id", Kind::String);
