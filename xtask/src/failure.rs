//! What these commands say when something cannot be done.

use std::fmt;

/// One sentence for a person: what failed, and what to do about it where something can be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure(String);

impl Failure {
    /// A failure that says this.
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Says what was being done when an error of the system came up.
pub(crate) trait InContext<T> {
    /// The value, or a failure that names what was being done and then the error.
    fn context(self, doing: impl Into<String>) -> Result<T, Failure>;
}

impl<T, E: fmt::Display> InContext<T> for Result<T, E> {
    fn context(self, doing: impl Into<String>) -> Result<T, Failure> {
        self.map_err(|error| Failure(format!("{}: {error}", doing.into())))
    }
}
