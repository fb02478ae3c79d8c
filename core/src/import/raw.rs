//! HTTP/1.1 requests.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::chunked;
use super::code::{ImportError, Note};
use super::format::Format;
use super::imported::Imported;
use super::target;
use crate::base::http::{Headers, is_header_name};

/// Reads a request that begins with a request line. `None` if the text begins with something else.
pub(super) fn read(bytes: &[u8]) -> Result<Option<Imported>, ImportError> {
    let blank = bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let rest = bytes.get(blank..).unwrap_or_default();
    let (first, mut rest) = split_line(rest);
    let Some((method, target)) = request_line(first) else {
        return if first.starts_with(b"HTTP/1.") || first.starts_with(b"HTTP/2 ") {
            Err(ImportError::Response)
        } else {
            Ok(None)
        };
    };
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut line_number = 1 + bytes.get(..blank).unwrap_or_default().iter().filter(|byte| **byte == b'\n').count();
    let mut found = Imported::new(Format::Http);
    while !rest.is_empty() {
        let (line, after) = split_line(rest);
        rest = after;
        line_number += 1;
        if line.is_empty() {
            found.body = Some(rest.to_vec());
            break;
        }
        let line = String::from_utf8_lossy(line);
        if line.starts_with([' ', '\t'])
            && let Some((_, value)) = fields.last_mut()
        {
            // A folded line (RFC 9112 §5.2).
            value.push(' ');
            value.push_str(line.trim());
            continue;
        }
        let Some((name, value)) = line.split_once(':').filter(|(name, _)| is_header_name(name.trim_end())) else {
            let problem = "the line is not a header field; separate the body from the header fields with an empty line";
            return Err(ImportError::Malformed { format: Format::Http, line: line_number, problem });
        };
        fields.push((name.trim_end().to_owned(), value.trim().to_owned()));
    }
    found.headers = fields.iter().map(|(name, value)| (name, value)).collect();
    found.method = Some(method.to_owned());
    found.url = Some(target::url(target, &found.headers, None));
    remove_chunks(&mut found);
    Ok(Some(found))
}

/// Removes the chunked encoding of the body, if its header fields name it.
fn remove_chunks(found: &mut Imported) {
    let is_chunked =
        |value: &str| value.rsplit(',').next().is_some_and(|last| last.trim().eq_ignore_ascii_case("chunked"));
    if found.headers.get("transfer-encoding").any(is_chunked)
        && let Some(body) = found.body.as_deref().and_then(chunked::decode)
    {
        found.body = Some(body);
        found.note(Note::ChunksRemoved);
    }
}

/// The first line without its line break, and the rest.
fn split_line(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|byte| *byte == b'\n').unwrap_or(text.len());
    let (line, rest) = text.split_at_checked(end).unwrap_or((text, &[]));
    (line.strip_suffix(b"\r").unwrap_or(line), rest.get(1..).unwrap_or_default())
}

/// The method and the target of a request line.
fn request_line(line: &[u8]) -> Option<(&str, &str)> {
    let line = core::str::from_utf8(line.get(..line.len().min(1 << 16))?).ok()?;
    let mut words = line.split_ascii_whitespace();
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    let is_method = method.bytes().all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'-' | b'_'));
    (is_method && version.starts_with("HTTP/") && words.next().is_none()).then_some((method, target))
}

/// Reads the output of `curl -v`, in which the lines of the request begin with `>`. It does not contain the body.
pub(super) fn read_verbose(text: &str) -> Option<Imported> {
    let mut lines = text.lines().map(|line| line.strip_prefix("> ").or_else(|| line.strip_prefix('>')));
    let first = lines.find_map(|line| line.filter(|line| request_line(line.trim_end().as_bytes()).is_some()))?;
    let mut head = first.trim_end().to_owned();
    for line in lines.map_while(|line| line).map(str::trim_end).take_while(|line| !line.is_empty()) {
        head.push('\n');
        head.push_str(line);
    }
    read(head.as_bytes()).ok()?
}

/// The method, the URL and the header fields of the pseudo-fields of HTTP/2, as browsers show them.
pub(super) fn pseudo(found: &mut Imported, fields: &Headers) {
    let get = |name| fields.get(name).next().map(ToOwned::to_owned);
    if let Some(method) = get(":method") {
        found.method = Some(method);
    }
    if let Some(path) = get(":path") {
        let scheme = get(":scheme").unwrap_or_else(|| "https".to_owned());
        let authority = get(":authority").or_else(|| found.headers.get("host").next().map(ToOwned::to_owned));
        found.url = Some(match authority {
            Some(authority) => [&scheme, "://", &authority, &path].concat(),
            None => path,
        });
    }
}
