//! JSON documents in the formats of serializers.

use alloc::string::String;
use alloc::vec::Vec;

use super::budget::Search;
use super::characters::write_escape;
use super::json_styles::{Escaping, Spacing};
use super::json_tokens::{Document, Kind};
use super::scratch::Scratch;
use super::work::Cut;
use crate::base::sort;

/// The cost of writing a byte and a token.
pub(super) const PER_BYTE: usize = 4;
pub(super) const PER_TOKEN: usize = 20;

/// The order in which members are written.
#[derive(Clone, Copy)]
pub(super) enum Order<'o> {
    Given,
    Sorted,
    /// By the length of names, and then by name, as PostgreSQL and MySQL store documents.
    ByLength,
    /// The members of one object in the order of these indices, and all others in their original order.
    Of(usize, &'o [u8]),
}

/// A token that is written in another way, or a member whose value is this token and which is not written.
pub(super) type Edit = (usize, Option<String>);

/// The numbers that determine the length of a form.
#[derive(Clone, Copy)]
pub(super) struct Lengths {
    text: usize,
    tokens: usize,
    lines: usize,
    depths: usize,
    slashes: usize,
    special: usize,
    non_ascii: usize,
    empty: usize,
}

impl Lengths {
    pub(super) fn of(document: &Document<'_>, search: &mut Search<'_>) -> Result<Self, Cut> {
        let text = document.text().as_bytes();
        search.spend(text.len() * 3)?;
        let count = |is_counted: fn(u8) -> bool| text.iter().filter(|byte| is_counted(**byte)).count();
        let (lines, depths) = document.lines();
        Ok(Self {
            text: text.len(),
            tokens: document.tokens(),
            lines,
            depths,
            slashes: count(|byte| byte == b'/'),
            special: count(|byte| b"<>&'\"+`\x7f=%@".contains(&byte)),
            non_ascii: count(|byte| !byte.is_ascii()),
            empty: document.empty(),
        })
    }

    /// The cost of writing a form of this length.
    pub(super) const fn cost(&self, length: usize) -> usize {
        length.saturating_mul(PER_BYTE).saturating_add(self.tokens.saturating_mul(PER_TOKEN))
    }

    /// The maximum length of a form, with a line end.
    pub(super) fn most(&self, spacing: Spacing, escaping: Escaping) -> usize {
        let row = spacing.rows.map_or(0, str::len);
        let around =
            spacing.after_comma.len() + spacing.colon.len() + spacing.pad.len() * 2 + spacing.before_line.len() + row;
        let between = self.tokens.saturating_mul(around);
        let indent = spacing.indent.map_or(0, str::len);
        let [object, list] = spacing.empty.map(str::len);
        // The depth of empty objects and lists is not known.
        let deepest = self.depths.min(64).saturating_mul(indent) + 2 * (object + list);
        let empty = if object + list > 0 { self.empty.saturating_mul(deepest) } else { 0 };
        let indentation = self.depths.saturating_mul(indent);
        let lines = self.lines.saturating_mul(spacing.line.len());
        let slashes = if escaping.slashes { self.slashes } else { 0 };
        let special = if escaping.special.is_empty() { 0 } else { self.special * 5 };
        let non_ascii = if escaping.as_is { 0 } else { self.non_ascii * 2 };
        [self.text, between, indentation, empty, lines, slashes, special, non_ascii, 2]
            .into_iter()
            .fold(0, usize::saturating_add)
    }
}

/// A document in the format of one serializer.
pub(super) struct Form<'d, 'a> {
    document: &'d Document<'a>,
    spacing: Spacing,
    escaping: Escaping,
    order: Order<'d>,
    /// Sorted by token.
    edits: &'d [Edit],
    /// The bytes that are written without an escape.
    is_plain: [bool; 256],
}

impl<'d, 'a> Form<'d, 'a> {
    pub(super) fn new(
        document: &'d Document<'a>,
        spacing: Spacing,
        escaping: Escaping,
        order: Order<'d>,
        edits: &'d [Edit],
    ) -> Self {
        let is_wide_plain = !escaping.non_ascii && !escaping.astral && escaping.special.is_ascii();
        let is_plain = core::array::from_fn(|index| match u8::try_from(index).map(char::from) {
            Ok(character) if character.is_ascii() => {
                let is_escaped = matches!(character, '"' | '\\') || (character == '/' && escaping.slashes);
                !(is_escaped || character.is_ascii_control() || escaping.special.contains(character))
            }
            _ => is_wide_plain,
        });
        Self { document, spacing, escaping, order, edits, is_plain }
    }

    /// Writes a value. `depth` is the number of open brackets whose content is on separate lines.
    pub(super) fn write(&self, value: usize, depth: usize, out: &mut Scratch) {
        if let Some(text) = self.edit(value) {
            out.extend(text.unwrap_or_default().as_bytes());
            return;
        }
        let is_root = value == self.document.root();
        match self.document.kind(value) {
            Some(Kind::Object) => {
                out.push(b'{');
                let has_lines = self.spacing.indent.is_some();
                let mut is_empty = true;
                self.members(value, |member| {
                    if self.edit(member + 1) == Some(None) {
                        return;
                    }
                    self.begin_item([core::mem::take(&mut is_empty), has_lines, is_root], None, depth, out);
                    self.write_scalar(member, out);
                    out.extend(self.spacing.colon.as_bytes());
                    self.write(member + 1, depth + usize::from(has_lines), out);
                });
                self.end_list([is_empty, has_lines, is_root], 0, depth, out);
                out.push(b'}');
            }
            Some(Kind::Array) => {
                out.push(b'[');
                let has_lines = self.spacing.indent.is_some() && !self.spacing.has_short_lists;
                let rows = if is_root { self.spacing.rows } else { None };
                let mut is_empty = true;
                for item in self.document.items(value) {
                    self.begin_item([core::mem::take(&mut is_empty), has_lines, is_root], rows, depth, out);
                    self.write(item, depth + usize::from(has_lines), out);
                }
                self.end_list([is_empty, has_lines, is_root], 1, depth, out);
                out.push(b']');
            }
            _ => self.write_scalar(value, out),
        }
    }

    /// The text that replaces a token. `Some(None)` if the token is not written.
    fn edit(&self, token: usize) -> Option<Option<&str>> {
        let at = self.edits.binary_search_by_key(&token, |(token, _)| *token).ok()?;
        self.edits.get(at).map(|(_, text)| text.as_deref())
    }

    fn members(&self, object: usize, write: impl FnMut(usize)) {
        match self.order {
            Order::Sorted => self.document.sorted(object).for_each(write),
            Order::ByLength => {
                let mut members: Vec<usize> = self.document.sorted(object).collect();
                sort::by_key(&mut members, |member| self.document.written(*member).len());
                members.into_iter().for_each(write);
            }
            Order::Of(ordered, order) if ordered == object => {
                let nth = |number: &u8| self.document.items(object).nth(usize::from(*number));
                order.iter().filter_map(nth).for_each(write);
            }
            _ => self.document.items(object).for_each(write),
        }
    }

    fn begin_item(
        &self,
        [is_first, has_lines, is_root]: [bool; 3],
        rows: Option<&str>,
        depth: usize,
        out: &mut Scratch,
    ) {
        if !is_first {
            out.extend(rows.unwrap_or(",").as_bytes());
        }
        if has_lines {
            if !is_first {
                out.extend(self.spacing.before_line.as_bytes());
            }
            self.new_line(depth + 1, out);
        } else if is_first {
            self.pad(is_root, out);
        } else if rows.is_none() {
            out.extend(self.spacing.after_comma.as_bytes());
        }
    }

    fn end_list(&self, [is_empty, has_lines, is_root]: [bool; 3], kind: usize, depth: usize, out: &mut Scratch) {
        if is_empty {
            let text = self.spacing.empty.get(kind).copied().unwrap_or_default();
            if text.starts_with('\n') {
                text.bytes().skip(1).for_each(|_| out.extend(self.spacing.line.as_bytes()));
                self.new_line(depth, out);
            } else {
                out.extend(text.as_bytes());
            }
        } else if has_lines {
            self.new_line(depth, out);
        } else {
            self.pad(is_root, out);
        }
    }

    /// Writes the whitespace inside a bracket.
    fn pad(&self, is_root: bool, out: &mut Scratch) {
        if is_root || !self.spacing.is_outer {
            out.extend(self.spacing.pad.as_bytes());
        }
    }

    fn new_line(&self, depth: usize, out: &mut Scratch) {
        out.extend(self.spacing.line.as_bytes());
        let indent = self.spacing.indent.unwrap_or_default();
        for _ in 0..depth {
            out.extend(indent.as_bytes());
        }
    }

    fn write_scalar(&self, token: usize, out: &mut Scratch) {
        if self.escaping.as_is || self.document.kind(token) != Some(Kind::Text) {
            out.extend(self.document.written(token).as_bytes());
            return;
        }
        out.push(b'"');
        let mut characters = self.document.runs(token);
        loop {
            out.extend(characters.run(&self.is_plain).as_bytes());
            let Some(character) = characters.next().flatten() else { break };
            self.write_character(character, out);
        }
        out.push(b'"');
    }

    fn write_character(&self, character: char, out: &mut Scratch) {
        let escaping = self.escaping;
        let is_wide = !character.is_ascii();
        let [upper_wide, upper_ascii] = escaping.upper;
        let is_upper = if is_wide { upper_wide } else { upper_ascii };
        match character {
            _ if escaping.special.contains(character) => write_escape(character, is_upper, out),
            '"' => out.extend(b"\\\""),
            '\\' => out.extend(b"\\\\"),
            '\n' => out.extend(b"\\n"),
            '\r' => out.extend(b"\\r"),
            '\t' => out.extend(b"\\t"),
            '\u{8}' => out.extend(b"\\b"),
            '\u{c}' => out.extend(b"\\f"),
            '/' if escaping.slashes => out.extend(b"\\/"),
            '\0'..='\u{1f}' => write_escape(character, is_upper, out),
            _ if is_wide && (escaping.non_ascii || (escaping.astral && character > '\u{ffff}')) => {
                write_escape(character, is_upper, out);
            }
            _ => out.push_char(character),
        }
    }
}
