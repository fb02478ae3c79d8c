//! Bytes as text: hexadecimal, base64 and escapes.

use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use super::code::ImportError;
use super::dump;
use super::limit::MAX_TEXT;
use super::values::base64;

/// The notation in which a text represents bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Notation {
    /// The text itself, in UTF-8.
    Text,
    /// Hexadecimal digits: with or without spaces, commas and `0x`, as escapes (`\x7b`, also with other characters, as
    /// Python and C write them), as `hexdump -C`, `xxd` and `od -tx1` print them, or as Node prints a `Buffer`.
    Hex,
    /// Base64 in the standard or the URL alphabet, with or without padding and line breaks, or a `data:` URL.
    Base64,
}

impl Notation {
    /// The notation that a text is most probably in. Text that could also be hexadecimal or base64 is so if it cannot
    /// be anything else that people write: it has at least eight bytes, and no word in it.
    ///
    /// ```
    /// use hookwright::import::Notation;
    ///
    /// assert_eq!(Notation::of("00000000  7b 7d  |{}|"), Notation::Hex);
    /// assert_eq!(Notation::of("eyJpZCI6ICJldnRfMSJ9"), Notation::Base64);
    /// assert_eq!(Notation::of(r#"{"id":1}"#), Notation::Text);
    /// ```
    #[must_use]
    pub fn of(text: &str) -> Self {
        let trimmed = text.trim();
        let is_marked = trimmed.starts_with("0x")
            || trimmed.starts_with("\\x")
            || trimmed.starts_with("b'\\x")
            || trimmed.starts_with("b\"\\x")
            || trimmed.starts_with("<Buffer ")
            || dump::is_dump(trimmed);
        let digits = || trimmed.bytes().filter(|byte| !byte.is_ascii_whitespace());
        let is_hex = || digits().all(|byte| byte.is_ascii_hexdigit()) && digits().count() >= 16;
        if is_marked || (is_hex() && bytes(trimmed, Self::Hex).is_ok()) {
            return Self::Hex;
        }
        let is_mixed = || {
            let has = |test: fn(&u8) -> bool| trimmed.bytes().any(|byte| test(&byte));
            has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase)
        };
        let is_long = trimmed.len() >= 12 && !trimmed.contains([' ', '\t']);
        let is_base64 = is_long && is_mixed() && trimmed.split_ascii_whitespace().all(|line| line.len() > 3);
        if trimmed.starts_with("data:") || (is_base64 && bytes(trimmed, Self::Base64).is_ok()) {
            return Self::Base64;
        }
        Self::Text
    }
}

/// The bytes that a text represents.
///
/// # Errors
/// [`ImportError::InvalidHex`], [`ImportError::InvalidBase64`], [`ImportError::Elided`] or [`ImportError::TooLong`]. The
/// message does not quote the text.
///
/// ```
/// use hookwright::import::{self, Notation};
///
/// let body = br#"{"a":1}"#;
/// for text in ["7b2261223a317d", "0x7b 0x22 0x61 0x22 0x3a 0x31 0x7d", r#"\x7b"a":1\x7d"#, "00000000: 7b22 6122 3a31 7d  {\"a\":1}"] {
///     assert_eq!(import::bytes(text, Notation::Hex)?, body, "{text}");
/// }
/// assert_eq!(import::bytes("eyJhIjoxfQ==", Notation::Base64)?, body);
/// assert_eq!(import::bytes("7b2", Notation::Hex).unwrap_err().code(), "invalid_hex");
/// # Ok::<(), import::ImportError>(())
/// ```
pub fn bytes(text: &str, notation: Notation) -> Result<Vec<u8>, ImportError> {
    if text.len() > MAX_TEXT {
        return Err(ImportError::TooLong { mebibytes: MAX_TEXT >> 20 });
    }
    match notation {
        Notation::Text => Ok(text.as_bytes().to_owned()),
        Notation::Base64 => {
            let content = match text.trim().strip_prefix("data:") {
                Some(url) => url.split_once(";base64,").ok_or(ImportError::InvalidBase64)?.1,
                None => text,
            };
            base64(content).ok_or(ImportError::InvalidBase64)
        }
        Notation::Hex => {
            let trimmed = text.trim();
            if trimmed.starts_with("<Buffer")
                || trimmed.contains('…')
                || trimmed.contains("...") && !dump::is_dump(trimmed)
            {
                return node_buffer(trimmed);
            }
            if dump::is_dump(trimmed) {
                return dump::read(text);
            }
            if trimmed.contains("\\x") {
                return escaped(trimmed);
            }
            plain(text)
        }
    }
}

fn node_buffer(text: &str) -> Result<Vec<u8>, ImportError> {
    if text.contains("...") || text.contains('…') {
        return Err(ImportError::Elided);
    }
    plain(text.trim_start_matches("<Buffer").trim_end_matches('>'))
}

/// Pairs of digits. Between them may be whitespace, commas, colons, hyphens and `0x`.
fn plain(text: &str) -> Result<Vec<u8>, ImportError> {
    let mut bytes = Vec::with_capacity(text.len() / 2);
    for (index, line) in text.lines().enumerate() {
        let invalid = || ImportError::InvalidHex { line: index + 1 };
        let is_separator = |character: char| character.is_whitespace() || ",;:-[](){}".contains(character);
        for word in line.split(is_separator).filter(|word| !word.is_empty()) {
            let digits = word.strip_prefix("0x").or_else(|| word.strip_prefix("0X")).unwrap_or(word);
            bytes.extend(hex::decode(digits).map_err(|_| invalid())?);
        }
    }
    Ok(bytes)
}

/// Escapes of C and Python, between characters that represent themselves.
fn escaped(text: &str) -> Result<Vec<u8>, ImportError> {
    let line = |rest: &str| {
        let before = text.get(..text.len() - rest.len()).unwrap_or_default();
        ImportError::InvalidHex { line: 1 + before.matches('\n').count() }
    };
    // `b'…'`, `"…"` and `$'…'`
    let opened = text.trim_start_matches(['b', '$', 'B']);
    let content = ['"', '\'', '`'].iter().find_map(|quote| opened.strip_prefix(*quote)?.strip_suffix(*quote));
    let mut rest = content.unwrap_or(text);
    let mut bytes = Vec::with_capacity(rest.len());
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        bytes.extend_from_slice(before.as_bytes());
        let mut characters = escape.chars();
        characters.next();
        let byte = match characters.next() {
            Some('x') => {
                let digits = escape.get(2..4).ok_or_else(|| line(escape))?;
                characters = escape.get(4..).unwrap_or_default().chars();
                u8::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+')).ok_or_else(|| line(escape))?
            }
            Some('n') => b'\n',
            Some('r') => b'\r',
            Some('t') => b'\t',
            Some('0') => 0,
            Some(other @ ('\\' | '\'' | '"' | '`')) => u8::try_from(other).unwrap_or(b'?'),
            _ => return Err(line(escape)),
        };
        bytes.push(byte);
        rest = characters.as_str();
    }
    bytes.extend_from_slice(rest.as_bytes());
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_digits_in_every_style() {
        for text in [
            "00ff7B",
            "00 ff 7b\n",
            "0x00, 0xff, 0x7b",
            "00:ff:7b",
            "[0x00 0xFF 0x7b]",
            "<Buffer 00 ff 7b>",
            "\\x00\\xff\\x7b",
        ] {
            assert_eq!(bytes(text, Notation::Hex).unwrap(), [0, 255, 0x7b], "{text}");
        }
        assert_eq!(bytes("b'\\x00\\n\\'{'", Notation::Hex).unwrap(), b"\0\n'{");
        assert_eq!(bytes("", Notation::Hex).unwrap(), b"");
    }

    #[test]
    fn rejects_what_is_not_hexadecimal() {
        for (text, line) in [("0", 1), ("00\nzz", 2), ("0x", 0), ("\\x0", 1), ("\\xzz", 1), ("\\x00\n\\q", 2), ("é", 1)]
        {
            let found = bytes(text, Notation::Hex);
            let expected = if line == 0 { Ok(Vec::new()) } else { Err(ImportError::InvalidHex { line }) };
            assert_eq!(found, expected, "{text}");
        }
        assert_eq!(bytes("<Buffer 00 ... 3 more bytes>", Notation::Hex), Err(ImportError::Elided));
        assert_eq!(bytes("a?", Notation::Base64), Err(ImportError::InvalidBase64));
    }

    #[test]
    fn detects_the_notation() {
        for (text, expected) in [
            ("0x7b", Notation::Hex),
            ("7b2261223a317d0a", Notation::Hex),
            ("7b22 6122 3a31 7d0a", Notation::Hex),
            ("deadbeef", Notation::Text),
            ("data:;base64,YQ==", Notation::Base64),
            ("eyJhIjoxfQ==\n", Notation::Base64),
            ("helloworldhello", Notation::Text),
            ("Hello World", Notation::Text),
            ("", Notation::Text),
        ] {
            assert_eq!(Notation::of(text), expected, "{text}");
        }
    }
}
