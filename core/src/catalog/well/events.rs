//! Well's events: the union of what its pages list, which do not agree.

use super::payload::{Company, Contribution, Document, Email, Invoice, People, Processing};
use super::source::{DATABASE, OVERVIEW, source};
use crate::base::provenance::Sentences;
use crate::event::{EventType, Payload};

pub(super) const EVENTS: &[EventType] = &[
    shown::<Company>(
        "company.created",
        "A company has been created.",
        r#"{
            "company_id": "comp_20417", "name": "Example Works GmbH", "description": "Maker of sample data",
            "external_workspace_id": "8c1f0a52-7f4e-4d6b-9a3c-2f10d5b7e901", "created_at": "2026-01-15T10:30:00Z"
        }"#,
    ),
    event::<Company>(
        "company.updated",
        "A company has changed.",
        r#"{ "company_id": "comp_20417", "name": "Example Works GmbH", "updated_at": "2026-02-03T08:12:45Z", "workspace_id": "5b0e7c1a-93d4-4f0e-8f0b-6f3f7a1c2d10", "external_workspace_id": "customer-0042", "people_id": "peop_311" }"#,
    ),
    event::<Company>(
        "company.deleted",
        "A company has been deleted.",
        r#"{ "company_id": "comp_20417", "deleted_at": "2026-03-01T17:00:00Z", "workspace_id": "5b0e7c1a-93d4-4f0e-8f0b-6f3f7a1c2d10", "external_workspace_id": "customer-0042", "people_id": "peop_311" }"#,
    ),
    shown::<Document>(
        "document.uploaded",
        "A document has been uploaded.",
        r#"{
            "document_id": "doc_55120", "name": "Quarterly statement.pdf", "size": 1048576,
            "organisation_id": "org_11870", "uploaded_at": "2026-01-15T10:35:00Z"
        }"#,
    ),
    event::<Document>(
        "document.processed",
        "A document has been processed.",
        r#"{ "document_id": "doc_55120", "name": "Quarterly statement.pdf", "processed_at": "2026-01-15T10:35:42Z", "workspace_id": "5b0e7c1a-93d4-4f0e-8f0b-6f3f7a1c2d10", "external_workspace_id": "customer-0042", "people_id": "peop_311" }"#,
    ),
    event::<Document>(
        "document.deleted",
        "A document has been deleted.",
        r#"{ "document_id": "doc_55120", "deleted_at": "2026-03-01T17:05:00Z", "workspace_id": "5b0e7c1a-93d4-4f0e-8f0b-6f3f7a1c2d10", "external_workspace_id": "customer-0042", "people_id": "peop_311" }"#,
    ),
    event::<People>(
        "people.created",
        "A person has been created.",
        r#"{ "people_id": "peop_311", "name": "Ada Example", "email": "ada@example.com", "created_at": "2026-01-16T09:00:00Z" }"#,
    ),
    event::<People>(
        "people.updated",
        "A person has changed.",
        r#"{ "people_id": "peop_311", "name": "Ada Example", "email": "ada.new@example.com", "updated_at": "2026-01-17T09:00:00Z" }"#,
    ),
    event::<Invoice>(
        "invoice.created",
        "An invoice has been created.",
        r#"{ "invoice_id": "inv_8012", "number": "2026-0042", "company_id": "comp_20417", "created_at": "2026-01-18T14:20:00Z" }"#,
    ),
    event::<Invoice>(
        "invoice.updated",
        "An invoice has changed.",
        r#"{ "invoice_id": "inv_8012", "number": "2026-0042", "company_id": "comp_20417", "updated_at": "2026-01-19T14:20:00Z" }"#,
    ),
    older::<Email>(
        "email.created",
        "An e-mail address has been added.",
        r#"{ "email_id": "email_77", "email": "ada@example.com", "created_at": "2026-01-16T09:00:00Z" }"#,
    ),
    older::<Email>(
        "email.verified",
        "An e-mail address has been verified.",
        r#"{ "email_id": "email_77", "email": "ada@example.com", "verified_at": "2026-01-16T09:02:00Z" }"#,
    ),
    older::<Processing>(
        "ai.processing_started",
        "The processing of a document has started.",
        r#"{ "document_id": "doc_55120", "status": "started", "started_at": "2026-01-15T10:35:02Z" }"#,
    ),
    older::<Processing>(
        "ai.processing_completed",
        "The processing of a document has ended.",
        r#"{ "document_id": "doc_55120", "status": "completed", "completed_at": "2026-01-15T10:35:41Z" }"#,
    ),
    older::<Contribution>(
        "contribution.created",
        "A contribution has been made.",
        r#"{ "contribution_id": "contrib_6", "document_id": "doc_55120", "created_at": "2026-01-20T11:00:00Z" }"#,
    ),
    older::<Contribution>(
        "contribution.updated",
        "A contribution has changed.",
        r#"{ "contribution_id": "contrib_6", "document_id": "doc_55120", "updated_at": "2026-01-21T11:00:00Z" }"#,
    ),
    database::<Document>(
        "document.created",
        "A document has been created.",
        r#"{ "document_id": "doc_55120", "name": "Quarterly statement.pdf", "size": 1048576 }"#,
    ),
    database::<Document>(
        "document.updated",
        "A document has changed.",
        r#"{ "document_id": "doc_55120", "name": "Quarterly statement.pdf", "updated_at": "2026-01-22T11:00:00Z" }"#,
    ),
];

/// An event that a page shows an example of.
const fn shown<T: Payload>(name: &'static str, description: &'static str, sample: &'static str) -> EventType {
    row::<T>(name, description, sample, OVERVIEW, "Which fields may be left out.")
}

/// An event that the overview lists without showing an example.
const fn event<T: Payload>(name: &'static str, description: &'static str, sample: &'static str) -> EventType {
    row::<T>(name, description, sample, OVERVIEW, "The payload: Well lists the event and shows no example.")
}

/// An event that only an older version of the overview lists.
const fn older<T: Payload>(name: &'static str, description: &'static str, sample: &'static str) -> EventType {
    let assumed = "The payload: Well shows no example.\n\
                   That it is still sent: only an older version of the page lists it.";
    row::<T>(name, description, sample, OVERVIEW, assumed)
}

/// An event that only the page about Well's database names.
const fn database<T: Payload>(name: &'static str, description: &'static str, sample: &'static str) -> EventType {
    let assumed = "The payload: Well shows no example.\n\
                   That it is sent: only the page about the database names it.";
    row::<T>(name, description, sample, DATABASE, assumed)
}

const fn row<T: Payload>(
    name: &'static str,
    description: &'static str,
    sample: &'static str,
    page: &'static str,
    assumed: &'static str,
) -> EventType {
    EventType::of::<T>(name, description, sample, source(page, Sentences::new(assumed)))
}
