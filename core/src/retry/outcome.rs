//! The outcome of one HTTP request.

use serde::{Deserialize, Serialize};

/// The outcome of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The receiver responded with this status.
    Answered(u16),
    /// There was no response.
    Failed(TransportError),
}

/// The reason why there was no response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransportError {
    /// The response did not arrive in time.
    Timeout,
    /// The connection was refused or closed.
    Connection,
    /// The host name could not be resolved.
    Dns,
    /// The TLS certificate is not valid.
    Tls,
}

impl TransportError {
    /// Every error, with its name in JSON.
    const ALL: [(&'static str, Self); 4] =
        [("timeout", Self::Timeout), ("connection", Self::Connection), ("dns", Self::Dns), ("tls", Self::Tls)];

    /// The names of all errors, in JSON.
    ///
    /// ```
    /// use hookwright::retry::TransportError;
    /// assert!(TransportError::names().all(|name| TransportError::find(name).is_some()));
    /// ```
    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::ALL.into_iter().map(|(name, _)| name)
    }

    /// The error with this name: `timeout`, `connection`, `dns` or `tls`.
    ///
    /// ```
    /// use hookwright::retry::TransportError;
    /// assert_eq!(TransportError::find("dns"), Some(TransportError::Dns));
    /// ```
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, error)| *error)
    }

    /// A description for delivery logs.
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
