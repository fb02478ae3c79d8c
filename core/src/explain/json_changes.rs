//! The description of a change from the JSON that was signed to the JSON that arrived.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::budget::Search;
use super::causes::Finding;
use super::codes::DiagnosisCode;
use super::json_forms::{Form, Lengths, Order, PER_BYTE};
use super::json_styles::{Escaping, PLAIN, Spacing};
use super::json_tokens::{Document, PER_BYTE as PER_PARSED_BYTE};
use super::scratch::Scratch;
use super::work::Cut;

/// The change from the sender's text to this body. The cause is the largest change, and the evidence lists all.
pub(super) fn describe(
    search: &mut Search<'_>,
    document: &Document<'_>,
    lengths: &Lengths,
    signed: &[u8],
    spacing: Spacing,
) -> Finding {
    let any =
        || (DiagnosisCode::BodyReformatted, String::from("the sender signed the same JSON, written in another way"));
    let (code, evidence) = difference(search, document, lengths, signed, spacing).unwrap_or_else(|Cut| any());
    let (body, signed) = (search.request.body.len(), signed.len());
    if body != signed && search.content_length() == Some(body) {
        let evidence = format!(
            "{evidence}; `Content-Length` is the length of this body, so the sender, or a proxy, sends other bytes \
             than the signed ones"
        );
        return Finding::proven(DiagnosisCode::BodySignedOtherwise, evidence);
    }
    Finding::proven(code, evidence)
}

fn difference(
    search: &mut Search<'_>,
    document: &Document<'_>,
    lengths: &Lengths,
    signed: &[u8],
    spacing: Spacing,
) -> Result<(DiagnosisCode, String), Cut> {
    let body = core::str::from_utf8(search.request.body).unwrap_or_default();
    let signed = core::str::from_utf8(signed).unwrap_or_default();
    search.spend((body.len() + signed.len()).saturating_mul(PER_PARSED_BYTE + PER_BYTE))?;
    let sent = Document::parse(signed.trim_end())?.ok_or(Cut)?;
    let as_is = Escaping { as_is: true, ..PLAIN };
    let most = lengths.most(spacing, as_is);
    search.spend(lengths.cost(most))?;
    let mut respaced = Scratch::new();
    respaced.start(most)?;
    Form::new(document, spacing, as_is, Order::Given, &[]).write(document.root(), 0, &mut respaced);
    if let Some(ends) = of_ends(body, signed) {
        return Ok(ends);
    }
    let mut changes: Vec<(DiagnosisCode, String)> = Vec::new();
    // What this body has instead.
    let mut given: Vec<&str> = Vec::new();
    if respaced.variant() != Some(body.trim_end().as_bytes()) {
        let has_lines = body.bytes().any(is_line_end);
        let bare = |text: &'_ str| text.bytes().filter(|byte| !is_line_end(*byte)).collect::<Vec<u8>>();
        let spaced = |text: &'_ str| text.replace("\r\n", " ").replace('\n', " ");
        let is_joined = body.len() < signed.len() && bare(body) == bare(signed);
        let is_spaced = !has_lines && signed.contains('\n') && spaced(body).trim_end() == spaced(signed).trim_end();
        if is_joined || is_spaced {
            let how = "with line ends, which were removed";
            changes.push((DiagnosisCode::BodyReformatted, how.into()));
        } else {
            changes.push((DiagnosisCode::BodyReformatted, spacing.title.into()));
            given.extend(layout(body).filter(|given| Some(*given) != layout(signed)));
        }
    }
    if !document.has_names_of(&sent) {
        let how = "with its members in another order";
        changes.push((DiagnosisCode::BodyKeyOrder, how.into()));
    }
    if body.contains("\\/") != signed.contains("\\/") {
        let how = if signed.contains("\\/") {
            "with slashes written as `\\/`, as PHP writes them"
        } else {
            "with slashes written as `/`, without a backslash"
        };
        changes.push((DiagnosisCode::BodyEscapedSlashes, how.into()));
    }
    let ([before, wide_before], [after, wide_after]) = (escapes(body), escapes(signed));
    if after > before {
        let how = "with characters written as escapes, such as `\\u00e9`";
        changes.push((DiagnosisCode::BodyUnicodeEscapes, how.into()));
    } else if after < before {
        let how = "with unescaped characters";
        given.push("escapes such as `\\u00e9`");
        let is_wide = wide_after < wide_before;
        let code = if is_wide { DiagnosisCode::BodyAsciiOnly } else { DiagnosisCode::BodyUnicodeEscapes };
        changes.push((code, how.into()));
    } else if changes.is_empty() {
        let how = "with escapes in another form, such as `\\u00E9` instead of `\\u00e9`";
        changes.push((DiagnosisCode::BodyUnicodeEscapes, how.into()));
    }
    let code = changes.first().map_or(DiagnosisCode::BodyReformatted, |(code, _)| *code);
    let all: Vec<&str> = changes.iter().map(|(_, how)| how.as_str()).collect();
    let mut evidence = format!("the sender signed JSON {}", all.join(", and "));
    if !given.is_empty() {
        evidence.push_str("; this body has ");
        evidence.push_str(&given.join(" and "));
    }
    Ok((code, evidence))
}

/// The whitespace between the tokens of a document, in words. `None` if the document is not valid.
fn layout(text: &str) -> Option<&'static str> {
    let (mut is_text, mut is_escaped, mut has_spaces) = (false, false, false);
    for byte in text.trim_ascii().bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_text => is_escaped = true,
            b'"' => is_text = !is_text,
            _ if is_text => {}
            _ if is_line_end(byte) => return Some("line ends and indentation"),
            b' ' | b'\t' => has_spaces = true,
            _ => {}
        }
    }
    (!is_text).then_some(if has_spaces { "spaces between its tokens" } else { "no whitespace" })
}

/// The change if the texts differ in their line ends, or in the whitespace around them.
fn of_ends(body: &str, signed: &str) -> Option<(DiagnosisCode, String)> {
    if body.trim_ascii() == signed.trim_ascii() {
        return Some(if body.len() > signed.len() {
            let how = "the signature matches without the whitespace at the end of the body";
            (DiagnosisCode::BodyNewlineAdded, how.into())
        } else {
            let how = "the signature matches with a line end after the body, as in the sender's body";
            (DiagnosisCode::BodyNewlineLost, how.into())
        });
    }
    let without_cr = |text: &'_ str| text.bytes().filter(|byte| *byte != b'\r').collect::<Vec<u8>>();
    let has_lines = body.contains('\n') && signed.contains('\n');
    (has_lines && without_cr(body.trim_ascii()) == without_cr(signed.trim_ascii())).then(|| {
        let how = "the signature matches with other line endings in the body: they were changed on the way";
        (DiagnosisCode::BodyCrlf, how.into())
    })
}

const fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

/// The number of numeric escapes in a text, and of those of characters beyond ASCII.
fn escapes(text: &str) -> [usize; 2] {
    let all = || text.split("\\u").skip(1);
    let is_ascii =
        |escape: &&str| escape.starts_with("00") && escape.as_bytes().get(2).is_some_and(|digit| *digit < b'8');
    [all().count(), all().filter(|escape| !is_ascii(escape)).count()]
}
