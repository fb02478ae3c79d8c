//! JSON of saved forms and of the answers of the worker.
//!
//! Forms contain few types, and the core reads JSON of deliveries in another way. With this instead of the values of
//! `serde_json`, whose objects are hash tables, the first panel is 8 kB smaller with brotli.

use std::fmt::{self, Write as _};

/// The maximum depth of arrays and objects.
const MAX_DEPTH: usize = 32;

/// The maximum number of members of an object. The time to read one grows with its square.
const MAX_MEMBERS: usize = 1_000;

/// Why a document cannot be parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unparsed {
    NotJson,
    /// An object has too many members.
    TooLarge,
}

/// A JSON value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Value {
    #[default]
    Null,
    Bool(bool),
    /// A number as written.
    Number(String),
    String(String),
    Array(Vec<Value>),
    /// The members in order. Names are unique.
    Object(Vec<(String, Value)>),
}

impl Value {
    /// Parses a document. Returns `None` if it is not JSON.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::read(text).ok()
    }

    /// Parses a document, or returns why that is not possible.
    pub(crate) fn read(text: &str) -> Result<Self, Unparsed> {
        let mut reader = Reader { rest: text, is_too_large: false };
        let value = reader.value(MAX_DEPTH);
        reader.skip_space();
        let is_whole = reader.rest.is_empty();
        let reason = if reader.is_too_large { Unparsed::TooLarge } else { Unparsed::NotJson };
        value.filter(|_| is_whole).ok_or(reason)
    }

    /// Returns a member of an object.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        self.as_object().iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// Returns a member of an object.
    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Self> {
        self.as_object_mut()?.iter_mut().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// Sets or removes a member of an object, and returns the previous value.
    pub(crate) fn put(&mut self, name: &str, value: Option<Self>) -> Option<Self> {
        let members = self.as_object_mut()?;
        let index = members.iter().position(|(known, _)| known == name);
        match (index, value) {
            (Some(index), Some(value)) => members.get_mut(index).map(|(_, old)| std::mem::replace(old, value)),
            (Some(index), None) => Some(members.remove(index).1),
            (None, Some(value)) => {
                members.push((name.into(), value));
                None
            }
            (None, None) => None,
        }
    }

    pub(crate) fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(flag) = self { Some(*flag) } else { None }
    }

    pub(crate) fn as_u64(&self) -> Option<u64> {
        if let Self::Number(digits) = self { digits.parse().ok() } else { None }
    }

    pub(crate) fn as_i64(&self) -> Option<i64> {
        if let Self::Number(digits) = self { digits.parse().ok() } else { None }
    }

    pub(crate) fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    pub(crate) fn as_array(&self) -> Option<&[Self]> {
        if let Self::Array(items) = self { Some(items) } else { None }
    }

    /// Returns the members of an object. Other values have none.
    pub(crate) fn as_object(&self) -> &[(String, Self)] {
        if let Self::Object(members) = self { members } else { &[] }
    }

    /// Returns the members of an object.
    pub(crate) fn as_object_mut(&mut self) -> Option<&mut Vec<(String, Self)>> {
        if let Self::Object(members) = self { Some(members) } else { None }
    }

    pub(crate) const fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.into())
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(flag) => f.write_str(if *flag { "true" } else { "false" }),
            Self::Number(digits) => f.write_str(digits),
            Self::String(text) => quote(text, f),
            Self::Array(items) => {
                f.write_char('[')?;
                for (index, item) in items.iter().enumerate() {
                    f.write_str(if index == 0 { "" } else { "," })?;
                    item.fmt(f)?;
                }
                f.write_char(']')
            }
            Self::Object(members) => {
                f.write_char('{')?;
                for (index, (name, member)) in members.iter().enumerate() {
                    f.write_str(if index == 0 { "" } else { "," })?;
                    quote(name, f)?;
                    f.write_char(':')?;
                    member.fmt(f)?;
                }
                f.write_char('}')
            }
        }
    }
}

fn quote(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_char('"')?;
    for character in text.chars() {
        match character {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\0'..=' ' if character != ' ' => write!(f, "\\u{:04x}", u32::from(character))?,
            _ => f.write_char(character)?,
        }
    }
    f.write_char('"')
}

/// Reads values from the beginning of a text.
struct Reader<'a> {
    rest: &'a str,
    /// Whether an object has too many members.
    is_too_large: bool,
}

impl<'a> Reader<'a> {
    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\r', '\t']);
    }

    /// Skips a text, and returns whether it was there.
    fn takes(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Takes the characters that fit.
    fn take_while(&mut self, fits: impl Fn(u8) -> bool) -> &'a str {
        // Only ASCII characters do not fit, or a whole character does not.
        let end = self.rest.bytes().position(|byte| !fits(byte)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        self.skip_space();
        if self.takes("{") {
            return self.object(depth);
        }
        if self.takes("[") {
            return self.array(depth);
        }
        if self.takes("\"") {
            return self.text().map(Value::String);
        }
        for (word, value) in [("null", Value::Null), ("true", Value::Bool(true)), ("false", Value::Bool(false))] {
            if self.takes(word) {
                return Some(value);
            }
        }
        let digits = self.take_while(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
        let first = digits.strip_prefix('-').unwrap_or(digits).bytes().next();
        first.is_some_and(|first| first.is_ascii_digit()).then(|| Value::Number(digits.into()))
    }

    fn array(&mut self, depth: usize) -> Option<Value> {
        let mut items = Vec::new();
        self.skip_space();
        if self.takes("]") {
            return Some(Value::Array(items));
        }
        loop {
            items.push(self.value(depth)?);
            if self.ends("]")? {
                return Some(Value::Array(items));
            }
        }
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        let mut object = Value::Object(Vec::new());
        self.skip_space();
        if self.takes("}") {
            return Some(object);
        }
        loop {
            self.skip_space();
            let name = self.takes("\"").then(|| self.text()).flatten()?;
            self.skip_space();
            let value = self.takes(":").then(|| self.value(depth)).flatten()?;
            object.put(&name, Some(value));
            if object.as_object().len() > MAX_MEMBERS {
                self.is_too_large = true;
                return None;
            }
            if self.ends("}")? {
                return Some(object);
            }
        }
    }

    /// Skips a separator or the end, and returns whether it was the end.
    fn ends(&mut self, end: &str) -> Option<bool> {
        self.skip_space();
        let is_end = self.takes(end);
        (is_end || self.takes(",")).then_some(is_end)
    }

    /// Reads a text after its quotation mark.
    fn text(&mut self) -> Option<String> {
        let mut text = String::new();
        loop {
            text.push_str(self.take_while(|byte| byte >= b' ' && byte != b'"' && byte != b'\\'));
            if self.takes("\"") {
                return Some(text);
            }
            if !self.takes("\\") {
                return None;
            }
            let mut characters = self.rest.chars();
            let escape = characters.next()?;
            self.rest = characters.as_str();
            text.push(match escape {
                '"' | '\\' | '/' => escape,
                'b' => '\u{8}',
                'f' => '\u{c}',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => self.code_point()?,
                _ => return None,
            });
        }
    }

    /// Reads the digits of an escaped character, which are two escapes for a character above U+FFFF.
    fn code_point(&mut self) -> Option<char> {
        let first = self.digits()?;
        let code = match first {
            0xd800..0xdc00 if self.takes("\\u") => {
                let second = self.digits()?.checked_sub(0xdc00).filter(|second| *second < 0x400)?;
                0x10000 + ((first - 0xd800) << 10) + second
            }
            _ => first,
        };
        char::from_u32(code)
    }

    fn digits(&mut self) -> Option<u32> {
        let (digits, rest) = self.rest.split_at_checked(4)?;
        self.rest = rest;
        u32::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'))
    }
}

#[cfg(test)]
impl From<serde_json::Value> for Value {
    fn from(value: serde_json::Value) -> Self {
        Self::parse(&value.to_string()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn reads_what_another_implementation_writes() {
        for document in [
            json!(null),
            json!([]),
            json!({}),
            json!([true, false, 0, -1, u64::MAX, i64::MIN, "", "a"]),
            json!({ "a": { "b": [{}, [[]]] }, "c\"\\": "\u{0}\u{1f}\u{7f}\n\r\t\u{8}\u{c}/é\u{1f980}\u{2028}" }),
        ] {
            for text in [document.to_string(), serde_json::to_string_pretty(&document).unwrap()] {
                let value = Value::parse(&text).unwrap();
                assert_eq!(serde_json::from_str::<serde_json::Value>(&value.to_string()).unwrap(), document, "{text}");
                assert_eq!(Value::parse(&value.to_string()), Some(value));
            }
        }
    }

    #[test]
    fn reads_escapes() {
        let read = |text| Value::parse(text).as_ref().and_then(Value::as_str).map(String::from);
        assert_eq!(read(r#""\u00e9\ud83e\udd80\/\"""#).as_deref(), Some("é\u{1f980}/\""));
        for wrong in [r#""\ud83e""#, r#""\ud83e\u0041""#, r#""\udd80""#, r#""\u+0e9""#, r#""\u00""#, r#""\x""#] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn refuses_what_is_not_json() {
        for text in [
            "", " ", "{", "[1", "[1,]", "[,]", "{\"a\"}", "{\"a\":}", "{a:1}", "\"a", "\"\n\"", "nul", "1 2", "-",
            "+1", ".5", "é",
        ] {
            assert_eq!(Value::parse(text), None, "{text}");
        }
    }

    #[test]
    fn limits_the_depth() {
        let nested = |depth| "[".repeat(depth) + &"]".repeat(depth);
        assert!(Value::parse(&nested(MAX_DEPTH)).is_some());
        assert!(Value::parse(&nested(MAX_DEPTH + 1)).is_none());
        assert!(Value::parse(&nested(1_000_000)).is_none());
    }

    #[test]
    fn the_last_of_repeated_members_is_used() {
        assert_eq!(Value::parse(r#"{"a":1,"b":2,"a":3}"#).unwrap().to_string(), r#"{"a":3,"b":2}"#);
    }

    #[test]
    fn numbers_are_integers_or_kept_as_written() {
        let number = |text| Value::parse(text).unwrap();
        assert_eq!(number("18446744073709551615").as_u64(), Some(u64::MAX));
        assert_eq!((number("-5").as_u64(), number("-5").as_i64()), (None, Some(-5)));
        assert_eq!((number("1.5e3").as_u64(), number("1.5e3").to_string()), (None, "1.5e3".into()));
    }

    #[test]
    fn members_are_set_replaced_and_removed() {
        let mut value = Value::Object(Vec::new());
        assert_eq!(value.put("a", Some("x".into())), None);
        assert_eq!(value.put("a", Some("y".into())), Some("x".into()));
        assert_eq!(value.put("a", None), Some("y".into()));
        assert_eq!(value.put("a", None), None);
        assert_eq!(Value::Null.put("a", Some("x".into())), None);
    }
}
