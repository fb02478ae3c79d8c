//! Errors of the commands.

use std::fmt;

/// An error message for the user: what failed and, where possible, how to fix it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure(String);

impl Failure {
    /// Creates a failure with this message.
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Adds to an I/O error what the command was doing.
pub(crate) trait Context<T> {
    /// Returns the value, or a failure that consists of `doing` and the error.
    fn context(self, doing: impl Into<String>) -> Result<T, Failure>;
}

impl<T, E: fmt::Display> Context<T> for Result<T, E> {
    fn context(self, doing: impl Into<String>) -> Result<T, Failure> {
        self.map_err(|error| Failure(format!("{}: {error}", doing.into())))
    }
}
