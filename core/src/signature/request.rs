//! A request as it arrived, and how the parts that a scheme names are read from it.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::value::RawValue;

use super::rejection::Reason;
use super::scheme::Place;
use super::template::MemberType;
use crate::base::http::Headers;
use crate::base::http::url;
use crate::base::json;

/// The longest body of which members or parameters are read, in bytes: that takes some twenty times its memory.
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
    /// The method; empty where no scheme asks for it.
    pub method: &'a str,
    /// The whole URL as the sender called it; empty where no scheme asks for it.
    pub url: &'a str,
}

impl<'a> Request<'a> {
    /// A request of which only header fields and body matter, as for most schemes.
    #[must_use]
    pub const fn new(headers: &'a Headers, body: &'a [u8]) -> Self {
        Self { headers, body, method: "", url: "" }
    }

    /// The same request, with the method and the URL that the sender called: scheme, host and port of its own, not
    /// those behind a proxy.
    #[must_use]
    pub const fn to(mut self, method: &'a str, url: &'a str) -> Self {
        self.method = method;
        self.url = url;
        self
    }

    /// The one value of a header field.
    pub(crate) fn header(&self, name: &'a str) -> Result<&'a str, Reason> {
        let mut values = self.headers.get(name).filter(|value| !value.is_empty());
        match (values.next(), values.count()) {
            (None, _) => Err(Reason::MissingHeader),
            (Some(value), 0) => Ok(value),
            (Some(_), more) => Err(Reason::RepeatedHeader { count: more + 1 }),
        }
    }

    /// The one value of a parameter of the URL.
    pub(crate) fn query(&self, name: &str) -> Result<String, Reason> {
        if self.url.is_empty() {
            return Err(Reason::MissingUrl);
        }
        let mut values = url::pairs(url::query(self.url)).filter(|(given, _)| given == name.as_bytes());
        match (values.next(), values.count()) {
            (None, _) => Err(Reason::MissingParameter),
            (Some((_, value)), 0) => String::from_utf8(value).map_err(|_| Reason::MissingParameter),
            (Some(_), more) => Err(Reason::RepeatedParameter { count: more + 1 }),
        }
    }

    /// The text or number at a pointer in the body.
    pub(crate) fn member(&self, pointer: &str) -> Result<Cow<'a, str>, Reason> {
        let value = self.value(pointer)?.ok_or(Reason::MissingMember)?;
        json::scalar(value).ok_or(Reason::MissingMember)
    }

    /// The text of every signed member, in order. The body is read once for all of them.
    ///
    /// Where the type allows it, an absent member and `null` count as empty: the signature says whether there should have been
    /// a value. A value that is neither text nor a number is refused, because the signature would not cover it.
    ///
    /// # Errors
    /// The reason, and the position of the member for which it holds.
    pub(crate) fn signed_members<S: AsRef<str>>(
        &self,
        members: &[(MemberType, S)],
    ) -> Result<Vec<Cow<'a, str>>, (Reason, usize)> {
        if members.is_empty() {
            return Ok(Vec::new());
        }
        let pointers: Vec<&str> = members.iter().map(|(_, pointer)| pointer.as_ref()).collect();
        let text = self.text().map_err(|reason| (reason, 0))?;
        let found = json::all_at(text, &pointers).map_err(|_| (Reason::MalformedBody, 0))?;
        let texts = members.iter().zip(found).enumerate();
        texts.map(|(at, ((kind, _), value))| member_text(*kind, value).map_err(|reason| (reason, at))).collect()
    }

    /// Whether an array on the way to a member has more items than the pointers name, which the signature does not cover. What
    /// has an index in a pointer must be an array: an object could have the items of an array as its members.
    pub(crate) fn has_unsigned_items<S: AsRef<str>>(&self, pointers: &[S]) -> Result<bool, Reason> {
        let mut seen: Vec<&str> = Vec::new();
        for pointer in pointers.iter().map(AsRef::as_ref) {
            for (at, _) in pointer.match_indices('/') {
                let array = pointer.get(..at).unwrap_or_default();
                // Reading the body is what costs, so that each array is looked for once.
                let Some(named) = pointers.iter().filter_map(|other| index_below(array, other.as_ref())).max() else {
                    continue;
                };
                if seen.contains(&array) {
                    continue;
                }
                seen.push(array);
                let Some(value) = self.value(array)? else { continue };
                if json::item_count(value).is_none_or(|count| count > named.saturating_add(1)) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Whatever is at a pointer in the body.
    fn value(&self, pointer: &str) -> Result<Option<&'a RawValue>, Reason> {
        json::at(self.text()?, pointer).map_err(|_| Reason::MalformedBody)
    }

    /// The body as text that is short enough to be read as JSON.
    fn text(&self) -> Result<&'a str, Reason> {
        if self.body.len() > MAX_READ {
            return Err(Reason::BodyTooLarge);
        }
        core::str::from_utf8(self.body).map_err(|_| Reason::MalformedBody)
    }

    /// What stands at a place. Items of a list are not for here.
    pub(crate) fn read(&self, place: &Place<&'a str>) -> Result<Cow<'a, str>, Reason> {
        match *place {
            Place::Header { header, or_header } => {
                let first = self.header(header);
                let second = or_header.map(|other| self.header(other));
                match (first, second) {
                    (Err(Reason::MissingHeader), Some(second)) => second,
                    (first, None | Some(Err(Reason::MissingHeader))) => first,
                    // Which of the two the receiver reads by itself cannot be known.
                    (Ok(first), Some(Ok(second))) if first != second => Err(Reason::ConflictingHeaders),
                    (first, Some(second)) => first.and(second),
                }
                .map(Cow::Borrowed)
            }
            Place::Query { query } => self.query(query).map(Cow::Owned),
            Place::Member { member } => self.member(member),
            Place::Item { .. } => Err(Reason::MissingItem),
        }
    }
}

fn member_text(kind: MemberType, value: Option<&RawValue>) -> Result<Cow<'_, str>, Reason> {
    match value {
        Some(value) if value.get() != "null" => {
            let text = json::scalar(value).ok_or(Reason::MissingMember)?;
            if kind.takes(value.get(), &text) { Ok(text) } else { Err(Reason::MalformedMember { kind: kind.name() }) }
        }
        _ if kind.may_be_absent() => Ok(Cow::Borrowed("")),
        _ => Err(Reason::MissingMember),
    }
}

/// The index that a pointer has right below another one, if it is an index.
fn index_below(array: &str, pointer: &str) -> Option<usize> {
    let below = pointer.strip_prefix(array)?.strip_prefix('/')?;
    below.split('/').next().unwrap_or_default().parse().ok()
}
