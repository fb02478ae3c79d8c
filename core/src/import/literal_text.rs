//! Literals of JavaScript, Python and Ruby that contain text or bytes.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::str::CharIndices;

/// Takes hexadecimal digits.
fn digits(characters: &mut CharIndices<'_>, count: usize) -> Option<u32> {
    let digits = characters.as_str().get(..count)?;
    let value = u32::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'))?;
    let _ = characters.nth(count.checked_sub(1)?);
    Some(value)
}

/// The string literal at the start of a text, its length, and whether it contains an expression, which is kept as
/// written. `None` if it is not closed or contains an invalid escape.
pub(super) fn string(literal: &str) -> Option<(String, usize, bool)> {
    let mut characters = literal.char_indices();
    let (_, quote) = characters.next()?;
    let mut text = String::new();
    let mut has_expression = false;
    let mut units: Vec<u16> = Vec::new();
    while let Some((index, character)) = characters.next() {
        if character != '\\' && !units.is_empty() {
            text.extend(char::decode_utf16(units.drain(..)).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)));
        }
        match character {
            '\\' => {
                let (_, escape) = characters.next()?;
                let plain = match escape {
                    'u' if characters.as_str().starts_with('{') => {
                        let (number, _) = characters.as_str().get(1..)?.split_once('}')?;
                        let length = number.len() + 2;
                        let character = char::from_u32(u32::from_str_radix(number, 16).ok()?)?;
                        let _ = characters.nth(length - 1);
                        character
                    }
                    'u' => {
                        units.push(u16::try_from(digits(&mut characters, 4)?).ok()?);
                        continue;
                    }
                    'x' => char::from_u32(digits(&mut characters, 2)?)?,
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'b' => '\u{8}',
                    'f' => '\u{c}',
                    'v' => '\u{b}',
                    '0' => '\0',
                    // An escaped line break is not a part of the string.
                    '\n' => continue,
                    other => other,
                };
                if !units.is_empty() {
                    let decoded = char::decode_utf16(units.drain(..));
                    text.extend(decoded.map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)));
                }
                text.push(plain);
            }
            _ if character == quote => {
                return Some((text, index + quote.len_utf8(), has_expression));
            }
            '\n' if quote != '`' => return None,
            '$' if quote == '`' && characters.as_str().starts_with('{') => {
                has_expression = true;
                text.push('$');
            }
            other => text.push(other),
        }
    }
    None
}

/// Bytes in the form that Node uses in JSON.
pub(super) fn buffer(bytes: &[u8]) -> String {
    let numbers: Vec<String> = bytes.iter().map(|byte| format!("{byte}")).collect();
    format!("{{\"type\":\"Buffer\",\"data\":[{}]}}", numbers.join(","))
}

/// `<Buffer 7b 22 … 50 more bytes>` as JSON, its length, and whether bytes are missing.
pub(super) fn node_buffer(literal: &str) -> Option<(String, usize, bool)> {
    let (content, _) = literal.strip_prefix("<Buffer")?.split_once('>')?;
    let (digits, is_cut) = content.split_once("...").map_or((content, false), |(digits, _)| (digits, true));
    let bytes: Option<Vec<u8>> =
        digits.split_ascii_whitespace().map(|pair| u8::from_str_radix(pair, 16).ok()).collect();
    Some((buffer(&bytes?), "<Buffer".len() + content.len() + 1, is_cut))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evaluates_escapes() {
        let text = r"'a\'b\n\x41\u00e9\u{1f600}\ud83d\ude00\ud83d\0\q'z";
        let (found, length, has_expression) = string(text).unwrap();
        assert_eq!((found.as_str(), length, has_expression), ("a'b\nAé😀😀\u{fffd}\0q", text.len() - 1, false));
        assert_eq!(string("`a\nb${c}`").unwrap(), ("a\nb${c}".into(), 9, true));
    }

    #[test]
    fn rejects_unclosed_strings_and_invalid_escapes() {
        for text in ["", "'", "'a\nb'", r"'\x4'", r"'\u12'", r"'\u{110000}'", r"'\", r"'\x+1'", r"'\u{'"] {
            assert_eq!(string(text), None, "{text}");
        }
    }
}
