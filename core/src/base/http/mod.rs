//! HTTP as values: header fields, requests to send, and the parts of a URL.

mod headers;
mod message;
pub(crate) mod url;

pub use headers::Headers;
pub use message::{Body, HeaderValue, HttpRequest};
