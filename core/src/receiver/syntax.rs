//! The syntax of each language: literals, and calls of the functions that read a request.
//!
//! Every text from a scheme becomes [`Code`] here, as a literal or as a comment without special characters, so that a
//! hostile scheme cannot add code.

use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec;
use alloc::vec::Vec;

use crate::signature::Place;
use crate::signature::member_type::MemberType;
use crate::signature::template::Piece;
use crate::snippet;

/// Source code that templates insert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Code(String);

impl Code {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Code that does not depend on a scheme.
    pub(super) fn constant(text: &'static str) -> Self {
        Self(text.into())
    }

    /// Constants with a separator between them.
    pub(super) fn constants(texts: &[&'static str], separator: &'static str) -> Self {
        Self(texts.join(separator))
    }

    /// Code with a separator between its parts.
    pub(super) fn joined(parts: &[Self], separator: &'static str) -> Self {
        Self(parts.iter().map(Self::as_str).collect::<Vec<_>>().join(separator))
    }

    pub(super) fn number(number: u64) -> Self {
        Self(number.to_string())
    }

    /// Text for comments and prose. Only letters, digits, spaces and characters that end neither a line, a comment nor
    /// a code span remain.
    pub(super) fn comment(text: &str) -> Self {
        let is_plain = |character: &char| character.is_alphanumeric() || " .,-_/:()@+".contains(*character);
        let text: String = text.chars().filter(is_plain).collect();
        // In several languages, these begin or end a comment.
        Self(text.replace("//", "/").replace("--", "-"))
    }

    /// A name for a package: lower-case ASCII letters, digits and hyphens.
    pub(super) fn package(text: &str) -> Self {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
        Self(text.chars().map(plain).collect::<String>().trim_matches('-').into())
    }

    /// A JSON document as an expression of JavaScript.
    pub(super) fn javascript(json: &str) -> Self {
        Self(snippet::js_safe(json))
    }
}

/// A programming language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    JavaScript,
    Python,
    Go,
    Rust,
    Ruby,
    Php,
    Java,
}

impl Syntax {
    /// A string literal.
    pub(super) fn literal(self, text: &str) -> Code {
        Code(match self {
            Self::JavaScript => javascript(text),
            Self::Python if text.contains('"') && is_plain(text) => format!("'{text}'"),
            Self::Python => snippet::python_string(text),
            Self::Go => escaped(text, "\\\"", |c| format!("\\U{:08x}", u32::from(c))),
            Self::Rust => escaped(text, "\\\"", |c| format!("\\u{{{:x}}}", u32::from(c))),
            Self::Ruby if is_plain(text) => format!("'{text}'"),
            // In double quotes, `#{` is an interpolation.
            Self::Ruby => escaped(text, "\\\"#", |c| format!("\\u{{{:x}}}", u32::from(c))),
            // In single quotes, only these two characters are special, and a line break is allowed. `?>` is not special
            // in a literal.
            Self::Php if !text.chars().any(char::is_control) => {
                format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
            }
            Self::Php => escaped(text, "\\\"$", |c| format!("\\u{{{:x}}}", u32::from(c))),
            // Escapes such as `\u000a` are replaced before the literal is read, so control characters are octal.
            Self::Java => escaped(text, "\\\"", java_escape),
        })
    }

    /// What is before the name of a function that reads the request.
    const fn receiver(self) -> &'static str {
        match self {
            Self::Php => "$request->",
            _ => "request.",
        }
    }

    const fn variable(self) -> &'static str {
        match self {
            Self::Php => "$",
            _ => "",
        }
    }

    /// An expression of type text as bytes.
    fn bytes(self, text: &str) -> Code {
        Code(match self {
            Self::Python => format!("{text}.encode()"),
            Self::Ruby => format!("{text}.b"),
            Self::Java => format!("bytes({text})"),
            // Strings consist of bytes.
            Self::Go | Self::Php | Self::JavaScript | Self::Rust => text.into(),
        })
    }

    /// A call of a function that reads the request.
    fn call(self, name: &str, arguments: &[&str]) -> String {
        let literals: Vec<_> = arguments.iter().map(|text| self.literal(text).0).collect();
        let name = match self {
            Self::Python | Self::Ruby | Self::Rust => name.into(),
            _ => camel(name),
        };
        let list = literals.join(", ");
        match self {
            Self::Ruby if literals.is_empty() => format!("{}{name}", self.receiver()),
            _ => format!("{}{name}({list})", self.receiver()),
        }
    }

    /// An expression for the text at a place. It is empty if the request does not have the place.
    pub(super) fn place(self, place: &Place<&str>) -> Code {
        Code(match *place {
            Place::Header { header, or_header: None } => self.call("header", &[header]),
            Place::Header { .. } if self == Self::Rust => {
                format!("request.either_header(&[{}])", self.list(&place.headers().collect::<Vec<_>>()).0)
            }
            Place::Header { .. } => self.call("either_header", &place.headers().collect::<Vec<_>>()),
            Place::Field { field } => self.call("field", &[field]),
            Place::Item { item } => self.call("item", &[item]),
            Place::Query { query } => self.call("query", &[query]),
            Place::Member { member } => self.call("member", &[member]),
        })
    }

    /// Expressions for the signed content, in order. An optional part is one expression.
    pub(super) fn content(self, pieces: &[Piece<&str>]) -> Vec<Code> {
        let mut parts = Vec::new();
        let mut optional: Option<Vec<String>> = None;
        for piece in pieces {
            match (piece, &mut optional) {
                (Piece::If(pointer), _) => optional = Some(vec![self.literal(pointer).0]),
                (Piece::End, _) => {
                    let arguments = optional.take().unwrap_or_default().join(", ");
                    parts.push(Code(format!("{}optional({arguments})", self.receiver())));
                }
                (piece, Some(arguments)) => arguments.push(self.piece(piece).0),
                (piece, None) => parts.push(self.piece(piece)),
            }
        }
        parts
    }

    /// An expression for the value of a parameter of a body that can be a form. It is empty if the parameter is missing.
    pub(super) fn form_value(self, name: &str) -> Code {
        Code(self.call("form_value", &[name]))
    }

    /// Literals, separated by commas.
    pub(super) fn list(self, texts: &[&str]) -> Code {
        Code(texts.iter().map(|text| self.literal(text).0).collect::<Vec<_>>().join(", "))
    }

    /// An expression for the bytes of a piece of the signed content.
    pub(super) fn piece(self, piece: &Piece<&str>) -> Code {
        let variable = |name: &str| self.bytes(&format!("{}{name}", self.variable()));
        let call = |name: &str, arguments: &[&str]| self.bytes(&self.call(name, arguments));
        match *piece {
            Piece::Literal(text)
                if self == Self::Python && text.chars().all(|c| matches!(c, ' '..='~' | '\n' | '\t')) =>
            {
                Code(format!("b{}", self.literal(text).0))
            }
            Piece::Literal(text) => self.bytes(&self.literal(text).0),
            Piece::Body if self == Self::Go => Code("string(request.body)".into()),
            Piece::Body if self == Self::Java => Code("request.body()".into()),
            Piece::Body => Code(format!("{}body", self.receiver())),
            Piece::BodySha256 => call("body_digest", &[]),
            Piece::Timestamp => variable("timestamp"),
            Piece::Id => variable("id"),
            Piece::Url | Piece::UrlAnyPort => variable("url"),
            Piece::UrlDecoded => call("decoded_url", &[]),
            Piece::Path => call("target", &[]),
            Piece::Method => call("verb", &[]),
            Piece::Params | Piece::RepeatedParams => Code(format!("{}params", self.variable())),
            Piece::Secret if self == Self::Go => Code("string(key)".into()),
            Piece::Secret => Code(format!("{}key", self.variable())),
            Piece::Header(name) => call("signed_header", &[name]),
            Piece::Member(kind, pointer) => call("signed_member", &[kind_name(kind), pointer]),
            Piece::Field(name) => call("field", &[name]),
            // The caller groups optional parts, and the others occur only in replies to handshakes.
            Piece::If(_) | Piece::End | Piece::Query(_) => Code(String::new()),
            Piece::MacOfQuery(_) | Piece::MacOfMember(_) | Piece::Sha256OfQuery(_) => Code(String::new()),
        }
    }

    /// An expression for the text of a piece of the reply to a handshake.
    pub(super) fn reply(self, piece: &Piece<&str>, is_json: bool) -> Code {
        let value = |place: Place<&str>| {
            let text = self.place(&place).0;
            if is_json { self.wrapped("escaped", &text) } else { text }
        };
        let mac = |place: Place<&str>| self.wrapped("mac_of", &self.place(&place).0);
        Code(match *piece {
            Piece::Literal(text) => self.literal(text).0,
            Piece::Query(query) => value(Place::Query { query }),
            Piece::Member(_, member) => value(Place::Member { member }),
            Piece::Header(header) => value(Place::Header { header, or_header: None }),
            Piece::MacOfQuery(query) => mac(Place::Query { query }),
            Piece::MacOfMember(member) => mac(Place::Member { member }),
            _ => self.literal("").0,
        })
    }

    /// Further arguments of a call.
    pub(super) fn arguments(self, names: &[&str]) -> Code {
        Code(names.iter().map(|name| format!(", {}{name}", self.variable())).collect())
    }

    /// Further parameters of a function: the key, and others of type text.
    pub(super) fn parameters(self, names: &[&str]) -> Code {
        let kind = |name: &str| match self {
            Self::Php => "string ",
            Self::Java if name == "key" => "byte[] ",
            Self::Java => "String ",
            _ => "",
        };
        Code(names.iter().map(|name| format!(", {}{}{name}", kind(name), self.variable())).collect())
    }

    fn wrapped(self, name: &str, text: &str) -> String {
        match self {
            Self::Python | Self::Ruby | Self::Rust => format!("{name}({text})"),
            _ => format!("{}({text})", camel(name)),
        }
    }
}

fn kind_name(kind: MemberType) -> &'static str {
    if kind == MemberType::Any { "any" } else { kind.name() }
}

/// `decoded_url` as `decodedUrl`.
fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let mut text = String::from(words.next().unwrap_or_default());
    for word in words {
        let (first, rest) = word.split_at_checked(1).unwrap_or_default();
        text.push_str(&first.to_ascii_uppercase());
        text.push_str(rest);
    }
    text
}

/// A literal in double quotes, with `special` characters after a backslash, and the others that are not printable ASCII
/// as the language writes them.
fn escaped(text: &str, special: &str, escape: impl Fn(char) -> String) -> String {
    let mut literal = String::from("\"");
    for character in text.chars() {
        match character {
            character if special.contains(character) => literal.extend(['\\', character]),
            ' '..='~' => literal.push(character),
            character => literal.push_str(&escape(character)),
        }
    }
    literal.push('"');
    literal
}

fn java_escape(character: char) -> String {
    if character.is_ascii_control() {
        // Three digits, so that a digit after the escape is not part of it.
        return format!("\\{:03o}", u32::from(character));
    }
    let mut units = [0; 2];
    character.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect()
}

/// A JavaScript literal in single quotes, unless the text needs escapes.
fn javascript(text: &str) -> String {
    if is_plain(text) { format!("'{text}'") } else { snippet::js_string(text) }
}

/// Whether a text needs no escapes in single quotes.
fn is_plain(text: &str) -> bool {
    text.chars().all(|c| (' '..='~').contains(&c) && c != '\'' && c != '\\')
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    const ALL: [Syntax; 7] =
        [Syntax::JavaScript, Syntax::Python, Syntax::Go, Syntax::Rust, Syntax::Ruby, Syntax::Php, Syntax::Java];

    proptest! {
        #[test]
        fn a_literal_ends_only_at_its_end(text in "\\PC{0,12}|[\"'\\\\#${}\n\r\u{0}\u{2028}a]{0,12}") {
            for syntax in ALL {
                let literal = syntax.literal(&text);
                let mut inside: Vec<char> = literal.as_str().chars().collect();
                let (last, first) = (inside.pop(), inside.remove(0));
                prop_assert!(last == Some(first) && matches!(first, '"' | '\''), "{}", literal.as_str());
                let mut is_escaped = false;
                for character in inside {
                    let is_special = character == first
                        || matches!((syntax, first, character), (Syntax::Ruby, '"', '#') | (Syntax::Php, '"', '$'));
                    prop_assert!(is_escaped || !is_special, "{:?} {}", syntax, literal.as_str());
                    let is_line_end = matches!(character, '\n' | '\r' | '\0')
                        || character == '\u{2028}' && !matches!(syntax, Syntax::Python | Syntax::Php);
                    prop_assert!(!is_line_end, "{:?} {}", syntax, literal.as_str());
                    is_escaped = character == '\\' && !is_escaped;
                }
                prop_assert!(!is_escaped, "{:?} {}", syntax, literal.as_str());
            }
        }
    }

    #[test]
    fn literals_escape_what_is_special_in_the_language() {
        let text = "'\"\\#{x}$y\n\u{0}é\u{1F600}?>";
        for (syntax, expected) in [
            (Syntax::Python, "\"'\\\"\\\\#{x}$y\\n\\u0000é😀?>\""),
            (Syntax::JavaScript, "\"'\\\"\\\\#{x}$y\\n\\u0000é😀?>\""),
            (Syntax::Go, "\"'\\\"\\\\#{x}$y\\U0000000a\\U00000000\\U000000e9\\U0001f600?>\""),
            (Syntax::Rust, "\"'\\\"\\\\#{x}$y\\u{a}\\u{0}\\u{e9}\\u{1f600}?>\""),
            (Syntax::Ruby, "\"'\\\"\\\\\\#{x}$y\\u{a}\\u{0}\\u{e9}\\u{1f600}?>\""),
            (Syntax::Php, "\"'\\\"\\\\#{x}\\$y\\u{a}\\u{0}\\u{e9}\\u{1f600}?>\""),
            (Syntax::Java, "\"'\\\"\\\\#{x}$y\\012\\000\\u00e9\\ud83d\\ude00?>\""),
        ] {
            assert_eq!(syntax.literal(text).as_str(), expected, "{syntax:?}");
        }
        assert_eq!(Syntax::Php.literal("a'$b\\").as_str(), "'a\\'$b\\\\'");
        assert_eq!(Syntax::JavaScript.literal("push").as_str(), "'push'");
    }

    #[test]
    fn comments_contain_no_special_characters() {
        assert_eq!(Code::comment("a\n*/ x ?> \"\"\" # -- // `b`").as_str(), "a/ x    - / b");
    }
}
