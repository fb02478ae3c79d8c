//! The body to check: as text, as hexadecimal digits, as base64 or as a file.
//!
//! A text field converts CRLF to LF and contains only text. Exact bytes are entered in another format.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::Arc;

use base64ct::{Base64, Base64Unpadded, Encoding as _};
use hookwright::problem::Problem;
use serde::{Deserialize, Serialize};

use crate::model::choice::{Choice as _, choices};
use crate::model::codes;

/// The largest body that is converted to hexadecimal digits for editing. A larger field would be slow.
const MAX_HEX_BYTES: usize = 64 * 1024;

choices! {
    /// The format in which the body is entered.
    #[derive(Default)]
    pub(crate) enum BodyFormat {
        /// Text, encoded as UTF-8.
        #[default]
        Text: "text", "Text";
        /// Hexadecimal digits.
        Hex: "hex", "Hex";
        /// Base64.
        Base64: "base64", "Base64";
        /// A file.
        File: "file", "File";
    }
}

/// A selected file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SelectedFile {
    pub(crate) name: String,
    pub(crate) bytes: Arc<[u8]>,
}

/// The body as entered. Each format keeps its content while another one is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BodyInput {
    /// The selected format.
    pub(crate) format: BodyFormat,
    /// The content of the text field.
    #[serde(skip)]
    pub(crate) text: String,
    /// The content of the field for hexadecimal digits.
    #[serde(skip)]
    pub(crate) hex: String,
    /// The content of the field for base64.
    #[serde(skip)]
    pub(crate) base64: String,
    /// The file that was selected last.
    #[serde(skip)]
    pub(crate) file: Option<SelectedFile>,
}

impl BodyInput {
    /// Creates a body from text.
    pub(crate) fn from_text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Creates a body from bytes: as text if a text field can hold exactly these, or else as hexadecimal digits.
    pub(crate) fn exact(bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) if !text.contains('\r') => Self::from_text(text),
            _ => Self::from_bytes(bytes),
        }
    }

    /// Creates a body from bytes, as hexadecimal digits.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Self {
        Self { format: BodyFormat::Hex, hex: write_hex(bytes), ..Self::default() }
    }

    /// Returns whether the selected format has no content.
    pub(crate) fn is_empty(&self) -> bool {
        match self.format {
            BodyFormat::Text => self.text.is_empty(),
            BodyFormat::Hex => self.hex.trim().is_empty(),
            BodyFormat::Base64 => self.base64.trim().is_empty(),
            BodyFormat::File => self.file.is_none(),
        }
    }

    /// Returns the bytes of the body.
    ///
    /// # Errors
    /// Returns a problem if the hexadecimal digits or the base64 are malformed.
    pub(crate) fn bytes(&self) -> Result<Cow<'_, [u8]>, Problem> {
        match self.format {
            BodyFormat::Text => Ok(Cow::Borrowed(self.text.as_bytes())),
            BodyFormat::Hex => read_hex(&self.hex).map(Cow::Owned),
            BodyFormat::Base64 => read_base64(&self.base64).map(Cow::Owned),
            BodyFormat::File => Ok(Cow::Borrowed(self.file.as_ref().map_or(&[], |file| &file.bytes))),
        }
    }

    /// Selects another format. Its content becomes the same bytes if it can represent them exactly, and is otherwise
    /// kept.
    pub(crate) fn show(&mut self, format: BodyFormat) {
        let bytes = self.bytes().map(Cow::into_owned).unwrap_or_default();
        let given = !self.is_empty();
        match format {
            BodyFormat::Hex if given && bytes.len() <= MAX_HEX_BYTES => self.hex = write_hex(&bytes),
            BodyFormat::Base64 if given && bytes.len() <= MAX_HEX_BYTES => self.base64 = Base64::encode_string(&bytes),
            BodyFormat::Text if given && !bytes.contains(&b'\r') => {
                if let Ok(text) = String::from_utf8(bytes) {
                    self.text = text;
                }
            }
            _ => {}
        }
        self.format = format;
    }
}

/// Returns the other body that the selected format cannot show, as a sentence. Without it, an earlier text would pass for the
/// content of the file.
pub(crate) fn other_body(
    format: BodyFormat,
    text: &str,
    digits: [&str; 2],
    file: Option<&SelectedFile>,
) -> Option<String> {
    let [hex, base64] = digits;
    let others = [
        (BodyFormat::File, file.map(|file| Cow::Borrowed(&*file.bytes))),
        (BodyFormat::Text, Some(Cow::Borrowed(text.as_bytes()))),
        (BodyFormat::Hex, read_hex(hex).ok().map(Cow::Owned)),
        (BodyFormat::Base64, read_base64(base64).ok().map(Cow::Owned)),
    ];
    let (other, reason) = others.into_iter().filter(|(other, _)| *other != format).find_map(|(other, bytes)| {
        let bytes = bytes?;
        let reason = match format {
            BodyFormat::Text if std::str::from_utf8(&bytes).is_err() => "is not text in UTF-8",
            BodyFormat::Text if bytes.contains(&b'\r') => "contains carriage returns",
            BodyFormat::Hex | BodyFormat::Base64 if bytes.len() > MAX_HEX_BYTES => "is longer than 64 kB",
            _ => return None,
        };
        Some((other, reason))
    })?;
    Some(format!("This is not the body under “{}”, which {reason}.", other.title()))
}

/// Parses hexadecimal digits in either case, with whitespace anywhere and `0x` before bytes.
fn read_hex(text: &str) -> Result<Vec<u8>, Problem> {
    let digits: String = text.replace("0x", "").chars().filter(|character| !character.is_whitespace()).collect();
    if let Some((index, character)) = digits.chars().enumerate().find(|(_, digit)| !digit.is_ascii_hexdigit()) {
        let message = format!("digit {} of the body is `{character}`, which is not hexadecimal", index + 1);
        return Err(Problem::error(codes::INVALID_HEX, "", message));
    }
    hex::decode(&digits).map_err(|_| {
        let message = format!("the body has {} hexadecimal digits; a byte takes two", digits.len());
        Problem::error(codes::INVALID_HEX, "", message)
    })
}

/// Parses base64 in the standard or the URL alphabet, with or without padding, with whitespace anywhere.
fn read_base64(text: &str) -> Result<Vec<u8>, Problem> {
    let standard = |character| match character {
        '-' => '+',
        '_' => '/',
        other => other,
    };
    let digits: String = text.chars().filter(|character| !character.is_whitespace()).map(standard).collect();
    Base64Unpadded::decode_vec(digits.trim_end_matches('=')).map_err(|_| {
        let message = "the body is not base64; check that it was copied completely";
        Problem::error(codes::INVALID_BASE64, "", message)
    })
}

/// Formats bytes as pairs of digits, sixteen per line.
fn write_hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 3);
    for (index, byte) in bytes.iter().enumerate() {
        let separator = match index {
            0 => "",
            _ if index % 16 == 0 => "\n",
            _ => " ",
        };
        // Writing to a string cannot fail.
        let _ = write!(text, "{separator}{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_is_read_with_white_space_and_in_either_case() {
        assert_eq!(read_hex(" 7B\n7d\t0A ").unwrap(), b"{}\n");
        assert_eq!(read_hex("0x7b 0x7d").unwrap(), b"{}");
        assert_eq!(read_hex("").unwrap(), b"");
    }

    #[test]
    fn base64_is_read_in_both_alphabets() {
        for text in ["_-4=", "/+4", " /+\n4= "] {
            assert_eq!(read_base64(text).unwrap(), b"\xff\xee", "{text}");
        }
        assert_eq!(read_base64("a").unwrap_err().code, "invalid_base64");
    }

    #[test]
    fn other_characters_and_odd_digits_are_reported() {
        assert!(read_hex("7b7").unwrap_err().message.contains("3 hexadecimal digits"));
        assert!(read_hex("7b 7g").unwrap_err().message.contains("digit 4 of the body is `g`"));
        assert!(read_hex("7b 7é").unwrap_err().message.contains("`é`"));
    }

    #[test]
    fn written_hex_is_read_back() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(read_hex(&write_hex(&bytes)).unwrap(), bytes);
    }

    #[test]
    fn another_format_has_the_same_bytes() {
        let mut body = BodyInput::from_text("{\"a\": \"é\"}");
        body.show(BodyFormat::Hex);
        assert_eq!(body.bytes().unwrap(), "{\"a\": \"é\"}".as_bytes());
        body.show(BodyFormat::Text);
        assert_eq!(body.text, "{\"a\": \"é\"}");
    }

    #[test]
    fn a_text_field_does_not_get_bytes_that_it_would_change() {
        for exact in [&b"a\r\nb"[..], b"\xff\xfe"] {
            let mut body = BodyInput::from_bytes(exact);
            body.show(BodyFormat::Text);
            assert_eq!(body.text, "");
        }
    }

    #[test]
    fn a_body_that_the_format_cannot_show_is_named() {
        let file = |bytes: &[u8]| Some(SelectedFile { name: "a.bin".into(), bytes: Arc::from(bytes) });
        let of = |format, text: &str, hex, file: Option<SelectedFile>| {
            other_body(format, text, [hex, ""], file.as_ref()).unwrap_or_default()
        };
        let long = "a".repeat(MAX_HEX_BYTES + 1);
        for (format, text, hex, file, other) in [
            (BodyFormat::Text, "", "", file(b"\xff"), "“File”, which is not text in UTF-8."),
            (BodyFormat::Text, "", "0d", None, "“Hex”, which contains carriage returns."),
            (BodyFormat::Hex, "", "", file(long.as_bytes()), "“File”, which is longer than 64 kB."),
            (BodyFormat::Hex, &long, "00", None, "“Text”, which is longer than 64 kB."),
        ] {
            assert_eq!(of(format, text, hex, file), format!("This is not the body under {other}"));
        }
        for (format, text, hex, file) in [
            (BodyFormat::File, "a", "ff", file(b"\xff")),
            (BodyFormat::Text, "a", "7b 7d", file(b"{}")),
            (BodyFormat::Text, &long, "not hex", file(long.as_bytes())),
            (BodyFormat::Hex, "a", "ff", file(b"\xff")),
        ] {
            assert_eq!(of(format, text, hex, file), "");
        }
    }

    #[test]
    fn a_file_is_used_byte_for_byte() {
        let file = SelectedFile { name: "body.bin".into(), bytes: Arc::from(&b"\r\n\0"[..]) };
        let mut body = BodyInput { format: BodyFormat::File, file: Some(file), ..BodyInput::default() };
        assert_eq!(body.bytes().unwrap(), &b"\r\n\0"[..]);
        body.show(BodyFormat::Hex);
        assert_eq!(body.hex, "0d 0a 00");
    }
}
