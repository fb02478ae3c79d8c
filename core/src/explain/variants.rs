//! Variants of a body: other bytes that the sender may have signed in its place.

use super::budget::Search;
use super::codes::DiagnosisCode;
use super::scratch::Scratch;
use super::work::Cut;
use super::written::PER_BYTE;

/// The cost of finding a letter with a mark.
const PER_MARK: usize = 200;

/// The cost of finding the parts of a letter, in addition to [`PER_BYTE`].
const PER_LETTER: usize = 60;

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
    /// Letters that can consist of a letter and a mark.
    Letters,
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
        let further = match self.needs {
            Needs::Marks => content.marks * PER_MARK,
            Needs::Letters => content.letters * PER_LETTER,
            Needs::Nothing | Needs::LineEnds | Needs::NonAscii => 0,
        };
        self.most(body) * PER_BYTE + further
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
    /// The number of marks that are looked up in a table, approximately.
    marks: usize,
    has_jamo: bool,
    /// The number of letters that are looked up in a table, approximately.
    letters: usize,
}

impl Content {
    pub(super) fn of(body: &[u8], search: &mut Search<'_>) -> Result<Self, Cut> {
        search.spend(body.len() * 6)?;
        Ok(Self {
            has_line_ends: body.iter().any(|byte| matches!(byte, b'\r' | b'\n')),
            is_ascii: body.is_ascii(),
            marks: body.windows(2).filter(|pair| is_mark(pair)).count(),
            has_jamo: body.windows(2).any(|pair| matches!(pair, [0xe1, 0x84..=0x87])),
            letters: body.iter().filter(|byte| matches!(byte, 0xc3..=0xd1 | 0xe1 | 0xe3)).count(),
        })
    }

    pub(super) const fn has(&self, needs: Needs) -> bool {
        match needs {
            Needs::Nothing => true,
            Needs::LineEnds => self.has_line_ends,
            Needs::NonAscii => !self.is_ascii,
            Needs::Marks => self.marks > 0 || self.has_jamo,
            Needs::Letters => !self.is_ascii,
        }
    }
}

/// Whether these bytes are the first ones of U+0300 to U+037F, or the last ones of a mark of kana.
const fn is_mark(pair: &[u8]) -> bool {
    matches!(pair, [0xcc | 0xcd, _] | [0x82, 0x99 | 0x9a])
}
