//! JSON as Python's `json.dumps` writes it.

use alloc::format;
use alloc::string::String;

use serde_json::Value;

/// Appends a value: a space after colons and commas, and only ASCII characters.
pub(super) fn write(value: &Value, out: &mut String) {
    match value {
        Value::String(text) => string(text, out),
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (index, (name, value)) in members.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                string(name, out);
                out.push_str(": ");
                write(value, out);
            }
            out.push('}');
        }
        // Numbers, `true`, `false` and `null` are the same.
        other => out.push_str(&format!("{other}")),
    }
}

fn string(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            ' '..='~' => out.push(character),
            _ => character.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}"))),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_like_python() {
        let value: Value =
            serde_json::from_str(r#"{"b":[1,{"k":"é😀"},1.0],"a":"\u0007\"\\\n","e":{},"f":[]}"#).unwrap();
        let mut out = String::new();
        write(&value, &mut out);
        let expected = r#"{"b": [1, {"k": "\u00e9\ud83d\ude00"}, 1.0], "a": "\u0007\"\\\n", "e": {}, "f": []}"#;
        assert_eq!(out, expected);
    }
}
