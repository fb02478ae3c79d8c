//! The text of JSON strings.
//!
//! `serde_json` does this, too, but with code for the numbers that it would name in an error about another type. In the
//! modules for browsers, that code is several times as large as this file.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::value::RawValue;

/// The text of a string. `None` for other values, and for a string with an unpaired surrogate.
pub(crate) fn text(value: &RawValue) -> Option<Cow<'_, str>> {
    unquoted(value.get())
}

/// The text of a string in quotes, as [`text`] returns it. The string must be valid JSON.
pub(super) fn unquoted(quoted: &str) -> Option<Cow<'_, str>> {
    if !quoted.starts_with('"') {
        return None;
    }
    match unescaped(quoted) {
        Cow::Borrowed(bytes) => core::str::from_utf8(bytes).ok().map(Cow::Borrowed),
        Cow::Owned(bytes) => String::from_utf8(bytes).ok().map(Cow::Owned),
    }
}

/// The bytes of a string without its quotes and escapes. The string must be valid JSON.
///
/// Two strings are equal if these bytes are equal: each unpaired surrogate has a distinct encoding, which is not UTF-8.
pub(super) fn unescaped(quoted: &str) -> Cow<'_, [u8]> {
    let inner = quoted.as_bytes().get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
    let mut rest = inner;
    let mut bytes = Vec::new();
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        let (plain, escape) = rest.split_at(at);
        bytes.extend_from_slice(plain);
        let (mut code, mut after) = read_escape(escape);
        // A high surrogate, and the escape of a low one after it, are one character.
        if let (0xd800..0xdc00, [b'\\', b'u', ..]) = (code, after)
            && let (low @ 0xdc00..0xe000, end) = read_escape(after)
        {
            code = 0x1_0000 + ((code - 0xd800) << 10) + (low - 0xdc00);
            after = end;
        }
        push(&mut bytes, code);
        rest = after;
    }
    if rest.len() == inner.len() {
        return Cow::Borrowed(inner);
    }
    bytes.extend_from_slice(rest);
    Cow::Owned(bytes)
}

/// The code of the escape at the start of a text, and the text after it.
fn read_escape(text: &[u8]) -> (u32, &[u8]) {
    match text {
        [_, b'u', a, b, c, d, rest @ ..] => {
            let digits = [a, b, c, d].into_iter().filter_map(|digit| char::from(*digit).to_digit(16));
            (digits.fold(0, |code, digit| code * 16 + digit), rest)
        }
        [_, letter, rest @ ..] => {
            let code = match letter {
                b'b' => b'\x08',
                b'f' => b'\x0c',
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                other => *other,
            };
            (u32::from(code), rest)
        }
        _ => (0, &[]),
    }
}

/// Adds a character in UTF-8, or an unpaired surrogate in the same way, which is not UTF-8.
fn push(bytes: &mut Vec<u8>, code: u32) {
    match char::from_u32(code) {
        Some(character) => bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
        None => bytes.extend([0xed, 0x80 | (code >> 6) as u8 & 0x3f, 0x80 | code as u8 & 0x3f]),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn escapes_are_read_as_serde_json_reads_them() {
        let strings = [
            r#""""#,
            r#""plain é 😀""#,
            r#""\"\\\/\b\f\n\r\t""#,
            r#""\u0000\u00e9\u20AC\uffff""#,
            r#""a\ud83d\ude00b""#,
            r#""\ud83d\ud83d\ude00""#,
        ];
        for quoted in strings {
            assert_eq!(unquoted(quoted).map(Cow::into_owned), serde_json::from_str(quoted).ok(), "{quoted}");
        }
        assert!(matches!(unquoted(r#""plain""#), Some(Cow::Borrowed("plain"))));
    }

    #[test]
    fn unpaired_surrogates_differ_and_are_not_text() {
        let strings = [r#""\ud800""#, r#""\udc00""#, r#""\ud800a""#, r#""\udbff\u0041""#, r#""\udc00\ud800""#];
        let mut found: Vec<_> = strings.iter().map(|quoted| unescaped(quoted)).collect();
        assert!(
            strings.iter().all(|quoted| unquoted(quoted).is_none() && serde_json::from_str::<String>(quoted).is_err())
        );
        found.sort();
        found.dedup();
        assert_eq!(found.len(), strings.len());
    }

    #[test]
    fn other_values_are_not_strings() {
        for value in ["1", "null", "{}", "[\"a\"]"] {
            assert_eq!(text(serde_json::from_str(value).unwrap()), None, "{value}");
        }
    }

    proptest! {
        /// Any code units, each written as an escape: the result is that of `serde_json`, or `None` if it has an error.
        #[test]
        fn any_code_units_are_read_as_serde_json_reads_them(
            units in proptest::collection::vec(prop_oneof![any::<u16>(), 0xd7ff_u16..0xe001], 0..6)
        ) {
            let escapes: String = units.iter().map(|unit| alloc::format!("\\u{unit:04x}")).collect();
            let quoted = alloc::format!("\"{escapes}\"");
            prop_assert_eq!(unquoted(&quoted).map(Cow::into_owned), serde_json::from_str::<String>(&quoted).ok());
        }

        #[test]
        fn any_text_is_read_as_it_was(given in any::<String>()) {
            let quoted = serde_json::to_string(&given).unwrap();
            prop_assert_eq!(unquoted(&quoted).map(Cow::into_owned), Some(given));
        }
    }
}
