//! Visible symptoms of deliveries that cannot match because bytes are lost.

use alloc::format;
use alloc::vec::Vec;

use super::body_kind::{BodyKind, Json};
use super::budget::Search;
use super::causes::Finding;
use super::codes::DiagnosisCode;
use super::credentials;
use super::diagnosis::Certainty;
use super::form_type::FormType;
use super::looks::{has_whole_json, is_cut_uuid, is_utf16, printed};
use super::quote::quoted;
use super::reasons::{self, is_local};
use super::secrets::is_placeholder;
use super::traces;
use super::urls;
use super::work::{Cut, MAX_SECRET};
use crate::base::http::url::UrlParts;
use crate::base::sort;

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
    let placeholder = part(search, "secrets", placeholder);
    let cut = part(search, "secrets", cut_secret);
    let other = part(search, "headers", reasons::same_as_other);
    let of_value = if other.is_some() { Vec::new() } else { of_value };
    let is_named = credential.is_some() || placeholder.is_some() || cut.is_some();
    found.extend(
        reasons::of_secret(search).filter(|finding| finding.code != DiagnosisCode::SecretDecoding || !is_named),
    );
    if other.is_some() {
        found.extend(other);
    } else if of_value.is_empty() {
        found.extend(reasons::of_signature(search));
        found.extend(part(search, "headers", reasons::constant));
    } else {
        found.extend(of_value);
    }
    found.extend(credential);
    found.extend(placeholder);
    found.extend(cut);
    let of_body = part(search, "symptoms", body);
    let is_vague = of_body.as_ref().is_none_or(|finding| LENGTH.contains(&finding.code));
    let trace = if is_vague { part(search, "symptoms", traces::seen) } else { None };
    found.extend(trace.or(of_body));
    found.extend(part(search, "urls", url));
    found.append(&mut search.hints);
    if found.iter().all(|finding| !finding.code.code().starts_with("secret_")) {
        found.extend(super::secrets::untidy(search));
    }
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
    sort::by_key(&mut found, |finding| (core::cmp::Reverse(finding.certainty), finding.rank()));
    found
}

/// What only a length shows. Other traces of the same change are more precise.
const LENGTH: [DiagnosisCode; 2] = [DiagnosisCode::BodyReformatted, DiagnosisCode::BodyValuesLost];

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
    Ok(multipart(search)
        .or_else(|| of_text(search, is_read))
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

/// A form of a type that the scheme does not read.
fn multipart(search: &Search<'_>) -> Option<Finding> {
    let kind = FormType::of(search).filter(|kind| *kind == FormType::Multipart)?;
    let evidence = format!("the body is a form of the type `{}`, and the scheme reads another body", kind.name());
    Some(Finding::likely(DiagnosisCode::BodyMultipart, evidence))
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

/// A value that JavaScript converted to text, and text that was decoded incorrectly.
fn of_text(search: &Search<'_>, is_read: bool) -> Option<Finding> {
    let body = search.request.body;
    if let Some(text) = short_text(body) {
        let is_object = text.strip_prefix("[object ").is_some_and(|rest| rest.ends_with(']') && rest.len() < 40);
        if text == "undefined" {
            let evidence = "the body is the text `undefined`, which JavaScript has in place of a value that is not set";
            return Some(Finding::likely(DiagnosisCode::BodyMissing, evidence));
        }
        if is_object {
            let evidence = format!(
                "the body is the text {}, which JavaScript produces when it converts a value to text",
                quoted(text)
            );
            return Some(Finding::likely(DiagnosisCode::BodyStringified, evidence));
        }
    }
    let is_json = matches!(body.trim_ascii_start().first(), Some(b'{' | b'['));
    if is_read && is_json && core::str::from_utf8(body).is_err_and(|error| error.error_len().is_some()) {
        let evidence = "the body is JSON in another character set than UTF-8";
        return Some(Finding::likely(DiagnosisCode::BodyCharset, evidence));
    }
    let has_replacement = is_read && body.windows(3).any(|bytes| bytes == REPLACEMENT.as_bytes());
    has_replacement.then(|| {
        let evidence = "the body contains U+FFFD, which replaces bytes that were not valid text when they were decoded";
        let finding = Finding::likely(DiagnosisCode::BodyCharset, evidence);
        // A sender's text can contain the character. Then the length is right, or other characters are intact and it
        // is alone: decoding replaces the parts of a character one by one.
        let is_intact = match search.content_length() {
            Some(length) => length == body.len(),
            None => has_other_characters(body) && !contains(body, "\u{fffd}\u{fffd}".as_bytes()),
        };
        if is_intact { finding.superficial() } else { finding }
    })
}

const REPLACEMENT: &str = "\u{fffd}";

/// Whether a text has characters beyond ASCII other than U+FFFD.
fn has_other_characters(body: &[u8]) -> bool {
    let Ok(text) = core::str::from_utf8(body) else { return false };
    text.chars().any(|character| !character.is_ascii() && character != '\u{fffd}')
}

/// Other character sets, and compression.
fn of_bytes(search: &Search<'_>) -> Option<Finding> {
    let body = search.request.body;
    if is_utf16(body) {
        return Some(Finding::likely(DiagnosisCode::BodyCharset, "the body is not UTF-8; it starts like UTF-16"));
    }
    if body.starts_with(b"\x1f\x8b") {
        let evidence = "the body starts like gzip, and most senders sign the body before it is compressed";
        return Some(Finding::likely(DiagnosisCode::BodyCompressed, evidence));
    }
    let is_zlib = matches!(body, [0x78, 0x01 | 0x5e | 0x9c | 0xda, ..]) && core::str::from_utf8(body).is_err();
    if is_zlib || body.starts_with(b"\x28\xb5\x2f\xfd") {
        let evidence = "the body starts like zlib or Zstandard, and most senders sign the body before it is compressed";
        return Some(Finding::likely(DiagnosisCode::BodyCompressed, evidence));
    }
    let is_encoded = search.request.headers.get("content-encoding").any(|coding| coding != "identity");
    let is_text = core::str::from_utf8(body.get(..body.len().min(SHORT)).unwrap_or_default()).map_or_else(
        // The last character can be cut.
        |error| error.error_len().is_none(),
        |text| !text.contains(|character: char| character.is_control() && !character.is_whitespace()),
    );
    if is_encoded && !is_text {
        let evidence = "`Content-Encoding` says that the body is compressed, and it is not text";
        return Some(Finding::likely(DiagnosisCode::BodyCompressed, evidence));
    }
    // The length of the compressed bytes is left when a framework inflates them.
    let is_inflated = is_encoded && search.content_length().is_some_and(|length| length < body.len());
    if is_inflated {
        let evidence = "`Content-Encoding` says that the body was compressed, and `Content-Length` is less than its \
                        length: the sender may have signed the compressed bytes, which a framework inflated";
        return Some(Finding::likely(DiagnosisCode::BodyCompressed, evidence));
    }
    is_encoded.then(|| {
        let evidence = "`Content-Encoding` says that the body was compressed: the sender may have signed the compressed \
                        bytes";
        Finding::possible(DiagnosisCode::BodyCompressed, evidence)
    })
}

/// Values that parsers and programs leave in place of a body.
fn of_content(search: &Search<'_>, is_read: bool) -> Option<Finding> {
    let body = search.request.body;
    let is_empty = matches!(short_text(body), Some("{}" | "null" | "\"\"" | "None" | "nil"));
    if is_empty && search.content_length().is_none_or(|length| length > body.len() + 2) {
        let evidence = match search.content_length() {
            Some(_) => {
                "the body is an empty value, and `Content-Length` announces more: a body that no parser has set looks \
                 like this"
            }
            None => "the body is an empty value: a body that no parser has set looks like this",
        };
        return Some(Finding::likely(DiagnosisCode::BodyMissing, evidence));
    }
    if ["{'", "[{'", "{u'"].iter().any(|begin| body.starts_with(begin.as_bytes())) {
        return Some(Finding::likely(
            DiagnosisCode::BodyStringified,
            "the body is a dictionary as Python prints it, \
            not JSON",
        ));
    }
    if let Some(evidence) = printed(body) {
        return Some(Finding::likely(DiagnosisCode::BodyStringified, evidence));
    }
    let is_form = FormType::of(search) == Some(FormType::UrlEncoded);
    let is_whole_form = is_form && is_read && has_whole_json(body);
    if is_whole_form && search.content_length().is_some_and(|length| length != body.len()) {
        let evidence = "the form contains a whole JSON document, and `Content-Length` is not its length: it was parsed \
                        and written again";
        return Some(Finding::likely(DiagnosisCode::BodyUrlencoded, evidence));
    }
    let is_decoded =
        is_form && is_read && body.iter().any(|byte| matches!(byte, b' ' | b'"' | b'{' | b'\n') || !byte.is_ascii());
    is_decoded.then(|| {
        let evidence = "the body is sent as a form and contains characters that a form has only as escapes: it was \
                        decoded";
        let finding = Finding::likely(DiagnosisCode::BodyUrlencoded, evidence);
        // Tools such as `curl -d` send JSON with the content type of a form.
        let is_json = matches!(body.trim_ascii_start().first(), Some(b'{' | b'['));
        if is_json { finding.superficial() } else { finding }
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
        return Some(of_difference(search, length));
    }
    let is_cut = kind.is_ok_and(|kind| kind.json == Json::Truncated);
    is_cut.then(|| Finding::likely(DiagnosisCode::BodyTruncated, "the body is JSON that ends in the middle"))
}

/// What the difference between the announced and the actual length of a JSON body shows.
fn of_difference(search: &Search<'_>, length: usize) -> Finding {
    let body = search.request.body;
    let found = body.len();
    let lengths = format!("the body is complete JSON of {found} bytes, and `Content-Length` announces {length}");
    let likely = |code, what: &str| Finding::likely(code, format!("{lengths}: {what}"));
    let count = |byte: u8| body.iter().filter(|given| **given == byte).count();
    if length == body.trim_ascii().len() || length == body.trim_ascii_end().len() {
        return likely(DiagnosisCode::BodyNewlineAdded, "the difference is the whitespace at its ends");
    }
    if body.starts_with(b"\xef\xbb\xbf") && length + 3 == found {
        return likely(DiagnosisCode::BodyBom, "the difference is the byte order mark before it");
    }
    let is_lines = search.request.headers.get("content-type").any(|kind| kind.contains("ndjson"));
    if is_lines && length > found {
        return likely(DiagnosisCode::BodyTruncated, "only some lines of the body were passed");
    }
    let returns = count(b'\r');
    if (returns > 0 && length + returns == found) || (count(b'\n') > 0 && found + count(b'\n') == length) {
        return likely(DiagnosisCode::BodyCrlf, "the difference is one byte for each line");
    }
    let marks = count(b'?');
    let lost = length.saturating_sub(found);
    if body.is_ascii() && marks > 0 && (marks..=marks * 3).contains(&lost) && has_marks_in_words(body) {
        let what = "every character beyond ASCII was replaced by a question mark";
        return likely(DiagnosisCode::BodyCharset, what);
    }
    // Proxies remove the header or set it to zero, and a framework that inflated the body keeps that of the compressed
    // bytes.
    let is_compressed = search.request.headers.get("content-encoding").any(|coding| coding != "identity");
    if is_compressed || length == 0 || length.saturating_mul(2) < found {
        let what = "it may be the length of the compressed body";
        return Finding::possible(DiagnosisCode::BodyReformatted, format!("{lengths}: {what}"));
    }
    if search.skipped().contains(&"json_forms") {
        return likely(
            DiagnosisCode::BodyReformatted,
            "it was parsed and written again, and more than the spacing differs",
        );
    }
    likely(DiagnosisCode::BodyValuesLost, "it was parsed and written again, and values were lost or changed")
}

/// Whether question marks are inside words, where a text has letters.
fn has_marks_in_words(body: &[u8]) -> bool {
    body.windows(3).any(|window| matches!(window, [before, b'?', after] if before.is_ascii_alphabetic() && after.is_ascii_alphanumeric()))
        || body.windows(2).any(|window| window == b"??")
}

/// The body as text without surrounding whitespace, if it is short.
fn short_text(body: &[u8]) -> Option<&str> {
    core::str::from_utf8(Some(body).filter(|body| body.len() <= SHORT)?).ok().map(str::trim)
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
    if let Some(finding) = urls::without_digest(search) {
        return Ok(Some(finding));
    }
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
        let Ok(text) = core::str::from_utf8(secret.bytes()) else { continue };
        if is_placeholder(text) {
            let evidence = "the secret looks like a placeholder or the name of a variable, not like a secret";
            let finding = Finding::likely(DiagnosisCode::SecretPlaceholder, evidence);
            return Ok(Some(if is_random(text) { finding.superficial() } else { finding }));
        }
    }
    Ok(None)
}

/// Whether a text has a part of at least 16 letters and digits that look random, so that a word in it says little.
fn is_random(text: &str) -> bool {
    let mut parts = text.split(|character: char| !character.is_ascii_alphanumeric());
    parts.any(|part| part.len() >= 16 && part.bytes().filter(u8::is_ascii_digit).count() >= 3)
}

/// A secret whose end is missing, by its number of digits.
fn cut_secret(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    for secret in search.keys.secrets.iter().filter(|secret| !secret.is_key()) {
        search.spend(secret.bytes().len().min(MAX_SECRET) * 4 + 500)?;
        let digits = secret.bytes().trim_ascii();
        if is_cut_uuid(digits) {
            let evidence = "the secret ends in a UUID whose last group of digits is missing";
            return Ok(Some(Finding::likely(DiagnosisCode::SecretTruncated, evidence)));
        }
        let is_odd = digits.len() % 2 == 1 && (15..MAX_SECRET).contains(&digits.len());
        if is_odd && digits.iter().all(u8::is_ascii_hexdigit) {
            let evidence = format!("the secret has {} hexadecimal digits, an odd number: one is missing", digits.len());
            return Ok(Some(Finding::likely(DiagnosisCode::SecretTruncated, evidence)));
        }
    }
    Ok(None)
}
