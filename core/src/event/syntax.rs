//! Messages about bodies that are not JSON, which name what is there instead of only its position.

use alloc::format;
use alloc::string::String;

use crate::base::json::documents;

/// Why a text is not JSON. `error` is the parser's, whose position is kept where it helps.
pub(super) fn explain(text: &str, error: &serde_json::Error) -> String {
    let start = text.trim_start();
    if let Some(first) = start.chars().next() {
        if is_markup(start) {
            return "the body is an HTML or XML document; an event must be a JSON object".into();
        }
        if !matches!(first, '{' | '[' | '"') && is_form(start) {
            let has_payload = start.split('&').any(|pair| pair.starts_with("payload="));
            return if has_payload {
                "the body is a form, and the JSON is in its field `payload`; decode the form, and pass the value of the field"
            } else {
                "the body is a form; an event must be a JSON object"
            }
            .into();
        }
    }
    let place = format!("at line {} column {}", error.line(), error.column());
    if let Some(count) = documents(text) {
        return format!(
            "the body is {count} JSON documents, of which the second begins {place}; an event must be one JSON object"
        );
    }
    match found_at(text, error) {
        Some(found) => format!("the body is not valid JSON {place}: {found}"),
        None => format!("the body is not valid JSON: {error}"),
    }
}

fn is_markup(text: &str) -> bool {
    text.strip_prefix('<')
        .is_some_and(|rest| rest.starts_with(|c: char| matches!(c, '!' | '?') || c.is_ascii_alphabetic()))
}

/// Whether a text is a form: names, `=`, and no characters that a form escapes.
fn is_form(text: &str) -> bool {
    let text = text.trim_end();
    let is_plain =
        |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'{' | b'}' | b'"' | b'<' | b'>' | b'\\' | b'^' | b'`');
    text.contains('=') && !text.starts_with('=') && text.bytes().all(is_plain)
}

/// What is at the position of an error, if it is something that other languages write. Nothing of the body is quoted
/// except these words and characters.
fn found_at(text: &str, error: &serde_json::Error) -> Option<&'static str> {
    let line = text.split('\n').nth(error.line().checked_sub(1)?)?;
    // The column is that of the first byte that is wrong: in `-Infinity`, that is the second one.
    let at = error.column().checked_sub(1)?;
    let before = at.checked_sub(1).and_then(|at| line.get(at..)).filter(|text| text.starts_with("-Infinity"));
    before.or_else(|| line.get(at..)).and_then(known)
}

/// What a text starts with.
fn known(text: &str) -> Option<&'static str> {
    const KNOWN: &[(&str, &str)] = &[
        ("-Infinity", "`-Infinity`, which Python and JavaScript print for a number that JSON does not have; send null"),
        ("Infinity", "`Infinity`, which Python and JavaScript print for a number that JSON does not have; send null"),
        ("NaN", "`NaN`, which Python and JavaScript print for a value that is not a number; send null"),
        ("None", "`None`, as Python prints null; use `json.dumps`"),
        ("True", "`True`, as Python prints true; use `json.dumps`"),
        ("False", "`False`, as Python prints false; use `json.dumps`"),
        ("undefined", "`undefined`, which JavaScript prints for a missing value; use `JSON.stringify`"),
        ("\u{201c}", "a curly quote (U+201C) instead of `\"`; an editor or a chat program may have replaced it"),
        ("\u{201d}", "a curly quote (U+201D) instead of `\"`; an editor or a chat program may have replaced it"),
        ("\u{2018}", "a curly quote (U+2018) instead of `\"`; an editor or a chat program may have replaced it"),
        ("\u{2019}", "a curly quote (U+2019) instead of `\"`; an editor or a chat program may have replaced it"),
        ("'", "a single quote instead of `\"`, as Python prints text; use `json.dumps`"),
        ("//", "a comment, which JSON does not have"),
        ("/*", "a comment, which JSON does not have"),
    ];
    KNOWN.iter().find(|(start, _)| text.starts_with(start)).map(|(_, found)| *found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::value::RawValue;

    fn message(text: &str) -> String {
        explain(text, &serde_json::from_str::<&RawValue>(text).unwrap_err())
    }

    #[test]
    fn what_other_languages_write_is_named() {
        for (text, named) in [
            (r#"{"a":NaN}"#, "`NaN`"),
            (r#"{"a":[1,-Infinity]}"#, "`-Infinity`"),
            (r#"{"a":Infinity}"#, "`Infinity`"),
            ("{\"a\":1,\n \"b\": None}", "`None`"),
            (r#"{"a":True}"#, "`True`"),
            (r#"{"a":False}"#, "`False`"),
            (r#"{"a":undefined}"#, "`undefined`"),
            ("{\u{201c}a\u{201d}:1}", "U+201C"),
            ("{\"a\":\u{2018}b\u{2019}}", "U+2018"),
            ("{'a':1}", "a single quote"),
            ("{\"a\":1 // a comment\n}", "a comment"),
        ] {
            let message = message(text);
            assert!(message.starts_with("the body is not valid JSON at line "), "{text}: {message}");
            assert!(
                message.contains(&format!(": {named}")) || message.contains(&format!("({named})")),
                "{text}: {message}"
            );
        }
    }

    #[test]
    fn forms_and_documents_are_named() {
        assert!(message("payload=%7B%22a%22%3A1%7D").contains("field `payload`"));
        assert!(message("a=1&payload=%7B%7D").contains("field `payload`"));
        assert!(message("event=paid&id=1").contains("the body is a form"));
        assert!(message("\n<!DOCTYPE html><html>").contains("HTML"));
        assert!(message("<a/>").contains("XML"));
    }

    #[test]
    fn several_documents_are_counted() {
        let lines = "{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n";
        let second = "of which the second begins at line 2 column 1";
        assert_eq!(message(lines), format!("the body is 3 JSON documents, {second}; an event must be one JSON object"));
        assert!(message("{\"a\":1}\n{\"a\":").starts_with("the body is not valid JSON: "));
    }

    #[test]
    fn other_errors_keep_the_position_of_the_parser() {
        for text in ["{\"a\":1", "{\"a\" 1}", "nul", "{\"password\":x}", "a = b", "\u{e9}", "{\"a\":\"\u{1}\"}"] {
            let message = message(text);
            assert!(message.starts_with("the body is not valid JSON: ") && !message.contains("`NaN`"), "{message}");
            assert!(!message.contains("password"));
        }
    }
}
