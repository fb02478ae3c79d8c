//! Postman collections (schema v2.1).

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::code::{ImportError, Note};
use super::format::Format;
use super::imported::Imported;
use super::target::with_scheme;
use super::values::{headers, items, object, text, text_of};
use crate::base::http::percent;
use crate::base::json::RawObject;

/// Folders are nested up to this depth.
const MAX_DEPTH: usize = 32;

/// Reads a collection, an item of one or a request of one. `None` for other objects.
pub(super) fn read(document: &RawObject<'_>) -> Result<Option<Imported>, ImportError> {
    let collection = match document.get("collection").and_then(object) {
        Some(inner) => inner,
        None => document.clone(),
    };
    if collection.get("info").is_some() && collection.get("item").is_some() {
        let mut requests = Vec::new();
        collect(&collection, &mut requests, 0);
        let has_body = |request: &RawObject<'_>| request.get("body").is_some_and(|body| body.get() != "null");
        let taken = requests.iter().position(has_body).unwrap_or_default();
        let mut found =
            requests.get(taken).and_then(request).ok_or(ImportError::NoRequest { format: Format::Postman })?;
        if requests.len() > 1 {
            found.note(Note::SeveralRequests { count: requests.len(), taken: taken + 1 });
        }
        return Ok(Some(found));
    }
    let inner = document.get("request").and_then(object);
    let candidate = inner.as_ref().unwrap_or(document);
    let is_request = candidate.get("header").is_some()
        || candidate
            .get("body")
            .and_then(object)
            .is_some_and(|body| body.get("mode").is_some() && candidate.get("url").is_some());
    Ok(if is_request { request(candidate) } else { None })
}

/// The requests of a folder, in order.
fn collect<'a>(folder: &RawObject<'a>, requests: &mut Vec<RawObject<'a>>, depth: usize) {
    let entries = folder.get("item").and_then(items).filter(|_| depth < MAX_DEPTH).unwrap_or_default();
    for entry in entries.into_iter().filter_map(object) {
        match entry.get("request").and_then(object) {
            Some(request) => requests.push(request),
            None => collect(&entry, requests, depth + 1),
        }
    }
}

fn request(request: &RawObject<'_>) -> Option<Imported> {
    let mut found = Imported::new(Format::Postman);
    found.method = Some(text_of(request, "method").map_or_else(|| "GET".into(), Cow::into_owned));
    let url = request.get("url")?;
    let url = text(url).or_else(|| object(url).and_then(|url| text_of(&url, "raw")))?;
    found.url = Some(if url.starts_with("{{") { url.into_owned() } else { with_scheme(&url, "http") });
    found.headers = request.get("header").and_then(headers).unwrap_or_default();
    match request.get("body").and_then(object) {
        None => found.body = Some(Vec::new()),
        Some(body) => data(&body, &mut found),
    }
    let has_variable = |text: &str| text.contains("{{") && text.contains("}}");
    let in_headers = found.headers.iter().any(|(_, value)| has_variable(value));
    let in_body = found.body.as_deref().and_then(|body| core::str::from_utf8(body).ok()).is_some_and(has_variable);
    if in_headers || in_body || found.url.as_deref().is_some_and(has_variable) {
        found.note(Note::NotExpanded);
    }
    Some(found)
}

fn data(body: &RawObject<'_>, found: &mut Imported) {
    match text_of(body, "mode").as_deref() {
        Some("raw") => {
            let raw = text_of(body, "raw").unwrap_or_default();
            found.body = Some(raw.into_owned().into_bytes());
            let language = body.get("options").and_then(object).and_then(|it| object(it.get("raw")?));
            let content_type = match language.and_then(|it| text_of(&it, "language").map(Cow::into_owned)).as_deref() {
                Some("json") => "application/json",
                Some("xml") => "application/xml",
                Some("html") => "text/html",
                Some("javascript") => "application/javascript",
                _ => "text/plain",
            };
            found.default_header("Content-Type", content_type);
        }
        Some("urlencoded") => {
            let fields = body.get("urlencoded").and_then(items).unwrap_or_default();
            let pairs = fields.into_iter().filter_map(object).filter_map(|field| {
                let is_disabled = field.get("disabled").is_some_and(|value| value.get() == "true");
                let [name, value] = ["key", "value"].map(|member| text_of(&field, member).unwrap_or_default());
                (!is_disabled).then(|| format!("{}={}", percent::encode(&name), percent::encode(&value)))
            });
            found.body = Some(pairs.collect::<Vec<String>>().join("&").into_bytes());
            found.default_header("Content-Type", "application/x-www-form-urlencoded");
        }
        Some("file") => found.note(Note::FileNotRead),
        Some(_) => found.note(Note::BodyUnknown),
        None => found.body = Some(Vec::new()),
    }
}
