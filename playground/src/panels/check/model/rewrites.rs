//! Other bytes of a body that mean the same: what serializers, editors and tools make of it.

use serde::de::IgnoredAny;

/// How JSON is laid out.
#[derive(Clone, Copy)]
enum Layout {
    /// Without whitespace.
    Compact,
    /// A blank after commas and colons, as Python writes it.
    Spaced,
    /// One member per line, with this indentation.
    Lines(&'static str),
}

const LAYOUTS: [Layout; 5] =
    [Layout::Compact, Layout::Spaced, Layout::Lines("  "), Layout::Lines("    "), Layout::Lines("\t")];

/// Returns other bytes with the same meaning, without repetitions.
pub(crate) fn rewrites(body: &[u8]) -> Vec<Vec<u8>> {
    let mut found: Vec<Vec<u8>> = plain(body);
    if let Ok(text) = std::str::from_utf8(body) {
        let text = text.trim_start_matches('\u{feff}');
        if let Ok(inner) = serde_json::from_str::<String>(text) {
            found.push(inner.into_bytes());
        }
        if serde_json::from_str::<IgnoredAny>(text).is_ok() {
            let laid_out = LAYOUTS.iter().map(|layout| written(text, *layout));
            for text in std::iter::once(text.to_owned()).chain(laid_out) {
                for text in escapes(&text) {
                    found.push([text.as_bytes(), b"\n"].concat());
                    found.push(text.into_bytes());
                }
            }
        }
    }
    let mut unique: Vec<Vec<u8>> = Vec::new();
    for one in found {
        if one != body && !unique.contains(&one) {
            unique.push(one);
        }
    }
    unique
}

/// The most likely change of a body that is too large for the search of the core.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LargeChange {
    NoNewline,
    Newline,
    Compact,
    Lines,
    WiderLines,
    Spaced,
}

impl LargeChange {
    pub(crate) const ALL: [Self; 6] =
        [Self::NoNewline, Self::Newline, Self::Compact, Self::Lines, Self::WiderLines, Self::Spaced];

    /// Returns the body that was signed, if the body can have been changed in this way.
    pub(crate) fn undone(self, body: &[u8]) -> Option<Vec<u8>> {
        let layout = match self {
            Self::NoNewline => return Some(body.trim_ascii_end().to_vec()),
            Self::Newline => return Some([body, b"\n"].concat()),
            Self::Compact => Layout::Compact,
            Self::Lines => Layout::Lines("  "),
            Self::WiderLines => Layout::Lines("    "),
            Self::Spaced => Layout::Spaced,
        };
        let text = std::str::from_utf8(body).ok()?;
        serde_json::from_str::<IgnoredAny>(text).ok()?;
        Some(written(text, layout).into_bytes())
    }

    /// The code of the cause, and the evidence if that body is signed.
    pub(crate) const fn cause(self) -> (&'static str, &'static str) {
        match self {
            Self::NoNewline => {
                ("body_newline_added", "the signature matches without the whitespace at the end of the body")
            }
            Self::Newline => ("body_newline_lost", "the signature matches with a line feed at the end of the body"),
            Self::Compact => {
                ("body_reformatted", "the sender signed JSON without whitespace, as `JSON.stringify` writes it")
            }
            Self::Lines | Self::WiderLines => ("body_reformatted", "the sender signed JSON with indentation"),
            Self::Spaced => ("body_reformatted", "the sender signed JSON with a space after commas and colons"),
        }
    }
}

/// Line ends, whitespace at the ends, and the byte order mark.
fn plain(body: &[u8]) -> Vec<Vec<u8>> {
    let crlf = |body: &[u8]| {
        let mut out = Vec::with_capacity(body.len());
        for (index, byte) in body.iter().enumerate() {
            if *byte == b'\n' && index.checked_sub(1).and_then(|before| body.get(before)) != Some(&b'\r') {
                out.push(b'\r');
            }
            out.push(*byte);
        }
        out
    };
    let lf = |body: &[u8]| {
        let is_kept = |(index, byte): &(usize, &u8)| **byte != b'\r' || body.get(index + 1) != Some(&b'\n');
        body.iter().enumerate().filter(is_kept).map(|(_, byte)| *byte).collect::<Vec<_>>()
    };
    let bom = b"\xef\xbb\xbf";
    let last = body.strip_suffix(b"\n").unwrap_or(body);
    vec![
        last.to_vec(),
        last.strip_suffix(b"\r").unwrap_or(last).to_vec(),
        body.trim_ascii_end().to_vec(),
        body.trim_ascii().to_vec(),
        [body, b"\n"].concat(),
        [body, b"\r\n"].concat(),
        lf(body),
        lf(body).trim_ascii_end().to_vec(),
        crlf(body),
        body.strip_prefix(bom).unwrap_or(body).to_vec(),
        [bom, body].concat(),
    ]
}

/// Lays out valid JSON. Everything but the whitespace between tokens is kept.
fn written(text: &str, layout: Layout) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut depth, mut in_string, mut is_escaped) = (0_usize, false, false);
    let line = |out: &mut String, depth: usize| {
        if let Layout::Lines(indent) = layout {
            out.push('\n');
            (0..depth).for_each(|_| out.push_str(indent));
        }
    };
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        if in_string {
            out.push(character);
            in_string = is_escaped || character != '"';
            is_escaped = !is_escaped && character == '\\';
            continue;
        }
        match character {
            ' ' | '\n' | '\r' | '\t' => {}
            '"' => {
                in_string = true;
                out.push('"');
            }
            '{' | '[' => {
                out.push(character);
                while rest.next_if(char::is_ascii_whitespace).is_some() {}
                if rest.peek().is_some_and(|next| matches!(next, '}' | ']')) {
                    out.extend(rest.next());
                } else {
                    depth += 1;
                    line(&mut out, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push(character);
            }
            ',' => {
                out.push(',');
                match layout {
                    Layout::Spaced => out.push(' '),
                    _ => line(&mut out, depth),
                }
            }
            ':' => out.push_str(if matches!(layout, Layout::Compact) { ":" } else { ": " }),
            other => out.push(other),
        }
    }
    out
}

/// The ways in which serializers escape the same strings.
fn escapes(text: &str) -> Vec<String> {
    let raw = unescaped(text, |code| code >= 0x80);
    let html = |text: &str| unescaped(text, |code| matches!(code, 0x26 | 0x27 | 0x3c | 0x3e | 0x2b));
    let bare = raw.replace("\\/", "/");
    vec![
        text.to_owned(),
        raw.clone(),
        html(&raw),
        bare.clone(),
        raw.replace("\\/", "/").replace('/', "\\/"),
        ascii(&raw),
        ascii(&bare),
        ascii(&bare).replace('/', "\\/"),
        bare.replace('&', "\\u0026").replace('<', "\\u003c").replace('>', "\\u003e"),
    ]
}

/// Replaces escapes of characters with these codes by the characters.
fn unescaped(text: &str, is_replaced: impl Fn(u32) -> bool) -> String {
    let unit = |text: &str| {
        let digits = text.strip_prefix("\\u")?.get(..4)?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let pair = [unit(after), after.get(6..).and_then(unit)];
        let decoded = pair[0].and_then(|first| match pair[1] {
            Some(second) if (0xd800..0xdc00).contains(&first) => {
                char::decode_utf16([first, second]).next().and_then(Result::ok).map(|character| (character, 12))
            }
            _ => char::from_u32(u32::from(first)).map(|character| (character, 6)),
        });
        let (taken, written) = match decoded.filter(|(character, _)| is_replaced(u32::from(*character))) {
            Some((character, length)) => (length, character.to_string()),
            None => {
                let length = after.chars().take(2).map(char::len_utf8).sum();
                (length, after.get(..length).unwrap_or_default().to_owned())
            }
        };
        out.push_str(&written);
        rest = after.get(taken..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// Escapes everything but ASCII.
fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii() {
            out.push(character);
        } else {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(body: &str, other: &str) -> bool {
        rewrites(body.as_bytes()).iter().any(|one| one == other.as_bytes())
    }

    #[test]
    fn serializers_are_undone() {
        let compact = r#"{"a":[1.0,{}],"b":"x: {y}, \"é\"","c":"1/2"}"#;
        let python = r#"{"a": [1.0, {}], "b": "x: {y}, \"\u00e9\"", "c": "1/2"}"#;
        let pretty = "{\n  \"a\": [\n    1.0,\n    {}\n  ],\n  \"b\": \"x: {y}, \\\"é\\\"\",\n  \"c\": \"1/2\"\n}";
        let php = r#"{"a":[1.0,{}],"b":"x: {y}, \"\u00e9\"","c":"1\/2"}"#;
        for (given, signed) in
            [(python, compact), (compact, python), (pretty, compact), (compact, pretty), (php, compact), (compact, php)]
        {
            assert!(has(given, signed), "{given} to {signed}");
        }
        assert!(has(r#"{"a":"\u003cb\u003e"}"#, r#"{"a":"<b>"}"#) && has(r#"{"a":"<b>"}"#, r#"{"a":"\u003cb\u003e"}"#));
        assert!(has(r#"{"a":"\ud83d\ude00"}"#, r#"{"a":"😀"}"#));
    }

    #[test]
    fn ends_and_line_ends_are_undone() {
        assert!(has("{}\n", "{}") && has("{}", "{}\n") && has(" {}\r\n", "{}"));
        assert!(has("a\r\nb", "a\nb") && has("a\nb", "a\r\nb") && has("\u{feff}{}", "{}"));
        assert!(has(r#""{\"a\":1}""#, r#"{"a":1}"#));
    }

    #[test]
    fn likely_changes_of_large_bodies_are_undone() {
        let compact: &[u8] = br#"{"a":[1,2]}"#;
        let undone = |body: &[u8]| LargeChange::ALL.map(|change| change.undone(body).unwrap());
        for changed in ["{\n  \"a\": [\n    1,\n    2\n  ]\n}", "{\"a\": [1, 2]}", "{\"a\":[1,2]}\n"] {
            assert!(undone(changed.as_bytes()).iter().any(|body| body == compact), "{changed}");
            assert!(undone(compact).iter().any(|body| body == changed.as_bytes()), "{changed}");
        }
        assert_eq!(LargeChange::Compact.undone(b"no JSON"), None);
        for change in LargeChange::ALL {
            assert!(hookwright::explain::DIAGNOSIS_CODES.iter().any(|code| code.as_str() == change.cause().0));
        }
    }

    #[test]
    fn the_body_itself_is_not_another_one() {
        assert!(!has("{}", "{}"));
        assert!(!has("no JSON", "noJSON"));
    }
}
