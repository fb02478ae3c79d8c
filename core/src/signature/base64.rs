//! Decoding of base64, with one decoder for both alphabets, because each decoder of `base64ct` takes much space in wasm.

use base64ct::{Base64Unpadded, Encoding as _};

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

/// Decodes a text strictly, and returns the number of bytes. `bytes` must be at least as long as the text.
pub(super) fn decode(alphabet: Alphabet, padding: Padding, text: &str, bytes: &mut [u8]) -> Option<usize> {
    let unpadded = match padding {
        Padding::Absent => text,
        Padding::Required if !text.len().is_multiple_of(4) => return None,
        Padding::Required => {
            let text = text.strip_suffix('=').unwrap_or(text);
            text.strip_suffix('=').unwrap_or(text)
        }
    };
    let bytes = bytes.get_mut(..unpadded.len())?;
    bytes.copy_from_slice(unpadded.as_bytes());
    if alphabet == Alphabet::Url {
        for byte in &mut *bytes {
            *byte = match *byte {
                b'-' => b'+',
                b'_' => b'/',
                // Neither is in this alphabet, so they become a character that no alphabet has.
                b'+' | b'/' => b'=',
                other => other,
            };
        }
    }
    Base64Unpadded::decode_in_place(bytes).ok().map(<[u8]>::len)
}
