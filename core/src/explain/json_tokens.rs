//! JSON as a list of tokens with their original text. A document is tokenized once, and its forms are written from the
//! list.

use alloc::vec::Vec;

use serde_json::value::RawValue;

use super::work::Cut;

/// The maximum nesting depth of documents that are rewritten.
const MAX_DEPTH: usize = 64;

/// The cost of tokenizing a byte.
pub(super) const PER_BYTE: usize = 8;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    Array,
    /// A string that can be unescaped, with its quotes.
    Text,
    /// A number, `true`, `false` or `null`, or a string with an unpaired surrogate, which is not changed.
    Word,
}

#[derive(Clone, Copy, Debug)]
struct Token {
    kind: Kind,
    is_name: bool,
    /// The start in the text. For an object, the start of its members in `order`.
    start: u32,
    /// The end in the text. For an object, the number of its members.
    end: u32,
    /// The index of the first token after the value and everything in it.
    next: u32,
}

/// A tokenized document.
#[derive(Debug)]
pub(super) struct Document<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    /// The first tokens of the members of every object, sorted by name.
    order: Vec<u32>,
    /// The sum of the depths of all lines that a serializer with indentation writes, and the number of these lines.
    depths: usize,
    lines: usize,
    /// The number of empty objects and lists.
    empty: usize,
}

impl<'a> Document<'a> {
    /// Tokenizes a document. `None` if it is not JSON or is nested too deeply.
    pub(super) fn parse(text: &'a str) -> Result<Option<Self>, Cut> {
        // The code below relies on valid syntax.
        if u32::try_from(text.len()).is_err() || serde_json::from_str::<&RawValue>(text).is_err() {
            return Ok(None);
        }
        let (values, members) = count(text);
        let (mut tokens, mut order) = (Vec::new(), Vec::new());
        tokens.try_reserve_exact(values).map_err(|_| Cut)?;
        order.try_reserve_exact(members).map_err(|_| Cut)?;
        let document = Self { text, tokens, order, depths: 0, lines: 0, empty: 0 };
        let mut reader = Reader { document, at: 0, room: values };
        if reader.value(0, false).is_none() {
            return Ok(None);
        }
        let mut document = reader.document;
        document.sort();
        Ok(Some(document))
    }

    /// The first token of the document.
    pub(super) const fn root(&self) -> usize {
        0
    }

    pub(super) fn tokens(&self) -> usize {
        self.tokens.len()
    }

    pub(super) const fn text(&self) -> &'a str {
        self.text
    }

    /// The number of empty objects and lists.
    pub(super) const fn empty(&self) -> usize {
        self.empty
    }

    /// The number of lines that a serializer with indentation adds, and the sum of their depths.
    pub(super) const fn lines(&self) -> (usize, usize) {
        (self.lines, self.depths)
    }

    pub(super) fn kind(&self, index: usize) -> Option<Kind> {
        self.tokens.get(index).map(|token| token.kind)
    }

    /// An object or a list as it is written. `None` if it is empty.
    pub(super) fn raw(&self, index: usize) -> Option<&'a str> {
        let token = self.tokens.get(index)?;
        let start = match token.kind {
            Kind::Array => token.start as usize,
            // The members are between the brackets, and only whitespace is before the first one.
            Kind::Object => {
                let first = self.tokens.get(index + 1).filter(|_| token.next as usize > index + 1)?;
                self.text.get(..first.start as usize)?.rfind('{')?
            }
            Kind::Text | Kind::Word => return None,
        };
        let rest = self.text.get(start..)?;
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<&RawValue>();
        values.next()?.ok().map(RawValue::get)
    }

    /// Whether a token is the name of a member.
    pub(super) fn is_name(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|token| token.is_name)
    }

    /// The original text of a string or a word.
    pub(super) fn written(&self, index: usize) -> &'a str {
        let token = self.tokens.get(index).filter(|token| matches!(token.kind, Kind::Text | Kind::Word));
        token.and_then(|token| self.text.get(token.start as usize..token.end as usize)).unwrap_or_default()
    }

    /// The characters of a string or a word.
    pub(super) fn characters(&self, index: usize) -> impl Iterator<Item = char> + Clone + use<'a> {
        characters(self.written(index)).map_while(|character| character)
    }

    /// The same, with access to runs of characters that are written without escapes.
    pub(super) fn runs(&self, index: usize) -> Characters<'a> {
        characters(self.written(index))
    }

    /// The items of a list, or the names of the members of an object, in order.
    pub(super) fn items(&self, index: usize) -> impl Iterator<Item = usize> {
        let token = self.tokens.get(index).copied();
        let is_list = token.is_some_and(|token| matches!(token.kind, Kind::Object | Kind::Array));
        let (mut at, end) = (index + 1, token.filter(|_| is_list).map_or(0, |token| token.next as usize));
        core::iter::from_fn(move || {
            let item = self.tokens.get(at).filter(|_| at < end)?;
            let found = at;
            // A name is followed by its value.
            at = if item.is_name { self.tokens.get(at + 1)?.next as usize } else { item.next as usize };
            Some(found)
        })
    }

    /// The members of an object, sorted by name.
    pub(super) fn sorted(&self, index: usize) -> impl Iterator<Item = usize> {
        let object = self.tokens.get(index).filter(|token| token.kind == Kind::Object);
        let members = object.and_then(|token| self.order.get(token.start as usize..)?.get(..token.end as usize));
        members.unwrap_or_default().iter().map(|member| *member as usize)
    }

    /// Sorts the members of every object by the original text of their names.
    fn sort(&mut self) {
        for index in 0..self.tokens.len() {
            if self.kind(index) != Some(Kind::Object) {
                continue;
            }
            let start = self.order.len();
            let mut order = core::mem::take(&mut self.order);
            order.extend(self.items(index).filter_map(|member| u32::try_from(member).ok()));
            let name = |member: &u32| self.written(*member as usize).trim_matches('"');
            // Members with the same name keep their order, without the memory that a stable sort requires.
            let by_name = |one: &u32, other: &u32| name(one).cmp(name(other)).then(one.cmp(other));
            order.get_mut(start..).unwrap_or_default().sort_unstable_by(by_name);
            let members = order.len() - start;
            self.order = order;
            if let Some(object) = self.tokens.get_mut(index) {
                (object.start, object.end) = (start as u32, members as u32);
            }
        }
    }
}

/// The maximum number of tokens and of members of a document.
fn count(text: &str) -> (usize, usize) {
    let (mut values, mut members, mut in_text, mut is_escaped) = (1, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_text => is_escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' | b',' if !in_text => values += 1,
            b':' if !in_text => (values, members) = (values + 1, members + 1),
            _ => {}
        }
    }
    (values, members)
}

struct Reader<'a> {
    document: Document<'a>,
    at: usize,
    /// The maximum number of tokens.
    room: usize,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize, is_name: bool) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        let first = self.peek()?;
        let (start, index) = (self.at, self.document.tokens.len());
        if index >= self.room {
            return None;
        }
        let kind = match first {
            b'{' => Kind::Object,
            b'[' => Kind::Array,
            b'"' => Kind::Text,
            _ => Kind::Word,
        };
        self.document.tokens.push(Token { kind, is_name, start: start as u32, end: 0, next: 0 });
        let kind = match kind {
            Kind::Object => self.list(b'}', depth, true).map(|()| kind)?,
            Kind::Array => self.list(b']', depth, false).map(|()| kind)?,
            _ => {
                let rest = self.document.text.get(start..)?;
                let length = if first == b'"' { text_len(rest)? } else { rest.find(is_end).unwrap_or(rest.len()) };
                self.at += length;
                let is_broken = first == b'"' && characters(rest.get(..length)?).any(|character| character.is_none());
                if is_broken { Kind::Word } else { kind }
            }
        };
        let next = self.document.tokens.len() as u32;
        let token = self.document.tokens.get_mut(index)?;
        (token.kind, token.end, token.next) = (kind, self.at as u32, next);
        Some(())
    }

    fn list(&mut self, end: u8, depth: usize, has_names: bool) -> Option<()> {
        self.at += 1;
        let mut items = 0_usize;
        loop {
            let next = self.peek()?;
            if next == end {
                self.at += 1;
                break;
            }
            if next == b',' {
                self.at += 1;
            }
            if has_names {
                self.value(depth + 1, true)?;
                (self.peek()? == b':').then(|| self.at += 1)?;
            }
            self.value(depth + 1, false)?;
            items += 1;
        }
        if items == 0 {
            self.document.empty += 1;
        } else {
            // Each item and the closing bracket are on separate lines.
            self.document.lines += items + 1;
            self.document.depths += items * (depth + 1) + depth;
        }
        Some(())
    }

    /// The next byte that is not whitespace.
    fn peek(&mut self) -> Option<u8> {
        let rest = self.document.text.as_bytes().get(self.at..)?;
        let skipped = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        self.at += skipped;
        rest.get(skipped).copied()
    }
}

const fn is_end(character: char) -> bool {
    matches!(character, ',' | '}' | ']' | ' ' | '\t' | '\r' | '\n')
}

/// The length of the string at the start, with its quotes.
fn text_len(rest: &str) -> Option<usize> {
    let mut is_escaped = false;
    let inside = rest.bytes().skip(1).position(|byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    })?;
    Some(inside + 2)
}

/// The characters of a string with quotes and escapes, or of a word. `None` for an unpaired surrogate.
pub(super) fn characters(written: &str) -> Characters<'_> {
    let inside = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    Characters { rest: inside.unwrap_or(written).chars(), is_text: inside.is_some() }
}

#[derive(Clone)]
pub(super) struct Characters<'a> {
    rest: core::str::Chars<'a>,
    is_text: bool,
}

impl<'a> Characters<'a> {
    /// The next bytes that are written without escapes, which are those in the table. The table does not contain the
    /// backslash, and contains either all bytes beyond ASCII or none.
    pub(super) fn run(&mut self, is_plain: &[bool; 256]) -> &'a str {
        let rest = self.rest.as_str();
        let is_in = |byte: &u8| is_plain.get(usize::from(*byte)).copied().unwrap_or_default();
        let length = rest.as_bytes().iter().take_while(|byte| is_in(byte)).count();
        let (run, rest) = rest.split_at_checked(length).unwrap_or_default();
        self.rest = rest.chars();
        run
    }
}

impl Iterator for Characters<'_> {
    type Item = Option<char>;

    fn next(&mut self) -> Option<Option<char>> {
        let first = self.rest.next()?;
        if first != '\\' || !self.is_text {
            return Some(Some(first));
        }
        Some(match self.rest.next()? {
            'n' => Some('\n'),
            't' => Some('\t'),
            'r' => Some('\r'),
            'b' => Some('\u{8}'),
            'f' => Some('\u{c}'),
            'u' => match unit(&mut self.rest) {
                Some(high @ 0xd800..=0xdbff) => {
                    let mut after = self.rest.clone();
                    let is_escape = after.next() == Some('\\') && after.next() == Some('u');
                    let low = if is_escape { unit(&mut after) } else { None };
                    let pair = low.filter(|low| (0xdc00..=0xdfff).contains(low));
                    pair.and_then(|low| {
                        self.rest = after;
                        char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00))
                    })
                }
                Some(unit) => char::from_u32(unit),
                None => None,
            },
            other => Some(other),
        })
    }
}

fn unit(rest: &mut core::str::Chars<'_>) -> Option<u32> {
    (0..4).try_fold(0, |unit, _| Some(unit * 16 + rest.next()?.to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;
    use proptest::prelude::*;

    #[test]
    fn tokenizes_a_document() {
        let document = Document::parse(r#" {"b":[1, {"c":"x"}], "a":null,"b":"\ud800"} "#).unwrap().unwrap();
        let written = |index| document.written(index);
        assert_eq!(document.items(0).map(written).collect::<Vec<_>>(), ["\"b\"", "\"a\"", "\"b\""]);
        let sorted: Vec<_> = document.sorted(0).collect();
        assert_eq!(sorted.iter().map(|index| written(*index)).collect::<Vec<_>>(), ["\"a\"", "\"b\"", "\"b\""]);
        assert!(sorted[1] < sorted[2]);
        let list = document.items(0).next().unwrap() + 1;
        assert_eq!(document.kind(list), Some(Kind::Array));
        assert_eq!(document.items(list).count(), 2);
        assert_eq!(document.kind(sorted[2] + 1), Some(Kind::Word));
        assert!(Document::parse(&"[".repeat(9)).unwrap().is_none());
        let deep = |depth| ["[".repeat(depth), "]".repeat(depth)].concat();
        assert!(Document::parse(&deep(64)).unwrap().is_some() && Document::parse(&deep(66)).unwrap().is_none());
    }

    proptest! {
        #[test]
        fn unescapes_text_like_serde_json(
            text in "([ -~é😀]|\\\\u[0-9a-fA-F]{4}|\\\\u[dD][89a-fA-F][0-9]{2}|\\\\[nrtbf/\"\\\\]){0,12}",
        ) {
            let token = ["\"", &text, "\""].concat();
            let is_token = serde_json::from_str::<&RawValue>(&token).is_ok_and(|raw| raw.get() == token);
            prop_assume!(is_token);
            let expected = serde_json::from_str::<String>(&token).ok();
            prop_assert_eq!(characters(&token).collect::<Option<String>>(), expected);
        }
    }
}
