//! The result of an import.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::code::Note;
use super::format::Format;
use crate::base::http::Headers;

/// A request, or the parts of one, as a text contains it.
///
/// `Debug` prints neither values nor the body, because they may be credentials.
#[derive(Clone, PartialEq, Eq)]
pub struct Imported {
    /// The format of the text.
    pub format: Format,
    /// The method. `None` if the text does not contain it.
    pub method: Option<String>,
    /// The URL: absolute, or the path and the query if the host is unknown. `None` if the text does not contain it.
    pub url: Option<String>,
    /// The header fields, in order.
    pub headers: Headers,
    /// The body. `None` if the text does not contain it.
    pub body: Option<Vec<u8>>,
    /// The signature, for a text that consists of one.
    pub signature: Option<Signature>,
    /// What its user should know, in order.
    pub notes: Vec<Note>,
}

/// The value of a signature header without its name.
#[derive(Clone, PartialEq, Eq)]
pub struct Signature {
    /// The value.
    pub value: String,
    /// The headers of known senders that have values of this form. Empty if there are too many of them, and without
    /// the feature `catalog`.
    pub headers: Vec<&'static str>,
}

impl Imported {
    pub(super) const fn new(format: Format) -> Self {
        Self {
            format,
            method: None,
            url: None,
            headers: Headers::new(),
            body: None,
            signature: None,
            notes: Vec::new(),
        }
    }

    /// What was read, as a sentence for users.
    ///
    /// ```
    /// let found = hookwright::import::read("X-Signature: abc\nContent-Type: text/plain").unwrap();
    /// assert_eq!(found.summary(), "Read as headers: 2 headers");
    /// ```
    #[must_use]
    pub fn summary(&self) -> String {
        let count = self.headers.iter().count();
        let mut parts = Vec::new();
        if count > 0 || (self.body.is_none() && self.signature.is_none()) {
            parts.push(format!("{count} header{}", plural(count)));
        }
        if let Some(body) = &self.body {
            parts.push(format!("{} byte{}", body.len(), plural(body.len())));
        }
        if let Some(signature) = &self.signature {
            parts.push(format!("{} characters", signature.value.chars().count()));
        }
        format!("Read as {}: {}", self.format, parts.join(", "))
    }

    /// Adds a note unless it is present.
    pub(super) fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Adds a field unless one of this name is present.
    pub(super) fn default_header(&mut self, name: &'static str, value: &str) {
        if self.headers.get(name).next().is_none() {
            self.headers.push(name, value);
            self.note(Note::HeaderAdded { name });
        }
    }

    /// Compares the body with the header fields that describe it.
    pub(super) fn finish(mut self) -> Self {
        let Some(body) = self.body.as_mut().filter(|_| self.format.is_captured()) else { return self };
        let declared = self.headers.get("content-length").next().and_then(|value| value.parse::<usize>().ok());
        let is_chunked = self.notes.contains(&Note::ChunksRemoved);
        if let Some(declared) = declared.filter(|_| !is_chunked) {
            // Terminals and editors add line breaks at the end, which are not a part of the body.
            let excess = body.get(declared..).unwrap_or_default();
            if matches!(self.format, Format::Http | Format::HeaderObject) && excess.iter().all(u8::is_ascii_whitespace)
            {
                body.truncate(declared);
            }
            let found = body.len();
            if found < declared && !matches!(self.format, Format::Http | Format::RequestObject | Format::HeaderObject) {
                self.notes.push(Note::BodyCut { format: self.format });
            } else if found != declared {
                self.notes.push(Note::LengthDiffers { declared, found });
            }
        }
        let is_compressed = |value: &str| {
            let mut codings = value.split(',').map(str::trim);
            codings.any(|coding| !coding.is_empty() && !coding.eq_ignore_ascii_case("identity"))
        };
        if self.headers.get("content-encoding").any(is_compressed) {
            self.notes.push(Note::Compressed);
        }
        self
    }
}

const fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

impl fmt::Debug for Imported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Imported")
            .field("format", &self.format)
            .field("method", &self.method)
            .field("headers", &self.headers)
            .field("body", &self.body.as_ref().map(Vec::len))
            .field("notes", &self.notes)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signature").field("headers", &self.headers).finish_non_exhaustive()
    }
}
