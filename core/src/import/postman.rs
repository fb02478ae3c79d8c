//! Postman collections (schema v2.1).

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;

use super::code::{ImportError, Note};
use super::format::Format;
use super::imported::Imported;
use super::limit::MAX_TEXT;
use super::target::with_scheme;
use super::values::{headers, items, object, scalar, text, text_of};
use crate::base::http::percent;
use crate::base::json::RawObject;

/// Folders are nested up to this depth.
const MAX_DEPTH: usize = 32;

/// The longest name of a variable, with its braces. A longer text between braces is not searched for their end.
const LONGEST_NAME: usize = 256;

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
        let variables = variables(&collection);
        let mut found = requests
            .get(taken)
            .and_then(|chosen| request(chosen, &variables))
            .ok_or(ImportError::NoRequest { format: Format::Postman })?;
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
    Ok(if is_request { request(candidate, &Variables::default()) } else { None })
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

/// The variables of a collection.
#[derive(Default)]
struct Variables<'a> {
    values: BTreeMap<Cow<'a, str>, Cow<'a, str>>,
    /// How many bytes their values can still add to the texts of the request.
    left: Cell<usize>,
}

fn variables<'a>(collection: &RawObject<'a>) -> Variables<'a> {
    let all = collection.get("variable").and_then(items).unwrap_or_default();
    let pair = |variable: RawObject<'a>| {
        let is_disabled = variable.get("disabled").is_some_and(|value| value.get() == "true");
        let name = text_of(&variable, "key").or_else(|| text_of(&variable, "id")).filter(|_| !is_disabled)?;
        Some((name, scalar(variable.get("value")?)?))
    };
    let values = all.into_iter().filter_map(object).filter_map(pair).collect();
    Variables { values, left: Cell::new(MAX_TEXT) }
}

/// Replaces references to variables, once, as long as the request is not longer than what can be read at all.
fn expand(text: String, variables: &Variables<'_>) -> String {
    if variables.values.is_empty() || !text.contains("{{") {
        return text;
    }
    let mut expanded = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("{{") {
        expanded.push_str(before);
        let near = after.get(..after.floor_char_boundary(LONGEST_NAME));
        let name = near.and_then(|near| near.split_once("}}")).map(|(name, _)| name);
        let known = name.and_then(|name| {
            let value = variables.values.get(name.trim())?;
            let left = variables.left.get().checked_sub(value.len())?;
            Some((value, left, after.get(name.len() + 2..)?))
        });
        rest = match known {
            Some((value, left, after)) => {
                variables.left.set(left);
                expanded.push_str(value);
                after
            }
            None => {
                expanded.push_str("{{");
                after
            }
        };
    }
    expanded + rest
}

fn request(request: &RawObject<'_>, variables: &Variables<'_>) -> Option<Imported> {
    let mut found = Imported::new(Format::Postman);
    found.method = Some(text_of(request, "method").map_or_else(|| "GET".into(), Cow::into_owned));
    let url = request.get("url")?;
    let url = text(url).or_else(|| object(url).and_then(|url| text_of(&url, "raw")))?;
    let url = expand(url.into_owned(), variables);
    found.url = Some(if url.starts_with("{{") { url } else { with_scheme(&url, "http") });
    let given = request.get("header").and_then(headers).unwrap_or_default();
    found.headers = given.iter().map(|(name, value)| (name, expand(value.into(), variables))).collect();
    match request.get("body").and_then(object) {
        None => found.body = Some(Vec::new()),
        Some(body) => data(&body, &mut found, variables),
    }
    let has_variable = |text: &str| text.contains("{{") && text.contains("}}");
    let in_headers = found.headers.iter().any(|(_, value)| has_variable(value));
    let in_body = found.body.as_deref().and_then(|body| core::str::from_utf8(body).ok()).is_some_and(has_variable);
    if in_headers || in_body || found.url.as_deref().is_some_and(has_variable) {
        found.note(Note::NotExpanded);
    }
    Some(found)
}

fn data(body: &RawObject<'_>, found: &mut Imported, variables: &Variables<'_>) {
    match text_of(body, "mode").as_deref() {
        Some("raw") => {
            let raw = text_of(body, "raw").unwrap_or_default();
            found.body = Some(expand(raw.into_owned(), variables).into_bytes());
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
                let [name, value] = [name, value].map(|text| percent::encode(&expand(text.into_owned(), variables)));
                (!is_disabled).then(|| format!("{name}={value}"))
            });
            found.body = Some(pairs.collect::<Vec<String>>().join("&").into_bytes());
            found.default_header("Content-Type", "application/x-www-form-urlencoded");
        }
        Some("file") => found.note(Note::FileNotRead),
        Some(_) => found.note(Note::BodyUnknown),
        None => found.body = Some(Vec::new()),
    }
}
