//! Header lines without a request line.

use alloc::vec::Vec;

use super::format::Format;
use super::imported::Imported;
use super::{raw, target};
use crate::base::http::{Headers, is_header_name};

/// Fields whose names do not contain a hyphen.
const SHORT_NAMES: &[&str] = &[
    "accept",
    "authorization",
    "baggage",
    "connection",
    "cookie",
    "date",
    "digest",
    "dnt",
    "expect",
    "forwarded",
    "from",
    "host",
    "origin",
    "pragma",
    "priority",
    "range",
    "referer",
    "signature",
    "te",
    "traceparent",
    "tracestate",
    "trailer",
    "upgrade",
    "via",
    "warning",
];

/// Whether a name is probably the name of a header field, rather than a word before a colon.
pub(super) fn is_probable(name: &str) -> bool {
    let name = name.trim_start_matches(':');
    name.contains('-') || SHORT_NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Reads header lines. The body follows after an empty line. `None` if the text begins with something else.
pub(super) fn read(text: &str) -> Option<Imported> {
    let text = text.trim_start_matches(['\r', '\n']);
    let (head, body) = split_head(text);
    let lines: Vec<&str> = head.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    let fields = alternating(&lines).or_else(|| single(&lines))?;
    if !fields.iter().any(|(name, _)| is_probable(name)) {
        return None;
    }
    let mut found = Imported::new(Format::Headers);
    found.headers = fields.iter().filter(|(name, _)| !name.starts_with(':')).collect();
    found.body = body.filter(|body| !body.trim().is_empty()).map(|body| body.as_bytes().to_vec());
    raw::pseudo(&mut found, &fields);
    if found.url.is_none() && found.headers.get("host").next().is_some() {
        // The host without a path is not the URL of the request, but it is what is known.
        found.url = Some(target::url("/", &found.headers, None)).filter(|_| found.method.is_some());
    }
    Some(found)
}

/// The text before and after the first empty line.
fn split_head(text: &str) -> (&str, Option<&str>) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() && at > 0 {
            return (text.get(..at).unwrap_or_default(), text.get(at + line.len()..));
        }
        at += line.len();
    }
    (text, None)
}

fn is_name(name: &str) -> bool {
    is_header_name(name.strip_prefix(':').unwrap_or(name))
}

/// One field in each line, with a colon or a tab after the name.
fn single(lines: &[&str]) -> Option<Headers> {
    let mut headers = Headers::new();
    for line in lines {
        let at = 1 + line.get(1..)?.find([':', '\t'])?;
        let (name, value) = (line.get(..at)?.trim_start(), line.get(at + 1..)?.trim());
        if !is_name(name) {
            return None;
        }
        headers.push(name, value);
    }
    Some(headers)
}

/// Names and values in alternating lines, as browsers copy them from their tables.
fn alternating(lines: &[&str]) -> Option<Headers> {
    let mut headers = Headers::new();
    for pair in lines.chunks(2) {
        let [name, value] = pair else { return None };
        headers.push(name.strip_suffix(':').filter(|name| is_name(name))?, value.trim());
    }
    Some(headers).filter(|_| !lines.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_lines_tables_and_alternating_lines() {
        for text in ["Host: h\nX-A: 1", "Host\th\r\nX-A\t1\r\n", "Host:\nh\nX-A:\n1\n", "\n\nHost: h\nX-A: 1\n\n"] {
            let found = read(text).unwrap();
            assert_eq!(found.headers.iter().collect::<Vec<_>>(), [("Host", "h"), ("X-A", "1")], "{text}");
            assert_eq!((found.url, found.body), (None, None), "{text}");
        }
    }

    #[test]
    fn reads_pseudo_fields_and_a_body() {
        let found =
            read(":authority: h\n:method: POST\n:path: /a?b\n:scheme: https\nx-a: 1\n\n{\"a\":1}\n\nb\n").unwrap();
        assert_eq!((found.method.as_deref(), found.url.as_deref()), (Some("POST"), Some("https://h/a?b")));
        assert_eq!(found.headers.iter().collect::<Vec<_>>(), [("x-a", "1")]);
        assert_eq!(found.body.unwrap(), b"{\"a\":1}\n\nb\n");
    }

    #[test]
    fn words_before_colons_are_not_headers() {
        for text in [
            "note: a",
            "https://example.com/",
            "Hello: world\nThis is: text",
            "a-b",
            "",
            "{\"a-b\": 1}",
            "X-A: 1\nno colon",
        ] {
            assert!(read(text).is_none(), "{text}");
        }
    }
}
