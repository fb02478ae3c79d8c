//! One HTTP request of a delivery, and what came of it.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Serialize};

use crate::header::Headers;

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

/// What came of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The receiver answered with this status.
    Answered(u16),
    /// There was no answer.
    Failed(TransportError),
}

/// Why there was no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransportError {
    /// It took too long.
    Timeout,
    /// Nobody listens there, or they hung up.
    Connection,
    /// The name of the host is not known.
    Dns,
    /// The certificate is not valid.
    Tls,
}

impl TransportError {
    /// Every reason, with its name in JSON.
    const ALL: [(&'static str, Self); 4] =
        [("timeout", Self::Timeout), ("connection", Self::Connection), ("dns", Self::Dns), ("tls", Self::Tls)];

    /// The reason of this name: `timeout`, `connection`, `dns` or `tls`.
    ///
    /// ```
    /// use hookwright::delivery::TransportError;
    /// assert_eq!(TransportError::find("dns"), Some(TransportError::Dns));
    /// ```
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, error)| *error)
    }

    /// How a delivery log puts it.
    #[must_use]
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Timeout => "Connection timeout",
            Self::Connection => "Connection failed",
            Self::Dns => "Host not found",
            Self::Tls => "Certificate not valid",
        }
    }
}
