//! Requests as they arrived, and the parts that a scheme reads from them.

use alloc::borrow::Cow;
use alloc::string::String;

use super::place::{Place, alternatives};
use super::rejection::RejectionReason;
use crate::base::http::Headers;
use crate::base::http::url;

/// The maximum size of a body that is parsed, in bytes. Parsing requires about twenty times as much memory.
pub(crate) const MAX_READ: usize = 16 << 20;

/// A request as it arrived, byte for byte.
///
/// ```
/// use hookwright::{http::Headers, signature::Request};
/// let headers: Headers = [("X-Webhook-Signature", "…")].into_iter().collect();
/// let request = Request::new(&headers, b"{}").to("POST", "https://example.com/hooks");
/// assert_eq!(request.url, "https://example.com/hooks");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The header fields.
    pub headers: &'a Headers,
    /// The body, before anything has parsed it.
    pub body: &'a [u8],
    /// The method; empty if the scheme does not use it.
    pub method: &'a str,
    /// The full URL as the sender called it; empty if the scheme does not use it.
    pub url: &'a str,
}

impl<'a> Request<'a> {
    /// A request without method and URL, which is sufficient for most schemes.
    #[must_use]
    pub const fn new(headers: &'a Headers, body: &'a [u8]) -> Self {
        Self { headers, body, method: "", url: "" }
    }

    /// Sets the method and the URL that the sender called: its scheme, host and port, not those behind a proxy.
    #[must_use]
    pub const fn to(mut self, method: &'a str, url: &'a str) -> Self {
        self.method = method;
        self.url = url;
        self
    }

    /// The only value of a header field.
    pub(crate) fn header(&self, name: &'a str) -> Result<&'a str, RejectionReason> {
        let mut values = self.headers.get(name).filter(|value| !value.is_empty());
        match (values.next(), values.count()) {
            (None, _) => Err(RejectionReason::MissingHeader),
            (Some(value), 0) => Ok(value),
            (Some(_), more) => Err(RejectionReason::RepeatedHeader { count: more + 1 }),
        }
    }

    /// The only value of a parameter of the URL.
    pub(crate) fn query(&self, name: &str) -> Result<String, RejectionReason> {
        if self.url.is_empty() {
            return Err(RejectionReason::MissingUrl);
        }
        let mut values = url::pairs(url::query(self.url)).filter(|(given, _)| given == name.as_bytes());
        match (values.next(), values.count()) {
            (None, _) => Err(RejectionReason::MissingParameter),
            (Some((_, value)), 0) => String::from_utf8(value).map_err(|_| RejectionReason::MissingParameter),
            (Some(_), more) => Err(RejectionReason::RepeatedParameter { count: more + 1 }),
        }
    }

    /// The value at a place. Items of a list are not read here.
    pub(crate) fn read(&self, place: &Place<&'a str>) -> Result<Cow<'a, str>, RejectionReason> {
        match *place {
            Place::Header { header, or_header } => {
                let found = alternatives(or_header).fold(self.header(header), |found, other| {
                    match (found, self.header(other)) {
                        (Err(RejectionReason::MissingHeader), other) => other,
                        (found, Err(RejectionReason::MissingHeader)) => found,
                        // The receiver could read either of the two.
                        (Ok(found), Ok(other)) if found != other => Err(RejectionReason::ConflictingHeaders),
                        (found, other) => found.and(other),
                    }
                });
                found.map(Cow::Borrowed)
            }
            Place::Query { query } => self.query(query).map(Cow::Owned),
            Place::Member { member } => self.member(member),
            Place::Field { field } => self.field(field).map(Cow::Owned),
            Place::Item { .. } => Err(RejectionReason::MissingItem),
        }
    }
}
