//! Percent-encoding, in URLs and in forms. A `%` that does not begin a valid escape represents itself.

use alloc::string::String;
use alloc::vec::Vec;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, utf8_percent_encode};

/// The characters that are not unreserved (RFC 3986 §2.3).
pub(crate) const NOT_UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Encodes every byte that is not an unreserved character.
pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, NOT_UNRESERVED).collect()
}

/// The decoded bytes of a text. In a name or a value of a form or a query, `+` is a space.
pub(crate) fn decoded(text: &[u8], is_form: bool) -> impl Iterator<Item = u8> {
    // An escape cannot contain `+`, so the parts between the spaces are decoded separately.
    let parts = text.split(move |byte| is_form && *byte == b'+').enumerate();
    parts.flat_map(|(index, part)| (index > 0).then_some(b' ').into_iter().chain(percent_decode(part)))
}

/// Decodes a name or a value of a form or a query.
pub(crate) fn form_decode(text: &[u8]) -> Vec<u8> {
    // The text can be a secret, so the memory is not reallocated: that would leave a copy.
    let mut bytes = Vec::with_capacity(text.len());
    bytes.extend(decoded(text, true));
    bytes
}

/// Whether every `%` begins a valid escape.
pub(crate) fn has_valid_escapes(text: &[u8]) -> bool {
    let mut escapes = text.split(|byte| *byte == b'%').skip(1);
    escapes.all(|escape| escape.first_chunk::<2>().is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)))
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use proptest::prelude::*;

    use super::*;

    /// A decoder without the library. `None` if an escape is not valid and must be.
    fn reference(text: &[u8], is_form: bool, is_strict: bool) -> Option<Vec<u8>> {
        let mut decoded = Vec::new();
        let mut rest = text;
        while let Some((&first, after)) = rest.split_first() {
            rest = after;
            let mut byte = [0];
            match after.split_first_chunk::<2>() {
                Some((digits, after)) if first == b'%' && hex::decode_to_slice(digits, &mut byte).is_ok() => {
                    decoded.extend_from_slice(&byte);
                    rest = after;
                }
                _ if first == b'%' && is_strict => return None,
                _ => decoded.push(if first == b'+' && is_form { b' ' } else { first }),
            }
        }
        Some(decoded)
    }

    #[test]
    fn decodes_valid_escapes_once() {
        let plain = |text: &str| decoded(text.as_bytes(), false).collect::<Vec<u8>>();
        assert_eq!(plain("a%20b%2520%zz%"), b"a b%20%zz%");
        assert_eq!(plain("%+1%C3%A9+"), "%+1é+".as_bytes());
        assert_eq!(form_decode(b"a+b%2B+"), b"a b+ ");
    }

    #[test]
    fn finds_invalid_escapes() {
        for valid in ["", "a", "%41", "%2525", "%c3%A9"] {
            assert!(has_valid_escapes(valid.as_bytes()), "{valid}");
        }
        for invalid in ["%", "%4", "%%41", "%4%41", "%+1", "%zz", "a%20%"] {
            assert!(!has_valid_escapes(invalid.as_bytes()), "{invalid}");
        }
    }

    proptest! {
        #[test]
        fn decoding_reverses_encoding(text in ".{0,20}") {
            prop_assert_eq!(decoded(encode(&text).as_bytes(), false).collect::<Vec<u8>>(), text.as_bytes());
            prop_assert_eq!(form_decode(encode(&text).as_bytes()), text.as_bytes());
        }

        #[test]
        fn encodes_all_but_unreserved_characters(text in ".{0,20}") {
            let expected: String = text.bytes().map(|byte| match byte {
                b'-' | b'.' | b'_' | b'~' => char::from(byte).into(),
                _ if byte.is_ascii_alphanumeric() => char::from(byte).into(),
                _ => format!("%{byte:02X}"),
            }).collect();
            prop_assert_eq!(encode(&text), expected);
        }

        #[test]
        fn decodes_like_a_decoder_without_the_library(text in "([%+]|[0-9a-fA-Fg]|.){0,20}", is_form: bool) {
            let text = text.as_bytes();
            let found: Vec<u8> = decoded(text, is_form).collect();
            prop_assert_eq!(Some(found.clone()), reference(text, is_form, false));
            prop_assert_eq!(has_valid_escapes(text).then_some(found), reference(text, is_form, true));
        }

        #[test]
        fn decoding_a_form_does_not_reallocate(text in "([%+]|[0-9a-f]){0,40}") {
            prop_assert_eq!(form_decode(text.as_bytes()).capacity(), Vec::<u8>::with_capacity(text.len()).capacity());
        }
    }
}
