//! The body to check, in the three ways in which a page can be given one.
//!
//! A text field turns CRLF into LF and cannot hold what is not text, so that bytes which must be exact come as
//! hexadecimal digits or from a file.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::Arc;

use hookwright::problem::Problem;

use super::codes;

/// The largest body that is written out as hexadecimal digits for editing. A field with more than that is slow.
const LARGEST_HEX: usize = 64 * 1024;

/// How the body is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Form {
    /// As text, encoded as UTF-8.
    #[default]
    Text,
    /// As hexadecimal digits.
    Hex,
    /// As a file.
    File,
}

impl Form {
    /// Every form, in the order in which they are offered.
    pub(crate) const ALL: [Self; 3] = [Self::Text, Self::Hex, Self::File];

    /// The name in ids and in what is saved.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Hex => "hex",
            Self::File => "file",
        }
    }

    /// The name on the page.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Hex => "Hex",
            Self::File => "File",
        }
    }

    /// The form of this name; text for any other.
    pub(crate) fn from_id(id: &str) -> Self {
        Self::ALL.into_iter().find(|form| form.id() == id).unwrap_or_default()
    }
}

/// A file that was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ChosenFile {
    /// What it is called.
    pub(crate) name: String,
    /// What it holds.
    pub(crate) bytes: Arc<[u8]>,
}

/// The body as it was given. Each form keeps its own content while another one is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct BodyInput {
    /// The form that counts.
    pub(crate) form: Form,
    /// What the text field holds.
    pub(crate) text: String,
    /// What the field for hexadecimal digits holds.
    pub(crate) hex: String,
    /// The file that was chosen last.
    pub(crate) file: Option<ChosenFile>,
}

impl BodyInput {
    /// A body given as text.
    pub(crate) fn from_text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A body given as hexadecimal digits.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Self {
        Self { form: Form::Hex, hex: write_hex(bytes), ..Self::default() }
    }

    /// Whether nothing was given.
    pub(crate) fn is_empty(&self) -> bool {
        match self.form {
            Form::Text => self.text.is_empty(),
            Form::Hex => self.hex.trim().is_empty(),
            Form::File => self.file.is_none(),
        }
    }

    /// The bytes themselves.
    ///
    /// # Errors
    /// What is wrong with the hexadecimal digits.
    pub(crate) fn bytes(&self) -> Result<Cow<'_, [u8]>, Problem> {
        match self.form {
            Form::Text => Ok(Cow::Borrowed(self.text.as_bytes())),
            Form::Hex => read_hex(&self.hex).map(Cow::Owned),
            Form::File => Ok(Cow::Borrowed(self.file.as_ref().map_or(&[], |file| &file.bytes))),
        }
    }

    /// Shows another form, with the same bytes wherever it can hold them exactly. Otherwise it keeps what it had.
    pub(crate) fn show(&mut self, form: Form) {
        let bytes = self.bytes().map(Cow::into_owned).unwrap_or_default();
        let given = !self.is_empty();
        match form {
            Form::Hex if given && bytes.len() <= LARGEST_HEX => self.hex = write_hex(&bytes),
            Form::Text if given && !bytes.contains(&b'\r') => {
                if let Ok(text) = String::from_utf8(bytes) {
                    self.text = text;
                }
            }
            _ => {}
        }
        self.form = form;
    }
}

/// Reads hexadecimal digits in either case, with white space anywhere.
fn read_hex(text: &str) -> Result<Vec<u8>, Problem> {
    let digits: String = text.chars().filter(|character| !character.is_whitespace()).collect();
    if let Some((index, character)) = digits.chars().enumerate().find(|(_, digit)| !digit.is_ascii_hexdigit()) {
        let message = format!("digit {} of the body is `{character}`, which is not hexadecimal", index + 1);
        return Err(Problem::error(codes::INVALID_HEX, "", message));
    }
    hex::decode(&digits).map_err(|_| {
        let message = format!("the body has {} hexadecimal digits; a byte takes two", digits.len());
        Problem::error(codes::INVALID_HEX, "", message)
    })
}

/// Writes bytes as pairs of digits, sixteen a line.
fn write_hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 3);
    for (index, byte) in bytes.iter().enumerate() {
        let separator = match index {
            0 => "",
            _ if index % 16 == 0 => "\n",
            _ => " ",
        };
        // Writing to a string does not fail.
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
        assert_eq!(read_hex("").unwrap(), b"");
    }

    #[test]
    fn what_is_no_hex_is_named() {
        assert!(read_hex("7b7").unwrap_err().message.contains("3 hexadecimal digits"));
        assert!(read_hex("7b 7g").unwrap_err().message.contains("digit 4 of the body is `g`"));
        assert!(read_hex("7b 7é").unwrap_err().message.contains("`é`"));
    }

    #[test]
    fn hex_comes_back_as_it_went() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(read_hex(&write_hex(&bytes)).unwrap(), bytes);
    }

    #[test]
    fn changing_the_form_keeps_the_bytes() {
        let mut body = BodyInput::from_text("{\"a\": \"é\"}");
        body.show(Form::Hex);
        assert_eq!(body.bytes().unwrap(), "{\"a\": \"é\"}".as_bytes());
        body.show(Form::Text);
        assert_eq!(body.text, "{\"a\": \"é\"}");
    }

    #[test]
    fn a_text_field_is_never_given_what_it_would_alter() {
        for exact in [&b"a\r\nb"[..], b"\xff\xfe"] {
            let mut body = BodyInput::from_bytes(exact);
            body.show(Form::Text);
            assert_eq!(body.text, "");
        }
    }

    #[test]
    fn a_file_is_taken_byte_for_byte() {
        let file = ChosenFile { name: "body.bin".into(), bytes: Arc::from(&b"\r\n\0"[..]) };
        let mut body = BodyInput { form: Form::File, file: Some(file), ..BodyInput::default() };
        assert_eq!(body.bytes().unwrap(), &b"\r\n\0"[..]);
        body.show(Form::Hex);
        assert_eq!(body.hex, "0d 0a 00");
    }
}
