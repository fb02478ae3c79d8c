//! Hypotheses about a JSON body that was parsed and serialized again.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::bodies::BOM;
use super::budget::Search;
use super::causes::Finding;
use super::codes::DiagnosisCode;
use super::json_changes::describe;
use super::json_forms::{Edit, Form, Lengths, Order, PER_BYTE};
use super::json_styles::{COMPACT, ESCAPINGS, Escaping, NOTABLE, Needs, PLAIN, SPACINGS, Spacing};
use super::json_tokens::{Document, Kind, PER_BYTE as PER_PARSED_BYTE};
use super::json_values;
use super::orders::{moves, orders};
use super::scratch::Scratch;
use super::work::{Cut, MAX_REWRITTEN};
use crate::base::sort;

/// The number of members up to which every order is tried, and up to which one member is moved.
const MOST_MEMBERS: usize = 5;
const MOST_MOVED: usize = 14;

/// The number of objects whose members are moved.
const MOST_OBJECTS: usize = 4;

/// The number of spacings that are tried first.
const MOST_COMMON: usize = 6;

/// The number of variants of the values above which only the most common styles are tried with them.
const FEW: usize = 16;
const FEWEST: usize = 4;

/// Tries the body as the most common serializers write it, before less likely hypotheses.
pub(super) fn common(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    if search.request.body.len() > MAX_REWRITTEN {
        return Ok(None);
    }
    let Some(document) = search.document()? else { return after_bom(search) };
    let mut forms = Forms::new(&document, search)?;
    let styles = forms.styles(search)?.common(MOST_COMMON, 2);
    forms.try_all(search, &styles, &[Order::Given])
}

/// Tries a body after its byte order mark as other serializers write it.
fn after_bom(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    let Some(rest) = search.request.body.strip_prefix(BOM) else { return Ok(None) };
    search.spend(rest.len())?;
    let evidence = "the signature matches without the byte order mark before the body";
    if search.body_verifies(rest)? {
        return Ok(Some(Finding::proven(DiagnosisCode::BodyBom, evidence)));
    }
    let Ok(text) = core::str::from_utf8(rest) else { return Ok(None) };
    let Some(style) = rewritten_text(search, text)? else { return Ok(None) };
    search.further = vec![Finding::proven(DiagnosisCode::BodyBom, evidence)];
    Ok(Some(Finding::proven(DiagnosisCode::BodyReformatted, format!("the signature matches {style}"))))
}

/// Tries the body as other serializers write it.
pub(super) fn rewritten(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    if search.request.body.len() > MAX_REWRITTEN {
        return if search.begins_as_json() { Err(Cut) } else { Ok(None) };
    }
    let Some(document) = search.document()? else { return Ok(None) };
    let mut forms = Forms::new(&document, search)?;
    let styles = forms.styles(search)?;
    let mut plain_orders = vec![Order::Given];
    if !document.is_sorted() {
        plain_orders.push(Order::Sorted);
    }
    plain_orders.push(Order::ByLength);
    if let Some(finding) = forms.try_all(search, &styles, &plain_orders)? {
        return Ok(Some(finding));
    }
    let common = styles.common(3, 1);
    if let Some(finding) = forms.values(search, &styles)? {
        return Ok(Some(finding));
    }
    for object in (0..document.tokens()).filter(|token| document.kind(*token) == Some(Kind::Object)).take(MOST_OBJECTS)
    {
        let count = document.items(object).take(MOST_MOVED + 1).count();
        let all =
            if count <= MOST_MEMBERS && object == document.root() { orders(count) } else { moves(count, MOST_MOVED) };
        let all: Vec<Order<'_>> = all.iter().map(|order| Order::Of(object, order)).collect();
        if let Some(finding) = forms.try_all(search, &common, &all)? {
            return Ok(Some(finding));
        }
    }
    Ok(None)
}

/// Tries a text that the body contains or was printed from, as common serializers write it.
pub(super) fn rewritten_text(search: &mut Search<'_>, text: &str) -> Result<Option<String>, Cut> {
    search.spend(text.len().saturating_mul(PER_PARSED_BYTE))?;
    let Some(document) = Document::parse(text)? else { return Ok(None) };
    let mut forms = Forms::new(&document, search)?;
    let styles = forms.styles(search)?.common(6, 6);
    for escaping in &styles.escapings {
        for spacing in &styles.spacings {
            if forms.verifies(search, *spacing, *escaping, Order::Given, &[], &ENDS)? {
                return Ok(Some(format!("if the document is written {}", spacing.title)));
            }
        }
    }
    Ok(None)
}

/// The ends of documents.
const ENDS: [&[u8]; 2] = [b"", b"\n"];

/// The styles that are tried. The first spacing is that of the body, if it is known.
struct Styles {
    spacings: Vec<Spacing>,
    escapings: Vec<Escaping>,
}

impl Styles {
    /// The style of the body, and the most common ones.
    fn common(&self, spacings: usize, escapings: usize) -> Self {
        let spacings = self.spacings.iter().take(spacings).copied().collect();
        Self { spacings, escapings: self.escapings.iter().take(escapings).copied().collect() }
    }
}

/// The forms of a document, which are written into the same buffer one after another.
struct Forms<'d, 'a> {
    document: &'d Document<'a>,
    lengths: Lengths,
    out: Scratch,
}

impl<'d, 'a> Forms<'d, 'a> {
    fn new(document: &'d Document<'a>, search: &mut Search<'_>) -> Result<Self, Cut> {
        Ok(Self { lengths: Lengths::of(document, search)?, document, out: Scratch::new() })
    }

    /// The styles in which the forms of this document differ.
    fn styles(&mut self, search: &mut Search<'_>) -> Result<Styles, Cut> {
        let document = self.document;
        let (lines, _) = document.lines();
        let has_rows =
            document.kind(document.root()) == Some(Kind::Array) && document.items(document.root()).count() > 1;
        search.spend(document.tokens().saturating_mul(4))?;
        let lists = (0..document.tokens()).filter(|token| document.kind(*token) == Some(Kind::Array));
        let has_list = lists.into_iter().any(|list| document.items(list).next().is_some());
        let is_different = |spacing: &&Spacing| match spacing.needs {
            Needs::Nothing => lines > 0 || spacing.indent.is_none(),
            Needs::Empty => document.empty() > 0,
            Needs::List => has_list,
            Needs::Rows => has_rows,
        };
        let mut spacings: Vec<Spacing> = SPACINGS.iter().filter(is_different).copied().collect();
        if has_rows {
            // The separators of rows are more likely than indentation.
            sort::by_key(&mut spacings, |spacing| !(spacing.needs == Needs::Rows || spacing.title == COMPACT.title));
        }
        let as_is = Escaping { as_is: true, ..PLAIN };
        let text = document.text().trim_ascii().as_bytes();
        for at in 0..spacings.len() {
            let Some(spacing) = spacings.get(at).copied() else { break };
            self.write(search, spacing, as_is, Order::Given, &[])?;
            if self.out.variant() == Some(text) {
                let own = spacings.remove(at);
                spacings.insert(0, own);
                break;
            }
        }
        Ok(Styles { spacings, escapings: self.escapings(search)? })
    }

    /// The escapings in which the forms of this document differ.
    fn escapings(&self, search: &mut Search<'_>) -> Result<Vec<Escaping>, Cut> {
        let text = self.document.text();
        search.spend(text.len().saturating_mul(PER_BYTE))?;
        let mut notable: Vec<char> = Vec::new();
        let texts = (0..self.document.tokens()).filter(|token| self.document.kind(*token) == Some(Kind::Text));
        for character in texts.flat_map(|token| self.document.characters(token)) {
            let representative = match character {
                'Ā'..='\u{ffff}' | '\u{80}'..='ÿ' if !NOTABLE.contains(character) => 'é',
                '\u{10000}'.. => '😀',
                other => other,
            };
            let is_notable = !representative.is_ascii() || NOTABLE.contains(representative);
            if is_notable && !notable.contains(&representative) {
                notable.push(representative);
            }
        }
        let mut known: Vec<Vec<u8>> = Vec::new();
        let mut different = Vec::new();
        for escaping in ESCAPINGS {
            let effect: Vec<u8> = notable.iter().map(|character| escaping.effect(*character)).collect();
            if escaping.as_is {
                // Without escapes, all tokens are plain.
                if !text.contains('\\') {
                    known.push(vec![0; notable.len()]);
                }
            } else if known.contains(&effect) {
                continue;
            } else {
                known.push(effect);
            }
            different.push(escaping);
        }
        Ok(different)
    }

    fn try_all(
        &mut self,
        search: &mut Search<'_>,
        styles: &Styles,
        orders: &[Order<'_>],
    ) -> Result<Option<Finding>, Cut> {
        // The plainest forms are tried first, in every order, because they are the most likely ones.
        for (index, escaping) in styles.escapings.iter().enumerate() {
            for spacing in &styles.spacings {
                for order in orders {
                    let has_cr = spacing.rows.is_some() || index == 0;
                    let ends: &[&[u8]] = if has_cr { &[b"", b"\n", b"\r\n"] } else { &ENDS };
                    if self.verifies(search, *spacing, *escaping, *order, &[], ends)? {
                        let signed = self.out.variant().unwrap_or_default();
                        return Ok(Some(describe(search, self.document, &self.lengths, signed, *spacing)));
                    }
                }
            }
        }
        Ok(None)
    }

    /// Tries values that serializers change.
    fn values(&mut self, search: &mut Search<'_>, styles: &Styles) -> Result<Option<Finding>, Cut> {
        let groups = json_values::groups(self.document, search)?;
        let widths = [styles.common(SPACINGS.len(), 4), styles.common(6, 4), styles.common(2, 3)];
        for group in groups {
            let [all, some, few] = &widths;
            let styles = if group.count <= FEWEST {
                all
            } else if group.count <= FEW {
                some
            } else {
                few
            };
            for index in 0..group.count {
                search.spend(self.lengths.cost(0))?;
                let Some(edits) = (group.edits)(index) else { continue };
                for escaping in &styles.escapings {
                    for spacing in &styles.spacings {
                        if self.verifies(
                            search,
                            *spacing,
                            *escaping,
                            Order::Given,
                            &edits,
                            ENDS.get(..1).unwrap_or_default(),
                        )? {
                            let evidence = format!("the signature matches {}", group.evidence);
                            return Ok(Some(Finding::proven(DiagnosisCode::BodyValuesLost, evidence)));
                        }
                    }
                }
            }
        }
        Ok(None)
    }

    fn write(
        &mut self,
        search: &mut Search<'_>,
        spacing: Spacing,
        escaping: Escaping,
        order: Order<'_>,
        edits: &[Edit],
    ) -> Result<(), Cut> {
        let longer: usize = edits.iter().map(|(_, text)| text.as_ref().map_or(0, String::len)).sum();
        let most = self.lengths.most(spacing, escaping).saturating_add(longer);
        search.spend(self.lengths.cost(most))?;
        self.out.start(most)?;
        Form::new(self.document, spacing, escaping, order, edits).write(self.document.root(), 0, &mut self.out);
        Ok(())
    }

    fn verifies(
        &mut self,
        search: &mut Search<'_>,
        spacing: Spacing,
        escaping: Escaping,
        order: Order<'_>,
        edits: &[Edit],
        ends: &[&[u8]],
    ) -> Result<bool, Cut> {
        self.write(search, spacing, escaping, order, edits)?;
        let length = self.out.written().len();
        for end in ends {
            self.out.truncate(length);
            self.out.extend(end);
            let Some(written) = self.out.variant() else { return Ok(false) };
            if written != search.request.body && search.body_verifies(written)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
