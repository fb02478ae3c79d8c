//! Variants of a body: other bytes that the sender may have signed in its place.

use super::budget::Search;
use super::codes::DiagnosisCode;
use super::scratch::Scratch;
use super::work::Cut;
use super::written::PER_BYTE;

/// The cost of finding a letter with a mark.
const PER_MARK: usize = 200;

/// Writes a variant of a body. `None` if the body does not have such a variant.
pub(super) type Write = fn(&[u8], &mut Scratch) -> Option<()>;

/// A variant of the body.
pub(super) struct Variant {
    pub(super) code: DiagnosisCode,
    pub(super) evidence: &'static str,
    /// The evidence if the body or the variant is not UTF-8.
    of_bytes: &'static str,
    /// The factor by which the variant can be longer than the body.
    growth: usize,
    pub(super) write: Write,
    /// The bytes without which the variant is equal to the body.
    pub(super) needs: Needs,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    Nothing,
    LineEnds,
    NonAscii,
    /// Combining characters.
    Marks,
}

pub(super) const fn variant(code: DiagnosisCode, evidence: &'static str, growth: usize, write: Write) -> Variant {
    Variant { code, evidence, of_bytes: evidence, growth, write, needs: Needs::Nothing }
}

impl Variant {
    pub(super) const fn needs(mut self, needs: Needs) -> Self {
        self.needs = needs;
        self
    }

    /// Sets the evidence if the body or the variant is not UTF-8.
    pub(super) const fn of_bytes(mut self, evidence: &'static str) -> Self {
        self.of_bytes = evidence;
        self
    }

    /// The maximum length of the variant of a body.
    pub(super) const fn most(&self, body: &[u8]) -> usize {
        body.len() * self.growth + 4
    }

    /// The work of writing the variant of a body.
    pub(super) const fn cost(&self, body: &[u8], content: &Content) -> usize {
        let marks = if matches!(self.needs, Needs::Marks) { content.marks } else { 0 };
        self.most(body) * PER_BYTE + marks * PER_MARK
    }

    /// The evidence if this variant was signed and this body arrived.
    pub(super) fn evidence_of(&self, body: &[u8], signed: &[u8]) -> &'static str {
        let is_text = |bytes| core::str::from_utf8(bytes).is_ok();
        if is_text(body) && is_text(signed) { self.evidence } else { self.of_bytes }
    }
}

/// Which bytes a body has.
pub(super) struct Content {
    has_line_ends: bool,
    is_ascii: bool,
    /// The number of combining characters, approximately.
    marks: usize,
}

impl Content {
    pub(super) fn of(body: &[u8], search: &mut Search<'_>) -> Result<Self, Cut> {
        search.spend(body.len() * 4)?;
        Ok(Self {
            has_line_ends: body.iter().any(|byte| matches!(byte, b'\r' | b'\n')),
            is_ascii: body.is_ascii(),
            marks: body.windows(2).filter(|pair| is_mark(pair)).count(),
        })
    }

    pub(super) const fn has(&self, needs: Needs) -> bool {
        match needs {
            Needs::Nothing => true,
            Needs::LineEnds => self.has_line_ends,
            Needs::NonAscii => !self.is_ascii,
            Needs::Marks => self.marks > 0,
        }
    }
}

/// Whether these bytes are the first ones of U+0300 to U+037F or of a Hangul jamo, or the last ones of a mark of kana.
const fn is_mark(pair: &[u8]) -> bool {
    matches!(pair, [0xcc | 0xcd, _] | [0xe1, 0x84..=0x87] | [0x82, 0x99 | 0x9a])
}
