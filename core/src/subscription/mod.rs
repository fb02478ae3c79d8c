//! Subscriptions: an endpoint registered for some events, what is wrong with it, and the provider's API that keeps it.

mod api;
mod check;
mod draft;
mod patch;
mod record;

pub use api::{Api, Events, Ids, Rules, Wrapper};
pub(crate) use check::{RESERVED_HEADERS, check_url, unknown_event};
pub use check::{check, is_reserved_header};
pub use draft::{Draft, documents, requests};
pub(crate) use patch::MALFORMED_URL;
pub use patch::Patch;
pub use record::{Filter, Skip, Subscription, route};
