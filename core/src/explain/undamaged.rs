//! Texts without the damage that relays, logs and serializers do to the value of a header.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::base::http::percent;
use crate::signature::Encoding;

/// The maximum number of variants of a value.
const MOST: usize = 16;

/// Undoes one kind of damage. `None` if the text does not have it.
type Undo = fn(&str, Encoding) -> Option<String>;

/// The kinds of damage, with what undoes them, as a sentence after "when".
const KINDS: [(&str, Undo); 12] = [
    ("the whitespace around the value is removed", |text, _| changed(text, text.trim().to_string())),
    ("the quotes around the value are removed", |text, _| inside_quotes(text)),
    ("the value is taken out of the JSON array", |text, _| {
        let inside =
            text.trim().strip_prefix('[')?.strip_suffix(']').filter(|inside| inside.starts_with(['"', '\'']))?;
        changed(text, inside.split("\",\"").next()?.trim().to_string())
    }),
    ("the value is taken out of the text that Python prints for bytes", |text, _| {
        let inside = text.trim().strip_prefix('b')?;
        inside_quotes(inside)
    }),
    ("its percent-encoding is decoded", |text, _| {
        let decoded: Vec<u8> = percent::decoded(text.contains('%').then_some(text)?.as_bytes(), false).collect();
        changed(text, String::from_utf8(decoded).ok()?)
    }),
    ("its spaces are changed to `+`, from which a form parser made them", |text, encoding| {
        let is_base64 = encoding == Encoding::Base64 && text.trim().contains(' ');
        changed(text, is_base64.then(|| text.trim().replace(' ', "+"))?)
    }),
    ("the whitespace in the value is removed", |text, _| {
        changed(text, text.chars().filter(|character| !character.is_whitespace()).collect())
    }),
    ("the `0x` before the digits is removed", |text, _| {
        let at = text.find("0x")?;
        let (start, rest) = text.split_at(at);
        let rest = rest.get(2..)?;
        let is_digits = rest.len() >= 16 && rest.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_digits.then(|| [start, rest].concat())
    }),
    ("the name of the header before the value is removed", |text, _| {
        let (name, value) = text.split_once(": ")?;
        let is_name = name.len() > 5 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        (is_name && name.contains('-')).then(|| value.trim().to_string())
    }),
    ("its HTML entities and escapes are decoded", |text, _| changed(text, without_escapes(text))),
    ("the colons or hyphens between the digits are removed", |text, encoding| {
        let (start, rest) = text.split_once('=').map_or(("", text), |(start, rest)| (start, rest));
        let digits: String = rest.chars().filter(|character| !matches!(character, ':' | '-')).collect();
        let is_digits = encoding == Encoding::Hex
            && digits.len() >= 32
            && digits.len() < rest.len()
            && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let equals = if start.is_empty() { "" } else { "=" };
        is_digits.then(|| [start, equals, &digits].concat())
    }),
    ("the characters after the value are removed", |text, _| {
        changed(text, text.trim_end_matches([',', ';', '.', '\\']).to_string())
    }),
];

/// The text as it is, and without damage of one or two kinds.
pub(super) fn undamaged(encoding: Encoding, separator: Option<char>, text: &str) -> Vec<(String, Option<String>)> {
    let mut found: Vec<(String, Option<String>)> = alloc::vec![(text.to_string(), None)];
    let mut next = 0;
    while let Some((from, how)) = found.get(next).cloned() {
        next += 1;
        if how.as_ref().is_some_and(|how| how.contains(" and ")) {
            continue;
        }
        for (what, undo) in KINDS {
            let is_list_of_spaces = separator == Some(' ') && what.contains("in the value");
            let Some(to) = undo(&from, encoding).filter(|to| !to.is_empty() && !is_list_of_spaces) else { continue };
            let is_new = found.iter().all(|(known, _)| *known != to);
            if is_new && found.len() < MOST {
                let how = how.as_ref().map_or(Cow::Borrowed(what), |how| Cow::Owned(format!("{how} and {what}")));
                found.push((to, Some(how.into_owned())));
            }
        }
    }
    found
}

fn changed(from: &str, to: String) -> Option<String> {
    (to != from).then_some(to)
}

fn inside_quotes(text: &str) -> Option<String> {
    let text = text.trim();
    let pairs = [("\"", "\""), ("'", "'"), ("`", "`"), ("\\\"", "\\\""), ("“", "”"), ("<", ">"), ("(", ")")];
    let inside = pairs.iter().find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close));
    // A quote at one end only, because the other end was cut off.
    let bare = || Some(text.trim_matches(['"', '\'', '`'])).filter(|bare| bare.len() < text.len());
    // Quotes around the value after its prefix.
    let after = || {
        let (start, rest) = text.split_once('=')?;
        let rest = rest.strip_prefix('"')?.strip_suffix('"')?;
        Some([start, "=", rest].concat())
    };
    inside.map(String::from).or_else(after).or_else(|| bare().map(String::from))
}

fn without_escapes(text: &str) -> String {
    const ESCAPES: [(&str, &str); 14] = [
        ("&#x3D;", "="),
        ("&#x3d;", "="),
        ("&#61;", "="),
        ("&#x2B;", "+"),
        ("&#x2b;", "+"),
        ("&#43;", "+"),
        ("&#x2F;", "/"),
        ("&#47;", "/"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("\\u003d", "="),
        ("\\u002b", "+"),
        ("\\/", "/"),
        ("\\=", "="),
    ];
    ESCAPES.iter().fold(text.to_string(), |text, (from, to)| text.replace(from, to))
}
