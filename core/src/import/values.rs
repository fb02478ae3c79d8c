//! Values of JSON documents that describe requests.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use base64ct::Encoding as _;
use serde_json::value::RawValue;

use crate::base::http::{Headers, is_header_name};
use crate::base::json::RawObject;
pub(super) use crate::base::json::{items, text};

/// The members of an object. `None` for other values.
pub(super) fn object(value: &RawValue) -> Option<RawObject<'_>> {
    RawObject::of(value)
}

/// The text of a string, a number or a boolean.
pub(super) fn scalar(value: &RawValue) -> Option<Cow<'_, str>> {
    let raw = value.get();
    match raw.bytes().next()? {
        b'"' => text(value),
        b'{' | b'[' | b'n' => None,
        _ => Some(Cow::Borrowed(raw)),
    }
}

/// A member of an object as text.
pub(super) fn text_of<'a>(object: &RawObject<'a>, name: &str) -> Option<Cow<'a, str>> {
    object.get(name).and_then(text)
}

/// Base64 in the standard or the URL alphabet, with or without padding and line breaks.
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    let kept = text.bytes().filter(|byte| !byte.is_ascii_whitespace());
    let standard = kept.map(|byte| match byte {
        b'-' => '+',
        b'_' => '/',
        other => char::from(other),
    });
    let standard: String = standard.collect();
    let unpadded = standard.trim_end_matches('=');
    (standard.len() - unpadded.len() <= 2).then(|| base64ct::Base64Unpadded::decode_vec(unpadded).ok())?
}

/// JSON without whitespace outside of strings.
pub(super) fn minified(json: &str) -> String {
    let mut result = String::with_capacity(json.len());
    let mut is_string = false;
    let mut is_escaped = false;
    for character in json.chars() {
        if is_string {
            is_string = is_escaped || character != '"';
            is_escaped = !is_escaped && character == '\\';
        } else if character.is_ascii_whitespace() {
            continue;
        } else {
            is_string = character == '"';
        }
        result.push(character);
    }
    result
}

/// The body of a request as a document contains it.
pub(super) struct Body {
    pub(super) bytes: Vec<u8>,
    /// Whether the document contains it as text.
    pub(super) is_text: bool,
    /// Whether the document contains the parsed body.
    pub(super) is_parsed: bool,
}

impl Body {
    /// `None` for `null`.
    pub(super) fn of(value: &RawValue) -> Option<Self> {
        if value.get() == "null" {
            return None;
        }
        if let Some(text) = text(value) {
            return Some(Self { bytes: text.into_owned().into_bytes(), is_text: true, is_parsed: false });
        }
        if let Some(bytes) = buffer(value) {
            return Some(Self { bytes, is_text: false, is_parsed: false });
        }
        Some(Self { bytes: minified(value.get()).into_bytes(), is_text: false, is_parsed: true })
    }
}

/// A buffer of Node: `{"type":"Buffer","data":[123,125]}`.
fn buffer(value: &RawValue) -> Option<Vec<u8>> {
    let object = object(value)?;
    if text_of(&object, "type").as_deref() != Some("Buffer") {
        return None;
    }
    serde_json::from_str(object.get("data")?.get()).ok()
}

/// Header fields: an object, a list of objects, a list of pairs, or a list of names and values. `None` for other values.
pub(super) fn headers(value: &RawValue) -> Option<Headers> {
    match items(value) {
        Some(items) => list(&items),
        None => {
            let object = object(value)?;
            let mut headers = Headers::new();
            for (name, value) in object.members() {
                // A member with another value is not a header field, such as Node's symbols.
                match scalar(value) {
                    Some(value) => push(&mut headers, name, &value),
                    None => {
                        let values = items_or_nothing(value);
                        values.into_iter().filter_map(scalar).for_each(|value| push(&mut headers, name, &value));
                    }
                }
            }
            Some(headers)
        }
    }
}

fn items_or_nothing(value: &RawValue) -> Vec<&RawValue> {
    items(value).unwrap_or_default()
}

fn list(entries: &[&RawValue]) -> Option<Headers> {
    let mut headers = Headers::new();
    if entries.iter().all(|item| item.get().starts_with('"')) {
        for pair in entries.chunks(2) {
            let [name, value] = pair else { return None };
            push(&mut headers, &text(name)?, &text(value)?);
        }
        return Some(headers);
    }
    for item in entries {
        if let Some(pair) = items(item) {
            let [name, value] = pair.as_slice() else { return None };
            push(&mut headers, &text(name)?, &scalar(value)?);
            continue;
        }
        let field = object(item)?;
        let is_disabled = field.get("disabled").is_some_and(|value| value.get() == "true");
        let name = text_of(&field, "name").or_else(|| text_of(&field, "key"))?;
        if !is_disabled {
            push(&mut headers, &name, &field.get("value").and_then(scalar).unwrap_or_default());
        }
    }
    Some(headers)
}

/// Adds a field. Servers with the Common Gateway Interface name fields as `HTTP_X_NAME`.
fn push(headers: &mut Headers, name: &str, value: &str) {
    let is_variable = name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    let short = match name {
        "CONTENT_TYPE" | "CONTENT_LENGTH" => Some(name),
        _ => name.strip_prefix("HTTP_").filter(|_| is_variable),
    };
    match short {
        Some(short) => headers.push(short.to_ascii_lowercase().replace('_', "-"), value),
        // Pseudo-fields of HTTP/2 and names that are not names are not fields.
        None if is_header_name(name) => headers.push(name, value),
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use alloc::borrow::ToOwned;
    use alloc::vec;

    use super::*;

    fn read(json: &str) -> Option<Vec<(String, String)>> {
        let value: &RawValue = serde_json::from_str(json).unwrap();
        Some(headers(value)?.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }

    #[test]
    fn reads_header_fields_in_every_form() {
        let expected = Some(vec![("a".to_owned(), "1".to_owned()), ("b".to_owned(), "2".to_owned())]);
        for json in [
            r#"{"a":"1","b":2,":path":"/"}"#,
            r#"{"a":["1"],"b":["2"],"c":{}}"#,
            r#"["a","1","b","2"]"#,
            r#"[["a","1"],["b","2"]]"#,
            r#"[{"name":"a","value":"1"},{"key":"b","value":"2"},{"key":"c","value":"3","disabled":true}]"#,
            r#"{"HTTP_A":"1","HTTP_B":"2"}"#,
        ] {
            assert_eq!(read(json), expected, "{json}");
        }
        assert_eq!(read(r#"["a"]"#), None);
        assert_eq!(read("1"), None);
    }

    #[test]
    fn reads_base64_in_both_alphabets() {
        assert_eq!(base64("+/\n+/").unwrap(), base64("-_-_").unwrap());
        assert_eq!(base64("YQ==").unwrap(), base64("YQ").unwrap());
        assert!(base64("YQ===").is_none() && base64("Y").is_none() && base64("Y?").is_none());
    }

    #[test]
    fn removes_whitespace_outside_of_strings() {
        assert_eq!(minified("{ \"a \\\" b\" : [ 1 ,\n\"\\\\\" ] }"), r#"{"a \" b":[1,"\\"]}"#);
    }
}
