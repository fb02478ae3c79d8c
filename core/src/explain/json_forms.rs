//! Hypotheses about a JSON body that was parsed and serialized again.

use alloc::format;
use alloc::vec::Vec;

use super::budget::Search;
use super::causes::Finding;
use super::characters::write_escape;
use super::codes::DiagnosisCode;
use super::json_styles::{ESCAPINGS, Escaping, PLAIN, SPACINGS, Spacing};
use super::json_tokens::{Document, Kind, PER_BYTE as PER_PARSED_BYTE};
use super::orders::orders;
use super::scratch::Scratch;
use super::work::{Cut, MAX_REWRITTEN};

/// The cost of writing a byte and a token.
const PER_BYTE: usize = 4;
const PER_TOKEN: usize = 20;

/// The order in which members are written.
#[derive(Clone, Copy)]
enum Order<'o> {
    Given,
    Sorted,
    /// The members of the top level in the order of these indices, and all others in their original order.
    Top(&'o [u8]),
}

/// Tries the body as other serializers write it.
pub(super) fn rewritten(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    if search.request.body.len() > MAX_REWRITTEN {
        return if search.begins_as_json() { Err(Cut) } else { Ok(None) };
    }
    let Some(document) = search.document()? else { return Ok(None) };
    let mut forms = Forms { lengths: Lengths::of(&document, search)?, document: &document, out: Scratch::new() };
    if let Some(finding) = forms.try_orders(search, &[Order::Given, Order::Sorted], &ESCAPINGS)? {
        return Ok(Some(finding));
    }
    let root = document.root();
    let is_object = document.kind(root) == Some(Kind::Object);
    let members = if is_object { document.items(root).take(MOST_MEMBERS + 1).count() } else { 0 };
    let numbers: Vec<u8> = (0..).take(members).collect();
    let orders = orders(&numbers);
    let orders: Vec<Order<'_>> = orders.iter().map(|order| Order::Top(order)).collect();
    forms.try_orders(search, &orders, ESCAPINGS.get(..6).unwrap_or_default())
}

/// The number of members above which not every order is tried.
const MOST_MEMBERS: usize = 5;

/// The numbers that determine the length of a form.
#[derive(Clone, Copy)]
struct Lengths {
    body: usize,
    tokens: usize,
    lines: usize,
    depths: usize,
    slashes: usize,
    special: usize,
    non_ascii: usize,
}

impl Lengths {
    fn of(document: &Document<'_>, search: &mut Search<'_>) -> Result<Self, Cut> {
        let body = search.request.body;
        search.spend(body.len() * 3)?;
        let count = |is_counted: fn(u8) -> bool| body.iter().filter(|byte| is_counted(**byte)).count();
        let (lines, depths) = document.lines();
        Ok(Self {
            body: body.len(),
            tokens: document.tokens(),
            lines,
            depths,
            slashes: count(|byte| byte == b'/'),
            special: count(|byte| b"<>&'\"+`\x7f=%@".contains(&byte)),
            non_ascii: count(|byte| !byte.is_ascii()),
        })
    }

    /// The maximum length of a form, with a line feed at its end.
    fn most(&self, spacing: Spacing, escaping: Escaping) -> usize {
        let between = self.tokens.saturating_mul(spacing.after_comma.len() + spacing.colon.len());
        let indentation = self.depths.saturating_mul(spacing.indent.map_or(0, str::len));
        let lines = self.lines.saturating_mul(spacing.line.len());
        let slashes = if escaping.slashes { self.slashes } else { 0 };
        let special = if escaping.special.is_empty() { 0 } else { self.special * 5 };
        let non_ascii = if escaping.as_is { 0 } else { self.non_ascii * 2 };
        [self.body, between, indentation, lines, slashes, special, non_ascii, 1]
            .into_iter()
            .fold(0, usize::saturating_add)
    }
}

/// The forms of a document, which are written into the same buffer one after another.
struct Forms<'d, 'a> {
    document: &'d Document<'a>,
    lengths: Lengths,
    out: Scratch,
}

impl Forms<'_, '_> {
    fn try_orders(
        &mut self,
        search: &mut Search<'_>,
        orders: &[Order<'_>],
        escapings: &[Escaping],
    ) -> Result<Option<Finding>, Cut> {
        // The plainest forms are tried first, in every order, because they are the most likely ones.
        for escaping in escapings {
            for spacing in &SPACINGS {
                for order in orders {
                    if self.verifies(search, *spacing, *escaping, *order)? {
                        return Ok(Some(self.describe(search, *spacing)));
                    }
                }
            }
        }
        Ok(None)
    }

    fn verifies(
        &mut self,
        search: &mut Search<'_>,
        spacing: Spacing,
        escaping: Escaping,
        order: Order<'_>,
    ) -> Result<bool, Cut> {
        let most = self.lengths.most(spacing, escaping);
        search.spend(most.saturating_mul(PER_BYTE).saturating_add(self.lengths.tokens * PER_TOKEN))?;
        self.out.start(most)?;
        Form::new(self.document, spacing, escaping, order).write(self.document.root(), 0, &mut self.out);
        for end in [b"".as_slice(), b"\n"] {
            self.out.extend(end);
            let Some(written) = self.out.variant() else { return Ok(false) };
            if written != search.request.body && search.body_verifies(written)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The change from the sender's text to this body. If there are several changes, the largest one is reported.
    fn describe(&self, search: &mut Search<'_>, spacing: Spacing) -> Finding {
        let any = "the signature matches with the document written in another way";
        self.difference(search, spacing).unwrap_or_else(|Cut| Finding::proven(DiagnosisCode::BodyReformatted, any))
    }

    fn difference(&self, search: &mut Search<'_>, spacing: Spacing) -> Result<Finding, Cut> {
        let body = core::str::from_utf8(search.request.body).unwrap_or_default();
        let signed = core::str::from_utf8(self.out.variant().unwrap_or_default()).unwrap_or_default();
        search.spend((body.len() + signed.len()).saturating_mul(PER_PARSED_BYTE + PER_BYTE))?;
        let sent = Document::parse(signed.trim_end())?.ok_or(Cut)?;
        let as_is = Escaping { as_is: true, ..PLAIN };
        let most = self.lengths.most(spacing, as_is);
        search.spend(most.saturating_mul(PER_BYTE).saturating_add(self.lengths.tokens * PER_TOKEN))?;
        let mut respaced = Scratch::new();
        respaced.start(most)?;
        Form::new(self.document, spacing, as_is, Order::Given).write(self.document.root(), 0, &mut respaced);
        if respaced.variant() != Some(body.trim_end().as_bytes()) {
            let evidence = format!("the signature matches if the document is written {}", spacing.title);
            return Ok(Finding::proven(DiagnosisCode::BodyReformatted, evidence));
        }
        if !self.document.has_names_of(&sent) {
            return Ok(Finding::proven(
                DiagnosisCode::BodyKeyOrder,
                "the signature matches with the members of the document in another order",
            ));
        }
        if body.contains("\\/") != signed.contains("\\/") {
            let how = if signed.contains("\\/") {
                "slashes written as `\\/`, as PHP writes them"
            } else {
                "slashes written as `/`, without a backslash"
            };
            return Ok(Finding::proven(DiagnosisCode::BodyEscapedSlashes, format!("the signature matches with {how}")));
        }
        if escapes(signed) >= escapes(body) {
            let evidence = "the signature matches with characters written as escapes, such as `\\u00e9`";
            return Ok(Finding::proven(DiagnosisCode::BodyUnicodeEscapes, evidence));
        }
        let evidence = "the signature matches with unescaped characters; the body contains escapes instead";
        Ok(Finding::proven(DiagnosisCode::BodyAsciiOnly, evidence))
    }
}

fn escapes(text: &str) -> usize {
    text.matches("\\u").count()
}

/// A document in the format of one serializer.
struct Form<'d, 'a> {
    document: &'d Document<'a>,
    spacing: Spacing,
    escaping: Escaping,
    order: Order<'d>,
    /// The bytes that are written without an escape.
    is_plain: [bool; 256],
}

impl<'d, 'a> Form<'d, 'a> {
    fn new(document: &'d Document<'a>, spacing: Spacing, escaping: Escaping, order: Order<'d>) -> Self {
        let is_wide_plain = !escaping.non_ascii && !escaping.astral && escaping.special.is_ascii();
        let is_plain = core::array::from_fn(|index| match u8::try_from(index).map(char::from) {
            Ok(character) if character.is_ascii() => {
                let is_escaped = matches!(character, '"' | '\\') || (character == '/' && escaping.slashes);
                !(is_escaped || character.is_ascii_control() || escaping.special.contains(character))
            }
            _ => is_wide_plain,
        });
        Self { document, spacing, escaping, order, is_plain }
    }

    fn write(&self, value: usize, depth: usize, out: &mut Scratch) {
        match self.document.kind(value) {
            Some(Kind::Object) => {
                out.push(b'{');
                let mut is_empty = true;
                self.members(value, depth, |member| {
                    self.begin_item(core::mem::take(&mut is_empty), depth, out);
                    self.write_scalar(member, out);
                    out.extend(self.spacing.colon.as_bytes());
                    self.write(member + 1, depth + 1, out);
                });
                self.end_list(is_empty, depth, out);
                out.push(b'}');
            }
            Some(Kind::Array) => {
                out.push(b'[');
                let mut is_empty = true;
                for item in self.document.items(value) {
                    self.begin_item(core::mem::take(&mut is_empty), depth, out);
                    self.write(item, depth + 1, out);
                }
                self.end_list(is_empty, depth, out);
                out.push(b']');
            }
            _ => self.write_scalar(value, out),
        }
    }

    fn members(&self, object: usize, depth: usize, write: impl FnMut(usize)) {
        match self.order {
            Order::Sorted => self.document.sorted(object).for_each(write),
            Order::Top(order) if depth == 0 => {
                let nth = |number: &u8| self.document.items(object).nth(usize::from(*number));
                order.iter().filter_map(nth).for_each(write);
            }
            _ => self.document.items(object).for_each(write),
        }
    }

    fn begin_item(&self, is_first: bool, depth: usize, out: &mut Scratch) {
        if !is_first {
            out.push(b',');
            out.extend(self.spacing.after_comma.as_bytes());
        }
        self.new_line(depth + 1, out);
    }

    fn end_list(&self, is_empty: bool, depth: usize, out: &mut Scratch) {
        if !is_empty {
            self.new_line(depth, out);
        }
    }

    fn new_line(&self, depth: usize, out: &mut Scratch) {
        if let Some(indent) = self.spacing.indent {
            out.extend(self.spacing.line.as_bytes());
            for _ in 0..depth {
                out.extend(indent.as_bytes());
            }
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
