//! Code snippets for requests: cURL, HTTPie, fetch, Python and Rust.
//!
//! Every value of a request is written as a literal of the language. Quotes, backslashes, line breaks and control
//! characters are escaped, so that a hostile value cannot add code. Secrets can be replaced by environment variables.

mod javascript;
mod python;
mod rust;
mod shell;
mod variables;

use alloc::string::String;
use alloc::vec::Vec;

use crate::base::http::HttpRequest;

pub(crate) use javascript::{js_safe, js_string};
pub(crate) use python::python_string;
pub use variables::Placeholder;
use variables::Variables;

/// A language of snippets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// A cURL command for a POSIX shell.
    Curl,
    /// An HTTPie command for a POSIX shell.
    Httpie,
    /// JavaScript's `fetch`, with Node's `process.env`.
    Fetch,
    /// Python, with the `requests` library.
    Python,
    /// A Rust program, with the `reqwest` and `serde_json` crates.
    Rust,
}

impl Language {
    /// Every language, in the order of the playground.
    pub const ALL: [Self; 5] = [Self::Curl, Self::Httpie, Self::Fetch, Self::Python, Self::Rust];

    /// The name for users.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Curl => "cURL",
            Self::Httpie => "HTTPie",
            Self::Fetch => "fetch",
            Self::Python => "Python",
            Self::Rust => "Rust",
        }
    }
}

/// A request as a snippet without a line break at the end.
///
/// ```
/// use hookwright::http::{Body, HttpRequest};
/// use hookwright::snippet::{Language, render};
///
/// let request = HttpRequest {
///     method: "POST",
///     url: "https://example.com/".into(),
///     headers: Vec::new(),
///     body: Body::Exact("it's".into()),
/// };
/// assert_eq!(render(&request, Language::Curl), r"curl -X POST 'https://example.com/' \
///   --data-raw 'it'\''s'");
/// ```
#[must_use]
pub fn render(request: &HttpRequest, language: Language) -> String {
    render_with(request, language, &[])
}

/// Like [`render`], but header values and strings of a JSON document that are one of the placeholders are read from
/// environment variables. Exact bodies are not changed, because they are signed.
///
/// Shell commands insert the variable into the text of the document, so that its quotes and backslashes must be escaped
/// as in JSON.
///
/// ```
/// use hookwright::http::{Body, HttpRequest};
/// use hookwright::snippet::{Language, Placeholder, render_with};
///
/// let request = HttpRequest {
///     method: "POST",
///     url: "https://example.com/".into(),
///     headers: Vec::new(),
///     body: Body::Json(serde_json::json!({ "secret": "hunter2" })),
/// };
/// let secret = Placeholder { value: "hunter2".into(), variable: "WEBHOOK_SECRET".into() };
/// assert_eq!(render_with(&request, Language::Curl, &[secret]), r#"curl -X POST 'https://example.com/' \
///   --data-raw '{
///   "secret": "'"$WEBHOOK_SECRET"'"
/// }'"#);
/// ```
#[must_use]
pub fn render_with(request: &HttpRequest, language: Language, placeholders: &[Placeholder]) -> String {
    render_all(core::slice::from_ref(request), language, placeholders)
}

/// Like [`render_with`], for requests that are sent one after the other by one snippet.
#[must_use]
pub fn render_all(requests: &[HttpRequest], language: Language, placeholders: &[Placeholder]) -> String {
    let variables = Variables(placeholders);
    match language {
        Language::Curl => separated(requests, |request| shell::curl(request, variables)),
        Language::Httpie => separated(requests, |request| shell::httpie(request, variables)),
        Language::Fetch => javascript::fetch(requests, variables),
        Language::Python => python::requests(requests, variables),
        Language::Rust => rust::reqwest(requests, variables),
    }
}

fn separated(requests: &[HttpRequest], write: impl Fn(&HttpRequest) -> String) -> String {
    requests.iter().map(write).collect::<Vec<_>>().join("\n\n")
}
