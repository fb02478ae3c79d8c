//! Bodies that a program printed or encoded: with quotes, escapes or entities, as a list of numbers, or in base64.

use super::bodies::from_base64;
use super::budget::Search;
use super::causes::Finding;
use super::codes::DiagnosisCode;
use super::json_search::rewritten_text;
use super::scratch::Scratch;
use super::unescape;
use super::work::{Cut, MAX_REWRITTEN};
use crate::base::http::percent;

/// The cost of reversing one way to print a byte.
const PER_BYTE: usize = 8;

/// Reverses one way to print a body. `None` if the body was not printed in this way.
struct Printed {
    code: DiagnosisCode,
    /// The continuation of "the signature matches".
    how: &'static str,
    reverse: fn(&str, &mut Scratch) -> Option<()>,
    /// Whether the result is JSON that is written in another way than the body was.
    is_rewritten: bool,
}

const fn printed(how: &'static str, reverse: fn(&str, &mut Scratch) -> Option<()>) -> Printed {
    Printed { code: DiagnosisCode::BodyStringified, how, reverse, is_rewritten: false }
}

impl Printed {
    const fn code(self, code: DiagnosisCode) -> Self {
        Self { code, ..self }
    }
}

const WAYS: [Printed; 11] = [
    printed("with the text inside the quotes of a printed value", |text, out| {
        let inside = unquoted(text)?;
        out.extend(inside.as_bytes());
        Some(())
    }),
    printed("with the escapes of a printed text reversed, such as `\\\"`", |text, out| {
        unescape::backslashes(unquoted(text).unwrap_or(text), |byte| out.push(byte))
    }),
    printed("with `\"` instead of `\\\"`", |text, out| {
        text.contains("\\\"").then(|| out.extend(text.replace("\\\"", "\"").as_bytes()))
    }),
    printed("with the bytes that the body lists as numbers", numbers),
    printed("with the bytes that the body contains as hexadecimal digits", hex_digits),
    printed("with the HTML entities of the body decoded", |text, out| unescape::entities(text, |byte| out.push(byte))),
    printed("with the content of a `data:` URL", data_url).code(DiagnosisCode::BodyBase64),
    printed("with the body decoded from base64", |text, out| from_base64(text.as_bytes(), out))
        .code(DiagnosisCode::BodyBase64),
    printed("with the quotes of a CSV file reversed", |text, out| {
        let inside = text.trim().strip_prefix('"')?.strip_suffix('"')?;
        inside.contains("\"\"").then(|| out.extend(inside.replace("\"\"", "\"").as_bytes()))
    }),
    Printed {
        is_rewritten: true,
        ..printed("with the JSON of a hash that Ruby printed", |text, out| {
            text.contains("=>").then_some(())?;
            literal(text, out)
        })
    },
    Printed {
        is_rewritten: true,
        ..printed("with the JSON of a dictionary that Python printed", |text, out| {
            text.trim_start().starts_with(['{', '[']).then_some(())?;
            (text.contains('\'') || text.contains("True") || text.contains("False") || text.contains("None"))
                .then_some(())?;
            literal(text, out)
        })
    },
];

/// Tries the body before it was printed, once or twice.
pub(super) fn reversed(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    let body = search.request.body;
    if body.len() > MAX_REWRITTEN {
        return Err(Cut);
    }
    search.spend(body.len())?;
    let Ok(text) = core::str::from_utf8(body) else { return Ok(None) };
    let (mut first, mut second) = (Scratch::new(), Scratch::new());
    for way in &WAYS {
        if !write(search, way, text, &mut first)? {
            continue;
        }
        let Some(once) = first.variant() else { continue };
        if once != body && search.body_verifies(once)? {
            return Ok(Some(Finding::proven(way.code, alloc::format!("the signature matches {}", way.how))));
        }
        let Ok(once) = core::str::from_utf8(once) else { continue };
        if way.is_rewritten {
            if let Some(style) = rewritten_text(search, once)? {
                let evidence = alloc::format!("the signature matches {}, {style}", way.how);
                return Ok(Some(Finding::proven(way.code, evidence)));
            }
            continue;
        }
        for again in WAYS.iter().filter(|again| !again.is_rewritten) {
            if !write(search, again, once, &mut second)? {
                continue;
            }
            let Some(twice) = second.variant().filter(|twice| *twice != once.as_bytes() && *twice != body) else {
                continue;
            };
            if search.body_verifies(twice)? {
                let how = if core::ptr::eq(way, again) {
                    alloc::format!("{}, twice", way.how)
                } else {
                    alloc::format!("{} and then {}", way.how, again.how)
                };
                return Ok(Some(Finding::proven(way.code, alloc::format!("the signature matches {how}"))));
            }
        }
    }
    Ok(None)
}

/// Writes a text before it was printed in one way.
fn write(search: &mut Search<'_>, way: &Printed, text: &str, out: &mut Scratch) -> Result<bool, Cut> {
    search.spend(text.len().saturating_mul(PER_BYTE).saturating_add(200))?;
    out.start(text.len().saturating_mul(2).saturating_add(16))?;
    Ok((way.reverse)(text, out).is_some() && out.variant().is_some_and(|variant| !variant.is_empty()))
}

/// The text inside the quotes of a text or of the bytes that Python prints as `b'…'`.
fn unquoted(text: &str) -> Option<&str> {
    let text = text.trim();
    let text = text.strip_prefix(['b', 'u', 'r']).filter(|rest| rest.starts_with(['\'', '"'])).unwrap_or(text);
    [('\'', '\''), ('"', '"'), ('`', '`'), ('“', '”'), ('\u{ab}', '\u{bb}')]
        .into_iter()
        .find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close))
}

/// Decimal bytes between commas or whitespace, with or without brackets. Java prints bytes above 127 as negative.
fn numbers(text: &str, out: &mut Scratch) -> Option<()> {
    let text = text.trim();
    let inside = text.find('[').filter(|at| *at < 24).map_or(text, |at| text.get(at + 1..).unwrap_or_default());
    let inside = inside.trim_end_matches([']', ')', '}', '>', ';']);
    let is_separator = |character: char| matches!(character, ',' | ';') || character.is_whitespace();
    let mut count = 0;
    for number in inside.split(is_separator).filter(|number| !number.is_empty()) {
        let byte = number.parse::<u8>().ok().or_else(|| number.parse::<i8>().ok().map(i8::cast_unsigned))?;
        out.push(byte);
        count += 1;
    }
    (count > 1).then_some(())
}

/// Hexadecimal digits, with the separators and prefixes of databases and of Node's buffers.
fn hex_digits(text: &str, out: &mut Scratch) -> Option<()> {
    let text = text.trim().trim_matches(['"', '\'']);
    let text = text.strip_prefix("<Buffer ").map_or(text, |rest| rest.trim_end_matches('>'));
    let text =
        ["\\\\x", "\\x", "0x", "X'", "x'", "hex:"].iter().find_map(|begin| text.strip_prefix(begin)).unwrap_or(text);
    let mut half: Option<u32> = None;
    for character in text.chars().filter(|character| !matches!(character, ' ' | ':' | '-' | '\n' | '\r' | '\'')) {
        let digit = character.to_digit(16)?;
        half = match half {
            None => Some(digit),
            Some(high) => {
                out.push(u8::try_from(high * 16 + digit).ok()?);
                None
            }
        };
    }
    half.is_none().then_some(())
}

fn data_url(text: &str, out: &mut Scratch) -> Option<()> {
    let text = text.trim().trim_matches('"');
    let (kind, data) = text.strip_prefix("data:")?.split_once(',')?;
    if kind.ends_with(";base64") {
        return from_base64(data.as_bytes(), out);
    }
    percent::decoded(data.as_bytes(), false).for_each(|byte| out.push(byte));
    Some(())
}

/// The literal of a hash or a dictionary as JSON.
fn literal(text: &str, out: &mut Scratch) -> Option<()> {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let after = rest.get(first.len_utf8()..)?;
        rest = match first {
            '\'' | '"' => quoted(after, first, out)?,
            '=' if after.starts_with('>') => {
                out.push(b':');
                after.get(1..)?
            }
            // A symbol of Ruby, as a name.
            ':' if after.starts_with(|next: char| next.is_ascii_alphabetic()) => {
                let length = after.find(|next: char| !(next.is_ascii_alphanumeric() || next == '_'))?;
                out.push(b'"');
                out.extend(after.get(..length)?.as_bytes());
                out.push(b'"');
                after.get(length..)?
            }
            first if first.is_ascii_alphabetic() => {
                let length = rest.find(|next: char| !(next.is_ascii_alphanumeric() || next == '_'))?;
                let (word, after) = rest.split_at_checked(length)?;
                let word = match word {
                    "None" | "nil" | "null" => "null",
                    "True" | "true" => "true",
                    "False" | "false" => "false",
                    // Python 2 marks text.
                    "u" | "b" if after.starts_with(['\'', '"']) => "",
                    // A name before a colon, as Ruby 3.4 prints symbols.
                    name if after.starts_with(':') => {
                        out.push(b'"');
                        out.extend(name.as_bytes());
                        out.push(b'"');
                        ""
                    }
                    _ => return None,
                };
                out.extend(word.as_bytes());
                after
            }
            other => {
                out.push_char(other);
                after
            }
        };
    }
    Some(())
}

/// Writes the text until the closing quote as a JSON string, and returns what follows it.
fn quoted<'t>(text: &'t str, quote: char, out: &mut Scratch) -> Option<&'t str> {
    out.push(b'"');
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            _ if character == quote => {
                out.push(b'"');
                return text.get(at + 1..);
            }
            '"' => out.extend(b"\\\""),
            '\\' => match characters.next()?.1 {
                '\'' => out.push(b'\''),
                'x' => {
                    out.extend(b"\\u00");
                    for _ in 0..2 {
                        out.push_char(characters.next()?.1);
                    }
                }
                other => {
                    out.push(b'\\');
                    out.push_char(other);
                }
            },
            other => out.push_char(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;

    fn reverse(way: usize, text: &str) -> Option<String> {
        let mut out = Scratch::new();
        out.start(text.len() * 2 + 16).ok()?;
        (WAYS.get(way)?.reverse)(text, &mut out)?;
        String::from_utf8(out.variant()?.to_vec()).ok()
    }

    #[test]
    fn reverses_each_way_to_print_a_body() {
        for (way, printed, body) in [
            (0, "b'{\"a\":1}'", "{\"a\":1}"),
            (0, "'{\"a\":1}'", "{\"a\":1}"),
            (1, "b'{\"a\":\"\\xc3\\xa9\\n\"}'", "{\"a\":\"é\n\"}"),
            (1, "{\\\"a\\\":1}", "{\"a\":1}"),
            (3, "123,34,97,34,125", "{\"a\"}"),
            (3, "[123 -61 -87]", "{é"),
            (3, "bytearray([123, 125])", "{}"),
            (4, "7B7d", "{}"),
            (4, "\\x7b7d", "{}"),
            (4, "<Buffer 7b 7d>", "{}"),
            (5, "{&quot;a&quot;:1}", "{\"a\":1}"),
            (6, "data:application/json;base64,eyJhIjoxfQ==", "{\"a\":1}"),
            (6, "data:application/json,%7B%7D", "{}"),
            (8, "\"{\"\"a\"\":1}\"", "{\"a\":1}"),
            (9, "{\"a\"=>nil, :b=>[true], \"c d\" => \"=>\"}", "{\"a\":null, \"b\":[true], \"c d\" : \"=>\"}"),
            (
                10,
                "{'a': None, u'b': True, 'c': \"it's\", 'd': '\"\\'é'}",
                "{\"a\": null, \"b\": true, \"c\": \"it's\", \"d\": \"\\\"'é\"}",
            ),
        ] {
            assert_eq!(reverse(way, printed).as_deref(), Some(body), "{printed}");
        }
    }

    #[test]
    fn ordinary_json_was_not_printed() {
        let body = r#"{"a":"b","c":[1,null,true]}"#;
        for way in [0, 1, 2, 3, 4, 5, 6, 8, 9, 10] {
            assert_eq!(reverse(way, body), None, "{way}");
        }
    }
}
