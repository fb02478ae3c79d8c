//! The request of an attempt.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::base::http::Headers;

/// One HTTP request of a delivery, signed and ready to send: a `POST` to the receiver.
///
/// Send it without following redirects, which receivers use to point deliveries at other hosts.
#[derive(Clone)]
pub struct AttemptRequest {
    /// The number of the attempt, from 1.
    pub number: u32,
    /// When the attempt was due, in milliseconds since the epoch.
    pub due_ms: i64,
    /// The address, which includes the signature where the scheme puts it there.
    pub url: String,
    /// The header fields: the content type, those of the subscription, and those of the signature.
    pub headers: Headers,
    /// The body. The signature covers exactly these bytes.
    pub body: Vec<u8>,
    /// How long to wait for an answer, in milliseconds, where the policy says so.
    pub timeout_ms: Option<u64>,
}

impl fmt::Debug for AttemptRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AttemptRequest")
            .field("number", &self.number)
            .field("url", &self.url)
            .field("headers", &self.headers)
            .field("body", &self.body.len())
            .finish_non_exhaustive()
    }
}
