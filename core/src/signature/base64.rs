//! Decoding of base64, with one decoder for both alphabets, because each decoder of `base64ct` takes much space in wasm.

use alloc::vec::Vec;

use base64ct::{Base64Unpadded, Encoding as _};
use zeroize::Zeroizing;

/// The last two characters of the alphabet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// `+` and `/` (RFC 4648 §4).
    Standard,
    /// `-` and `_` (RFC 4648 §5).
    Url,
}

/// Whether a text is padded with `=`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Padding {
    Required,
    Absent,
}

/// Decodes a text strictly, and returns the number of bytes. `None` also if the bytes do not fit into `bytes`.
pub(super) fn decode(alphabet: Alphabet, padding: Padding, text: &str, bytes: &mut [u8]) -> Option<usize> {
    let unpadded = match padding {
        Padding::Absent => text,
        Padding::Required if !text.len().is_multiple_of(4) => return None,
        Padding::Required => {
            let text = text.strip_suffix('=').unwrap_or(text);
            text.strip_suffix('=').unwrap_or(text)
        }
    };
    let translated;
    let unpadded = match alphabet {
        Alphabet::Standard => unpadded.as_bytes(),
        Alphabet::Url => {
            translated = Zeroizing::new(unpadded.bytes().map(to_standard).collect::<Vec<u8>>());
            translated.as_slice()
        }
    };
    Base64Unpadded::decode(unpadded, bytes).ok().map(<[u8]>::len)
}

/// A character of the alphabet for URLs in the standard alphabet.
const fn to_standard(byte: u8) -> u8 {
    match byte {
        b'-' => b'+',
        b'_' => b'/',
        // Neither is in the alphabet for URLs, so they become a character that no alphabet has.
        b'+' | b'/' => b'=',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec;

    use base64ct::{Base64, Base64Url, Base64UrlUnpadded};
    use proptest::prelude::*;

    use super::*;

    fn decoded(alphabet: Alphabet, padding: Padding, text: &str) -> Option<Vec<u8>> {
        let mut bytes = vec![0; text.len()];
        let length = decode(alphabet, padding, text, &mut bytes)?;
        bytes.truncate(length);
        Some(bytes)
    }

    proptest! {
        #[test]
        fn agrees_with_a_decoder_for_each_alphabet(text in "[A-Da-c0-2+/_=-]{0,9}|[A-Za-z0-9+/]{0,6}={0,3}|\\PC{0,4}") {
            let text: String = text;
            let standard = decoded(Alphabet::Standard, Padding::Required, &text);
            prop_assert_eq!(standard, Base64::decode_vec(&text).ok());
            let unpadded = decoded(Alphabet::Standard, Padding::Absent, &text);
            prop_assert_eq!(unpadded, Base64Unpadded::decode_vec(&text).ok());
            let url = decoded(Alphabet::Url, Padding::Required, &text);
            prop_assert_eq!(url, Base64Url::decode_vec(&text).ok());
            let url = decoded(Alphabet::Url, Padding::Absent, &text);
            prop_assert_eq!(url, Base64UrlUnpadded::decode_vec(&text).ok());
        }
    }
}
