//! The syntax of a JSON text: the place of every value, so that one can be changed while the rest stays as it is written.

use std::ops::Range;

use crate::model::json::Value;

/// The maximum depth of arrays and objects.
const MAX_DEPTH: usize = 100;

/// A parsed JSON text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Document {
    text: String,
    root: Node,
}

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    pub(crate) range: Range<usize>,
    pub(crate) content: Content,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Content {
    Null,
    Bool,
    Number,
    /// A text, unless it contains an unpaired surrogate.
    Text(Option<String>),
    Array(Vec<Node>),
    /// The members in order. Names can be repeated; the last one is used.
    Object(Vec<Member>),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Member {
    pub(crate) name: String,
    /// The place of the name, with its quotation marks.
    pub(crate) name_range: Range<usize>,
    pub(crate) value: Node,
}

/// Why a text is not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    /// The offset of the first byte that is wrong.
    pub(crate) at: usize,
}

impl Document {
    /// Parses a text.
    ///
    /// # Errors
    /// The place of the first mistake.
    pub(crate) fn parse(text: &str) -> Result<Self, SyntaxError> {
        let mut parser = Parser { text, at: 0 };
        let root = parser.value(MAX_DEPTH).and_then(|root| {
            parser.skip_space();
            (parser.at == text.len()).then_some(root)
        });
        match root {
            Some(root) => Ok(Self { text: text.into(), root }),
            None => Err(SyntaxError { at: parser.at }),
        }
    }

    pub(crate) const fn root(&self) -> &Node {
        &self.root
    }

    /// Returns the value at a JSON Pointer.
    pub(crate) fn find(&self, pointer: &str) -> Option<&Node> {
        tokens(pointer).try_fold(&self.root, |node, token| node.child(&token).map(|(node, _)| node))
    }

    /// Returns a value as it is written.
    pub(crate) fn literal(&self, node: &Node) -> &str {
        self.text.get(node.range.clone()).unwrap_or_default()
    }

    /// Returns the offset of the value at a JSON Pointer, or of the closest value around it that exists. The offset of a
    /// member is that of its name.
    pub(crate) fn place(&self, pointer: &str) -> usize {
        let mut place = (&self.root, self.root.range.start);
        for token in tokens(pointer) {
            match place.0.child(&token) {
                Some(child) => place = child,
                None => break,
            }
        }
        place.1
    }

    /// Replaces the value at a JSON Pointer, and returns the new text.
    pub(crate) fn set(&self, pointer: &str, literal: &str) -> Option<String> {
        self.replaced(self.find(pointer)?.range.clone(), literal)
    }

    /// Adds a member to the object at a JSON Pointer, and returns the new text. `before` are the names of the members after
    /// which it belongs.
    pub(crate) fn insert(&self, pointer: &str, name: &str, literal: &str, before: &[&str]) -> Option<String> {
        let object = self.find(pointer)?;
        let Content::Object(members) = &object.content else { return None };
        let entry = format!("{}: {literal}", Value::from(name));
        let after = members.iter().rev().find(|member| before.contains(&member.name.as_str()));
        let gap = self.gap(object);
        match (after, members.first()) {
            (Some(after), _) => self.replaced(after.value.range.end..after.value.range.end, &format!(",{gap}{entry}")),
            (None, Some(first)) => {
                self.replaced(first.name_range.start..first.name_range.start, &format!("{entry},{gap}"))
            }
            (None, None) => self.fill(object, &entry),
        }
    }

    /// Adds an item to the array at a JSON Pointer, and returns the new text.
    pub(crate) fn push(&self, pointer: &str, literal: &str) -> Option<String> {
        let array = self.find(pointer)?;
        let Content::Array(items) = &array.content else { return None };
        match items.last() {
            Some(last) => self.replaced(last.range.end..last.range.end, &format!(",{}{literal}", self.gap(array))),
            None => self.fill(array, literal),
        }
    }

    /// Adds a value at a JSON Pointer, with the objects and arrays on the way to it that are missing, and returns the new text.
    /// A member is added as the last one.
    pub(crate) fn add(&self, pointer: &str, literal: &str) -> Option<String> {
        let mut found = "";
        let starts = pointer.match_indices('/').map(|(at, _)| at).skip(1).chain([pointer.len()]);
        for end in starts {
            let longer = pointer.get(..end)?;
            if self.find(longer).is_none() {
                let rest = pointer.get(found.len() + 1..)?;
                let (name, below) = rest.split_once('/').unwrap_or((rest, ""));
                let inner =
                    below.rsplit('/').filter(|_| !below.is_empty()).fold(
                        literal.to_owned(),
                        |inner, token| match token.parse::<usize>() {
                            Ok(_) => format!("[{inner}]"),
                            Err(_) => format!("{{{}: {inner}}}", Value::from(unescape(token).as_str())),
                        },
                    );
                return match &self.find(found)?.content {
                    Content::Object(members) => {
                        let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
                        self.insert(found, &unescape(name), &inner, &names)
                    }
                    Content::Array(items) if name.parse() == Ok(items.len()) => self.push(found, &inner),
                    _ => None,
                };
            }
            found = longer;
        }
        None
    }

    /// Removes a member or an item, and returns the new text.
    pub(crate) fn remove(&self, pointer: &str) -> Option<String> {
        let (parent, token) = pointer.rsplit_once('/')?;
        let token = unescape(token);
        let children: Vec<Range<usize>> = match &self.find(parent)?.content {
            Content::Object(members) => members.iter().map(|it| it.name_range.start..it.value.range.end).collect(),
            Content::Array(items) => items.iter().map(|item| item.range.clone()).collect(),
            _ => return None,
        };
        let index = match &self.find(parent)?.content {
            Content::Object(members) => members.iter().rposition(|member| member.name == token)?,
            _ => token.parse().ok()?,
        };
        let removed = children.get(index)?;
        let before = index.checked_sub(1).and_then(|before| children.get(before));
        let range = match (before, children.get(index + 1)) {
            // With the comma before it, or with the one after it.
            (Some(before), _) => before.end..removed.end,
            (None, Some(after)) => removed.start..after.start,
            (None, None) => {
                let around = &self.find(parent)?.range;
                around.start + 1..around.end.checked_sub(1)?
            }
        };
        self.replaced(range, "")
    }

    fn replaced(&self, range: Range<usize>, text: &str) -> Option<String> {
        Some([self.text.get(..range.start)?, text, self.text.get(range.end..)?].concat())
    }

    /// Returns the white space before the first child of an array or an object.
    fn gap(&self, parent: &Node) -> &str {
        let start = match &parent.content {
            Content::Object(members) => members.first().map(|member| member.name_range.start),
            Content::Array(items) => items.first().map(|item| item.range.start),
            _ => None,
        };
        let gap = start.and_then(|start| self.text.get(parent.range.start + 1..start)).unwrap_or_default();
        if gap.is_empty() { " " } else { gap }
    }

    /// Writes the first child of an array or an object, on a line of its own if the document has several lines.
    fn fill(&self, parent: &Node, entry: &str) -> Option<String> {
        let inner = parent.range.start + 1..parent.range.end.checked_sub(1)?;
        if !self.text.contains('\n') {
            return self.replaced(inner, entry);
        }
        let line = self.text.get(..parent.range.start)?.rsplit('\n').next().unwrap_or_default();
        let indentation: String = line.chars().take_while(|letter| matches!(letter, ' ' | '\t')).collect();
        self.replaced(inner, &format!("\n{indentation}  {entry}\n{indentation}"))
    }
}

impl Node {
    /// Returns a member or an item, and the offset where it starts.
    fn child(&self, token: &str) -> Option<(&Self, usize)> {
        match &self.content {
            Content::Object(members) => {
                let member = members.iter().rfind(|member| member.name == token)?;
                Some((&member.value, member.name_range.start))
            }
            Content::Array(items) => {
                let item = items.get(token.parse::<usize>().ok()?)?;
                Some((item, item.range.start))
            }
            _ => None,
        }
    }
}

/// Returns the reference tokens of a JSON Pointer.
fn tokens(pointer: &str) -> impl Iterator<Item = String> {
    pointer.split('/').skip(1).map(unescape)
}

fn unescape(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

/// Reads values, and stops at the first byte that is wrong.
struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        self.skip_while(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t'));
    }

    fn skip_while(&mut self, fits: impl Fn(u8) -> bool) -> usize {
        let start = self.at;
        while self.peek().is_some_and(&fits) {
            self.at += 1;
        }
        self.at - start
    }

    fn takes(&mut self, byte: u8) -> bool {
        let is_it = self.peek() == Some(byte);
        self.at += usize::from(is_it);
        is_it
    }

    fn value(&mut self, depth: usize) -> Option<Node> {
        let depth = depth.checked_sub(1)?;
        self.skip_space();
        let start = self.at;
        let content = match self.peek()? {
            b'{' => self.object(depth)?,
            b'[' => self.array(depth)?,
            b'"' => Content::Text(self.string()?),
            b't' => self.word("true", Content::Bool)?,
            b'f' => self.word("false", Content::Bool)?,
            b'n' => self.word("null", Content::Null)?,
            _ => self.number()?,
        };
        Some(Node { range: start..self.at, content })
    }

    fn word(&mut self, word: &str, content: Content) -> Option<Content> {
        word.bytes().all(|byte| self.takes(byte)).then_some(content)
    }

    fn number(&mut self) -> Option<Content> {
        let digits = |parser: &mut Self| (parser.skip_while(|byte| byte.is_ascii_digit()) > 0).then_some(());
        self.takes(b'-');
        if !self.takes(b'0') {
            digits(self)?;
        }
        if self.takes(b'.') {
            digits(self)?;
        }
        if self.takes(b'e') || self.takes(b'E') {
            let _ = self.takes(b'+') || self.takes(b'-');
            digits(self)?;
        }
        Some(Content::Number)
    }

    /// Reads a string, which is `Some(None)` if it contains an unpaired surrogate.
    fn string(&mut self) -> Option<Option<String>> {
        let start = self.at;
        self.takes(b'"');
        loop {
            self.skip_while(|byte| byte >= b' ' && byte != b'"' && byte != b'\\');
            if self.takes(b'"') {
                break;
            }
            if !self.takes(b'\\') {
                return None;
            }
            if self.takes(b'u') {
                for _ in 0..4 {
                    self.peek().filter(u8::is_ascii_hexdigit)?;
                    self.at += 1;
                }
            } else {
                self.peek().filter(|escape| b"\"\\/bfnrt".contains(escape))?;
                self.at += 1;
            }
        }
        Some(Value::parse(self.text.get(start..self.at)?).as_ref().and_then(Value::as_str).map(String::from))
    }

    fn array(&mut self, depth: usize) -> Option<Content> {
        let mut items = Vec::new();
        self.takes(b'[');
        self.skip_space();
        if self.takes(b']') {
            return Some(Content::Array(items));
        }
        loop {
            items.push(self.value(depth)?);
            if self.ends(b']')? {
                return Some(Content::Array(items));
            }
        }
    }

    fn object(&mut self, depth: usize) -> Option<Content> {
        let mut members = Vec::new();
        self.takes(b'{');
        self.skip_space();
        if self.takes(b'}') {
            return Some(Content::Object(members));
        }
        loop {
            self.skip_space();
            let start = self.at;
            self.peek().filter(|byte| *byte == b'"')?;
            let name = self.string()?.unwrap_or_default();
            let name_range = start..self.at;
            self.skip_space();
            self.takes(b':').then_some(())?;
            members.push(Member { name, name_range, value: self.value(depth)? });
            if self.ends(b'}')? {
                return Some(Content::Object(members));
            }
        }
    }

    /// Skips a separator or the end, and returns whether it was the end.
    fn ends(&mut self, end: u8) -> Option<bool> {
        self.skip_space();
        let is_end = self.takes(end);
        (is_end || self.takes(b',')).then_some(is_end)
    }
}

#[cfg(test)]
#[path = "document_tests.rs"]
mod tests;
