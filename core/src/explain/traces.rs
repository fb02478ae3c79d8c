//! Traces that lossy changes leave in a body: sorted members, rounded integers, missing characters, and a length that
//! spacing cannot explain.

use alloc::format;

use super::budget::Search;
use super::causes::Finding;
use super::codes::DiagnosisCode;
use super::json_numbers::has_only_rounded;
use super::json_tokens::{Document, Kind};
use super::work::{Cut, MAX_REWRITTEN};

/// The cost of a byte of the body.
const PER_BYTE: usize = 12;

/// The number of orders of all members, as a power of two, from which sorted members are not a coincidence.
const LEAST_ORDER_BITS: u32 = 8;

/// The number of members of one object from which sorted members are not a coincidence.
const LEAST_SORTED: usize = 6;

/// Senders whose own serializers sort the members.
const SORTED: [&str; 9] =
    ["svix", "discord", "telnyx", "sendgrid", "zendesk", "calendly", "mux", "knock", "coinbase-commerce"];

/// The number of fields of a form from which a sorted form is not a coincidence.
const LEAST_FIELDS: usize = 7;

/// Finds the most telling trace.
pub(super) fn seen(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    let body = search.request.body;
    if body.len() > MAX_REWRITTEN || body.is_empty() {
        return Ok(None);
    }
    search.spend(search.fields.lookup().saturating_mul(2))?;
    search.spend(body.len().saturating_mul(PER_BYTE))?;
    let announced = search.content_length();
    let Ok(text) = core::str::from_utf8(body) else { return Ok(None) };
    if text.trim_start_matches('"').starts_with("H4sI") && !text.contains('{') {
        let evidence = "the body is base64 of data that gzip has compressed";
        return Ok(Some(Finding::likely(DiagnosisCode::BodyCompressed, evidence)));
    }
    let Some(document) = search.document()? else { return Ok(of_form(text)) };
    if has_only_rounded(&document) {
        let evidence = "all integers above 2^53 in the body are rounded as JavaScript rounds them: it was parsed and \
                        written again";
        return Ok(Some(Finding::likely(DiagnosisCode::BodyValuesLost, evidence)));
    }
    if let Some(finding) = of_characters(text, announced) {
        return Ok(Some(finding));
    }
    let sender = search.scheme.id.split('/').next().unwrap_or_default();
    let is_native = SORTED.contains(&sender) && !document.is_sorted_by_length();
    let largest = largest(&document);
    let is_wide = document.items(largest).nth(LEAST_SORTED - 1).is_some();
    let is_telling = is_wide || order_bits(&document) >= LEAST_ORDER_BITS;
    let is_root_sorted = || is_wide && document.sorted(largest).is_sorted();
    let how = if is_telling && document.is_sorted() {
        Some("members of all objects in the body are in alphabetical order")
    } else if is_telling && document.is_sorted_by_length() {
        Some("members of all objects in the body are sorted by the length of their names")
    } else if is_root_sorted() {
        Some("members of the largest object in the body are in alphabetical order")
    } else {
        None
    };
    if let Some(how) = how.filter(|_| !is_native) {
        let evidence = format!("the {how}, which serializers with this option and databases do, and few senders");
        return Ok(Some(Finding::likely(DiagnosisCode::BodyKeyOrder, evidence)));
    }
    Ok(of_values(&document, text, announced))
}

/// Characters that were replaced by `?` or decoded in another character set.
fn of_characters(text: &str, announced: Option<usize>) -> Option<Finding> {
    let is_other = announced.is_some_and(|announced| announced != text.len());
    if is_other && text.chars().any(|character| matches!(character, '\u{300}'..='\u{36f}')) {
        let evidence = "the body contains accents as characters of their own, and `Content-Length` is that of another \
                        text: it was normalized to the decomposed form";
        return Some(Finding::likely(DiagnosisCode::BodyCharset, evidence));
    }
    if announced.is_none() && text.is_ascii() && has_marks_in_words(text) {
        let evidence = "the body has no characters beyond ASCII, and `?` inside words: characters were replaced by `?`";
        return Some(Finding::likely(DiagnosisCode::BodyCharset, evidence));
    }
    let replaced = text.matches('?').count();
    let missing = announced?.checked_sub(text.len())?;
    if text.is_ascii() && replaced > 0 && missing > 0 && (replaced..=replaced * 3).contains(&missing) {
        let evidence = format!(
            "the body has no characters beyond ASCII but {replaced} `?`, and is {missing} bytes shorter than \
             `Content-Length`: characters were replaced by `?`"
        );
        return Some(Finding::likely(DiagnosisCode::BodyCharset, evidence));
    }
    None
}

/// Whether `?` is inside a word. In URLs, the name of a parameter follows.
fn has_marks_in_words(text: &str) -> bool {
    text.match_indices('?').any(|(at, _)| {
        let (before, after) = text.split_at(at);
        let rest = after.trim_start_matches('?');
        let word: &str = rest.split(['"', ' ', '\\']).next().unwrap_or_default();
        before.ends_with(|last: char| last.is_ascii_alphabetic())
            && word.starts_with(|first: char| first.is_ascii_lowercase())
            && word.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'.' | b',' | b'?'))
            && !before.rsplit(['"', ' ']).next().unwrap_or_default().contains("://")
    })
}

/// A length that differs by less than other spacing would cause.
fn of_values(document: &Document<'_>, text: &str, announced: Option<usize>) -> Option<Finding> {
    let announced = announced.filter(|announced| *announced != text.len())?;
    if announced.saturating_mul(2) > text.len().saturating_mul(3) && !document.text().starts_with('[') {
        let evidence = format!(
            "the body is complete JSON of {} bytes, and `Content-Length` announces {announced}: it is probably a part of \
             the body that was sent",
            text.len()
        );
        return Some(Finding::likely(DiagnosisCode::BodyWrapped, evidence));
    }
    let difference = announced.abs_diff(text.len());
    let names = (0..document.tokens()).filter(|token| document.is_name(*token)).count();
    // A space after each colon or comma, or both, is another spacing.
    let (colons, commas) = (names, text.matches(',').count());
    let is_spacing = difference == colons || difference == commas || difference == colons + commas;
    let is_ascii = text.is_ascii() && !text.contains("\\u") && !text.contains("\": ");
    if is_ascii && announced > text.len() && difference > 1 && difference < 2 * names && !is_spacing {
        let evidence = format!(
            "the body has no characters beyond ASCII, and is {difference} bytes shorter than `Content-Length`: \
             characters were removed"
        );
        return Some(Finding::likely(DiagnosisCode::BodyCharset, evidence));
    }
    // Every colon or every comma gets a space, or each line its indentation.
    if names > 0 && difference < names {
        let evidence = format!(
            "the body is complete JSON, and `Content-Length` announces {difference} bytes {}: it was parsed and written \
             again, and values changed, because other spacing would change more",
            if announced > text.len() { "more" } else { "less" }
        );
        return Some(Finding::likely(DiagnosisCode::BodyValuesLost, evidence));
    }
    None
}

/// A long form whose fields are sorted.
fn of_form(text: &str) -> Option<Finding> {
    let names = || text.trim_end().split('&').map(|field| field.split('=').next().unwrap_or_default());
    let is_form = text.contains('=') && !text.contains(['{', '"', '\n', ' ']) && names().count() >= LEAST_FIELDS;
    (is_form && names().is_sorted()).then(|| {
        let evidence = "the fields of the form are in alphabetical order: the form was parsed and written again";
        Finding::likely(DiagnosisCode::BodyUrlencoded, evidence)
    })
}

/// The object with the most members.
fn largest(document: &Document<'_>) -> usize {
    let objects = (0..document.tokens()).filter(|token| document.kind(*token) == Some(Kind::Object));
    // The first of several.
    objects.rev().max_by_key(|object| document.items(*object).take(64).count()).unwrap_or_default()
}

/// The number of possible orders of the members of all objects, as a power of two.
fn order_bits(document: &Document<'_>) -> u32 {
    let objects = (0..document.tokens()).filter(|token| document.kind(*token) == Some(Kind::Object));
    let bits = |object| document.items(object).take(64).zip(1_u32..).map(|(_, place)| place.ilog2()).sum::<u32>();
    objects.map(bits).fold(0, u32::saturating_add)
}
