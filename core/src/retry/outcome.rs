//! The outcome of one HTTP request.

use serde::{Deserialize, Serialize};

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
    /// use hookwright::retry::TransportError;
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
