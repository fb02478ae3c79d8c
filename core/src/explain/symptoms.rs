//! Visible symptoms of deliveries that cannot match because bytes are lost.

use alloc::format;
use alloc::vec::Vec;

use super::body_kind::{BodyKind, Json};
use super::budget::Search;
use super::causes::Finding;
use super::codes::DiagnosisCode;
use super::credentials;
use super::diagnosis::Certainty;
use super::quote::quoted;
use super::reasons::{self, is_local};
use super::secrets::is_placeholder;
use super::traces;
use super::work::{Cut, MAX_SECRET};
use crate::base::http::url::UrlParts;

/// The maximum length of a text that is recognized as a replacement for a body, such as `undefined`.
const SHORT: usize = 4 << 10;

/// The cost of searching a byte of the body and of a secret.
const PER_BODY_BYTE: usize = 3;
const PER_SECRET_BYTE: usize = 60;

/// What is visible without a proof. `of_value` are the flaws of the signature's value in the most likely reading. What
/// `verify` can name comes first, and hides superficial symptoms.
pub(super) fn seen(search: &mut Search<'_>, of_value: Vec<Finding>) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    let credential = part(search, "secrets", credentials::other);
    let of_secret = if credential.is_some() { None } else { reasons::of_secret(search) };
    found.extend(of_secret);
    if of_value.is_empty() {
        found.extend(reasons::of_signature(search));
        found.extend(part(search, "headers", reasons::constant));
    } else {
        found.extend(of_value);
    }
    found.extend(credential);
    found.extend(part(search, "secrets", placeholder));
    let symptoms: [(&'static str, Symptom); 3] = [("symptoms", traces::seen), ("symptoms", body), ("urls", url)];
    for (name, symptom) in symptoms {
        found.extend(part(search, name, symptom));
    }
    found.append(&mut search.hints);
    let mut codes: Vec<DiagnosisCode> = Vec::new();
    found.retain(|finding| {
        let is_new = !codes.contains(&finding.code);
        codes.push(finding.code);
        is_new
    });
    // Nothing that follows is checked before the signature can be read.
    let is_structural = found.iter().any(|finding| finding.rank() < 2 && finding.certainty == Certainty::Likely);
    let found = found.into_iter().map(|finding| match is_structural && finding.rank() == BODY {
        true => finding.superficial(),
        false => finding,
    });
    let mut found: Vec<Finding> = found.collect();
    found.sort_by_key(|finding| (core::cmp::Reverse(finding.certainty), finding.rank()));
    found
}

/// The rank of findings about the body.
const BODY: u8 = 3;

fn part(search: &mut Search<'_>, name: &'static str, symptom: Symptom) -> Option<Finding> {
    symptom(search).unwrap_or_else(|Cut| {
        search.skip(name);
        None
    })
}

type Symptom = fn(&mut Search<'_>) -> Result<Option<Finding>, Cut>;

fn body(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    search.spend(search.fields.lookup().saturating_mul(8))?;
    if search.request.body.is_empty() {
        return Ok(missing_body(search));
    }
    let kind = search.body_kind();
    let is_read = kind.is_ok() && search.spend(search.request.body.len().saturating_mul(PER_BODY_BYTE)).is_ok();
    if !is_read {
        search.skip("symptoms");
    }
    Ok(of_text(search, is_read)
        .or_else(|| of_bytes(search))
        .or_else(|| of_content(search, is_read))
        .or_else(|| of_length(search, kind)))
}

fn missing_body(search: &Search<'_>) -> Option<Finding> {
    let is_chunked = search.request.headers.get("transfer-encoding").next().is_some();
    let has_type = search.request.headers.get("content-type").next().is_some();
    let announced = match search.content_length() {
        Some(0) => return None,
        Some(length) => format!("the body is empty, and `Content-Length` announces {length} bytes"),
        None if is_chunked => "the body is empty, and `Transfer-Encoding` announces a body".into(),
        None if has_type => "the body is empty, and `Content-Type` announces a body".into(),
        None => return None,
    };
    Some(Finding::likely(DiagnosisCode::BodyMissing, announced))
}

/// A value that JavaScript converted to text, and text that was decoded incorrectly.
fn of_text(search: &Search<'_>, is_read: bool) -> Option<Finding> {
    let body = search.request.body;
    if let Some(text) = short_text(body) {
        let is_object = text.strip_prefix("[object ").is_some_and(|rest| rest.ends_with(']') && rest.len() < 40);
        if is_object || text == "undefined" {
            let evidence = format!(
                "the body is the text {}, which JavaScript produces when it converts a value to text",
                quoted(text)
            );
            return Some(Finding::likely(DiagnosisCode::BodyStringified, evidence));
        }
    }
    let has_replacement = is_read && body.windows(3).any(|bytes| bytes == "\u{fffd}".as_bytes());
    has_replacement.then(|| {
        let evidence = "the body contains U+FFFD, which replaces bytes that were not valid text when they were decoded";
        Finding::likely(DiagnosisCode::BodyCharset, evidence)
    })
}

/// Other character sets, and compression.
fn of_bytes(search: &Search<'_>) -> Option<Finding> {
    let body = search.request.body;
    if is_utf16(body) {
        return Some(Finding::likely(DiagnosisCode::BodyCharset, "the body is not UTF-8; it starts like UTF-16"));
    }
    let is_compressed = body.starts_with(b"\x1f\x8b")
        || search.request.headers.get("content-encoding").any(|coding| coding != "identity");
    is_compressed.then(|| {
        let evidence = "`Content-Encoding` or the first bytes of the body show that the body is or was compressed";
        Finding::likely(DiagnosisCode::BodyCompressed, evidence)
    })
}

/// Values that parsers and programs leave in place of a body.
fn of_content(search: &Search<'_>, is_read: bool) -> Option<Finding> {
    let body = search.request.body;
    let is_empty = matches!(short_text(body), Some("{}" | "null" | "\"\""));
    if is_empty && search.content_length().is_some_and(|length| length > body.len() + 2) {
        let evidence = "the body is an empty value, and `Content-Length` announces more: a body that no parser has set \
             looks like this";
        return Some(Finding::likely(DiagnosisCode::BodyMissing, evidence));
    }
    if ["{'", "[{'", "{u'"].iter().any(|begin| body.starts_with(begin.as_bytes())) {
        return Some(Finding::likely(
            DiagnosisCode::BodyStringified,
            "the body is a dictionary as Python prints it, \
            not JSON",
        ));
    }
    let is_form =
        search.request.headers.get("content-type").any(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    let is_decoded =
        is_form && is_read && body.iter().any(|byte| matches!(byte, b' ' | b'"' | b'{' | b'\n') || !byte.is_ascii());
    is_decoded.then(|| {
        let evidence = "the body is sent as a form and contains characters that a form has only as escapes: it was \
                        decoded";
        Finding::likely(DiagnosisCode::BodyUrlencoded, evidence)
    })
}

/// A body that is shorter than the sender announced, or that is incomplete.
fn of_length(search: &Search<'_>, kind: Result<BodyKind, Cut>) -> Option<Finding> {
    let (length, found) = (search.content_length(), search.request.body.len());
    let is_whole = kind.is_ok_and(BodyKind::is_json);
    if let Some(length) = length.filter(|length| *length > found && !is_whole) {
        let evidence = format!("the body has {found} bytes, and `Content-Length` announces {length}");
        return Some(Finding::likely(DiagnosisCode::BodyTruncated, evidence));
    }
    if let Some(length) = length.filter(|length| *length != found && is_whole) {
        let evidence = format!(
            "the body is complete JSON of {found} bytes, and `Content-Length` announces {length}: it was parsed and \
             written again, and more than the spacing differs"
        );
        return Some(Finding::likely(DiagnosisCode::BodyReformatted, evidence));
    }
    let is_cut = kind.is_ok_and(|kind| kind.json == Json::Truncated);
    is_cut.then(|| Finding::likely(DiagnosisCode::BodyTruncated, "the body is JSON that ends in the middle"))
}

/// The body as text without surrounding whitespace, if it is short.
fn short_text(body: &[u8]) -> Option<&str> {
    core::str::from_utf8(Some(body).filter(|body| body.len() <= SHORT)?).ok().map(str::trim)
}

/// Whether a body starts with a UTF-16 byte order mark, or with ASCII characters in UTF-16. Compressed bodies and other
/// binary data contain zeros as well, but not in every second byte.
fn is_utf16(body: &[u8]) -> bool {
    let (pairs, _) = body.as_chunks::<2>();
    let begins = pairs.get(..pairs.len().min(4)).filter(|pairs| pairs.len() > 1).unwrap_or_default();
    let little = begins.iter().all(|&[first, second]| first != 0 && second == 0);
    let big = begins.iter().all(|&[first, second]| first == 0 && second != 0);
    body.starts_with(b"\xff\xfe") || body.starts_with(b"\xfe\xff") || (!begins.is_empty() && (little || big))
}

/// A missing URL, or a URL that the sender cannot have called.
fn url(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    let url = search.request.url;
    if !search.profile.signs_url() {
        return Ok(None);
    }
    if url.is_empty() {
        return Ok(Some(Finding::likely(DiagnosisCode::UrlMissing, "the scheme signs the URL, and none was given")));
    }
    search.spend(url.len())?;
    let Some(UrlParts { host, .. }) = UrlParts::of(url).filter(|parts| !parts.host.is_empty()) else {
        let evidence = "the scheme signs the whole URL, and only its path was given";
        return Ok(Some(Finding::likely(DiagnosisCode::UrlMissing, evidence)));
    };
    Ok(is_local(host).then(|| {
        Finding::likely(
            DiagnosisCode::UrlHost,
            "the URL points to this machine or to a private network, which the \
                                                 sender cannot have called",
        )
    }))
}

fn placeholder(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    for secret in search.keys.secrets {
        // Longer text is not a placeholder.
        if secret.bytes().len() > MAX_SECRET {
            continue;
        }
        search.spend(secret.bytes().len() * PER_SECRET_BYTE + 500)?;
        if core::str::from_utf8(secret.bytes()).is_ok_and(is_placeholder) {
            let evidence = "the secret looks like a placeholder or the name of a variable, not like a secret";
            return Ok(Some(Finding::likely(DiagnosisCode::SecretPlaceholder, evidence)));
        }
    }
    Ok(None)
}
