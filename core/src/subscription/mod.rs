//! Subscriptions: an endpoint registered for some events, what is wrong with it, and the provider's API that keeps it.

mod api;
mod check;
mod draft;
mod openapi;
mod patch;
mod record;
mod service;

pub use api::{Api, Events, Ids, Wrapper};
pub use check::{check, is_reserved_header};
pub use draft::{Draft, documents, requests};
pub use openapi::openapi;
pub use patch::Patch;
pub use record::{Filter, Skip, Subscription, route};
pub use service::{ApiRequest, ApiResponse, Config, Emission, Emitted, Operation, Service, ServiceError, State};
