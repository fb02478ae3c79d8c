//! What can be seen where nothing can match, because bytes are lost.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::budget::Search;
use super::causes::Finding;
use super::quote::quoted;
use super::secrets::is_placeholder;
use super::urls::signs_url;
use crate::signature::key::usable;
use crate::signature::value::Value;

/// Everything that can be seen, the plainest first.
pub(super) fn seen(search: &Search<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    found.extend(body(search));
    found.extend(url(search));
    found.extend(placeholder(search));
    found.extend(missing_header(search));
    found.extend(undecodable(search));
    found
}

fn body(search: &Search<'_>) -> Option<Finding> {
    let body = search.request.body;
    let length = search.request.headers.get("content-length").next().and_then(|text| text.parse::<usize>().ok());
    let is_chunked = search.request.headers.get("transfer-encoding").next().is_some();
    let has_type = search.request.headers.get("content-type").next().is_some();
    if body.is_empty() {
        let announced = match length {
            Some(0) => return None,
            Some(length) => format!("the body is empty, and `Content-Length` says {length} bytes"),
            None if is_chunked => "the body is empty, and `Transfer-Encoding` says that there is one".into(),
            None if has_type => "the body is empty, and `Content-Type` says that there is one".into(),
            None => return None,
        };
        return Some(Finding::likely("body_missing", announced));
    }
    let text = core::str::from_utf8(body).ok();
    if let Some(text) = text.map(str::trim) {
        let is_object = text.strip_prefix("[object ").is_some_and(|rest| rest.ends_with(']') && rest.len() < 40);
        if is_object || text == "undefined" {
            let evidence =
                format!("the body is the text {}, which is what JavaScript makes of an object", quoted(text));
            return Some(Finding::likely("body_stringified", evidence));
        }
    }
    if body.windows(3).any(|bytes| bytes == "\u{fffd}".as_bytes()) {
        let evidence = "the body has U+FFFD in it, which stands where bytes were no text to whoever decoded them";
        return Some(Finding::likely("body_charset", evidence));
    }
    if is_utf16(body) {
        return Some(Finding::likely("body_charset", "the body is not UTF-8: it begins as UTF-16 does"));
    }
    if body.starts_with(b"\x1f\x8b")
        || search.request.headers.get("content-encoding").any(|coding| coding != "identity")
    {
        let evidence = "the body is compressed, or was: `Content-Encoding` or its first bytes say so";
        return Some(Finding::likely("body_compressed", evidence));
    }
    if matches!(text.map(str::trim), Some("{}" | "null" | "\"\""))
        && length.is_some_and(|length| length > body.len() + 2)
    {
        let evidence =
            "the body is an empty value, and `Content-Length` says that there was more: nothing has parsed it";
        return Some(Finding::likely("body_missing", evidence));
    }
    if ["{'", "[{'", "{u'"].iter().any(|begin| body.starts_with(begin.as_bytes())) {
        return Some(Finding::likely("body_stringified", "the body is how Python prints a dictionary, and no JSON"));
    }
    let is_form =
        search.request.headers.get("content-type").any(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    if is_form && body.iter().any(|byte| matches!(byte, b' ' | b'"' | b'{' | b'\n') || !byte.is_ascii()) {
        let evidence = "the body is sent as a form, and has characters that a form has only as escapes: it was decoded";
        return Some(Finding::likely("body_urlencoded", evidence));
    }
    let begins = matches!(body.trim_ascii_start().first(), Some(b'{' | b'['));
    let error = serde_json::from_slice::<serde::de::IgnoredAny>(body).err();
    let is_whole = begins && error.is_none();
    if let Some(length) = length.filter(|length| *length > body.len() && !is_whole) {
        let evidence = format!("the body has {} bytes, and `Content-Length` says {length}", body.len());
        return Some(Finding::likely("body_truncated", evidence));
    }
    if let Some(length) = length.filter(|length| *length != body.len() && is_whole) {
        let evidence = format!(
            "the body is whole JSON of {} bytes, and `Content-Length` says {length}: it was written again, by a serialiser \
             that writes more than the spacing in another way",
            body.len()
        );
        return Some(Finding::likely("body_reformatted", evidence));
    }
    let is_cut = begins && error.is_some_and(|error| error.is_eof());
    is_cut.then(|| Finding::likely("body_truncated", "the body is JSON that ends in the middle"))
}

/// Whether a body begins with the byte order mark of UTF-16, or with characters of ASCII in it: compressed bodies and other
/// bytes have zeros as well, but not every other one.
fn is_utf16(body: &[u8]) -> bool {
    let (pairs, _) = body.as_chunks::<2>();
    let begins = pairs.get(..pairs.len().min(4)).filter(|pairs| pairs.len() > 1).unwrap_or_default();
    let little = begins.iter().all(|&[first, second]| first != 0 && second == 0);
    let big = begins.iter().all(|&[first, second]| first == 0 && second != 0);
    body.starts_with(b"\xff\xfe") || body.starts_with(b"\xfe\xff") || (!begins.is_empty() && (little || big))
}

/// A URL that the sender cannot have called, or none.
fn url(search: &Search<'_>) -> Option<Finding> {
    let url = search.request.url;
    if !signs_url(&search.scheme) {
        return None;
    }
    if url.is_empty() {
        return Some(Finding::likely("url_missing", "the scheme signs the URL, and none was given"));
    }
    let host = url.split_once("://").map_or("", |(_, rest)| rest).to_ascii_lowercase();
    if host.is_empty() {
        return Some(Finding::likely("url_missing", "the scheme signs the whole URL, and only its path was given"));
    }
    let local = ["localhost", "127.", "[::1]", "0.0.0.0", "10.", "192.168."];
    local.iter().any(|begin| host.starts_with(begin)).then(|| {
        Finding::likely("url_host", "the URL is one of this machine or network, which the sender cannot have called")
    })
}

fn placeholder(search: &Search<'_>) -> Option<Finding> {
    let texts = search.keys.secrets.iter().filter_map(|secret| core::str::from_utf8(secret.bytes()).ok());
    texts.into_iter().any(is_placeholder).then(|| {
        Finding::likely(
            "secret_placeholder",
            "the secret looks like a placeholder or the name of a variable, and not like a secret",
        )
    })
}

fn missing_header(search: &Search<'_>) -> Option<Finding> {
    let missing: Vec<&str> = search
        .scheme
        .headers()
        .filter(|name| search.request.headers.get(name).all(str::is_empty))
        .filter(|name| !is_second(search, name))
        .collect();
    let first = missing.first()?;
    // The timestamp or the id may well be missing beside a signature that is there; both are the header's loss.
    let evidence = if missing.len() == 1 {
        format!("the request has no `{first}` header, under this name or a similar one")
    } else {
        let all: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
        format!("the request has none of the headers {}, under these names or similar ones", all.join(", "))
    };
    Some(Finding::likely("header_missing", evidence))
}

/// Whether a header field is one that may stand in for another, or carries an id that is not signed.
fn is_second(search: &Search<'_>, name: &str) -> bool {
    let scheme = &search.scheme;
    let places = [Some(scheme.signature.place), scheme.timestamp.map(|field| field.place), scheme.message_id];
    let stands_in = places.into_iter().flatten().any(|place| {
        let names: Vec<&str> = place.headers().collect();
        names.len() == 2
            && names.contains(&name)
            && (names.get(1) == Some(&name)
                || names.iter().any(|other| search.request.headers.get(other).any(|value| !value.is_empty())))
    });
    let is_unsigned_id =
        scheme.message_id.is_some_and(|place| place.headers().any(|id| id == name)) && !scheme.content.contains("{id}");
    stands_in || is_unsigned_id
}

/// A secret that is not written as the scheme's are, and no hypothesis about it matched.
fn undecodable(search: &Search<'_>) -> Option<Finding> {
    let wrong = search
        .keys
        .secrets
        .iter()
        .find_map(|secret| usable(search.scheme.algorithm, search.scheme.key, secret).err())?;
    let has_signature = Value::read(&search.scheme, &search.request).is_ok();
    has_signature.then(|| Finding::likely("secret_decoding", format!("{wrong}")))
}
