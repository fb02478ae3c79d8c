//! Hypotheses about the timestamp, and the checks of the time after a proof.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::budget::{Change, Search};
use super::causes::Finding;
use super::codes::DiagnosisCode;
use super::work::Cut;
use crate::base::http::Headers;
use crate::base::time::{
    TimeUnit, format_duration, format_http_date, format_rfc3339, format_rfc3339_ms, parse_http_date, parse_rfc3339,
    parse_timestamp,
};
use crate::signature::{Place, RejectionReason, Tolerance};

const DAY_MS: u64 = 86_400_000;

/// The maximum length of a timestamp that is written in other notations.
const LONGEST: usize = 64;

/// The number of digits of a timestamp in seconds.
const SECONDS_LEN: usize = 10;

/// The cost of writing a timestamp in all notations.
const WRITING: usize = 40_000;

/// Finds valid signatures of a rejected timestamp: a timestamp in another unit, or a wrong clock.
pub(super) fn rejected(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    let Some(reason) = search.verdict.reason() else { return Ok(None) };
    if !search.verdict.is_match() {
        return Ok(None);
    }
    Ok(search.timestamp_text()?.and_then(|text| of_reason(search, &text, reason)))
}

/// The finding about the time of a delivery whose signature is proven to be valid, if `verify` rejects the time.
pub(super) fn remaining(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    let Some(field) = search.scheme.timestamp else { return Ok(None) };
    let Some(text) = search.timestamp_text()? else { return Ok(None) };
    let now_ms = search.now_ms;
    let tolerance = search.tolerance.or(field.tolerance).unwrap_or(Tolerance::DEFAULT);
    let reason = match parse_timestamp(field.unit, &text, now_ms) {
        None => RejectionReason::MalformedTimestamp,
        Some(at_ms) => {
            let distance_ms = at_ms.abs_diff(now_ms);
            let is_late = at_ms <= now_ms;
            let limit = if is_late { tolerance.past_ms } else { tolerance.future_ms };
            match limit {
                Some(limit) if distance_ms > limit && is_late => RejectionReason::TooOld { age_ms: distance_ms },
                Some(limit) if distance_ms > limit => RejectionReason::TooNew { ahead_ms: distance_ms },
                _ => return Ok(None),
            }
        }
    };
    Ok(of_reason(search, &text, reason))
}

fn of_reason(search: &Search<'_>, text: &str, reason: RejectionReason) -> Option<Finding> {
    let field = search.scheme.timestamp?;
    let (distance_ms, is_late) = match reason {
        RejectionReason::TooOld { age_ms } => (Some(age_ms), true),
        RejectionReason::TooNew { ahead_ms } => (Some(ahead_ms), false),
        RejectionReason::MalformedTimestamp => (None, true),
        _ => return None,
    };
    Some(time_of(text, field.unit, search.now_ms, distance_ms, is_late))
}

/// Tries the timestamp in other notations: a relay, a database or a log has written the same time in another way.
pub(super) fn rewritten(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    let Some(field) = search.scheme.timestamp else { return Ok(None) };
    if !search.profile.signs_timestamp || matches!(field.place, Place::Query { .. } | Place::Member { .. }) {
        return Ok(None);
    }
    let Some(text) = search.timestamp_text()?.filter(|text| text.len() <= LONGEST) else { return Ok(None) };
    search.spend(WRITING)?;
    for (variant, notation) in notations(&text, search.now_ms) {
        if variant == text {
            continue;
        }
        let fields = search.slim_fields()?;
        search.spend(fields.lookup().saturating_mul(4))?;
        let headers = replaced(search, search.slim()?, &text, &variant);
        if search.verifies(&Change { headers: Some(&headers), ..Change::default() })? {
            return Ok(Some(of_notation(&text, &variant, notation)));
        }
    }
    Ok(None)
}

/// The finding about a timestamp that was signed in another notation.
fn of_notation(text: &str, signed: &str, notation: &str) -> Finding {
    if text.split(',').map(str::trim).eq([signed, signed]) {
        let evidence = "the signature matches with the timestamp once: two fields were joined";
        return Finding::proven(DiagnosisCode::SignatureRepeated, evidence);
    }
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number(text) && is_number(signed) {
        let evidence = format!(
            "the signature matches with the timestamp in {notation}, as the sender signed it: the same time arrived in \
             another unit"
        );
        return Finding::proven(DiagnosisCode::TimestampUnit, evidence);
    }
    let evidence = format!(
        "the signature matches with the timestamp in {notation}, as the sender signed it: the same time arrived in \
         another notation"
    );
    Finding::proven(DiagnosisCode::TimestampRewritten, evidence)
}

/// Tries every millisecond of a second, if milliseconds were signed and cut to seconds.
pub(super) fn cut(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    let Some(field) = search.scheme.timestamp.filter(|field| field.unit == TimeUnit::Milliseconds) else {
        return Ok(None);
    };
    if !search.profile.signs_timestamp || matches!(field.place, Place::Query { .. } | Place::Member { .. }) {
        return Ok(None);
    }
    let Some(text) = search.timestamp_text()? else { return Ok(None) };
    if text.len() != SECONDS_LEN || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(None);
    }
    for millis in 0..1000 {
        let fields = search.slim_fields()?;
        search.spend(fields.lookup().saturating_mul(4))?;
        let variant = format!("{text}{millis:03}");
        let headers = replaced(search, search.slim()?, &text, &variant);
        if search.verifies(&Change { headers: Some(&headers), ..Change::default() })? {
            return Ok(Some(of_notation(&text, &variant, "milliseconds")));
        }
    }
    Ok(None)
}

/// The header fields with another timestamp.
fn replaced(search: &Search<'_>, headers: &Headers, from: &str, to: &str) -> Headers {
    let Some(field) = search.scheme.timestamp else { return headers.clone() };
    let (place, item) = match field.place {
        Place::Item { item } => (search.scheme.signature.place, item),
        place => (place, ""),
    };
    let names: Vec<&str> = place.headers().collect();
    let is_named = |name: &str| names.iter().any(|known| known.eq_ignore_ascii_case(name.trim()));
    let (old, new) = ([item, from].concat(), [item, to].concat());
    let value = |name: &str, value: &str| match is_named(name) {
        true => value.replacen(&old, &new, 1),
        false => value.to_string(),
    };
    headers.iter().map(|(name, text)| (name.to_string(), value(name, text))).collect()
}

/// The same instant in other notations, the most common ones first.
fn notations(text: &str, now_ms: i64) -> Vec<(String, &'static str)> {
    let text = text.trim().trim_matches(['"', '\'']);
    if let Some((first, second)) = text.split_once(',')
        && first.trim() == second.trim()
    {
        return alloc::vec![(first.trim().to_string(), "its first notation")];
    }
    let Some(at_ms) = instant(text, now_ms) else { return Vec::new() };
    let (seconds, rest) = (at_ms.div_euclid(1000), at_ms.rem_euclid(1000));
    let iso = format_rfc3339(at_ms - rest);
    let iso_ms = format_rfc3339_ms(at_ms);
    let bare = iso.trim_end_matches('Z');
    let bare_ms = iso_ms.trim_end_matches('Z');
    let mut found = alloc::vec![
        (text.to_string(), "its notation without quotes or whitespace"),
        (text.replacen('Z', "+00:00", 1), "RFC 3339 format with an offset"),
        (text.replacen("+00:00", "Z", 1), "RFC 3339 format with `Z`"),
        (text.replacen('T', " ", 1), "RFC 3339 format with a space"),
        (text.replacen(' ', "T", 1), "RFC 3339 format with `T`"),
        (text.trim_end_matches('Z').to_string(), "RFC 3339 format without an offset"),
        (format!("{text}Z"), "RFC 3339 format with `Z`"),
        (seconds.to_string(), "seconds"),
        (at_ms.to_string(), "milliseconds"),
        (format!("{seconds}000000"), "microseconds"),
        (format!("{seconds}.0"), "seconds with a decimal place"),
        (format!("{seconds}.{rest:03}"), "seconds with decimal places"),
        (iso.clone(), "RFC 3339 format"),
        (iso_ms.clone(), "RFC 3339 format with milliseconds"),
        (format_http_date(at_ms), "the HTTP date format"),
    ];
    for (bare, notation) in [(bare, "RFC 3339 format with an offset"), (bare_ms, "RFC 3339 format with an offset")] {
        found.push((format!("{bare}+00:00"), notation));
        found.push((format!("{bare}+0000"), notation));
        found.push((bare.to_string(), "RFC 3339 format without an offset"));
        found.push((bare.replacen('T', " ", 1), "RFC 3339 format with a space"));
        found.push((format!("{bare}000Z"), "RFC 3339 format with microseconds"));
        found.push((format!("{bare}000+00:00"), "RFC 3339 format with microseconds"));
    }
    for zeros in ["000", "000000"] {
        for offset in ["Z", "+00:00", ""] {
            found.push((format!("{bare_ms}{zeros}{offset}"), "RFC 3339 format with more digits of the second"));
        }
    }
    // Offsets of time zones. Those of half an hour are rare.
    for hours in (-12_i64..=14).filter(|hours| *hours != 0) {
        let sign = if hours < 0 { '-' } else { '+' };
        let local = at_ms + hours * 3_600_000;
        let offset = format!("{sign}{:02}:00", hours.abs());
        let whole = format_rfc3339(local - rest);
        found.push((format!("{}{offset}", whole.trim_end_matches('Z')), "RFC 3339 format with an offset"));
        if rest != 0 {
            let whole = format_rfc3339_ms(local);
            found.push((format!("{}{offset}", whole.trim_end_matches('Z')), "RFC 3339 format with an offset"));
        }
    }
    found
}

/// The instant of a timestamp in any notation.
fn instant(text: &str, now_ms: i64) -> Option<i64> {
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    let digits = (!whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit())).then_some(whole);
    let of_digits = digits.and_then(|digits| {
        let number: i64 = digits.parse().ok()?;
        match digits.len() {
            0..=11 => {
                let fraction: String = text.split_once('.').map_or("", |(_, rest)| rest).chars().take(3).collect();
                let scale = [0, 100, 10, 1].get(fraction.len()).copied().unwrap_or(0);
                number.checked_mul(1000)?.checked_add(fraction.parse::<i64>().map_or(0, |fraction| fraction * scale))
            }
            12..=14 => Some(number),
            15..=17 => Some(number / 1000),
            18..=19 => Some(number / 1_000_000),
            _ => None,
        }
    });
    let iso = || {
        let text = text.replacen(' ', "T", 1);
        let colon = text.len().checked_sub(2).filter(|at| text.is_char_boundary(*at));
        let with_colon = colon.map(|at| text.split_at(at)).map(|(start, end)| [start, ":", end].concat());
        parse_rfc3339(&text)
            .or_else(|| parse_rfc3339(&[text.as_str(), "Z"].concat()))
            .or_else(|| with_colon.and_then(|text| parse_rfc3339(&text)))
    };
    of_digits.or_else(iso).or_else(|| parse_http_date(text, now_ms))
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
    let is_near = |at_ms: i64| at_ms.abs_diff(now_ms) < 30 * DAY_MS;
    // A timestamp that is close to the current time in the unit of the scheme is in that unit.
    let is_in_unit = at_ms.is_some_and(is_near);
    for unit in units.into_iter().filter(|unit| *unit != meant && !is_in_unit) {
        let Some(at_ms) = parse_timestamp(unit, text, now_ms) else { continue };
        // In its actual unit, the timestamp is close to the current time; in that of the scheme, it is decades away.
        if is_near(at_ms) {
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
    fn writes_the_same_instant_in_other_notations() {
        for text in ["1773480413", "1773480413000", "1773480413.0", "2026-03-14T09:26:53Z", "2026-03-14T02:26:53-07:00"]
        {
            let all = notations(text, 0);
            let has = |wanted: &str| all.iter().any(|(notation, _)| notation == wanted);
            for wanted in [
                "1773480413",
                "1773480413000",
                "1773480413.0",
                "2026-03-14T09:26:53Z",
                "2026-03-14T09:26:53.000Z",
                "2026-03-14T02:26:53-07:00",
                "Sat, 14 Mar 2026 09:26:53 GMT",
            ] {
                assert!(has(wanted), "{text}: {wanted}");
            }
        }
        assert!(notations("soon", 0).is_empty());
    }

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
