//! The causes, and what is said of each.

use alloc::format;
use alloc::string::String;

use crate::signature::rejection::Reason;
use crate::signature::scheme::TimeUnit;
use crate::signature::verify::Verifier;
use crate::time::{format_duration, parse_timestamp};

use super::budget::Search;
use super::remedy::{Framework, remedy};
use super::{Cause, Certainty};

/// Every code that a [`Cause`] can have.
pub const DIAGNOSIS_CODES: &[&str] = &[
    "body_reformatted",
    "body_key_order",
    "body_escaped_slashes",
    "body_unicode_escapes",
    "body_ascii_only",
    "body_newline_added",
    "body_newline_lost",
    "body_crlf",
    "body_bom",
    "body_base64",
    "body_urlencoded",
    "body_truncated",
    "body_charset",
    "body_missing",
    "body_stringified",
    "body_compressed",
    "secret_whitespace",
    "secret_quoted",
    "secret_prefix",
    "secret_decoding",
    "secret_old",
    "secret_other_environment",
    "secret_placeholder",
    "algorithm_other",
    "encoding_other",
    "header_other",
    "sender_other",
    "timestamp_unit",
    "clock_skew",
    "url_host",
    "url_scheme",
    "url_port",
    "url_query_order",
    "url_trailing_slash",
    "url_path",
    "url_missing",
    "header_missing",
    "header_renamed",
    "unknown",
];

const DAY_MS: u64 = 86_400_000;

/// A cause before it has a remedy.
pub(super) struct Finding {
    pub(super) code: &'static str,
    certainty: Certainty,
    evidence: String,
}

impl Finding {
    pub(super) fn proven(code: &'static str, evidence: impl Into<String>) -> Self {
        Self { code, certainty: Certainty::Proven, evidence: evidence.into() }
    }

    pub(super) fn likely(code: &'static str, evidence: impl Into<String>) -> Self {
        Self { code, certainty: Certainty::Likely, evidence: evidence.into() }
    }

    pub(super) fn unknown(trials: usize, is_exhausted: bool) -> Self {
        let end = if is_exhausted { ", where the bound on the work ended the search" } else { "" };
        let evidence = format!("none of {trials} hypotheses makes the signature match{end}");
        Self { code: "unknown", certainty: Certainty::Possible, evidence }
    }

    pub(super) fn into_cause(self, framework: Option<Framework>) -> Cause {
        let remedy = remedy(self.code, framework);
        Cause { code: self.code, certainty: self.certainty, evidence: self.evidence, remedy }
    }
}

/// A signature that is right over a timestamp that is not: another unit, or a clock that is off.
pub(super) fn time(search: &mut Search<'_>) -> Option<Finding> {
    let field = search.scheme.timestamp?;
    let mut verifier = Verifier::of(search.scheme, search.keys.secrets).ok()?;
    if let Some(tolerance) = search.tolerance {
        verifier = verifier.tolerance(tolerance);
    }
    let rejection = verifier.verify(&search.request, search.now_ms).err()?;
    let (distance_ms, is_late) = match rejection.reason {
        Reason::TooOld { age_ms } => (Some(age_ms), true),
        Reason::TooNew { ahead_ms } => (Some(ahead_ms), false),
        Reason::MalformedTimestamp => (None, true),
        _ => return None,
    };
    let text = verifier.timestamp_text(&search.request)?;
    let at_ms = parse_timestamp(field.unit, &text, search.now_ms);
    let now_as_seconds = search.now_ms.saturating_mul(1000);
    // Milliseconds before 1973 are seconds of our time.
    if search.now_ms.unsigned_abs() < 100_000_000_000
        && at_ms.is_some_and(|at| at.abs_diff(now_as_seconds) < 30 * DAY_MS)
    {
        let evidence = "the signature matches; the present time was given in seconds, and is taken in milliseconds";
        return Some(Finding::proven("clock_skew", evidence));
    }
    let units = [TimeUnit::Seconds, TimeUnit::Milliseconds, TimeUnit::Rfc3339, TimeUnit::HttpDate];
    for unit in units.into_iter().filter(|unit| *unit != field.unit) {
        let Some(at_ms) = parse_timestamp(unit, &text, search.now_ms) else { continue };
        // Read in its own unit it is near; in the scheme's it was decades away.
        if at_ms.abs_diff(search.now_ms) < 30 * DAY_MS {
            let (written, meant) = (unit.describe(), field.unit.describe());
            let evidence =
                format!("the signature matches; the timestamp is written in {written}, and the scheme has {meant}");
            return Some(Finding::proven("timestamp_unit", evidence));
        }
    }
    let Some(distance_ms) = distance_ms else {
        let meant = field.unit.describe();
        let evidence =
            format!("the signature matches, but the timestamp is not written in {meant}, as the scheme's are");
        return Some(Finding::proven("timestamp_unit", evidence));
    };
    let distance = format_duration(distance_ms);
    let evidence = if is_late {
        format!("the signature matches, and was made {distance} before the time that this machine's clock shows")
    } else {
        format!("the signature matches, and is dated {distance} after the time that this machine's clock shows")
    };
    Some(Finding::proven("clock_skew", evidence))
}
