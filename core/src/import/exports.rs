//! Exports of services that capture webhooks: Hookdeck, webhook.site and ngrok.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::code::{ImportError, Note};
use super::format::Format;
use super::imported::Imported;
use super::values::{Body, base64, headers, items, object, text_of};
use super::{raw, target};
use crate::base::json::RawObject;

type Read = fn(&RawObject<'_>) -> Result<Option<Imported>, ImportError>;

/// Reads an export of one request or of several. `None` if the object is not an export.
pub(super) fn read(document: &RawObject<'_>) -> Result<Option<Imported>, ImportError> {
    // A list is in a member whose name depends on the service.
    let lists: [(&str, Format, Read); 3] = [
        ("requests", Format::Ngrok, ngrok),
        ("models", Format::Hookdeck, hookdeck),
        ("data", Format::WebhookSite, webhook_site),
    ];
    for (member, format, read) in lists {
        if let Some(entries) = document.get(member).and_then(items) {
            let entries: Vec<RawObject<'_>> = entries.into_iter().filter_map(object).collect();
            if let Some(found) = first(&entries, read)? {
                return Ok(Some(found));
            }
            // Other documents have members of these names, too.
            let sign = match format {
                Format::Ngrok => "uri",
                Format::Hookdeck => "pagination",
                _ => "per_page",
            };
            if entries.is_empty() && document.get(sign).is_some() {
                return Err(ImportError::NoRequest { format });
            }
        }
    }
    one(document)
}

/// Reads an array of exported requests.
pub(super) fn read_list(entries: &[RawObject<'_>]) -> Result<Option<Imported>, ImportError> {
    first(entries, one)
}

fn one(document: &RawObject<'_>) -> Result<Option<Imported>, ImportError> {
    for read in [ngrok as Read, hookdeck, webhook_site] {
        if let Some(found) = read(document)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The first request with a body, or else the first one.
fn first(entries: &[RawObject<'_>], read: Read) -> Result<Option<Imported>, ImportError> {
    let mut chosen: Option<(usize, Imported)> = None;
    for (index, entry) in entries.iter().enumerate() {
        let Some(found) = read(entry)? else { continue };
        let has_body = found.body.as_ref().is_some_and(|body| !body.is_empty());
        if has_body || chosen.is_none() {
            chosen = Some((index, found));
        }
        if has_body {
            break;
        }
    }
    Ok(chosen.map(|(index, mut found)| {
        if entries.len() > 1 {
            found.note(Note::SeveralRequests { count: entries.len(), taken: index + 1 });
        }
        found
    }))
}

/// A request of ngrok's agent, whose bytes are in base64.
fn ngrok(entry: &RawObject<'_>) -> Result<Option<Imported>, ImportError> {
    let Some(request) = entry.get("request").and_then(object) else { return Ok(None) };
    let Some(encoded) = text_of(&request, "raw") else { return Ok(None) };
    let bytes = base64(&encoded).ok_or(ImportError::InvalidBase64)?;
    let mut found = raw::read(&bytes)?.ok_or(ImportError::NoRequest { format: Format::Ngrok })?;
    found.format = Format::Ngrok;
    found.body.get_or_insert_default();
    Ok(Some(found))
}

/// An event or a request of Hookdeck.
fn hookdeck(entry: &RawObject<'_>) -> Result<Option<Imported>, ImportError> {
    let Some(data) = entry.get("data").and_then(object) else { return Ok(None) };
    let is_hookdeck =
        ["is_large_payload", "parsed_query", "parsed_query_nested"].iter().any(|name| data.get(name).is_some());
    let Some(fields) = data.get("headers").filter(|_| is_hookdeck).and_then(headers) else { return Ok(None) };
    let mut found = Imported::new(Format::Hookdeck);
    // Exports do not contain the method, and webhooks are sent with POST.
    found.method = text_of(&data, "method").or_else(|| text_of(entry, "method")).map(Cow::into_owned);
    let path = text_of(&data, "path").unwrap_or_default();
    let path = if path.is_empty() { Cow::Borrowed("/") } else { path };
    let target = target::with_query(&path, &text_of(&data, "query").unwrap_or_default());
    found.url = Some(target::url(&target, &fields, None));
    found.headers = fields;
    let is_large = data.get("is_large_payload").is_some_and(|value| value.get() == "true");
    match data.get("body").and_then(Body::of) {
        // Bodies of large requests are not a part of lists.
        None if is_large => found.note(Note::BodyUnknown),
        None => found.body = Some(Vec::new()),
        Some(body) => {
            if body.is_parsed {
                found.note(Note::BodyReserialized);
            }
            found.body = Some(body.bytes);
        }
    }
    Ok(Some(found))
}

/// A request of webhook.site.
fn webhook_site(entry: &RawObject<'_>) -> Result<Option<Imported>, ImportError> {
    if entry.get("uuid").is_none() || entry.get("token_id").is_none() {
        return Ok(None);
    }
    let Some(fields) = entry.get("headers").and_then(headers) else { return Ok(None) };
    let mut found = Imported::new(Format::WebhookSite);
    found.method = text_of(entry, "method").map(Cow::into_owned);
    found.url = text_of(entry, "url").map(Cow::into_owned);
    found.headers = fields;
    let has_files = entry.get("files").is_some_and(|files| !matches!(files.get(), "null" | "{}" | "[]"));
    match text_of(entry, "content") {
        Some(content) if !content.is_empty() || !has_files => found.body = Some(content.into_owned().into_bytes()),
        _ if has_files => found.note(Note::BodyUnknown),
        _ => found.body = Some(Vec::new()),
    }
    Ok(Some(found))
}
