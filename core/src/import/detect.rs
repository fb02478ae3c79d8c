//! Detection of the format of a text.

use alloc::borrow::Cow;
use alloc::string::String;

use serde_json::value::RawValue;

use super::code::{ImportError, Note};
use super::format::Format;
use super::imported::Imported;
use super::limit::MAX_TEXT;
use super::{curl, fetch, header_lines, httpie, literal, objects, powershell, raw, signature, table};
use crate::base::json::documents;

/// Reads a request, or a part of one, from a pasted text in any of the [formats](Format).
///
/// # Errors
/// [`ImportError`] if the text is in none of the formats, or if it is incomplete.
///
/// ```
/// use hookwright::import::{self, Format};
///
/// let found = import::read("POST /hook HTTP/1.1\r\nHost: example.com\r\n\r\n{\"id\":1}")?;
/// assert_eq!((found.format, found.url.as_deref()), (Format::Http, Some("https://example.com/hook")));
/// assert_eq!(import::read("hello").unwrap_err().code(), "unknown_format");
/// # Ok::<(), import::ImportError>(())
/// ```
pub fn read(text: &str) -> Result<Imported, ImportError> {
    if text.len() > MAX_TEXT {
        return Err(ImportError::TooLong { mebibytes: MAX_TEXT >> 20 });
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(ImportError::Empty);
    }
    detect(unfenced(text)).map(Imported::finish)
}

/// Reads a request, or a part of one, from a file. A raw HTTP request can have a body that is not text. UTF-16 with a
/// byte order mark is decoded, because PowerShell writes it.
///
/// # Errors
/// As for [`read`], and [`ImportError::NotText`].
///
/// ```
/// let file = b"POST /hook HTTP/1.1\r\nHost: example.com\r\n\r\n\x00\xff";
/// assert_eq!(hookwright::import::read_bytes(file).unwrap().body.unwrap(), [0, 255]);
/// ```
pub fn read_bytes(file: &[u8]) -> Result<Imported, ImportError> {
    if file.len() > MAX_TEXT {
        return Err(ImportError::TooLong { mebibytes: MAX_TEXT >> 20 });
    }
    let utf_16 = match file {
        [0xff, 0xfe, rest @ ..] => Some((rest, u16::from_le_bytes as fn([u8; 2]) -> u16)),
        [0xfe, 0xff, rest @ ..] => Some((rest, u16::from_be_bytes as fn([u8; 2]) -> u16)),
        _ => None,
    };
    if let Some((rest, unit)) = utf_16 {
        let (pairs, _) = rest.as_chunks::<2>();
        let text: Result<String, _> = char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect();
        return read(&text.map_err(|_| ImportError::NotText)?);
    }
    match core::str::from_utf8(file) {
        Ok(text) => read(text),
        Err(_) => raw::read(file)?.map(Imported::finish).ok_or(ImportError::NotText),
    }
}

/// The content of a fenced code block of Markdown, and other texts as they are.
fn unfenced(text: &str) -> &str {
    let trimmed = text.trim();
    let content = trimmed.strip_prefix("```").and_then(|text| text.strip_suffix("```"));
    content.and_then(|content| content.split_once('\n')).map_or(text, |(_, content)| content)
}

fn detect(text: &str) -> Result<Imported, ImportError> {
    let trimmed = text.trim_start();
    if trimmed.starts_with(['{', '['])
        && let Some(found) = document(text)?
    {
        return Ok(found);
    }
    if let Some(found) = raw::read(text.as_bytes())? {
        return Ok(found);
    }
    // A value of a header can be the name of a program.
    if let Some(found) = header_lines::read(text) {
        return Ok(found);
    }
    if let Some(found) = command(trimmed)? {
        return Ok(found);
    }
    if let Some(found) = headers_and_body(trimmed)? {
        return Ok(found);
    }
    if let Some(found) = printed(trimmed)? {
        return Ok(found);
    }
    let found = raw::read_verbose(text).or_else(|| signature::read(text));
    match found {
        Some(found) => Ok(found),
        None => table::read(text)?.ok_or_else(|| broken_json(trimmed).unwrap_or(ImportError::UnknownFormat)),
    }
}

/// The reason if a text is several JSON documents, the beginning of one, or one with a mistake.
fn broken_json(text: &str) -> Option<ImportError> {
    let content =
        text.trim_start_matches(|character: char| matches!(character, '[' | '{') || character.is_whitespace());
    let error = serde_json::from_str::<&RawValue>(text).err().filter(|_| content.starts_with('"'))?;
    if let Some(count) = documents(text) {
        return Some(ImportError::SeveralDocuments { count });
    }
    let problem = match error.is_eof() {
        true => "the document ends in the middle; copy or export all of it",
        false => "the JSON is broken here; copy or export it again",
    };
    Some(ImportError::Malformed { format: Format::Json, line: error.line(), problem })
}

/// Header fields as a JSON document with the body after it, as a program logs them one after the other.
fn headers_and_body(text: &str) -> Result<Option<Imported>, ImportError> {
    if !text.starts_with(['{', '[']) {
        return Ok(None);
    }
    let mut documents = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    let Some(Ok(first)) = documents.next() else { return Ok(None) };
    let body = text.get(documents.byte_offset()..).unwrap_or_default().trim_start();
    let further = serde_json::Deserializer::from_str(body).into_iter::<&RawValue>().take_while(Result::is_ok).count();
    // The rest of a document with a mistake is not a body.
    if body.is_empty() || body.starts_with([',', ']', '}', ':']) || further > 1 {
        return Ok(None);
    }
    let found = objects::read(first)?.filter(|found| found.format == Format::HeaderObject && found.body.is_none());
    Ok(found.map(|found| Imported { body: Some(body.as_bytes().to_vec()), ..found }))
}

/// A JSON document.
fn document(text: &str) -> Result<Option<Imported>, ImportError> {
    let Ok(value) = serde_json::from_str::<&RawValue>(text) else { return Ok(None) };
    Ok(Some(match objects::read(value)? {
        Some(found) => found,
        None => {
            let mut found = Imported::new(Format::Json);
            found.body = Some(text.as_bytes().to_vec());
            found
        }
    }))
}

/// An object as a program prints it.
fn printed(text: &str) -> Result<Option<Imported>, ImportError> {
    let names =
        ["{", "[", "Headers", "EnvironHeaders", "HeadersList", "Map(", "IncomingMessage {", "Request {", "map["];
    if !names.iter().any(|name| text.starts_with(name)) {
        return Ok(None);
    }
    let go = text.starts_with("map[").then(|| go_map(text));
    let (json, has_unknown, is_cut): (Cow<'_, str>, _, _) = match go {
        Some(json) => (json.unwrap_or_default().into(), false, false),
        None => match literal::convert(text) {
            Some((literal, rest)) if rest.trim_matches([';', ' ', '\n', '\r', '\t', '%']).is_empty() => {
                (literal.json.into(), literal.has_unknown, literal.is_cut)
            }
            _ => return Ok(None),
        },
    };
    let Ok(value) = serde_json::from_str::<&RawValue>(&json) else { return Ok(None) };
    let mut found = objects::read(value)?;
    if let Some(found) = &mut found {
        if is_cut {
            found.note(Note::BodyCut { format: found.format });
        }
        if has_unknown {
            found.note(Note::NotExpanded);
        }
    }
    Ok(found)
}

/// `map[Content-Type:[application/json] X-Name:[a b]]`, as Go prints header fields, as JSON.
fn go_map(text: &str) -> Option<String> {
    let mut rest = text.trim().strip_prefix("map[")?.strip_suffix(']')?;
    let mut json = String::from("{");
    while !rest.is_empty() {
        let (name, after) = rest.split_once(":[")?;
        let end = after.find(']').filter(|_| !after.contains("] ")).or_else(|| after.find("] "))?;
        let (value, after) = after.split_at_checked(end)?;
        if json.len() > 1 {
            json.push(',');
        }
        json.push_str(&serde_json::to_string(name).ok()?);
        json.push(':');
        json.push_str(&serde_json::to_string(value).ok()?);
        rest = after.get(1..)?.trim_start();
    }
    json.push('}');
    Some(json)
}

/// A command or a call.
fn command(text: &str) -> Result<Option<Imported>, ImportError> {
    // What identifies a command is near the beginning, after variables and comments.
    let has_word = |words: &[&str]| {
        let mut found =
            text.split(|character: char| character.is_whitespace() || "|;&(".contains(character)).take(2000);
        found.any(|word| words.contains(&word.rsplit(['/', '\\']).next().unwrap_or_default()))
    };
    if has_word(&["Invoke-WebRequest", "Invoke-RestMethod", "iwr", "irm"])
        && let Some(found) = powershell::read(text)?
    {
        return Ok(Some(found));
    }
    if has_word(&["curl", "curl.exe"])
        && let Some(found) = curl::read(text, curl_format(text))?
    {
        return Ok(Some(found));
    }
    if has_word(&["fetch"])
        && let Some(found) = fetch::read(text)?
    {
        return Ok(Some(found));
    }
    if has_word(&["http", "https", "xh", "xhs"])
        && let Some(found) = httpie::read(text)?
    {
        return Ok(Some(found));
    }
    Ok(None)
}

/// The shell for which a curl command is written, by the way in which its first line continues.
fn curl_format(text: &str) -> Format {
    let mut quote = None;
    let mut characters = text.trim_start().chars().peekable();
    while let Some(character) = characters.next() {
        let is_last = matches!(characters.peek(), None | Some('\n' | '\r'));
        match (quote, character) {
            (None, '\n') => break,
            (None, '^') if is_last || characters.peek() == Some(&'"') => return Format::CurlCmd,
            (None, '`') if is_last => return Format::CurlPowerShell,
            (None | Some('"'), '\\') => drop(characters.next()),
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if character == open => quote = None,
            _ => {}
        }
    }
    Format::Curl
}
