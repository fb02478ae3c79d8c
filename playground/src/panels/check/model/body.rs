//! The body to check: as text, as hexadecimal digits, as base64 or as a file.
//!
//! A text field converts CRLF to LF and contains only text. Exact bytes are entered in another format.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::Arc;

use base64ct::{Base64, Encoding as _};
use hookwright::import::{self, ImportError, Notation};
use hookwright::problem::Problem;
use serde::{Deserialize, Serialize};

use crate::model::choice::choices;
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
            BodyFormat::Hex => decoded(&self.hex, Notation::Hex).map(Cow::Owned),
            BodyFormat::Base64 => decoded(&self.base64, Notation::Base64).map(Cow::Owned),
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

/// Returns the bytes that a text represents.
fn decoded(text: &str, notation: Notation) -> Result<Vec<u8>, Problem> {
    import::bytes(text, notation).map_err(|error| {
        let code = if matches!(error, ImportError::InvalidBase64) { codes::INVALID_BASE64 } else { codes::INVALID_HEX };
        Problem::error(code, "", error.to_string())
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
    fn hex_is_read_as_tools_print_it() {
        for text in [
            " 7B\n7d\t0A ",
            "0x7b 0x7d 0x0a",
            "00000000  7b 7d 0a                                          |{}.|\n00000003",
            "00000000: 7b7d 0a                                  {}.",
        ] {
            assert_eq!(decoded(text, Notation::Hex).unwrap(), b"{}\n", "{text}");
        }
        assert_eq!(decoded("", Notation::Hex).unwrap(), b"");
    }

    #[test]
    fn base64_is_read_in_both_alphabets() {
        for text in ["_-4=", "/+4", " /+\n4= "] {
            assert_eq!(decoded(text, Notation::Base64).unwrap(), b"\xff\xee", "{text}");
        }
        assert_eq!(decoded("a", Notation::Base64).unwrap_err().code, "invalid_base64");
    }

    #[test]
    fn other_characters_and_odd_digits_are_reported() {
        for text in ["7b7", "7b\n7g", "7b 7é"] {
            let problem = decoded(text, Notation::Hex).unwrap_err();
            assert!(problem.code == "invalid_hex" && problem.message.contains("is not hexadecimal"), "{text}");
        }
    }

    #[test]
    fn written_hex_is_read_back() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(decoded(&write_hex(&bytes), Notation::Hex).unwrap(), bytes);
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
    fn a_file_is_used_byte_for_byte() {
        let file = SelectedFile { name: "body.bin".into(), bytes: Arc::from(&b"\r\n\0"[..]) };
        let mut body = BodyInput { format: BodyFormat::File, file: Some(file), ..BodyInput::default() };
        assert_eq!(body.bytes().unwrap(), &b"\r\n\0"[..]);
        body.show(BodyFormat::Hex);
        assert_eq!(body.hex, "0d 0a 00");
    }
}
