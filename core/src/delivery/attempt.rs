//! The request of an attempt.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::base::http::Headers;

/// The signed HTTP request of one attempt: a `POST` to the receiver.
///
/// Do not follow redirects, because a receiver can use them to send deliveries to other hosts.
#[derive(Clone)]
pub struct AttemptRequest {
    /// The number of the attempt, from 1.
    pub number: u32,
    /// The time at which the attempt was due, in milliseconds since the epoch.
    pub due_ms: i64,
    /// The URL, which contains the signature if the scheme puts it there.
    pub url: String,
    /// The header fields: the content type, those of the subscription, and those of the signature.
    pub headers: Headers,
    /// The body. The signature covers exactly these bytes.
    pub body: Vec<u8>,
    /// The maximum time to wait for a response, in milliseconds. `None` if the policy does not set one:
    /// then wait for [`DEFAULT_TIMEOUT_MS`](super::DEFAULT_TIMEOUT_MS).
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
