//! Problems of a document, for programs that read their codes and people who act on their messages.

use alloc::string::String;
use core::fmt;

use serde::Serialize;

use super::code::Code;

/// The severity of a [`Problem`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// For information; no action is needed. Unknown event types and fields are notes, because senders add them.
    Note,
    /// The document is usable, but probably not what its author intended.
    Warning,
    /// The document is not usable.
    Error,
}

/// One problem of a document: what is wrong, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// A stable machine-readable code, in `snake_case`.
    pub code: &'static str,
    /// The severity.
    pub severity: Severity,
    /// The location, as a JSON Pointer (RFC 6901). Empty for the document as a whole.
    pub path: String,
    /// A message that says what is wrong and what to do about it.
    pub message: String,
}

impl Problem {
    /// A problem of [`Severity::Error`].
    #[must_use]
    pub fn error(code: Code, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.as_str(), severity: Severity::Error, path: path.into(), message: message.into() }
    }

    /// A problem of [`Severity::Warning`].
    #[must_use]
    pub fn warning(code: Code, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.as_str(), severity: Severity::Warning, path: path.into(), message: message.into() }
    }

    /// A problem of [`Severity::Note`].
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
