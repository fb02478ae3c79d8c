//! Causes and their evidence.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::base::time::TimeUnit;
use crate::base::time::{format_duration, parse_timestamp};
use crate::signature::RejectionReason;

use super::budget::Search;
use super::diagnosis::{Cause, Certainty};
use super::remedy::{Framework, remedy};
use super::work::Cut;

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

    /// Nothing was found, by so many hypotheses and without these parts of the search.
    pub(super) fn unknown(trials: usize, skipped: &[&str]) -> Self {
        let mut evidence = format!("none of {trials} hypotheses makes the signature match");
        if skipped.contains(&"match") {
            evidence.push_str(", and the signature of the delivery as it is was not checked");
        }
        let parts: Vec<String> =
            skipped.iter().filter(|part| **part != "match").map(|part| format!("`{part}`")).collect();
        if !parts.is_empty() {
            evidence.push_str(", where the bound on the work left out or cut short: ");
            evidence.push_str(&parts.join(", "));
        }
        Self { code: "unknown", certainty: Certainty::Possible, evidence }
    }

    pub(super) fn into_cause(self, framework: Option<Framework>) -> Cause {
        let remedy = remedy(self.code, framework);
        Cause { code: self.code, certainty: self.certainty, evidence: self.evidence, remedy }
    }
}

/// A signature that is right over a timestamp that is not: another unit, or a clock that is off.
pub(super) fn time(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    let Some((field, reason)) = search.scheme.timestamp.zip(search.verdict.reason()) else { return Ok(None) };
    let (distance_ms, is_late) = match reason {
        RejectionReason::TooOld { age_ms } => (Some(age_ms), true),
        RejectionReason::TooNew { ahead_ms } => (Some(ahead_ms), false),
        RejectionReason::MalformedTimestamp => (None, true),
        _ => return Ok(None),
    };
    let now_ms = search.now_ms;
    Ok(search.timestamp_text()?.map(|text| time_of(&text, field.unit, now_ms, distance_ms, is_late)))
}

fn time_of(text: &str, meant: TimeUnit, now_ms: i64, distance_ms: Option<u64>, is_late: bool) -> Finding {
    let at_ms = parse_timestamp(meant, text, now_ms);
    let now_as_seconds = now_ms.saturating_mul(1000);
    // Milliseconds before 1973 are seconds of our time.
    if now_ms.unsigned_abs() < 100_000_000_000 && at_ms.is_some_and(|at| at.abs_diff(now_as_seconds) < 30 * DAY_MS) {
        let evidence = "the signature matches; the present time was given in seconds, and is taken in milliseconds";
        return Finding::proven("clock_skew", evidence);
    }
    let units = [TimeUnit::Seconds, TimeUnit::Milliseconds, TimeUnit::Rfc3339, TimeUnit::HttpDate];
    for unit in units.into_iter().filter(|unit| *unit != meant) {
        let Some(at_ms) = parse_timestamp(unit, text, now_ms) else { continue };
        // Read in its own unit it is near; in the scheme's it was decades away.
        if at_ms.abs_diff(now_ms) < 30 * DAY_MS {
            let (written, meant) = (unit.describe(), meant.describe());
            let evidence =
                format!("the signature matches; the timestamp is written in {written}, and the scheme has {meant}");
            return Finding::proven("timestamp_unit", evidence);
        }
    }
    let Some(distance_ms) = distance_ms else {
        let meant = meant.describe();
        let evidence =
            format!("the signature matches, but the timestamp is not written in {meant}, as the scheme's are");
        return Finding::proven("timestamp_unit", evidence);
    };
    let distance = format_duration(distance_ms);
    let evidence = if is_late {
        format!("the signature matches, and was made {distance} before the time that this machine's clock shows")
    } else {
        format!("the signature matches, and is dated {distance} after the time that this machine's clock shows")
    };
    Finding::proven("clock_skew", evidence)
}
