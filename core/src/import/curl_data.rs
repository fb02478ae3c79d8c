//! The body of a curl command.

use alloc::string::String;
use alloc::vec::Vec;

use super::code::Note;
use super::curl_options::Meaning;
use super::shell::Input;
use crate::base::http::percent;

/// The body as far as it is known.
#[derive(Default)]
pub(super) struct Data {
    /// `None` without an option for data.
    pub(super) bytes: Option<Vec<u8>>,
    pub(super) is_json: bool,
    pub(super) notes: Vec<Note>,
}

impl Data {
    /// Adds the value of an option for data, as curl does: `--json` appends it, the others join it with `&`.
    pub(super) fn add(&mut self, meaning: Meaning, value: &[u8], input: &mut Input) {
        let value = match (meaning, value.split_first()) {
            (Meaning::DataUrlencode, _) => self.urlencoded(value, input),
            (Meaning::Data | Meaning::DataBinary | Meaning::Json, Some((b'@', file))) => {
                let mut content = self.content(file, input);
                if meaning == Meaning::Data && content.iter().any(|byte| is_removed(*byte)) {
                    content.retain(|byte| !is_removed(*byte));
                    self.notes.push(Note::LineBreaksRemoved);
                }
                content
            }
            _ => value.to_vec(),
        };
        let separator = if meaning == Meaning::Json { &b""[..] } else { b"&" };
        self.is_json |= meaning == Meaning::Json;
        match &mut self.bytes {
            Some(bytes) => {
                bytes.extend_from_slice(separator);
                bytes.extend(value);
            }
            None => self.bytes = Some(value),
        }
    }

    /// The content of a file. Only the standard input can be known; it is read once, and is empty after that.
    fn content(&mut self, file: &[u8], input: &mut Input) -> Vec<u8> {
        if let (b"-" | b"/dev/stdin", Input::Bytes(input)) = (file, input) {
            return core::mem::take(input);
        }
        self.notes.push(Note::FileNotRead);
        Vec::new()
    }

    /// `content`, `=content`, `name=content`, `@file` or `name@file`.
    fn urlencoded(&mut self, value: &[u8], input: &mut Input) -> Vec<u8> {
        let at = value.iter().position(|byte| matches!(byte, b'=' | b'@'));
        let (name, content) = match at.and_then(|at| value.split_at_checked(at)) {
            Some((name, [b'=', content @ ..])) => (name, content.to_vec()),
            Some((name, [b'@', file @ ..])) => (name, self.content(file, input)),
            _ => (&b""[..], value.to_vec()),
        };
        let mut encoded = name.to_vec();
        if !name.is_empty() {
            encoded.push(b'=');
        }
        encode(&content, &mut encoded);
        encoded
    }
}

const fn is_removed(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n' | 0)
}

/// Percent-encodes bytes as curl does, with a plus sign for each space.
fn encode(bytes: &[u8], encoded: &mut Vec<u8>) {
    for (index, part) in bytes.split(|byte| *byte == b' ').enumerate() {
        if index > 0 {
            encoded.push(b'+');
        }
        let text: String = percent_encoding::percent_encode(part, percent::NOT_UNRESERVED).collect();
        encoded.extend_from_slice(text.as_bytes());
    }
}
