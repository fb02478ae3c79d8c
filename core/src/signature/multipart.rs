//! Strict parsing of `multipart/form-data` (RFC 7578).

use alloc::vec::Vec;

/// The name and the value of a field.
pub(super) type Field<'a> = (&'a str, &'a [u8]);

/// The maximum number of parts. Each requires memory.
const MAX_PARTS: usize = 10_000;

/// The names and values of the fields. Files are fields, too.
///
/// `None` for bodies that parsers could read in different ways: text before the first or after the last boundary, line
/// breaks other than CR LF, folded or repeated header fields, names with escapes, and transfer encodings.
pub(super) fn fields<'a>(body: &'a [u8], boundary: &str) -> Option<Vec<Field<'a>>> {
    let delimiter = [b"\r\n--", boundary.as_bytes()].concat();
    let mut rest = body.strip_prefix(delimiter.get(2..)?)?;
    let mut found = Vec::new();
    loop {
        if matches!(rest, b"--" | b"--\r\n") {
            return Some(found);
        }
        if found.len() == MAX_PARTS {
            return None;
        }
        let part = rest.strip_prefix(b"\r\n")?;
        let end = find(part, &delimiter)?;
        let field = field(part.get(..end)?)?;
        // Other parsers take any line break before the boundary.
        if has_boundary(field.1, delimiter.get(2..)?) {
            return None;
        }
        found.push(field);
        rest = part.get(end.checked_add(delimiter.len())?..)?;
    }
}

/// Whether a line of a value begins with the boundary.
fn has_boundary(value: &[u8], boundary: &[u8]) -> bool {
    value.split(|byte| matches!(byte, b'\r' | b'\n')).any(|line| line.starts_with(boundary))
}

/// The name and the value of a part.
fn field(part: &[u8]) -> Option<Field<'_>> {
    let end = find(part, b"\r\n\r\n")?;
    let head = core::str::from_utf8(part.get(..end)?).ok()?;
    let value = part.get(end.checked_add(4)?..)?;
    let mut name = None;
    for line in head.split("\r\n") {
        let (key, value) = line.split_once(':')?;
        let is = |known: &str| key.eq_ignore_ascii_case(known);
        if key.contains(|c: char| !c.is_ascii_graphic())
            || line.contains(['\r', '\n'])
            || is("content-transfer-encoding")
        {
            return None;
        }
        if is("content-disposition") && name.replace(name_in(value.trim())?).is_some() {
            return None;
        }
    }
    Some((name?, value))
}

/// The name in `form-data; name="…"; filename="…"`.
fn name_in(disposition: &str) -> Option<&str> {
    let mut rest = disposition.strip_prefix("form-data")?;
    let mut name = None;
    while !rest.is_empty() {
        let (key, after) = rest.strip_prefix(';')?.trim_start().split_once("=\"")?;
        let (value, after) = after.split_once('"')?;
        if value.contains('\\') || !matches!(key, "name" | "filename") {
            return None;
        }
        if key == "name" && name.replace(value).is_some() {
            return None;
        }
        rest = after;
    }
    // Browsers escape quotes and line breaks in names, and servers decode them in different ways.
    name.filter(|name| !name.contains('%'))
}

/// Where a text that starts with CR begins.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let mut starts = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\r').map(|(at, _)| at);
    starts.find(|at| bytes.get(*at..).is_some_and(|rest| rest.starts_with(wanted)))
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec;

    use super::*;

    fn read(body: &str) -> Option<Vec<(String, String)>> {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let pairs = fields(body.as_bytes(), "b")?;
        Some(pairs.into_iter().map(|(name, value)| (name.into(), text(value))).collect())
    }

    fn part(head: &str, value: &str) -> String {
        alloc::format!("--b\r\n{head}\r\n\r\n{value}\r\n--b--\r\n")
    }

    #[test]
    fn reads_fields_and_files() {
        let body = "--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\nabc\r\n--b\r\n\
                    content-disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n\
                    line\r\n--bc\r\n--b--";
        let pair = |name: &str, value: &str| (name.into(), value.into());
        assert_eq!(read(body), None, "the boundary is also the start of another line");
        let body = body.replace("--bc", "-bc");
        assert_eq!(read(&body), Some(vec![pair("token", "abc"), pair("file", "line\r\n-bc")]));
        assert_eq!(read("--b--\r\n"), Some(vec![]));
    }

    #[test]
    fn rejects_bodies_that_parsers_read_in_different_ways() {
        let right = "Content-Disposition: form-data; name=\"a\"";
        assert!(read(&part(right, "1")).is_some());
        for body in [
            alloc::format!("preamble\r\n{}", part(right, "1")),
            alloc::format!("{}epilogue", part(right, "1")),
            part(right, "1").replace("\r\n", "\n"),
            part(right, "1\n--b\nContent-Disposition: form-data; name=\"a\"\n\n2"),
            part(right, "--b"),
            part(right, "1").replace("--b--", "--b"),
            part("Content-Disposition: form-data; name=\"a\"; name=\"b\"", "1"),
            part("Content-Disposition: form-data; name=a", "1"),
            part("Content-Disposition: form-data; name=\"a\\\"b\"", "1"),
            part("Content-Disposition: form-data; name=\"a%22b\"", "1"),
            part("Content-Disposition: form-data; name*=\"UTF-8''a\"", "1"),
            part("Content-Disposition: form-data", "1"),
            part("Content-Disposition: attachment; name=\"a\"", "1"),
            part(&alloc::format!("{right}\r\n{right}"), "1"),
            part(&alloc::format!("{right}\r\nContent-Transfer-Encoding: base64"), "1"),
            part(&alloc::format!("{right};\r\n filename=\"b\""), "1"),
            part("", "1"),
            String::new(),
        ] {
            assert_eq!(read(&body), None, "{body}");
        }
    }
}
