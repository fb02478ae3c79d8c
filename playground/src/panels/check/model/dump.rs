//! Bytes as tools print them, for the field for hexadecimal digits.

use hookwright::import::{Notation, bytes};

use super::body::BodyInput;

/// Returns plain hexadecimal digits for a text that is something else that tools print, such as the output of `hexdump -C` or `xxd`.
pub(crate) fn plain_digits(text: &str) -> Option<String> {
    let is_plain = text.chars().all(|character| character.is_ascii_hexdigit() || character.is_whitespace());
    let bytes = bytes(text, Notation::Hex).ok().filter(|_| !is_plain)?;
    Some(BodyInput::from_bytes(&bytes).hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_output_of_tools_becomes_plain_digits() {
        for text in [
            "0x7b, 0x7d, 0x0a",
            "00000000  7b 7d 0a                                          |{}.|\n00000003",
            "00000000: 7b7d 0a                                  {}.",
            "\\x7b\\x7d\\x0a",
        ] {
            assert_eq!(plain_digits(text).as_deref(), Some("7b 7d 0a"), "{text}");
        }
        for text in ["7b 7d", "7b7", "zz", ""] {
            assert_eq!(plain_digits(text), None, "{text}");
        }
    }
}
