//! Hypotheses about the body as bytes.

use alloc::string::String;
use alloc::vec::Vec;

use base64ct::{Base64Unpadded, Base64UrlUnpadded, Encoding as _};
use serde_json::Value;

use super::budget::{MAX_REWRITTEN, Search};
use super::causes::Finding;
use super::forms;

const BOM: &[u8] = b"\xef\xbb\xbf";

/// Whether the body has something too much or too little, or is wrapped in something.
pub(super) fn altered(search: &mut Search<'_>) -> Option<Finding> {
    let body = search.request.body;
    if body.len() > MAX_REWRITTEN {
        return None;
    }
    for (code, evidence, variant) in variants(body) {
        if variant != body && search.body_verifies(&variant) {
            return Some(Finding::proven(code, evidence));
        }
    }
    forms::altered(search)
}

type Variant = (&'static str, &'static str, Vec<u8>);

fn variants(body: &[u8]) -> Vec<Variant> {
    let mut found: Vec<Variant> = Vec::new();
    let mut add =
        |code, evidence, variant: Option<Vec<u8>>| found.extend(variant.map(|variant| (code, evidence, variant)));
    let joined = |parts: &[&[u8]]| Some(parts.concat());

    let trimmed = body.strip_suffix(b"\n").map(|rest| rest.strip_suffix(b"\r").unwrap_or(rest));
    let added = "the signature matches without the line feed at the end of the body";
    add("body_newline_added", added, trimmed.map(<[u8]>::to_vec));
    add(
        "body_newline_added",
        "the signature matches without the white space at the end of the body",
        Some(body.trim_ascii_end().to_vec()),
    );
    add(
        "body_newline_added",
        "the signature matches without the white space around the body",
        Some(body.trim_ascii().to_vec()),
    );
    let lost = "the signature matches with a line feed after the body: the sender's has one";
    for end in [b"\n".as_slice(), b"\r\n", b"\n\n"] {
        add("body_newline_lost", lost, joined(&[body, end]));
    }

    let only_lf = replace(body, b"\r\n", b"\n");
    add(
        "body_crlf",
        "the signature matches with CR LF turned into LF: line ends were changed on the way",
        Some(only_lf.clone()),
    );
    add(
        "body_crlf",
        "the signature matches with LF turned into CR LF: line ends were changed on the way",
        Some(replace(&only_lf, b"\n", b"\r\n")),
    );
    add(
        "body_crlf",
        "the signature matches with LF turned into CR: line ends were changed on the way",
        Some(replace(&only_lf, b"\n", b"\r")),
    );
    add(
        "body_crlf",
        "the signature matches with CR turned into LF: line ends were changed on the way",
        Some(replace(&only_lf, b"\r", b"\n")),
    );
    let crlf_end =
        trimmed.map(|rest| [&replace(&replace(rest, b"\r\n", b"\n"), b"\n", b"\r\n"), b"\r\n".as_slice()].concat());
    add("body_crlf", "the signature matches with LF turned into CR LF", crlf_end);

    add(
        "body_bom",
        "the signature matches without the byte order mark before the body",
        body.strip_prefix(BOM).map(<[u8]>::to_vec),
    );
    add(
        "body_bom",
        "the signature matches with a byte order mark before the body: the sender's has one",
        joined(&[BOM, body]),
    );

    let unwrapped = unquoted(body);
    add(
        "body_base64",
        "the signature matches with the body decoded from base64",
        from_base64(unwrapped.as_deref().unwrap_or(body)),
    );
    add(
        "body_base64",
        "the signature matches with the body encoded in base64",
        Some(base64ct::Base64::encode_string(body).into_bytes()),
    );
    add(
        "body_stringified",
        "the signature matches with the bytes that the body lists as numbers: it is a Buffer that was made JSON",
        buffer(body),
    );
    add(
        "body_stringified",
        "the signature matches with the text inside the quotes: the body was made a JSON string",
        unwrapped,
    );
    add(
        "body_stringified",
        "the signature matches with the body as a JSON string: the sender made it one",
        quoted(body),
    );

    for (evidence, variant) in other_characters(body) {
        add("body_charset", evidence, variant);
    }
    found
}

fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut made = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        if let Some(behind) = rest.strip_prefix(from) {
            made.extend_from_slice(to);
            rest = behind;
        } else {
            made.push(*first);
            rest = after;
        }
    }
    made
}

fn from_base64(body: &[u8]) -> Option<Vec<u8>> {
    let text: String = core::str::from_utf8(body).ok()?.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let text = text.trim_end_matches('=');
    if text.len() < 4 {
        return None;
    }
    Base64Unpadded::decode_vec(text).or_else(|_| Base64UrlUnpadded::decode_vec(text)).ok()
}

/// The text that a JSON string stands for.
fn unquoted(body: &[u8]) -> Option<Vec<u8>> {
    serde_json::from_slice::<String>(body).ok().map(String::into_bytes)
}

fn quoted(body: &[u8]) -> Option<Vec<u8>> {
    serde_json::to_vec(core::str::from_utf8(body).ok()?).ok()
}

/// `{"type":"Buffer","data":[…]}`, or the numbers alone, or those of a typed array, `{"0":123,…}`.
fn buffer(body: &[u8]) -> Option<Vec<u8>> {
    let value: Value = serde_json::from_slice(body).ok()?;
    let of_list =
        |list: &Vec<Value>| list.iter().map(|byte| u8::try_from(byte.as_u64()?).ok()).collect::<Option<Vec<u8>>>();
    let made = match &value {
        Value::Array(list) => of_list(list),
        Value::Object(object) => match object.get("data") {
            Some(Value::Array(list)) => of_list(list),
            _ => object.values().map(|byte| u8::try_from(byte.as_u64()?).ok()).collect(),
        },
        _ => None,
    };
    made.filter(|bytes| !bytes.is_empty())
}

/// The body as it was before it was read in one character set and written in another.
fn other_characters(body: &[u8]) -> [(&'static str, Option<Vec<u8>>); 7] {
    let text = core::str::from_utf8(body).ok();
    let pairs = |to_unit: fn([u8; 2]) -> u16| -> Option<Vec<u8>> {
        let body = body.strip_prefix(b"\xff\xfe").or_else(|| body.strip_prefix(b"\xfe\xff")).unwrap_or(body);
        let (units, rest) = body.as_chunks::<2>();
        let units: Vec<u16> = units.iter().map(|pair| to_unit(*pair)).collect();
        if rest.is_empty() && !units.is_empty() {
            String::from_utf16(&units).ok().map(String::into_bytes)
        } else {
            None
        }
    };
    let utf16 = |to_bytes: fn(u16) -> [u8; 2]| text.map(|text| text.encode_utf16().flat_map(to_bytes).collect());
    [
        (
            "the signature matches with the body put back from Latin-1: UTF-8 was read as Latin-1",
            text.and_then(|text| narrow(text, |_| None)),
        ),
        (
            "the signature matches with the body put back from Windows-1252: UTF-8 was read as that",
            text.and_then(|text| narrow(text, windows_1252)),
        ),
        ("the signature matches with the body put back from UTF-16", pairs(u16::from_le_bytes)),
        ("the signature matches with the body put back from UTF-16", pairs(u16::from_be_bytes)),
        ("the signature matches with the body in UTF-16: the sender writes that", utf16(u16::to_le_bytes)),
        ("the signature matches with the body in UTF-16: the sender writes that", utf16(u16::to_be_bytes)),
        ("the signature matches with the body taken for Latin-1: the sender writes that", widen(body)),
    ]
}

/// Text whose characters are bytes, as these bytes.
fn narrow(text: &str, special: fn(char) -> Option<u8>) -> Option<Vec<u8>> {
    text.chars().map(|character| special(character).or_else(|| u8::try_from(u32::from(character)).ok())).collect()
}

fn widen(body: &[u8]) -> Option<Vec<u8>> {
    (!body.is_ascii()).then(|| body.iter().map(|byte| char::from(*byte)).collect::<String>().into_bytes())
}

/// The bytes 0x80 to 0x9F of Windows-1252, where it has characters of its own.
fn windows_1252(character: char) -> Option<u8> {
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    let index = FROM_80.iter().position(|known| *known == character)?;
    u8::try_from(index + 0x80).ok()
}
