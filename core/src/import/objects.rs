//! Requests and header fields as objects.

use alloc::borrow::{Cow, ToOwned};
use alloc::vec::Vec;

use serde_json::value::RawValue;

use super::code::{ImportError, Note};
use super::format::Format;
use super::header_lines::is_probable;
use super::imported::Imported;
use super::values::{Body, headers, items, object, text_of};
use super::{archive, exports, lambda, postman, target};
use crate::base::http::{Headers, is_header_name};
use crate::base::json::RawObject;

/// The members that contain the body of a request, the raw ones first.
const BODIES: [&str; 8] = ["rawBody", "raw_body", "bodyRaw", "body", "payload", "data", "content", "text"];

/// Reads a document that describes a request. `None` if it does not describe one.
pub(super) fn read(value: &RawValue) -> Result<Option<Imported>, ImportError> {
    if let Some(document) = object(value) {
        return read_object(&document);
    }
    let Some(entries) = items(value) else { return Ok(None) };
    if let Some(found) = header_list(value) {
        return Ok(Some(found));
    }
    let entries: Vec<RawObject<'_>> = entries.into_iter().filter_map(object).collect();
    if let Some(found) = exports::read_list(&entries)? {
        return Ok(Some(found));
    }
    let Some(first) = entries.first() else { return Ok(None) };
    let mut found = request(first);
    if let Some(found) = found.as_mut().filter(|_| entries.len() > 1) {
        found.note(Note::SeveralRequests { count: entries.len(), taken: 1 });
    }
    Ok(found)
}

fn read_object(document: &RawObject<'_>) -> Result<Option<Imported>, ImportError> {
    for read in [archive::read, postman::read, exports::read, lambda::read] {
        if let Some(found) = read(document)? {
            return Ok(Some(found));
        }
    }
    // A record of a log contains the request as a member.
    let inner = document.get("request").or_else(|| document.get("req")).and_then(object);
    Ok(inner.as_ref().and_then(request).or_else(|| request(document)).or_else(|| header_object(document)))
}

/// A request with its header fields and at least one of the method, the URL and the body.
fn request(document: &RawObject<'_>) -> Option<Imported> {
    let fields = document.get("rawHeaders").or_else(|| document.get("headers")).and_then(headers)?;
    let method = text_of(document, "method").or_else(|| text_of(document, "httpMethod"));
    let url = ["originalUrl", "url", "uri", "path"].iter().find_map(|name| text_of(document, name));
    let body = BODIES.iter().find_map(|name| Some((*name, document.get(name)?)));
    if method.is_none() && url.is_none() && body.is_none() {
        return None;
    }
    let mut found = Imported::new(Format::RequestObject);
    found.method = method.map(Cow::into_owned);
    let query = text_of(document, "queryString").unwrap_or_default();
    found.url = url.map(|url| target::url(&target::with_query(&url, &query), &fields, None));
    found.headers = fields;
    if let Some(body) = body.and_then(|(_, value)| Body::of(value)) {
        if body.is_parsed {
            found.note(Note::BodyReserialized);
        }
        found.body = Some(body.bytes);
    }
    Some(found)
}

/// Header fields as an object. All members are header fields, and at least one of them is typical of requests.
fn header_object(document: &RawObject<'_>) -> Option<Imported> {
    let is_field = |(name, value): (&str, &RawValue)| {
        let is_value = value.get().starts_with(['"', '[']) || value.get() == "null";
        name.is_empty()
            || name.starts_with(':')
            || (is_header_name(name) && (is_value || value.get().parse::<u64>().is_ok()))
    };
    if !document.members().all(is_field) {
        return None;
    }
    let mut fields = Headers::new();
    for (name, value) in document.members().filter(|(_, value)| value.get() != "null") {
        // `headers` reads each kind of value; a member at a time keeps the order and repeated names.
        let one = alloc::format!("{{{}:{}}}", serde_json::to_string(name).ok()?, value.get());
        let one = serde_json::from_str::<&RawValue>(&one).ok().and_then(headers)?;
        one.iter().for_each(|(name, value)| fields.push(name, value));
    }
    let mut found = of_headers(fields)?;
    let pseudo: Headers = document
        .members()
        .filter(|(name, _)| name.starts_with(':'))
        .filter_map(|(name, value)| Some((name.to_owned(), super::values::text(value)?)))
        .collect();
    super::raw::pseudo(&mut found, &pseudo);
    Some(found)
}

/// Header fields as a list.
fn header_list(value: &RawValue) -> Option<Imported> {
    of_headers(headers(value)?)
}

fn of_headers(fields: Headers) -> Option<Imported> {
    let names = || fields.iter().map(|(name, _)| name);
    // Names such as `id` and `type` are common in bodies; these are not.
    let is_typical = |name: &str| {
        let known = ["content-type", "user-agent", "content-length", "accept-encoding", "transfer-encoding"];
        known.iter().any(|known| known.eq_ignore_ascii_case(name))
            || (name.len() > 2 && name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("x-")))
            || (name.contains('-') && name.to_ascii_lowercase().contains("signature"))
    };
    let count = names().count();
    let is_headers = names().any(is_typical) && names().filter(|name| is_probable(name)).count() * 2 >= count;
    if !is_headers {
        return None;
    }
    let mut found = Imported::new(Format::HeaderObject);
    found.headers = fields;
    Some(found)
}
