//! Bodies that were put into an envelope: the event of a gateway, the message of a queue, or a part of a form.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::bodies::from_base64;
use super::budget::{Change, Search};
use super::causes::Finding;
use super::codes::DiagnosisCode;
use super::form_type::FormType;
use super::json_search::rewritten_text;
use super::json_tokens::{Document, Kind};
use super::quote::quoted;
use super::scratch::Scratch;
use super::work::{Cut, MAX_REWRITTEN};
use crate::base::http::Headers;
use crate::base::http::percent;
use crate::base::sort;

/// The names of members that contain a body: of API Gateway, SNS, Pub/Sub, queues, relays and logs.
const NAMES: [&str; 16] = [
    "body",
    "rawbody",
    "raw_body",
    "raw",
    "message",
    "data",
    "payload",
    "detail",
    "content",
    "event",
    "request",
    "value",
    "text",
    "post",
    "json",
    "messagebody",
];

/// The number of texts and of objects that are tried, and of those in a text.
const MOST_TEXTS: usize = 24;
const MOST_OBJECTS: usize = 8;

/// The number of parts of a multipart body.
const MOST_PARTS: usize = 16;

/// The cost of a byte of a body.
const PER_BYTE: usize = 10;

/// Tries the values that the body contains, and the body in a list.
pub(super) fn unwrapped(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    let body = search.request.body;
    if body.len() > MAX_REWRITTEN {
        return Err(Cut);
    }
    if let Some(finding) = multipart(search)? {
        return Ok(Some(finding));
    }
    let Some(document) = search.document()? else { return Ok(None) };
    let mut out = Scratch::new();
    if let Some(name) = texts(search, &document, 1, &mut out)? {
        let evidence = format!("the signature matches with the text {}: the body is an envelope around it", of(&name));
        return Ok(Some(Finding::proven(DiagnosisCode::BodyWrapped, evidence)));
    }
    Ok(None)
}

/// Tries the objects and lists in the body, and the body in a list.
pub(super) fn parts(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    let body = search.request.body;
    if body.len() > MAX_REWRITTEN {
        return Err(Cut);
    }
    let Some(document) = search.document()? else { return Ok(None) };
    let mut out = Scratch::new();
    for (name, raw) in objects(search, &document)? {
        if search.body_verifies(raw.as_bytes())? {
            let evidence =
                format!("the signature matches with the value {}: the body is an envelope around it", of(&name));
            return Ok(Some(Finding::proven(DiagnosisCode::BodyWrapped, evidence)));
        }
        if let Some(style) = rewritten_text(search, raw)? {
            let evidence = format!(
                "the signature matches with the value {}, {style}: the body is an envelope around it",
                of(&name)
            );
            return Ok(Some(Finding::proven(DiagnosisCode::BodyWrapped, evidence)));
        }
    }
    search.spend(body.len().saturating_mul(PER_BYTE))?;
    for (before, after) in [("[", "]"), ("[", "]\r\n"), ("[", "]\n")] {
        out.start(body.len() + 4)?;
        out.extend(before.as_bytes());
        out.extend(body);
        out.extend(after.as_bytes());
        let is_signed = match out.variant() {
            Some(list) => search.body_verifies(list)?,
            None => false,
        };
        if is_signed {
            let evidence = "the signature matches with the body in a list: it is one item of the list that was sent";
            return Ok(Some(Finding::proven(DiagnosisCode::BodyWrapped, evidence)));
        }
    }
    Ok(None)
}

/// Where a value is, for a sentence.
fn of(name: &str) -> String {
    if name.is_empty() { "in the list".into() } else { format!("of the member {}", quoted(name)) }
}

/// The values of a document with the names of their members, those with known names first.
fn named(document: &Document<'_>, is_wanted: impl Fn(Kind) -> bool) -> Vec<(String, usize)> {
    let mut found: Vec<(String, usize)> = Vec::new();
    let mut name = String::new();
    for token in 0..document.tokens() {
        if document.is_name(token) {
            name = document.characters(token).take(40).collect();
        } else if token > 0 && document.kind(token).is_some_and(&is_wanted) {
            found.push((name.clone(), token));
            if found.len() >= 4 * MOST_TEXTS {
                break;
            }
        }
    }
    sort::by_key(&mut found, |(name, token)| {
        let lower = name.to_ascii_lowercase();
        let known = NAMES.iter().position(|known| *known == lower).unwrap_or(NAMES.len());
        (known, usize::MAX - document.written(*token).len())
    });
    found
}

/// Tries the texts in a document, their content in base64, and the texts in them. Returns the name of the member.
fn texts(
    search: &mut Search<'_>,
    document: &Document<'_>,
    depth: usize,
    out: &mut Scratch,
) -> Result<Option<String>, Cut> {
    search.spend(document.text().len().saturating_mul(PER_BYTE))?;
    let is_text = |kind| kind == Kind::Text;
    for (name, token) in named(document, is_text).into_iter().take(MOST_TEXTS) {
        let limit = document.written(token).len();
        if limit < 4 {
            continue;
        }
        search.spend(limit.saturating_mul(PER_BYTE))?;
        out.start(limit)?;
        document.characters(token).for_each(|character| out.push_char(character));
        let Some(text) = out.variant() else { continue };
        // Other texts are too short to be a body, or do not look like one.
        let is_body = matches!(text.first(), Some(b'{' | b'[' | b'<' | b'"')) || limit * 2 > document.text().len();
        if is_body && search.body_verifies(text)? {
            return Ok(Some(name));
        }
        let text: Vec<u8> = text.to_vec();
        if text.len() >= 16 && text.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+/=-_\r\n".contains(byte)) {
            out.start(limit)?;
            let is_decoded = from_base64(&text, out).is_some();
            let decoded: Vec<u8> = out.variant().filter(|_| is_decoded).unwrap_or_default().to_vec();
            if !decoded.is_empty() && search.body_verifies(&decoded)? {
                return Ok(Some(name));
            }
            if depth > 0 && inner(search, &decoded, depth, out)? {
                return Ok(Some(name));
            }
        }
        if depth > 0 && inner(search, &text, depth, out)? {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

/// Tries the texts in a text that is JSON, and the text as other serializers write it.
fn inner(search: &mut Search<'_>, text: &[u8], depth: usize, out: &mut Scratch) -> Result<bool, Cut> {
    if !matches!(text.first(), Some(b'{' | b'[')) {
        return Ok(false);
    }
    search.spend(text.len().saturating_mul(PER_BYTE))?;
    let Ok(text) = core::str::from_utf8(text) else { return Ok(false) };
    let Some(document) = Document::parse(text)? else { return Ok(false) };
    if texts(search, &document, depth - 1, out)?.is_some() {
        return Ok(true);
    }
    let style = rewritten_text(search, text)?;
    if let Some(style) = &style {
        let evidence = format!("the signature matches with the text in the envelope {style}");
        search.further = vec![Finding::proven(DiagnosisCode::BodyReformatted, evidence)];
    }
    Ok(style.is_some())
}

/// The objects and lists in a document, as they are written in it.
fn objects<'a>(search: &mut Search<'_>, document: &Document<'a>) -> Result<Vec<(String, &'a str)>, Cut> {
    let is_list = |kind| matches!(kind, Kind::Object | Kind::Array);
    let mut found = Vec::new();
    for (name, token) in named(document, is_list).into_iter().take(MOST_OBJECTS) {
        search.spend(document.text().len().saturating_mul(PER_BYTE))?;
        found.extend(document.raw(token).map(|raw| (name, raw)));
    }
    Ok(found)
}

/// Tries the parts of a multipart body, and a form with the same fields.
fn multipart(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    search.spend(search.fields.lookup().saturating_add(search.request.body.len().saturating_mul(PER_BYTE)))?;
    if FormType::of(search) != Some(FormType::Multipart) {
        return Ok(None);
    }
    let Ok(text) = core::str::from_utf8(search.request.body) else { return Ok(None) };
    let Some((boundary, _)) = text.split_once("\r\n").filter(|(first, _)| first.starts_with("--")) else {
        return Ok(None);
    };
    let mut form = String::new();
    let mut fields: Vec<(&str, &str)> = vec![];
    for part in text.split(boundary).take(MOST_PARTS + 2) {
        let Some((head, content)) = part.split_once("\r\n\r\n") else { continue };
        let content = content.strip_suffix("\r\n").unwrap_or(content);
        let name = head.split("name=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        fields.push((name, content));
    }
    for (name, content) in &fields {
        if search.body_verifies(content.as_bytes())? {
            let evidence = format!(
                "the body is a form of the type `{}`, and the signature matches with the content of its field {}",
                FormType::Multipart.name(),
                quoted(name)
            );
            return Ok(Some(Finding::proven(DiagnosisCode::BodyMultipart, evidence)));
        }
        if !form.is_empty() {
            form.push('&');
        }
        form.push_str(&percent::encode(name).replace("%20", "+"));
        form.push('=');
        form.push_str(&percent::encode(content).replace("%20", "+"));
    }
    let others = search.slim()?.iter().filter(|(name, _)| !name.trim().eq_ignore_ascii_case("content-type"));
    let headers: Headers = others.chain([("content-type", FormType::UrlEncoded.name())]).collect();
    if search.verifies(&Change { headers: Some(&headers), body: Some(form.as_bytes()), ..Change::default() })? {
        let evidence = format!(
            "the body is a form of the type `{}`, and the signature matches with its fields in one of the type `{}`",
            FormType::Multipart.name(),
            FormType::UrlEncoded.name()
        );
        return Ok(Some(Finding::proven(DiagnosisCode::BodyMultipart, evidence)));
    }
    Ok(None)
}
