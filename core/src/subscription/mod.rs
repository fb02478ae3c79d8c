//! Subscriptions: an endpoint registered for some events, the request that registers it, and what is wrong with it.

mod api;
mod check;
mod draft;
mod spelling;

pub use api::{Api, Events, Wrapper};
pub use check::check;
pub use draft::{Draft, documents, requests};
