//! One HTTP request of a delivery.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::base::http::Headers;

/// A request for somebody to send: `POST` to a receiver. It is signed already.
#[derive(Clone)]
pub struct Attempt {
    /// The delivery that it belongs to.
    pub delivery_id: String,
    /// The event that it carries.
    pub event_id: String,
    /// The subscription that it goes to.
    pub subscription_id: String,
    /// Counted from 1.
    pub number: u32,
    /// When it was due, in milliseconds since the epoch.
    pub due_ms: i64,
    /// Where it goes.
    pub url: String,
    /// The header fields, the signature and the subscription's static headers among them.
    pub headers: Headers,
    /// What it carries, exactly: these bytes are signed.
    pub body: Vec<u8>,
    /// How long the sender waits for an answer, in milliseconds, where the provider says so.
    pub timeout_ms: Option<u64>,
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt")
            .field("delivery_id", &self.delivery_id)
            .field("number", &self.number)
            .field("url", &self.url)
            .field("headers", &self.headers)
            .field("body", &self.body.len())
            .finish_non_exhaustive()
    }
}
