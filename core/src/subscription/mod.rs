//! Subscriptions of endpoints to events: their validation, and the provider APIs that manage them.

mod api;
mod check;
pub(crate) mod codes;
mod draft;
mod patch;
mod record;

pub use api::{Api, BodyWrapper, EventsAttribute, IdStyle, Rules};
pub(crate) use check::{RESERVED_HEADERS, check_url, unknown_event};
pub use check::{check, is_reserved_header};
pub use codes::PROBLEM_CODES;
pub use draft::{Draft, documents, requests};
pub use patch::Patch;
pub(crate) use patch::is_malformed_url;
pub use record::{Filter, SkipReason, Subscription, route};
