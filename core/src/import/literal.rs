//! Literals of JavaScript, Node's `console.log`, Python and Ruby as JSON.
//!
//! Programs print objects in a notation that is similar to JSON. This module converts it to JSON, so that it is read like
//! JSON. Expressions are not evaluated: they become `null`.

use alloc::string::String;
use alloc::vec::Vec;

use super::literal_text::{buffer, node_buffer, string};
use super::values::minified;

/// Nesting is limited, because the reader is recursive.
const MAX_DEPTH: usize = 64;

/// A converted literal.
#[derive(Debug)]
pub(super) struct Literal {
    /// The literal as JSON.
    pub(super) json: String,
    /// Whether it contained an expression.
    pub(super) has_unknown: bool,
    /// Whether the program that printed it has replaced parts by an ellipsis.
    pub(super) is_cut: bool,
}

/// Converts the literal at the start of a text, and returns the text after it. `None` if there is none.
pub(super) fn convert(text: &str) -> Option<(Literal, &str)> {
    let mut reader = Reader { text, at: 0, has_unknown: false, is_cut: false, budget: 16 * text.len() + 1024 };
    let mut json = String::new();
    reader.value(&mut json, 0)?;
    let Reader { at, has_unknown, is_cut, .. } = reader;
    Some((Literal { json, has_unknown, is_cut }, text.get(at..).unwrap_or_default()))
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    has_unknown: bool,
    is_cut: bool,
    /// The number of bytes that nested `JSON.stringify` may still write, each of which doubles the escapes of the other.
    budget: usize,
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn take(&mut self, prefix: &str) -> bool {
        let is_next = self.rest().starts_with(prefix);
        if is_next {
            self.at += prefix.len();
        }
        is_next
    }

    /// Skips whitespace and comments.
    fn skip(&mut self) {
        loop {
            let rest = self.rest();
            self.at += rest.len() - rest.trim_start().len();
            let rest = self.rest();
            let end = if rest.starts_with("//") {
                rest.find('\n')
            } else if rest.starts_with("/*") {
                rest.find("*/").map(|end| end + 2)
            } else {
                return;
            };
            self.at += end.unwrap_or(rest.len());
        }
    }

    /// Skips up to one of these characters.
    fn skip_to(&mut self, ends: &[char]) {
        self.at += self.rest().find(ends).unwrap_or(self.rest().len());
    }

    /// `... 5 more items`, as Node abbreviates.
    fn ellipsis(&mut self) -> bool {
        let is_next = self.take("...") || self.take("…");
        if is_next {
            self.is_cut = true;
            self.skip_to(&[',', '\n', '}', ']', ')', '>']);
        }
        is_next
    }

    fn value(&mut self, out: &mut String, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.skip();
        let rest = self.rest();
        match rest.chars().next()? {
            '{' => self.object(out, depth),
            '[' if rest.starts_with("[Object: null prototype]") => {
                self.at += "[Object: null prototype]".len();
                self.value(out, depth + 1)
            }
            // `[Object]`, `[Array]`, `[Function: x]`, `[Getter]`
            '[' if ["[Object]", "[Array]", "[Function", "[Getter", "[Circular", "[class"]
                .iter()
                .any(|it| rest.starts_with(it)) =>
            {
                self.is_cut = true;
                self.skip_to(&[']']);
                self.at += 1;
                out.push_str("null");
                Some(())
            }
            '[' => self.list(out, ']', depth),
            '(' => self.list(out, ')', depth),
            '"' | '\'' | '`' => {
                let text = self.strings()?;
                out.push_str(&quoted(&text));
                Some(())
            }
            '<' if rest.starts_with("<Buffer") => self.node_buffer(out),
            first if first.is_ascii_digit() || first == '-' => self.number(out),
            first if first.is_alphabetic() || matches!(first, '_' | '$') => self.word(out, depth),
            _ => None,
        }
    }

    fn object(&mut self, out: &mut String, depth: usize) -> Option<()> {
        self.at += 1;
        out.push('{');
        let mut is_first = true;
        loop {
            self.skip();
            if self.take("}") {
                break;
            }
            if self.take(",") || self.ellipsis() {
                continue;
            }
            let name = self.name()?;
            self.skip();
            if !(self.take("=>") || self.take(":") || self.take("=")) {
                // `{ body }` is short for `{ body: body }`.
                self.has_unknown = true;
                continue;
            }
            if !is_first {
                out.push(',');
            }
            is_first = false;
            out.push_str(&quoted(&name));
            out.push(':');
            self.value(out, depth + 1)?;
        }
        out.push('}');
        Some(())
    }

    /// The name of a member.
    fn name(&mut self) -> Option<String> {
        let rest = self.rest();
        match rest.chars().next()? {
            '"' | '\'' | '`' => self.string(),
            // `[Symbol(kHeaders)]`
            '[' => {
                self.skip_to(&[']']);
                self.at += 1;
                Some(String::new())
            }
            _ => {
                let is_part = |character: char| character.is_alphanumeric() || matches!(character, '_' | '$' | '-');
                let length = rest.find(|character| !is_part(character)).unwrap_or(rest.len());
                self.at += length;
                Some(rest.get(..length)?.into()).filter(|_| length > 0)
            }
        }
    }

    fn list(&mut self, out: &mut String, end: char, depth: usize) -> Option<()> {
        self.at += 1;
        out.push('[');
        let mut is_first = true;
        loop {
            self.skip();
            if self.rest().starts_with(end) {
                self.at += 1;
                break;
            }
            if self.take(",") || self.ellipsis() {
                continue;
            }
            if !is_first {
                out.push(',');
            }
            is_first = false;
            self.value(out, depth + 1)?;
        }
        out.push(']');
        Some(())
    }

    /// A string, or several of them with plus signs between them.
    fn strings(&mut self) -> Option<String> {
        let mut text = self.string()?;
        loop {
            // `'x'... 5 more characters`
            self.ellipsis();
            let before = self.at;
            self.skip();
            let is_joined = self.take("+");
            self.skip();
            if is_joined && self.rest().starts_with(['"', '\'', '`']) {
                text.push_str(&self.string()?);
            } else if is_joined {
                self.has_unknown = true;
                self.skip_to(&[',', '\n', '}', ']', ')']);
                return Some(text);
            } else {
                self.at = before;
                return Some(text);
            }
        }
    }

    fn string(&mut self) -> Option<String> {
        let (text, length, has_expression) = string(self.rest())?;
        self.at += length;
        self.has_unknown |= has_expression;
        Some(text)
    }

    fn node_buffer(&mut self, out: &mut String) -> Option<()> {
        let (json, length, is_cut) = node_buffer(self.rest())?;
        self.at += length;
        self.is_cut |= is_cut;
        out.push_str(&json);
        Some(())
    }

    fn number(&mut self, out: &mut String) -> Option<()> {
        let rest = self.rest();
        let is_part = |character: char| character.is_ascii_alphanumeric() || ".+-_".contains(character);
        let length = rest.find(|character| !is_part(character)).unwrap_or(rest.len());
        let text = rest.get(..length)?;
        self.at += length;
        // BigInts end with `n`.
        let number = text.trim_end_matches('n');
        if serde_json::from_str::<serde_json::Number>(number).is_ok() {
            out.push_str(number);
        } else {
            self.has_unknown = true;
            out.push_str("null");
        }
        Some(())
    }

    /// A constant, a call, the name of a class before its members, or a variable.
    fn word(&mut self, out: &mut String, depth: usize) -> Option<()> {
        let rest = self.rest();
        let is_part = |character: char| character.is_alphanumeric() || "_$.".contains(character);
        let length = rest.find(|character| !is_part(character)).unwrap_or(rest.len());
        let word = rest.get(..length)?;
        self.at += length;
        if matches!(word, "b" | "r" | "u" | "f") && self.rest().starts_with(['"', '\'']) {
            let text = self.string()?;
            match word {
                "b" => {
                    let bytes: Vec<u8> =
                        text.chars().map(|character| u8::try_from(character).unwrap_or(b'?')).collect();
                    out.push_str(&buffer(&bytes));
                }
                _ => out.push_str(&quoted(&text)),
            }
            return Some(());
        }
        self.skip();
        match word {
            "true" | "True" => out.push_str("true"),
            "false" | "False" => out.push_str("false"),
            "null" | "None" | "nil" | "undefined" | "NaN" => out.push_str("null"),
            "new" | "await" => self.value(out, depth + 1)?,
            _ if self.rest().starts_with('{') => self.value(out, depth + 1)?,
            _ if self.take("(") => self.call(word, out, depth)?,
            _ => {
                self.has_unknown = true;
                self.skip_to(&[',', '\n', '}', ']', ')']);
                out.push_str("null");
            }
        }
        Some(())
    }

    /// The value of a call, after the bracket.
    fn call(&mut self, name: &str, out: &mut String, depth: usize) -> Option<()> {
        self.skip();
        if self.take(")") {
            out.push_str("{}");
            return Some(());
        }
        let mut argument = String::new();
        self.value(&mut argument, depth + 1)?;
        self.skip();
        // `JSON.stringify(value, null, 2)` is indented, which is left to the user.
        let is_more = self.take(",");
        self.skip_to(&[')']);
        self.at += 1;
        self.skip();
        match name {
            "JSON.stringify" => {
                self.has_unknown |= is_more;
                let document = quoted(&minified(&argument));
                self.budget = self.budget.checked_sub(document.len())?;
                out.push_str(&document);
            }
            // `Map(2) {…}`
            _ if argument.bytes().all(|byte| byte.is_ascii_digit()) && self.rest().starts_with(['{', '[']) => {
                self.value(out, depth + 1)?;
            }
            "Headers" | "HeadersList" | "Map" | "URL" | "EnvironHeaders" | "HeaderMap" | "String"
            | "MutableHeaders" | "Object.fromEntries" | "dict" | "OrderedDict" | "defaultdict" => {
                out.push_str(&argument)
            }
            _ => {
                self.has_unknown = true;
                out.push_str("null");
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> String {
        let (literal, rest) = convert(text).unwrap();
        assert_eq!(rest, "", "{text}");
        assert!(serde_json::from_str::<serde_json::Value>(&literal.json).is_ok(), "{}", literal.json);
        literal.json
    }

    #[test]
    fn converts_what_node_prints() {
        let text = "{\n  host: 'localhost:3000',\n  'x-sig': \"it's\",\n  z: `a'b\"c`,\n  long: 'xx\\n' +\n    'yy',\n  \
            [Symbol(a)]: undefined,\n  b: <Buffer 61 62>, n: 12n\n}";
        let expected = r#"{"host":"localhost:3000","x-sig":"it's","z":"a'b\"c","long":"xx\nyy","":null,"b":{"type":"Buffer","data":[97,98]},"n":12}"#;
        assert_eq!(json(text), expected);
        assert_eq!(json("Headers { a: 'b', 'c-d': 'e' }"), r#"{"a":"b","c-d":"e"}"#);
        assert_eq!(json("[Object: null prototype] { a: 'b' }"), r#"{"a":"b"}"#);
        assert_eq!(json("Map(2) { 'a' => 'b', 'c' => [ 'd' ] }"), r#"{"a":"b","c":["d"]}"#);
    }

    #[test]
    fn converts_what_python_and_ruby_print() {
        assert_eq!(
            json("{'Host': 'h', 'X': None, 'b': b'\\x7b}'}"),
            r#"{"Host":"h","X":null,"b":{"type":"Buffer","data":[123,125]}}"#
        );
        assert_eq!(json("EnvironHeaders([('Host', 'h'), ('A', 'b')])"), r#"[["Host","h"],["A","b"]]"#);
        assert_eq!(json("{\"HTTP_HOST\"=>\"h\", \"n\"=>nil}"), r#"{"HTTP_HOST":"h","n":null}"#);
    }

    #[test]
    fn expressions_are_unknown_and_strings_are_evaluated() {
        let (literal, rest) =
            convert("{ a: secret, b: `x${y}`, c: JSON.stringify({ b: 1,\n 'é': [true] }), d }; x").unwrap();
        assert!(literal.has_unknown && !literal.is_cut);
        assert_eq!((literal.json.as_str(), rest), (r#"{"a":null,"b":"x${y}","c":"{\"b\":1,\"é\":[true]}"}"#, "; x"));
        assert_eq!(json(r#""\ud83d\ude00\u{e9}\x41\u0041""#), r#""😀éAA""#);
    }

    #[test]
    fn reports_what_node_has_cut() {
        for text in [
            "[ 1,\n 2,\n ... 5 more items\n]",
            "'abc'... 12 more characters",
            "<Buffer 61 ... 3 more bytes>",
            "{ a: [Object] }",
        ] {
            assert!(convert(text).unwrap().0.is_cut, "{text}");
        }
    }

    #[test]
    fn rejects_what_is_not_a_literal() {
        for text in ["", "}", "{", "{ a", "{ a: ", "'a", "[1", "{ a: ; }", "'a\nb'"] {
            assert!(convert(text).is_none(), "{text}");
        }
        assert!(convert(&"[".repeat(100_000)).is_none());
    }
}
