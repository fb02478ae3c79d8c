//! HTTP messages as values: header fields, requests, and the parts of a URL.

mod headers;
#[cfg(feature = "json")]
mod message;
pub(crate) mod percent;
pub(crate) mod url;

pub use headers::Headers;
pub(crate) use headers::is_header_name;
#[cfg(feature = "json")]
pub use message::{Body, HeaderValue, HttpRequest};
