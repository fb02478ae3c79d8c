//! An HTTP request as a value: something to show, to copy, or for somebody else to send.

use alloc::string::String;
use alloc::vec::Vec;

use serde_json::Value;

/// A request that nobody has sent yet.
#[derive(Clone, Debug, PartialEq)]
pub struct HttpRequest {
    /// `POST` and so on.
    pub method: &'static str,
    /// Where it goes.
    pub url: String,
    /// The header fields, in order.
    pub headers: Vec<(String, HeaderValue)>,
    /// What it carries.
    pub body: Body,
}

/// The value of a header field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderValue {
    /// This text.
    Text(String),
    /// `Bearer` and a token out of this environment variable, so that no token is written down.
    BearerFrom(&'static str),
}

/// What a request carries.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// A document. How it is spaced does not matter.
    Json(Value),
    /// Exactly these characters, as UTF-8: they are signed.
    Exact(String),
}

impl Body {
    /// The body as text: a document is pretty-printed with two spaces.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::Json(value) => serde_json::to_string_pretty(value).unwrap_or_default(),
            Self::Exact(text) => text.clone(),
        }
    }
}
