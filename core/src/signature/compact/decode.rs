//! Reading the compact form of a scheme.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::super::binary::Tag as _;
use super::{NONE, VERSION, flag, record};
use crate::base::time::TimeUnit;
use crate::signature::{Algorithm, Encoding, KeyForm, Tolerance};

/// A scheme in compact form.
#[derive(Clone, Debug)]
pub(super) struct Compact {
    texts: Vec<Box<str>>,
    record: Vec<u8>,
    pub(super) algorithm: Algorithm,
    pub(super) key_form: KeyForm,
    pub(super) encoding: Encoding,
    pub(super) unit: Option<TimeUnit>,
}

impl Compact {
    /// Reads a compact form. `None` if the bytes are malformed.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (&[VERSION, count], mut rest) = bytes.split_first_chunk()? else { return None };
        let mut texts = Vec::new();
        for _ in 0..count {
            let (&length, after) = rest.split_first()?;
            let (text, after) = after.split_at_checked(length.into())?;
            texts.push(core::str::from_utf8(text).ok()?.into());
            rest = after;
        }
        let byte = |at: usize| rest.get(at).copied();
        let algorithm = Algorithm::find(byte(record::ALGORITHM)?)?;
        let key_form = KeyForm::find(byte(record::KEY_FORM)?)?;
        let is_shared = !matches!(key_form, KeyForm::Whpk | KeyForm::Pem) && !algorithm.is_asymmetric();
        let unit = byte(record::UNIT)?;
        let compact = Self {
            algorithm,
            key_form,
            encoding: Encoding::find(byte(record::ENCODING)?)?,
            unit: if unit == NONE { None } else { Some(TimeUnit::find(unit)?) },
            texts,
            record: rest.into(),
        };
        (is_shared && rest.len() >= record::CONTENT && rest.len() % 2 == record::CONTENT % 2).then_some(compact)
    }

    /// A byte of the record.
    pub(super) fn byte(&self, at: usize) -> u8 {
        self.record.get(at).copied().unwrap_or(NONE)
    }

    pub(super) fn has(&self, flag: u8) -> bool {
        self.byte(record::FLAGS) & flag != 0
    }

    /// The text with an index.
    pub(super) fn text(&self, index: u8) -> Option<&str> {
        self.texts.get(usize::from(index)).map(|text| &**text)
    }

    /// The pieces of the content: the kind, and the index of the text.
    pub(super) fn pieces(&self) -> impl Iterator<Item = [u8; 2]> {
        self.record.get(record::CONTENT..).unwrap_or_default().as_chunks().0.iter().copied()
    }

    pub(super) fn tolerance(&self) -> Tolerance {
        let limit = |at: usize| {
            let bytes: [u8; 4] = self.record.get(at..)?.first_chunk().copied()?;
            let seconds = u32::from_le_bytes(bytes);
            (seconds != u32::MAX).then_some(u64::from(seconds) * 1000)
        };
        Tolerance { past_ms: limit(record::PAST), future_ms: limit(record::FUTURE) }
    }

    /// Whether the content contains a kind of piece.
    pub(super) fn contains(&self, kind: u8) -> bool {
        self.pieces().any(|[known, _]| known == kind)
    }

    pub(super) fn is_partial(&self) -> bool {
        self.has(flag::IS_PARTIAL)
    }
}
