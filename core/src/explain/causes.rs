//! Findings, and the causes that they lead to.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::base::time::TimeUnit;
use crate::base::time::{format_duration, parse_timestamp};
use crate::signature::RejectionReason;

use super::budget::Search;
use super::codes::DiagnosisCode;
use super::diagnosis::{Cause, Certainty};
use super::frameworks::Framework;
use super::work::Cut;

const DAY_MS: u64 = 86_400_000;

/// A cause without its remedy.
pub(super) struct Finding {
    pub(super) code: DiagnosisCode,
    certainty: Certainty,
    evidence: String,
}

impl Finding {
    pub(super) fn proven(code: DiagnosisCode, evidence: impl Into<String>) -> Self {
        Self { code, certainty: Certainty::Proven, evidence: evidence.into() }
    }

    pub(super) fn likely(code: DiagnosisCode, evidence: impl Into<String>) -> Self {
        Self { code, certainty: Certainty::Likely, evidence: evidence.into() }
    }

    /// The finding if no hypothesis matched, with the number of hypotheses and the skipped parts of the search.
    pub(super) fn unknown(trials: usize, skipped: &[&str]) -> Self {
        let mut evidence = format!("none of {trials} hypotheses makes the signature match");
        if skipped.contains(&"match") {
            evidence.push_str("; the signature of the delivery itself was not checked, because it is too large");
        }
        let parts: Vec<String> =
            skipped.iter().filter(|part| **part != "match").map(|part| format!("`{part}`")).collect();
        if !parts.is_empty() {
            evidence.push_str("; the search reached its limit in ");
            evidence.push_str(&parts.join(", "));
        }
        Self { code: DiagnosisCode::Unknown, certainty: Certainty::Possible, evidence }
    }

    pub(super) fn into_cause(self, framework: Option<Framework>) -> Cause {
        let Self { code, certainty, evidence } = self;
        Cause { code, certainty, evidence, remedy: code.remedy(framework) }
    }
}

/// Finds valid signatures of a rejected timestamp: a timestamp in another unit, or a wrong clock.
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
    // A number of milliseconds before 1973 is probably a current time in seconds.
    if now_ms.unsigned_abs() < 100_000_000_000 && at_ms.is_some_and(|at| at.abs_diff(now_as_seconds) < 30 * DAY_MS) {
        let evidence = "the signature matches, but the current time was given in seconds and is read as milliseconds";
        return Finding::proven(DiagnosisCode::ClockSkew, evidence);
    }
    let units = [TimeUnit::Seconds, TimeUnit::Milliseconds, TimeUnit::Rfc3339, TimeUnit::HttpDate];
    for unit in units.into_iter().filter(|unit| *unit != meant) {
        let Some(at_ms) = parse_timestamp(unit, text, now_ms) else { continue };
        // In its actual unit, the timestamp is close to the current time; in that of the scheme, it is decades away.
        if at_ms.abs_diff(now_ms) < 30 * DAY_MS {
            let (written, meant) = (unit.describe(), meant.describe());
            let evidence =
                format!("the signature matches, but the timestamp is in {written}, and the scheme uses {meant}");
            return Finding::proven(DiagnosisCode::TimestampUnit, evidence);
        }
    }
    let Some(distance_ms) = distance_ms else {
        let meant = meant.describe();
        let evidence = format!("the signature matches, but the timestamp is not in {meant}, which the scheme uses");
        return Finding::proven(DiagnosisCode::TimestampUnit, evidence);
    };
    let distance = format_duration(distance_ms);
    let zone = if is_time_zone(distance_ms) { "; local time may have been used instead of UTC" } else { "" };
    let evidence = if is_late {
        format!("the signature matches, but was made {distance} before the current time{zone}")
    } else {
        format!("the signature matches, but is dated {distance} after the current time{zone}")
    };
    Finding::proven(DiagnosisCode::ClockSkew, evidence)
}

/// Whether a distance can be the offset of a time zone: a multiple of half an hour, with a tolerance of one minute for
/// the delivery. Offsets of less than two hours are excluded, because many deliveries are an hour late.
fn is_time_zone(distance_ms: u64) -> bool {
    const MINUTE_MS: u64 = 60_000;
    const HALF_HOUR_MS: u64 = 30 * MINUTE_MS;
    let past = distance_ms % HALF_HOUR_MS;
    let is_multiple = past.min(HALF_HOUR_MS - past) <= MINUTE_MS;
    is_multiple && (4 * HALF_HOUR_MS - MINUTE_MS..=28 * HALF_HOUR_MS + MINUTE_MS).contains(&distance_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognizes_time_zones_by_multiples_of_half_an_hour() {
        const HOUR_MS: u64 = 3_600_000;
        for distance_ms in
            [2 * HOUR_MS, 5 * HOUR_MS + HOUR_MS / 2, 8 * HOUR_MS + 40_000, 9 * HOUR_MS - 40_000, 14 * HOUR_MS]
        {
            assert!(is_time_zone(distance_ms), "{distance_ms}");
        }
        for distance_ms in [0, HOUR_MS, 3 * HOUR_MS + 300_000, 15 * HOUR_MS, 24 * HOUR_MS, u64::MAX] {
            assert!(!is_time_zone(distance_ms), "{distance_ms}");
        }
    }
}
