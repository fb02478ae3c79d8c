//! Trials of bodies that a hypothesis has written into the buffer.

use super::budget::Search;
use super::causes::Finding;
use super::codes::DiagnosisCode;
use super::scratch::Scratch;
use super::work::Cut;

/// The cost of writing a byte.
pub(super) const PER_BYTE: usize = 2;

/// Tries the body in the buffer. `is_made` is whether the hypothesis applies to the body.
pub(super) fn try_written(
    search: &mut Search<'_>,
    out: &Scratch,
    is_made: bool,
    code: DiagnosisCode,
    evidence: &'static str,
) -> Result<Option<Finding>, Cut> {
    let Some(variant) = out.variant().filter(|variant| is_made && *variant != search.request.body) else {
        return Ok(None);
    };
    Ok(search.body_verifies(variant)?.then(|| Finding::proven(code, evidence)))
}
