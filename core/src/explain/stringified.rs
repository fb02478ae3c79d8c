//! Bodies that were serialized as JSON once more: as a string, or as a list of bytes.

use super::budget::Search;
use super::causes::Finding;
use super::characters;
use super::codes::DiagnosisCode;
use super::json_tokens::{Document, Kind};
use super::scratch::Scratch;
use super::work::Cut;
use super::written::{PER_BYTE, try_written};

/// Tries the body as a JSON string, the content of a JSON string as the body, and bytes that JSON lists as numbers.
pub(super) fn stringified(search: &mut Search<'_>, out: &mut Scratch) -> Result<Option<Finding>, Cut> {
    let body = search.request.body;
    let code = DiagnosisCode::BodyStringified;
    let limit = body.len() + 4;
    let document = search.document()?;
    if let Some(document) = &document {
        search.spend(limit * PER_BYTE)?;
        out.start(limit)?;
        let is_made = list_of_bytes(document, out).is_some();
        let of_list =
            "the signature matches with the bytes that the body lists as numbers: a `Buffer` was serialized as JSON";
        if let Some(finding) = try_written(search, out, is_made, code, of_list)? {
            return Ok(Some(finding));
        }
        if document.kind(document.root()) == Some(Kind::Text) {
            let inside =
                "the signature matches with the text inside the quotes: the body was serialized as a JSON string";
            search.spend(limit * PER_BYTE)?;
            out.start(limit)?;
            document.characters(document.root()).for_each(|character| out.push_char(character));
            if let Some(finding) = try_written(search, out, true, code, inside)? {
                return Ok(Some(finding));
            }
        }
    }
    let as_text = "the signature matches with the body as a JSON string: the sender serialized it as one";
    // The length depends on the escapes, which are counted first.
    search.spend(body.len() * PER_BYTE)?;
    let Ok(text) = core::str::from_utf8(body) else { return Ok(None) };
    let limit = text.chars().map(|character| escape(character).map_or(character.len_utf8(), escape_len)).sum::<usize>();
    search.spend(limit.saturating_mul(PER_BYTE))?;
    out.start(limit + 2)?;
    write_quoted(text, out);
    try_written(search, out, true, code, as_text)
}

/// The escape of a character in a JSON string as `JSON.stringify` writes it, if it is escaped: a letter, or digits.
const fn escape(character: char) -> Option<char> {
    Some(match character {
        '"' | '\\' => character,
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        '\u{8}' => 'b',
        '\u{c}' => 'f',
        '\0'..='\u{1f}' => 'u',
        _ => return None,
    })
}

const fn escape_len(escape: char) -> usize {
    if escape == 'u' { 6 } else { 2 }
}

fn write_quoted(text: &str, out: &mut Scratch) {
    out.push(b'"');
    for character in text.chars() {
        match escape(character) {
            None => out.push_char(character),
            Some('u') => characters::write_escape(character, false, out),
            Some(letter) => {
                out.push(b'\\');
                out.push_char(letter);
            }
        }
    }
    out.push(b'"');
}

/// Parses `{"type":"Buffer","data":[…]}`, a list of numbers, or a serialized typed array such as `{"0":123,…}`.
fn list_of_bytes(document: &Document<'_>, out: &mut Scratch) -> Option<()> {
    let root = document.root();
    let is_data = |name: &usize| document.characters(*name).eq("data".chars());
    let (list, step) = match document.kind(root)? {
        Kind::Array => (root, 0),
        Kind::Object => match document.items(root).find(is_data).map(|name| name + 1) {
            Some(data) if document.kind(data) == Some(Kind::Array) => (data, 0),
            _ => (root, 1),
        },
        Kind::Text | Kind::Word => return None,
    };
    for item in document.items(list) {
        let word = document.written(item + step);
        out.push(word.parse::<u8>().ok().filter(|_| !word.starts_with('+'))?);
    }
    out.variant().filter(|bytes| !bytes.is_empty()).map(|_| ())
}
