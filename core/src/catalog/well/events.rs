//! Well's events: the union of the lists on its documentation pages, which contradict each other.

use super::payload::{Company, Contribution, Document, Email, Invoice, People, Processing};
use super::source::{DATABASE, OVERVIEW, source};
use crate::base::provenance::Sentences;
use crate::event::{EventType, Payload};

pub(super) const EVENTS: &[EventType] = &[
    with_example::<Company>(
        "company.created",
        "A company has been created.",
        r#"{
            "company_id": "comp_20417", "name": "Example Works GmbH", "description": "Maker of sample data",
            "external_workspace_id": "8c1f0a52-7f4e-4d6b-9a3c-2f10d5b7e901", "created_at": "2026-01-15T10:30:00Z"
        }"#,
    ),
    without_example::<Company>(
        "company.updated",
        "A company has changed.",
        r#"{
            "company_id": "comp_20417", "name": "Example Works GmbH", "updated_at": "2026-02-03T08:12:45Z",
            "workspace_id": "5b0e7c1a-93d4-4f0e-8f0b-6f3f7a1c2d10", "external_workspace_id": "customer-0042",
            "people_id": "peop_311"
        }"#,
    ),
    without_example::<Company>(
        "company.deleted",
        "A company has been deleted.",
        r#"{
            "company_id": "comp_20417", "deleted_at": "2026-03-01T17:00:00Z",
            "workspace_id": "5b0e7c1a-93d4-4f0e-8f0b-6f3f7a1c2d10", "external_workspace_id": "customer-0042",
            "people_id": "peop_311"
        }"#,
    ),
    with_example::<Document>(
        "document.uploaded",
        "A document has been uploaded.",
        r#"{
            "document_id": "doc_55120", "name": "Quarterly statement.pdf", "size": 1048576,
            "organisation_id": "org_11870", "uploaded_at": "2026-01-15T10:35:00Z"
        }"#,
    ),
    without_example::<Document>(
        "document.processed",
        "A document has been processed.",
        r#"{
            "document_id": "doc_55120", "name": "Quarterly statement.pdf", "processed_at": "2026-01-15T10:35:42Z",
            "workspace_id": "5b0e7c1a-93d4-4f0e-8f0b-6f3f7a1c2d10", "external_workspace_id": "customer-0042",
            "people_id": "peop_311"
        }"#,
    ),
    without_example::<Document>(
        "document.deleted",
        "A document has been deleted.",
        r#"{
            "document_id": "doc_55120", "deleted_at": "2026-03-01T17:05:00Z",
            "workspace_id": "5b0e7c1a-93d4-4f0e-8f0b-6f3f7a1c2d10", "external_workspace_id": "customer-0042",
            "people_id": "peop_311"
        }"#,
    ),
    without_example::<People>(
        "people.created",
        "A person has been created.",
        r#"{
            "people_id": "peop_311", "name": "Ada Example", "email": "ada@example.com",
            "created_at": "2026-01-16T09:00:00Z"
        }"#,
    ),
    without_example::<People>(
        "people.updated",
        "A person has changed.",
        r#"{
            "people_id": "peop_311", "name": "Ada Example", "email": "ada.new@example.com",
            "updated_at": "2026-01-17T09:00:00Z"
        }"#,
    ),
    without_example::<Invoice>(
        "invoice.created",
        "An invoice has been created.",
        r#"{
            "invoice_id": "inv_8012", "number": "2026-0042", "company_id": "comp_20417",
            "created_at": "2026-01-18T14:20:00Z"
        }"#,
    ),
    without_example::<Invoice>(
        "invoice.updated",
        "An invoice has changed.",
        r#"{
            "invoice_id": "inv_8012", "number": "2026-0042", "company_id": "comp_20417",
            "updated_at": "2026-01-19T14:20:00Z"
        }"#,
    ),
    from_older_page::<Email>(
        "email.created",
        "An email address has been added.",
        r#"{ "email_id": "email_77", "email": "ada@example.com", "created_at": "2026-01-16T09:00:00Z" }"#,
    ),
    from_older_page::<Email>(
        "email.verified",
        "An email address has been verified.",
        r#"{ "email_id": "email_77", "email": "ada@example.com", "verified_at": "2026-01-16T09:02:00Z" }"#,
    ),
    from_older_page::<Processing>(
        "ai.processing_started",
        "The processing of a document has started.",
        r#"{ "document_id": "doc_55120", "status": "started", "started_at": "2026-01-15T10:35:02Z" }"#,
    ),
    from_older_page::<Processing>(
        "ai.processing_completed",
        "The processing of a document has been completed.",
        r#"{ "document_id": "doc_55120", "status": "completed", "completed_at": "2026-01-15T10:35:41Z" }"#,
    ),
    from_older_page::<Contribution>(
        "contribution.created",
        "A contribution has been made.",
        r#"{ "contribution_id": "contrib_6", "document_id": "doc_55120", "created_at": "2026-01-20T11:00:00Z" }"#,
    ),
    from_older_page::<Contribution>(
        "contribution.updated",
        "A contribution has changed.",
        r#"{ "contribution_id": "contrib_6", "document_id": "doc_55120", "updated_at": "2026-01-21T11:00:00Z" }"#,
    ),
    from_database_page::<Document>(
        "document.created",
        "A document has been created.",
        r#"{ "document_id": "doc_55120", "name": "Quarterly statement.pdf", "size": 1048576 }"#,
    ),
    from_database_page::<Document>(
        "document.updated",
        "A document has changed.",
        r#"{ "document_id": "doc_55120", "name": "Quarterly statement.pdf", "updated_at": "2026-01-22T11:00:00Z" }"#,
    ),
];

/// An event of which the documentation has an example.
const fn with_example<T: Payload>(name: &'static str, description: &'static str, sample: &'static str) -> EventType {
    event_type::<T>(name, description, sample, OVERVIEW, "Which fields are optional.")
}

/// An event that the overview lists without an example.
const fn without_example<T: Payload>(name: &'static str, description: &'static str, sample: &'static str) -> EventType {
    event_type::<T>(name, description, sample, OVERVIEW, "The payload: Well lists the event without an example.")
}

/// An event that only an older version of the overview lists.
const fn from_older_page<T: Payload>(name: &'static str, description: &'static str, sample: &'static str) -> EventType {
    let assumed = "The payload: Well's documentation has no example.\n\
                   The event is still sent: only an older version of the page lists it.";
    event_type::<T>(name, description, sample, OVERVIEW, assumed)
}

/// An event that only the page about Well's database mentions.
const fn from_database_page<T: Payload>(
    name: &'static str,
    description: &'static str,
    sample: &'static str,
) -> EventType {
    let assumed = "The payload: Well's documentation has no example.\n\
                   The event is sent: only the page about the database mentions it.";
    event_type::<T>(name, description, sample, DATABASE, assumed)
}

const fn event_type<T: Payload>(
    name: &'static str,
    description: &'static str,
    sample: &'static str,
    page: &'static str,
    assumed: &'static str,
) -> EventType {
    EventType::of::<T>(name, description, sample, source(page, Sentences::new(assumed)))
}
