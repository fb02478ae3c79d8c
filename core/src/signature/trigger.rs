//! The conditions that identify handshakes.

use super::handshake::HandshakeTrigger;
use super::request::{MAX_READ, Request};
use crate::base::http::url;

impl HandshakeTrigger<&str> {
    /// Whether a request is a handshake.
    pub(crate) fn matches(&self, request: &Request<'_>) -> bool {
        let is_method = |wanted: &str| request.method.eq_ignore_ascii_case(wanted);
        match *self {
            Self::Query { query, method } => {
                let is_method = match method {
                    None => request.method.is_empty() || is_method("GET"),
                    Some("*") => true,
                    Some(wanted) => is_method(wanted),
                };
                is_method && request.query(query).is_ok()
            }
            Self::Header { header, equals, method } => {
                method.is_none_or(is_method)
                    && request.header(header).is_ok_and(|value| equals.is_none_or(|wanted| wanted == value))
            }
            Self::Member { member, equals } => {
                request.member(member).is_ok_and(|value| equals.is_none_or(|wanted| wanted == value))
            }
            Self::Form { form, equals } => {
                let value = form_value(request, form);
                value.is_some_and(|value| equals.is_none_or(|wanted| wanted.as_bytes() == value))
            }
            Self::Method { method } => is_method(method),
        }
    }
}

/// The only value of a parameter of a form-encoded body.
fn form_value(request: &Request<'_>, name: &str) -> Option<alloc::vec::Vec<u8>> {
    if request.body.len() > MAX_READ {
        return None;
    }
    let text = core::str::from_utf8(request.body).ok()?;
    // JSON can contain `=`, but a form starts with a name.
    if text.starts_with(['{', '[', '"']) {
        return None;
    }
    let mut values = url::pairs(text).filter(|(given, _)| given == name.as_bytes());
    match (values.next(), values.next()) {
        (Some((_, value)), None) => Some(value),
        _ => None,
    }
}
