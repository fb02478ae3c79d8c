//! What is wrong with a document, in a form that a program can read and a person can act on.

use alloc::string::String;
use core::fmt;

use serde::Serialize;

use super::code::Code;

/// How much a [`Problem`] matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing needs to be done. Unknown event types and fields are notes, because senders add them.
    Note,
    /// It works, but it is probably not what was meant.
    Warning,
    /// It does not work.
    Error,
}

/// One thing that is wrong, where it is, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// A stable machine-readable code, in `snake_case`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Where it is, as a JSON Pointer (RFC 6901). Empty for the document as a whole.
    pub path: String,
    /// A sentence that says what to do.
    pub message: String,
}

impl Problem {
    /// A problem that makes the document unusable as what it claims to be.
    #[must_use]
    pub fn error(code: Code, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.as_str(), severity: Severity::Error, path: path.into(), message: message.into() }
    }

    /// A problem that a person should look at.
    #[must_use]
    pub fn warning(code: Code, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.as_str(), severity: Severity::Warning, path: path.into(), message: message.into() }
    }

    /// Something that is merely worth knowing.
    #[must_use]
    pub fn note(code: Code, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.as_str(), severity: Severity::Note, path: path.into(), message: message.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() { write!(f, "{}", self.message) } else { write!(f, "{}: {}", self.path, self.message) }
    }
}

/// Appends one reference token to a JSON Pointer, escaping `~` and `/`.
///
/// ```
/// assert_eq!(hookwright::problem::pointer("/data", "a/b"), "/data/a~1b");
/// ```
#[must_use]
pub fn pointer(base: &str, token: &str) -> String {
    let mut path = String::with_capacity(base.len() + token.len() + 1);
    path.push_str(base);
    path.push('/');
    for character in token.chars() {
        match character {
            '~' => path.push_str("~0"),
            '/' => path.push_str("~1"),
            other => path.push(other),
        }
    }
    path
}
