//! Hypotheses about the bytes of the body.

use base64ct::{Base64, Base64Unpadded, Base64UrlUnpadded, Encoding as _};

use super::budget::Search;
use super::causes::Finding;
use super::charsets::CHARSETS;
use super::codes::DiagnosisCode;
use super::json_tokens::characters;
use super::scratch::Scratch;
use super::stringified::stringified;
use super::variants::{Content, Needs, Variant, variant};
use super::work::{Cut, MAX_REWRITTEN};
use super::written::PER_BYTE;

pub(super) const BOM: &[u8] = b"\xef\xbb\xbf";

/// Removes bytes from one or both ends of a body.
type Shorten = fn(&[u8]) -> &[u8];

/// Variants that are shorter than the body at one or both ends.
const SHORTER: [(DiagnosisCode, &str, Shorten); 4] = [
    (
        DiagnosisCode::BodyNewlineAdded,
        "the signature matches without the line feed at the end of the body",
        without_line_end,
    ),
    (
        DiagnosisCode::BodyNewlineAdded,
        "the signature matches without the whitespace at the end of the body",
        <[u8]>::trim_ascii_end,
    ),
    (
        DiagnosisCode::BodyNewlineAdded,
        "the signature matches without the whitespace around the body",
        <[u8]>::trim_ascii,
    ),
    (
        DiagnosisCode::BodyNewlineAdded,
        "the signature matches without the zero bytes at the end of the body: a buffer was passed as a whole",
        without_zeros,
    ),
];

const LOST: &str = "the signature matches with a line feed after the body, as in the sender's body";

/// Variants that are tried before the body is parsed as JSON.
const VARIANTS: [Variant; 12] = [
    variant(DiagnosisCode::BodyNewlineLost, LOST, 1, |body, out| join(&[body, b"\n"], out)),
    variant(DiagnosisCode::BodyNewlineLost, LOST, 1, |body, out| join(&[body, b"\r\n"], out)),
    variant(DiagnosisCode::BodyNewlineLost, LOST, 1, |body, out| join(&[body, b"\n\n"], out)),
    variant(
        DiagnosisCode::BodyCrlf,
        "the signature matches with CR LF changed to LF: line endings were changed on the way",
        1,
        |body, out| line_ends(body, b"\n", b"\r", out),
    )
    .needs(Needs::LineEnds),
    variant(
        DiagnosisCode::BodyCrlf,
        "the signature matches with LF changed to CR LF: line endings were changed on the way",
        2,
        |body, out| line_ends(body, b"\r\n", b"\r", out),
    )
    .needs(Needs::LineEnds),
    variant(
        DiagnosisCode::BodyCrlf,
        "the signature matches with LF changed to CR: line endings were changed on the way",
        1,
        |body, out| line_ends(body, b"\r", b"\r", out),
    )
    .needs(Needs::LineEnds),
    variant(
        DiagnosisCode::BodyCrlf,
        "the signature matches with CR changed to LF: line endings were changed on the way",
        1,
        |body, out| line_ends(body, b"\n", b"\n", out),
    )
    .needs(Needs::LineEnds),
    variant(
        DiagnosisCode::BodyBom,
        "the signature matches without the byte order mark before the body",
        1,
        |body, out| join(&[body.strip_prefix(BOM)?], out),
    ),
    variant(
        DiagnosisCode::BodyBom,
        "the signature matches without the byte order mark before the body, which was read as Latin-1",
        1,
        |body, out| join(&[body.strip_prefix("\u{ef}\u{bb}\u{bf}".as_bytes())?], out),
    ),
    variant(
        DiagnosisCode::BodyBom,
        "the signature matches with a byte order mark before the body, as in the sender's body",
        1,
        |body, out| join(&[BOM, body], out),
    ),
    variant(DiagnosisCode::BodyBase64, "the signature matches with the body decoded from base64", 1, from_base64),
    variant(DiagnosisCode::BodyBase64, "the signature matches with the body encoded in base64", 2, to_base64),
];

/// Tries bodies with bytes added, removed or converted.
pub(super) fn altered(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    let body = search.request.body;
    if body.len() > MAX_REWRITTEN {
        return Err(Cut);
    }
    for (code, evidence, shorter) in SHORTER {
        search.spend(body.len())?;
        if shorter(body) != body && search.body_verifies(shorter(body))? {
            // A sender that adds a line feed after it has signed announces the length of what it sends.
            let is_sent = search.content_length() == Some(body.len());
            let code = if is_sent { DiagnosisCode::BodySignedOtherwise } else { code };
            return Ok(Some(Finding::proven(code, evidence)));
        }
    }
    let content = Content::of(body, search)?;
    let mut scratch = Scratch::new();
    for variant in VARIANTS.iter().filter(|variant| content.has(variant.needs)) {
        if let Some(finding) = try_variant(search, variant, &content, &mut scratch)? {
            return Ok(Some(finding));
        }
    }
    if let Some(finding) = after_bom(search, &mut scratch)? {
        return Ok(Some(finding));
    }
    if let Some(finding) = stringified(search, &mut scratch)? {
        return Ok(Some(finding));
    }
    for variant in CHARSETS.iter().filter(|variant| content.has(variant.needs)) {
        if let Some(finding) = try_variant(search, variant, &content, &mut scratch)? {
            return Ok(Some(finding));
        }
    }
    Ok(None)
}

/// Tries other line endings after a byte order mark.
fn after_bom(search: &mut Search<'_>, out: &mut Scratch) -> Result<Option<Finding>, Cut> {
    let Some(rest) = search.request.body.strip_prefix(BOM) else { return Ok(None) };
    let found = |search: &mut Search<'_>, code, evidence| {
        let mark = "the signature matches without the byte order mark before the body";
        search.further = alloc::vec![Finding::proven(DiagnosisCode::BodyBom, mark)];
        Ok(Some(Finding::proven(code, evidence)))
    };
    search.spend(rest.len())?;
    for (code, evidence, shorter) in SHORTER {
        if shorter(rest) != rest && search.body_verifies(shorter(rest))? {
            return found(search, code, evidence);
        }
    }
    for variant in VARIANTS.iter().filter(|variant| variant.needs == Needs::LineEnds) {
        let limit = variant.most(rest);
        search.spend(limit * PER_BYTE)?;
        out.start(limit)?;
        let is_made = (variant.write)(rest, out).is_some();
        let is_signed = match out.variant().filter(|variant| is_made && *variant != rest) {
            Some(variant) => search.body_verifies(variant)?,
            None => false,
        };
        if is_signed {
            return found(search, variant.code, variant.evidence);
        }
    }
    Ok(None)
}

fn try_variant(
    search: &mut Search<'_>,
    variant: &Variant,
    content: &Content,
    out: &mut Scratch,
) -> Result<Option<Finding>, Cut> {
    let body = search.request.body;
    search.spend(variant.cost(body, content))?;
    out.start(variant.most(body))?;
    let is_made = (variant.write)(body, out).is_some();
    let Some(signed) = out.variant().filter(|signed| is_made && *signed != body) else { return Ok(None) };
    Ok(search.body_verifies(signed)?.then(|| Finding::proven(variant.code, variant.evidence_of(body, signed))))
}

fn without_line_end(body: &[u8]) -> &[u8] {
    body.strip_suffix(b"\n").map_or(body, |rest| rest.strip_suffix(b"\r").unwrap_or(rest))
}

fn without_zeros(body: &[u8]) -> &[u8] {
    let length = body.iter().rposition(|byte| *byte != 0).map_or(0, |at| at + 1);
    body.get(..length).unwrap_or_default()
}

fn join(parts: &[&[u8]], out: &mut Scratch) -> Option<()> {
    parts.iter().for_each(|part| out.extend(part));
    Some(())
}

/// Replaces line endings: LF and CR LF with one text, and a single CR with another.
fn line_ends(body: &[u8], line_feed: &[u8], carriage_return: &[u8], out: &mut Scratch) -> Option<()> {
    let mut rest = body.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        match byte {
            b'\n' => out.extend(line_feed),
            b'\r' if rest.next_if_eq(&b'\n').is_some() => out.extend(line_feed),
            b'\r' => out.extend(carriage_return),
            other => out.push(other),
        }
    }
    Some(())
}

/// Decodes base64 in either alphabet, with or without padding and quotes.
pub(super) fn from_base64(body: &[u8], out: &mut Scratch) -> Option<()> {
    let text = core::str::from_utf8(body).ok()?;
    let inside = text.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let is_solid = |character: &Option<char>| character.is_none_or(|character| !character.is_ascii_whitespace());
    match inside {
        Some(_) => {
            for character in characters(text.trim()).filter(is_solid) {
                out.push_char(character?);
            }
        }
        None => text.bytes().filter(|byte| !byte.is_ascii_whitespace()).for_each(|byte| out.push(byte)),
    }
    let padding = out.written().iter().rev().take_while(|byte| **byte == b'=').count();
    let length = out.written().len() - padding;
    out.truncate(length);
    if length < 4 {
        return None;
    }
    let is_of_url = out.written().iter().any(|byte| matches!(byte, b'-' | b'_'));
    let written = out.written();
    let decoded =
        if is_of_url { Base64UrlUnpadded::decode_in_place(written) } else { Base64Unpadded::decode_in_place(written) };
    let length = decoded.ok()?.len();
    out.truncate(length);
    Some(())
}

fn to_base64(body: &[u8], out: &mut Scratch) -> Option<()> {
    let length = Base64::encoded_len(body);
    Base64::encode(body, out.zeros(length)).ok().map(|_| ())
}
