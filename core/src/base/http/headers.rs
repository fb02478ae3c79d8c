//! The header fields of a message.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// The header fields of one message. Names are compared without regard to case; values are kept as given.
///
/// `Debug` prints only the names, because values may be credentials.
///
/// ```
/// use hookwright::http::Headers;
/// let headers: Headers = [("X-Webhook-Signature", " abc "), ("Accept", "*/*")].into_iter().collect();
/// assert_eq!(headers.get("x-webhook-signature").collect::<Vec<_>>(), ["abc"]);
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Headers {
    /// All names and values, one after another, so that a field does not require an allocation.
    text: String,
    /// Where the name and the value of each field end.
    ends: Vec<(usize, usize)>,
}

impl Headers {
    /// A list without fields.
    #[must_use]
    pub const fn new() -> Self {
        Self { text: String::new(), ends: Vec::new() }
    }

    /// Adds a field. Existing fields with the same name are kept.
    pub fn push(&mut self, name: impl AsRef<str>, value: impl AsRef<str>) {
        self.text.push_str(name.as_ref());
        let name_end = self.text.len();
        self.text.push_str(value.as_ref());
        self.ends.push((name_end, self.text.len()));
    }

    /// Removes all fields and keeps the memory, which the fields of the next message can use.
    ///
    /// ```
    /// use hookwright::http::Headers;
    /// let mut headers: Headers = [("Accept", "*/*")].into_iter().collect();
    /// headers.clear();
    /// assert_eq!(headers, Headers::new());
    /// ```
    pub fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    /// All values of the field `name`, in order, without leading and trailing whitespace (RFC 9110 §5.5).
    pub fn get<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let matching = self.iter().filter(move |(given, _)| is_name(given, name));
        matching.map(|(_, value)| trim(value))
    }

    /// These fields without those that `others` contains, followed by `others`.
    pub(crate) fn replaced_by(&self, others: &Self) -> Self {
        let kept = self.iter().filter(|(name, _)| others.get(name.trim()).next().is_none());
        kept.chain(others.iter()).collect()
    }

    /// All fields as given, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut start = 0;
        self.ends.iter().map(move |&(name_end, end)| {
            let name = self.text.get(start..name_end).unwrap_or_default();
            start = end;
            (name, self.text.get(name_end..end).unwrap_or_default())
        })
    }

    /// Parses a block of `Name: value` lines, as pasted from a log or a terminal.
    ///
    /// Lines end with LF or CRLF. Empty lines are skipped, and so is a request or status line at the start
    /// (`POST /webhook HTTP/1.1`).
    ///
    /// # Errors
    /// The number of the first line without a colon, counted from 1.
    ///
    /// ```
    /// use hookwright::http::Headers;
    /// let headers = Headers::parse("POST /webhook HTTP/1.1\r\nX-Well-Signature: abc\r\n").unwrap();
    /// assert_eq!(headers.iter().collect::<Vec<_>>(), [("X-Well-Signature", "abc")]);
    /// assert_eq!(Headers::parse("Via: proxy HTTP/1.1").unwrap().get("via").next(), Some("proxy HTTP/1.1"));
    /// assert_eq!(Headers::parse("nonsense").unwrap_err(), 1);
    /// ```
    pub fn parse(block: &str) -> Result<Self, usize> {
        let mut headers = Self::new();
        for (index, line) in block.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || (index == 0 && is_start_line(line)) {
                continue;
            }
            let (name, value) = line.split_once(':').ok_or(index + 1)?;
            headers.push(name.trim(), value.trim());
        }
        Ok(headers)
    }
}

/// Whether a field, whose name may be surrounded by whitespace, has this name. Most fields have names of another length,
/// which is a fast check.
fn is_name(given: &str, name: &str) -> bool {
    given.len() >= name.len() && given.trim().eq_ignore_ascii_case(name)
}

/// A value without leading and trailing whitespace. Most values do not have any, which is a fast check.
fn trim(value: &str) -> &str {
    let is_space = |byte: Option<&u8>| matches!(byte, Some(b' ' | b'\t' | b'\r' | b'\n'));
    let bytes = value.as_bytes();
    if is_space(bytes.first()) || is_space(bytes.last()) { value.trim_matches([' ', '\t', '\r', '\n']) } else { value }
}

/// Whether a line is a request line or a status line.
fn is_start_line(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let (first, last) = (words.next().unwrap_or_default(), words.next_back().unwrap_or_default());
    first.starts_with("HTTP/") || (last.starts_with("HTTP/") && !first.contains(':'))
}

/// Whether a text is a valid header name: a token (RFC 9110 §5.6.2).
pub(crate) fn is_header_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

impl<N: AsRef<str>, V: AsRef<str>> FromIterator<(N, V)> for Headers {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(fields: I) -> Self {
        let mut headers = Self::new();
        fields.into_iter().for_each(|(name, value)| headers.push(name, value));
        headers
    }
}

impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|(name, _)| name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_names_are_tokens() {
        let tokens: String =
            (0..=127_u8).map(char::from).filter(|name| is_header_name(name.encode_utf8(&mut [0; 4]))).collect();
        assert_eq!(tokens, "!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~");
        assert!(is_header_name("X-Acme_1") && !is_header_name("") && !is_header_name("é") && !is_header_name("a b"));
    }
}
