//! Words of a POSIX shell: quotes, escapes and variables.

use alloc::string::String;
use alloc::vec::Vec;

use super::code::Failure;

const UNCLOSED: &str = "a quotation mark is not closed; paste the whole command";

/// A position in a script, and the variables that are known there.
pub(super) struct Words<'a> {
    text: &'a [u8],
    at: usize,
    variables: Vec<(String, Vec<u8>)>,
    /// The line that a here-document in the middle of a line begins with is skipped when the line ends.
    resume: Option<usize>,
    /// The number of bytes that the variables may still add, so that a short text cannot become a long one.
    budget: usize,
    pub(super) has_unknown: bool,
}

pub(super) fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

impl<'a> Words<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let budget = text.len() + 1024;
        Self { text: text.as_bytes(), at: 0, variables: Vec::new(), resume: None, budget, has_unknown: false }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    pub(super) fn starts_with(&self, prefix: &[u8]) -> bool {
        self.rest().starts_with(prefix)
    }

    pub(super) fn advance(&mut self, count: usize) {
        // A here-document that was read before the end of its line is skipped.
        if self.peek() == Some(b'\n')
            && count == 1
            && let Some(resume) = self.resume.take()
        {
            self.at = resume;
            return;
        }
        self.at = self.text.len().min(self.at + count);
    }

    pub(super) const fn position(&self) -> usize {
        self.at
    }

    pub(super) fn return_to(&mut self, at: usize) {
        self.resume = Some(self.at);
        self.at = at;
    }

    fn rest(&self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Skips spaces, tabs and escaped line breaks.
    pub(super) fn skip_blanks(&mut self) {
        loop {
            match self.peek() {
                Some(b' ' | b'\t') => self.at += 1,
                Some(b'\r') if self.starts_with(b"\r\n") => self.at += 1,
                Some(b'\\') if self.starts_with(b"\\\n") => self.at += 2,
                Some(b'\\') if self.starts_with(b"\\\r\n") => self.at += 3,
                _ => return,
            }
        }
    }

    pub(super) fn skip_line(&mut self) {
        self.at += self.rest().iter().position(|byte| *byte == b'\n').unwrap_or(self.rest().len());
    }

    /// The next line without its line break. `None` at the end.
    pub(super) fn line(&mut self) -> Option<&'a [u8]> {
        let rest = self.rest();
        if rest.is_empty() {
            return None;
        }
        let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
        self.at = self.text.len().min(self.at + end + 1);
        rest.get(..end)
    }

    pub(super) fn assign(&mut self, name: &str, value: &[u8]) {
        self.budget = self.budget.saturating_sub(value.len());
        self.variables.retain(|(known, _)| known != name);
        if self.variables.len() < 100 {
            self.variables.push((name.into(), value.into()));
        }
    }

    /// The word after a redirection operator.
    pub(super) fn redirection_target(&mut self) -> Result<Vec<u8>, Failure> {
        self.skip_blanks();
        self.word()
    }

    /// The word at the present position, evaluated. Empty at an operator.
    pub(super) fn word(&mut self) -> Result<Vec<u8>, Failure> {
        let mut word = Vec::new();
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b'<' | b'>' | b'(' | b')' => break,
                b'\r' if self.starts_with(b"\r\n") => break,
                b'\\' if self.starts_with(b"\\\n") => self.at += 2,
                b'\\' if self.starts_with(b"\\\r\n") => self.at += 3,
                b'\\' => {
                    self.at += 1;
                    word.extend(self.peek());
                    self.at += 1;
                }
                b'\'' => {
                    let start = self.at;
                    let rest = self.text.get(start + 1..).unwrap_or_default();
                    let end = rest.iter().position(|byte| *byte == b'\'').ok_or((start, UNCLOSED))?;
                    word.extend_from_slice(rest.get(..end).unwrap_or_default());
                    self.at = start + end + 2;
                }
                b'"' => self.double_quoted(&mut word)?,
                b'$' if self.starts_with(b"$'") => self.ansi_quoted(&mut word)?,
                b'$' if self.starts_with(b"$\"") => self.at += 1,
                b'$' | b'`' => self.expansion(&mut word),
                _ => {
                    word.push(byte);
                    self.at += 1;
                }
            }
        }
        // An operator that does not begin a word, such as a parenthesis after a redirection.
        Ok(word)
    }

    fn double_quoted(&mut self, word: &mut Vec<u8>) -> Result<(), Failure> {
        let start = self.at;
        self.at += 1;
        loop {
            match self.peek() {
                None => return Err((start, UNCLOSED)),
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.escape_in_text(word, true),
                Some(b'$' | b'`') => self.expansion(word),
                Some(byte) => {
                    word.push(byte);
                    self.at += 1;
                }
            }
        }
    }

    /// An escape in double quotes or in a here-document.
    fn escape_in_text(&mut self, word: &mut Vec<u8>, is_quoted: bool) {
        self.at += 1;
        match self.peek() {
            Some(b'\n') => {}
            Some(byte @ (b'$' | b'`' | b'\\')) => word.push(byte),
            Some(b'"') if is_quoted => word.push(b'"'),
            Some(byte) => word.extend([b'\\', byte]),
            None => word.push(b'\\'),
        }
        self.at += 1;
    }

    /// `$'…'`, in which escapes are as in C.
    fn ansi_quoted(&mut self, word: &mut Vec<u8>) -> Result<(), Failure> {
        let start = self.at;
        self.at += 2;
        // NUL ends the text, because arguments cannot contain it.
        let mut ended = None;
        loop {
            let Some(byte) = self.peek() else { return Err((start, UNCLOSED)) };
            self.at += 1;
            match byte {
                b'\'' => break,
                b'\\' => {
                    let length = word.len();
                    self.ansi_escape(word);
                    if ended.is_none() && word.get(length..) == Some(&[0]) {
                        ended = Some(length);
                    }
                }
                _ => word.push(byte),
            }
        }
        word.truncate(ended.unwrap_or(word.len()));
        Ok(())
    }

    fn ansi_escape(&mut self, word: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => word.push(b'\n'),
            b'r' => word.push(b'\r'),
            b't' => word.push(b'\t'),
            b'a' => word.push(7),
            b'b' => word.push(8),
            b'e' | b'E' => word.push(0x1b),
            b'f' => word.push(0x0c),
            b'v' => word.push(0x0b),
            b'c' => {
                word.extend(self.peek().map(|byte| byte.to_ascii_uppercase() & 0x1f));
                self.at += 1;
            }
            b'x' => match self.digits(16, 2) {
                Some(value) => word.push(u8::try_from(value).unwrap_or_default()),
                None => word.extend(b"\\x"),
            },
            b'u' | b'U' => match self.digits(16, if byte == b'u' { 4 } else { 8 }) {
                Some(value) => {
                    let character = char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER);
                    word.extend(character.encode_utf8(&mut [0; 4]).bytes());
                }
                None => word.extend([b'\\', byte]),
            },
            b'0'..=b'7' => {
                self.at -= 1;
                let value = self.digits(8, 3).unwrap_or_default();
                word.push(u8::try_from(value & 0xff).unwrap_or_default());
            }
            b'\\' | b'\'' | b'"' | b'?' => word.push(byte),
            other => word.extend([b'\\', other]),
        }
    }

    fn digits(&mut self, radix: u32, most: usize) -> Option<u32> {
        let is_digit = |byte: &&u8| char::from(**byte).is_digit(radix);
        let count = self.rest().iter().take(most).take_while(is_digit).count();
        let digits = core::str::from_utf8(self.rest().get(..count)?).ok()?;
        let value = u32::from_str_radix(digits, radix).ok()?;
        self.at += count;
        Some(value)
    }

    /// A variable or a command. What is unknown is kept as written.
    fn expansion(&mut self, word: &mut Vec<u8>) {
        let start = self.at;
        let rest = self.rest();
        let name_length = |from: usize| {
            let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
            rest.get(from..).unwrap_or_default().iter().take_while(is_part).count()
        };
        let (length, name) = match rest {
            [b'`', ..] => {
                let end = rest.iter().skip(1).position(|byte| *byte == b'`').map_or(rest.len(), |end| end + 2);
                (end, None)
            }
            [b'$', b'(', ..] => (1 + closing(rest.get(1..).unwrap_or_default(), b'(', b')'), None),
            [b'$', b'{', ..] => {
                let length = 1 + closing(rest.get(1..).unwrap_or_default(), b'{', b'}');
                (length, rest.get(2..length.saturating_sub(1)))
            }
            [b'$', first, ..] if first.is_ascii_alphabetic() || *first == b'_' => {
                let length = 1 + name_length(1);
                (length, rest.get(1..length))
            }
            [b'$', b'0'..=b'9' | b'@' | b'*' | b'#' | b'?' | b'$' | b'!', ..] => (2, None),
            // A dollar sign that does not begin anything is a dollar sign.
            _ => {
                word.push(b'$');
                self.at += 1;
                return;
            }
        };
        self.at = start + length;
        let value = name.and_then(|name| {
            let (_, value) = self.variables.iter().find(|(known, _)| known.as_bytes() == name)?;
            (value.len() <= self.budget).then_some(value)
        });
        match value {
            Some(value) => {
                self.budget -= value.len();
                word.extend_from_slice(value);
            }
            None => {
                self.has_unknown = true;
                word.extend_from_slice(rest.get(..length).unwrap_or_default());
            }
        }
    }

    /// The content of a here-document without quotes, in which variables and some escapes are evaluated.
    pub(super) fn expanded(&mut self, content: &[u8]) -> Vec<u8> {
        let mut inner = Words {
            text: content,
            at: 0,
            variables: core::mem::take(&mut self.variables),
            resume: None,
            budget: self.budget,
            has_unknown: self.has_unknown,
        };
        let mut result = Vec::with_capacity(content.len());
        while let Some(byte) = inner.peek() {
            match byte {
                b'\\' => inner.escape_in_text(&mut result, false),
                b'$' | b'`' => inner.expansion(&mut result),
                _ => {
                    result.push(byte);
                    inner.at += 1;
                }
            }
        }
        self.variables = inner.variables;
        self.budget = inner.budget;
        self.has_unknown = inner.has_unknown;
        result
    }
}

/// The length of a text in brackets, with both brackets. The whole text if the bracket is not closed.
fn closing(text: &[u8], open: u8, close: u8) -> usize {
    let mut depth = 0_usize;
    for (index, byte) in text.iter().enumerate() {
        if *byte == open {
            depth += 1;
        } else if *byte == close {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return index + 1;
            }
        }
    }
    text.len()
}
