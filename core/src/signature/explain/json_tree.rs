//! JSON as a tree of tokens, each as it is written.

use alloc::string::String;
use alloc::vec::Vec;

use serde_json::value::RawValue;

/// What is nested deeper than this is left alone.
const MAX_DEPTH: usize = 64;

/// A value, with every token as it is written.
#[derive(Clone, Debug)]
pub(super) enum Node<'a> {
    /// Members in their order, each name with its quotes.
    Object(Vec<(&'a str, Self)>),
    Array(Vec<Self>),
    /// With its quotes.
    Text(&'a str),
    /// A number, `true`, `false` or `null`.
    Word(&'a str),
}

impl<'a> Node<'a> {
    /// Takes a document apart. `None` if it is no JSON, or nested too deeply.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        // So that what follows may rely on the grammar.
        let _: &RawValue = serde_json::from_str(text).ok()?;
        let mut reader = Reader { text, at: 0 };
        reader.value(0)
    }

    /// The same tree with the members of every object in the order of their names.
    pub(super) fn sorted(&self) -> Self {
        match self {
            Self::Object(members) => {
                let mut members: Vec<_> = members.iter().map(|(name, value)| (*name, value.sorted())).collect();
                members.sort_by(|(a, _), (b, _)| a.trim_matches('"').cmp(b.trim_matches('"')));
                Self::Object(members)
            }
            Self::Array(items) => Self::Array(items.iter().map(Self::sorted).collect()),
            Self::Text(text) => Self::Text(text),
            Self::Word(word) => Self::Word(word),
        }
    }

    /// The members of the object, if it is one.
    pub(super) fn members(&self) -> Option<&[(&'a str, Self)]> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn value(&mut self, depth: usize) -> Option<Node<'a>> {
        if depth > MAX_DEPTH {
            return None;
        }
        match self.peek()? {
            b'{' => self
                .list(b'}', |reader| {
                    let name = reader.text_token()?;
                    (reader.peek()? == b':').then(|| reader.at += 1)?;
                    Some((name, reader.value(depth + 1)?))
                })
                .map(Node::Object),
            b'[' => self.list(b']', |reader| reader.value(depth + 1)).map(Node::Array),
            b'"' => self.text_token().map(Node::Text),
            _ => {
                let rest = self.text.get(self.at..)?;
                let end = rest.find([',', '}', ']', ' ', '\t', '\r', '\n']).unwrap_or(rest.len());
                self.at += end;
                rest.get(..end).map(Node::Word)
            }
        }
    }

    /// The next byte that is no white space.
    fn peek(&mut self) -> Option<u8> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let skipped = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        self.at += skipped;
        rest.get(skipped).copied()
    }

    fn list<T>(&mut self, end: u8, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut items = Vec::new();
        self.at += 1;
        loop {
            let next = self.peek()?;
            if next == end {
                self.at += 1;
                return Some(items);
            }
            if next == b',' {
                self.at += 1;
            }
            self.peek()?;
            items.push(item(self)?);
        }
    }

    fn text_token(&mut self) -> Option<&'a str> {
        self.peek().filter(|byte| *byte == b'"')?;
        let rest = self.text.get(self.at..)?;
        let mut is_escaped = false;
        let inside = rest.bytes().skip(1).position(|byte| {
            let ends = byte == b'"' && !is_escaped;
            is_escaped = byte == b'\\' && !is_escaped;
            ends
        })?;
        let end = inside + 2;
        self.at += end;
        rest.get(..end)
    }
}

/// The text that a token with quotes stands for. `None` where it is half of a surrogate pair.
pub(super) fn unescaped(token: &str) -> Option<String> {
    serde_json::from_str(token).ok()
}
