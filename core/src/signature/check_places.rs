//! Validation of the places that a scheme reads.

use alloc::vec::Vec;

use super::form_name::{is_field_name, is_same_name};
use super::parsed::Parsed;
use super::place::{Place, alternatives};
use super::scheme::Scheme;
use super::scheme_codes;
use super::template::Piece;
use crate::base::http::is_header_name;
use crate::base::problem::{Problem, pointer};

pub(super) fn check_place(path: &str, place: &Place<&str>, separator: Option<char>, found: &mut Vec<Problem>) {
    match *place {
        Place::Header { header, or_header } => {
            // An empty list would be ignored.
            let empty = or_header.filter(|names| names.is_empty());
            let others = alternatives(or_header).chain(empty).map(|name| ("orHeader", name));
            for (member, name) in core::iter::once(("header", header)).chain(others) {
                if !is_header_name(name) {
                    found.push(Problem::error(
                        scheme_codes::MALFORMED_HEADER_NAME,
                        pointer(path, member),
                        INVALID_HEADER_NAME,
                    ));
                }
            }
        }
        Place::Item { item } => {
            if path == "/signature" {
                let message = "the signature cannot be an item of its own list; use `header`, `query` or `member`";
                found.push(Problem::error(scheme_codes::WRONG_PLACE, pointer(path, "item"), message));
            } else if separator.is_none() {
                let message = "`item` is an item of the signature's list, so `/signature/separator` is required";
                found.push(Problem::error(scheme_codes::WRONG_PLACE, pointer(path, "item"), message));
            } else if path == "/bodyDigest" {
                let message = "the digest of the body must be in a header or in the URL";
                found.push(Problem::error(scheme_codes::WRONG_PLACE, pointer(path, "item"), message));
            } else if item.is_empty() || !can_start_item(item) || separator.is_some_and(|c| item.contains(c)) {
                let message =
                    "`item` must not be empty, start with whitespace, or contain the separator or control characters";
                found.push(Problem::error(scheme_codes::WRONG_PLACE, pointer(path, "item"), message));
            }
        }
        Place::Query { query } => {
            if query.is_empty() {
                found.push(Problem::error(
                    scheme_codes::WRONG_PLACE,
                    pointer(path, "query"),
                    "`query` must not be empty",
                ));
            }
        }
        Place::Member { .. } | Place::Field { .. } if path == "/bodyDigest" => {
            let message = "the digest of the body cannot be part of the body; use a header or a URL parameter";
            let member = if matches!(place, Place::Field { .. }) { "field" } else { "member" };
            found.push(Problem::error(scheme_codes::WRONG_PLACE, pointer(path, member), message));
        }
        Place::Field { field } => {
            if !is_field_name(field) {
                let message = "`field` must be the name of a form field, without control characters and quotes";
                found.push(Problem::error(scheme_codes::WRONG_PLACE, pointer(path, "field"), message));
            }
        }
        Place::Member { member } => {
            if !is_pointer(member) {
                found.push(Problem::error(scheme_codes::MALFORMED_POINTER, pointer(path, "member"), INVALID_POINTER));
            }
        }
    }
}

/// Checks the header fields and members that a template names.
pub(super) fn check_pieces(path: &str, pieces: &[Piece<&str>], found: &mut Vec<Problem>) {
    for piece in pieces {
        match *piece {
            Piece::Header(name) if !is_header_name(name) => {
                found.push(Problem::error(scheme_codes::MALFORMED_HEADER_NAME, path, INVALID_HEADER_NAME));
            }
            Piece::Field(name) if !is_field_name(name) => {
                let message = "the name of a form field must not be empty or contain control characters or quotes";
                found.push(Problem::error(scheme_codes::WRONG_CONTENT, path, message));
            }
            Piece::Member(_, member) | Piece::MacOfMember(member) | Piece::If(member) if !is_pointer(member) => {
                found.push(Problem::error(scheme_codes::MALFORMED_POINTER, path, INVALID_POINTER));
            }
            _ => {}
        }
    }
}

/// Checks that all values are at different places, because two values cannot be written to the same place, and that the
/// signature does not cover itself.
pub(super) fn check_distinct(parsed: &Parsed<'_>, found: &mut Vec<Problem>) {
    let scheme = &parsed.scheme;
    let covered = parsed.content.iter().any(|piece| match *piece {
        Piece::Header(header) => overlap(&Place::Header { header, or_header: None }, &scheme.signature.place),
        Piece::Member(_, member) => overlap(&Place::Member { member }, &scheme.signature.place),
        Piece::Field(field) => overlap(&Place::Field { field }, &scheme.signature.place),
        _ => false,
    });
    if covered {
        found.push(Problem::error(
            scheme_codes::WRONG_CONTENT,
            "/content",
            "the signature cannot cover itself; remove its place from `content`",
        ));
    }
    let places = [
        ("/signature", Some(scheme.signature.place)),
        ("/timestamp", scheme.timestamp.map(|field| field.place)),
        ("/messageId", scheme.message_id),
        ("/bodyDigest", scheme.body_digest),
    ];
    let mut earlier: Vec<Place<&str>> = Vec::new();
    for (path, place) in places {
        let Some(place) = place else { continue };
        let message = match place {
            Place::Item { item } if is_like_signature(scheme, item) => Some(
                "signatures can start like this item; end it with a character that signatures do not contain, as in \
                 `t=`",
            ),
            _ if earlier.iter().any(|other| overlap(&place, other)) => {
                Some("another value has the same place; each value requires a separate place")
            }
            _ => None,
        };
        found.extend(message.map(|message| Problem::error(scheme_codes::WRONG_PLACE, path, message)));
        earlier.push(place);
    }
}

fn overlap(one: &Place<&str>, other: &Place<&str>) -> bool {
    match (*one, *other) {
        (Place::Item { item }, Place::Item { item: other }) => item.starts_with(other) || other.starts_with(item),
        (Place::Query { query }, Place::Query { query: other }) => query == other,
        (Place::Field { field }, Place::Field { field: other }) => is_same_name(field.as_bytes(), other.as_bytes()),
        (Place::Member { member }, Place::Member { member: other }) => {
            let inside = |inner: &str, outer: &str| inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'));
            member == other || inside(member, other) || inside(other, member)
        }
        _ => one.headers().any(|name| other.headers().any(|other| name.eq_ignore_ascii_case(other))),
    }
}

/// Whether an item with this prefix can be a signature of the scheme.
fn is_like_signature(scheme: &Scheme<&str>, item: &str) -> bool {
    match scheme.signature.prefix.unwrap_or_default() {
        "" => item.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_')),
        prefix => item.starts_with(prefix) || prefix.starts_with(item),
    }
}

/// Whether an item of a list can start with this text.
pub(super) fn can_start_item(text: &str) -> bool {
    !text.starts_with(char::is_whitespace) && !text.contains(char::is_control)
}

pub(super) const INVALID_HEADER_NAME: &str =
    "this is not a valid header name; use letters, digits and hyphens, without a colon";
const INVALID_POINTER: &str = "this is not a valid JSON Pointer; it must start with `/`, as in `/signature/timestamp`, \
                               and have at most 32 segments";

/// Whether a text is a JSON Pointer that is short enough to be read from bodies quickly.
fn is_pointer(text: &str) -> bool {
    text.starts_with('/') && text.split('/').count() <= 33
}
