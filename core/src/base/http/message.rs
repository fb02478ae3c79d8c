//! An HTTP request as a value, to display, to copy or to pass to an HTTP client.

use alloc::string::String;
use alloc::vec::Vec;

use serde_json::Value;

/// A request to send.
#[derive(Clone, Debug, PartialEq)]
pub struct HttpRequest {
    /// The method, for example `POST`.
    pub method: &'static str,
    /// The URL.
    pub url: String,
    /// The header fields, in order.
    pub headers: Vec<(String, HeaderValue)>,
    /// The body.
    pub body: Body,
}

/// The value of a header field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderValue {
    /// A literal value.
    Text(String),
    /// `Bearer` and the token in this environment variable, so that the request does not contain the token.
    BearerFrom(&'static str),
}

/// The body of a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// A JSON document. Its whitespace is not significant.
    Json(Value),
    /// Exactly these characters as UTF-8, because they are signed.
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
