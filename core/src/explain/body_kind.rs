//! The kind of a body, determined once.

use super::work::{Cut, MAX_READ, Work};

/// The cost of examining a byte.
const PER_BYTE: usize = 6;

/// The visible properties of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BodyKind {
    /// Whether it is UTF-8.
    pub(super) is_text: bool,
    pub(super) json: Json,
}

/// Whether a body is a JSON object or array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Json {
    Whole,
    /// An incomplete object or array.
    Truncated,
    /// A body that starts like an object or array, but is not valid JSON.
    Malformed,
    Not,
}

impl BodyKind {
    pub(super) const fn is_json(self) -> bool {
        matches!(self.json, Json::Whole)
    }

    pub(super) fn of(body: &[u8], work: &mut Work) -> Result<Self, Cut> {
        if body.len() > MAX_READ {
            return Err(Cut);
        }
        work.spend(body.len().saturating_mul(PER_BYTE))?;
        let begins = matches!(body.trim_ascii_start().first(), Some(b'{' | b'['));
        let read = || serde_json::from_slice::<serde::de::IgnoredAny>(body).map_err(|error| error.is_eof());
        let json = match begins.then(read) {
            None => Json::Not,
            Some(Ok(_)) => Json::Whole,
            Some(Err(true)) => Json::Truncated,
            Some(Err(false)) => Json::Malformed,
        };
        Ok(Self { is_text: core::str::from_utf8(body).is_ok(), json })
    }
}
