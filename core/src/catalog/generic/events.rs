//! The nine events of the generic provider.

use super::payload::{File, Payment, Project, User};
use super::source::documented;
use crate::event::{EventType, Payload};

pub(super) const EVENTS: &[EventType] = &[
    EventType::of::<User>(
        "user.created",
        "A new user has registered.",
        r#"{ "id": "user_7Q2", "name": "Ada Example", "email": "ada@example.com", "status": "active" }"#,
        documented("Which fields are optional."),
    ),
    without_example::<User>(
        "user.updated",
        "A user's profile has changed.",
        r#"{ "id": "user_7Q2", "name": "Ada B. Example", "email": "ada@example.com", "status": "active" }"#,
    ),
    without_example::<User>(
        "user.deleted",
        "A user's account has been deleted.",
        r#"{ "id": "user_7Q2", "name": "Ada Example", "email": "ada@example.com", "status": "deleted" }"#,
    ),
    without_example::<Project>(
        "project.created",
        "A new project has been created.",
        r#"{ "id": "project_41", "name": "Lighthouse", "status": "active" }"#,
    ),
    without_example::<Project>(
        "project.updated",
        "A project has been modified.",
        r#"{ "id": "project_41", "name": "Lighthouse II", "status": "active" }"#,
    ),
    without_example::<Project>(
        "project.deleted",
        "A project has been deleted.",
        r#"{ "id": "project_41", "name": "Lighthouse", "status": "deleted" }"#,
    ),
    without_example::<File>(
        "file.uploaded",
        "A file has been uploaded.",
        r#"{ "id": "file_9", "name": "résumé.pdf", "size": 48213 }"#,
    ),
    without_example::<Payment>(
        "payment.succeeded",
        "A payment has been processed successfully.",
        r#"{ "id": "payment_500", "amount": 4200, "currency": "EUR", "status": "succeeded" }"#,
    ),
    without_example::<Payment>(
        "payment.failed",
        "A payment has failed.",
        r#"{ "id": "payment_501", "amount": 4200, "currency": "EUR", "status": "failed" }"#,
    ),
];

/// An event that the page lists without an example.
const fn without_example<T: Payload>(name: &'static str, description: &'static str, sample: &'static str) -> EventType {
    let assumed = "The payload: the page lists the event without an example.";
    EventType::of::<T>(name, description, sample, documented(assumed))
}
