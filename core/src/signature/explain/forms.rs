//! Hypotheses about bodies that are forms, or were sent as one.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::Value;

use super::budget::Search;
use super::causes::Finding;
use crate::header::Headers;
use crate::signature::request::Request;
use crate::signature::url::{form_decode, pairs, percent_decode};

/// Fields of a form beyond these are not looked at one by one.
const MAX_FIELDS: usize = 32;

/// How a value of a form is written. They differ in what becomes of the space, `*` and `~`.
#[derive(Clone, Copy)]
struct Writer {
    plain: &'static str,
    space: &'static str,
}

/// Browsers and `URLSearchParams`; Python's `urlencode`; PHP's and Ruby's; `encodeURIComponent`; RFC 3986.
const WRITERS: [Writer; 5] = [
    Writer { plain: "*-._", space: "+" },
    Writer { plain: "-._~", space: "+" },
    Writer { plain: "-._", space: "+" },
    Writer { plain: "-_.!~*'()", space: "%20" },
    Writer { plain: "-._~", space: "%20" },
];

/// Whether the body was percent-encoded, or is what was left of a form after it was parsed.
pub(super) fn altered(search: &mut Search<'_>) -> Option<Finding> {
    let text = core::str::from_utf8(search.request.body).ok()?;
    for (evidence, variant) in decoded(text).into_iter().chain(encoded(text)) {
        if variant != search.request.body && verifies(search, &variant) {
            return Some(Finding::proven("body_urlencoded", evidence));
        }
    }
    None
}

/// Whether a body verifies, as a form too: a scheme may sign the form's parameters.
fn verifies(search: &mut Search<'_>, body: &[u8]) -> bool {
    if search.body_verifies(body) {
        return true;
    }
    if !search.scheme.content.contains("{params}") {
        return false;
    }
    let others = search.request.headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
    let headers: Headers = others.chain([("content-type", "application/x-www-form-urlencoded")]).collect();
    let request = Request { headers: &headers, body, ..search.request };
    search.request_verifies(&request)
}

/// The body as it was before it was encoded.
fn decoded(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let mut found = Vec::new();
    let encoded = "the signature matches with the body decoded: it was percent-encoded on the way";
    found.push((encoded, percent_decode(text).into_owned()));
    found.push((encoded, form_decode(text)));
    found.push((encoded, form_decode(text.trim_end_matches('='))));
    let of_form =
        "the signature matches with the value of a field of the form: the body was put into a form on the way";
    for (name, value) in pairs(text).take(MAX_FIELDS) {
        found.push((of_form, if value.is_empty() { name } else { value }));
    }
    // A parser of forms takes a body of JSON for the name of a field without a value.
    if let Ok(Value::Object(object)) = serde_json::from_str::<Value>(text) {
        let parsed =
            "the signature matches with the text that the parser of forms made a name: the body was parsed as a form";
        if let Some((name, value)) = object.iter().next() {
            found.push((parsed, name.clone().into_bytes()));
            if let Value::String(value) = value {
                found.push((parsed, format!("{name}={value}").into_bytes()));
                found.push((parsed, value.clone().into_bytes()));
            }
        }
    }
    found
}

/// The form as it was before it was decoded or parsed.
fn encoded(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let mut found = Vec::new();
    let of_object = "the signature matches with the body as a form: it was parsed, and written again as JSON";
    let of_text = "the signature matches with the values of the form encoded again: it was decoded on the way";
    let members = match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(object)) => flat(&object),
        _ => None,
    };
    for writer in WRITERS {
        if let Some(members) = &members {
            found.push((of_object, writer.form(members.iter().map(|(name, value)| (name.as_str(), value.as_str())))));
        }
        if text.contains('=') {
            let parts = text.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
            found.push((of_text, writer.form(parts)));
        }
        if text.contains(['%', '+']) && !text.contains(['{', '"']) {
            let rewritten: Vec<(String, String)> =
                pairs(text).map(|(name, value)| (lossy(name), lossy(value))).collect();
            let of_form = "the signature matches with the form written in another way: it was parsed and written again";
            found.push((of_form, writer.form(rewritten.iter().map(|(name, value)| (name.as_str(), value.as_str())))));
        }
        found.push((of_text, writer.form([("payload", text)].into_iter())));
        found.push((of_text, writer.text(text).into_bytes()));
    }
    found
}

fn lossy(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_default()
}

/// An object's members as a form has them, lists as fields that come several times.
fn flat(object: &serde_json::Map<String, Value>) -> Option<Vec<(String, String)>> {
    let mut members = Vec::new();
    for (name, value) in object {
        match value {
            Value::Array(items) => {
                for item in items {
                    members.push((name.clone(), item.as_str().map(String::from)?));
                }
            }
            Value::String(text) => members.push((name.clone(), text.clone())),
            Value::Null => members.push((name.clone(), String::new())),
            Value::Bool(_) | Value::Number(_) => members.push((name.clone(), format!("{value}"))),
            Value::Object(_) => return None,
        }
    }
    Some(members)
}

impl Writer {
    fn form<'a>(self, pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<u8> {
        let written: Vec<String> =
            pairs.map(|(name, value)| format!("{}={}", self.text(name), self.text(value))).collect();
        written.join("&").into_bytes()
    }

    fn text(self, text: &str) -> String {
        let mut written = String::with_capacity(text.len());
        for byte in text.bytes() {
            match char::from(byte) {
                character if character.is_ascii_alphanumeric() || self.plain.contains(character) && byte.is_ascii() => {
                    written.push(character);
                }
                ' ' => written.push_str(self.space),
                _ => {
                    // A megabyte of these goes through here fifteen times: `format!` takes seconds for that.
                    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or('0').to_ascii_uppercase();
                    written.extend(['%', digit(byte >> 4), digit(byte & 15)]);
                }
            }
        }
        written
    }
}
