//! Instants as integers, and their text formats.
//!
//! An instant is a number of milliseconds since 1970-01-01T00:00:00Z, without leap seconds. This module does not read a
//! clock: functions that depend on the current time take it as an argument.

mod http_date;
mod unit;

use alloc::format;
use alloc::string::String;

pub use http_date::{format_http_date, parse_http_date};
pub use unit::TimeUnit;
pub(crate) use unit::{format_timestamp, parse_timestamp};

const DAY_MS: i64 = 86_400_000;

/// The last instant that a `Date` of JavaScript can represent. The first one is as far before the epoch. A JavaScript
/// number represents all integers between them exactly.
pub const MAX_DATE_MS: i64 = 100_000_000 * DAY_MS;

/// Parses an RFC 3339 date and time, in milliseconds since the epoch.
///
/// It follows the grammar of the RFC strictly: the year has four digits, `T` and `Z` are in either case, and the offset
/// is required. Fractions of a second are cut to milliseconds. The second `60` is read as `59`, because epoch time has
/// no leap seconds. Returns `None` for any other text.
///
/// ```
/// use hookwright::time::parse_rfc3339;
/// assert_eq!(parse_rfc3339("2024-01-15T10:30:00Z"), Some(1_705_314_600_000));
/// assert_eq!(parse_rfc3339("2024-01-15T11:30:00.250+01:00"), Some(1_705_314_600_250));
/// assert_eq!(parse_rfc3339("2024-01-15 10:30"), None);
/// assert_eq!(parse_rfc3339("2023-02-29T00:00:00Z"), None);
/// ```
#[must_use]
pub fn parse_rfc3339(text: &str) -> Option<i64> {
    let mut rest = Digits(text.as_bytes());
    let year = rest.number(4)?;
    rest.literal(b"-")?;
    let month = rest.number(2)?;
    rest.literal(b"-")?;
    let day = rest.number(2)?;
    rest.literal(b"Tt")?;
    let hour = rest.number(2)?;
    rest.literal(b":")?;
    let minute = rest.number(2)?;
    rest.literal(b":")?;
    let second = rest.number(2)?;
    let millisecond = rest.fraction()?;
    let offset_minutes = rest.offset()?;
    let valid = (1..=12).contains(&month)
        && (1..=days_in_month(year, month)).contains(&day)
        && hour <= 23
        && minute <= 59
        && second <= 60
        && rest.0.is_empty();
    if !valid {
        return None;
    }
    let minutes = days_from_civil(year, month, day) * 1440 + hour * 60 + minute - offset_minutes;
    Some(minutes * 60_000 + second.min(59) * 1000 + millisecond)
}

/// Formats an instant as RFC 3339 in UTC, with milliseconds only if they are not zero.
///
/// RFC 3339 covers the years 0 to 9999. An instant outside this range is clamped to it.
///
/// ```
/// use hookwright::time::format_rfc3339;
/// assert_eq!(format_rfc3339(1_705_314_600_000), "2024-01-15T10:30:00Z");
/// assert_eq!(format_rfc3339(1_705_314_600_250), "2024-01-15T10:30:00.250Z");
/// ```
#[must_use]
pub fn format_rfc3339(epoch_ms: i64) -> String {
    let text = format_rfc3339_ms(epoch_ms);
    match text.strip_suffix(".000Z") {
        Some(whole) => format!("{whole}Z"),
        None => text,
    }
}

/// Formats an instant as RFC 3339 in UTC, always with milliseconds, as JavaScript's `toISOString` does.
///
/// ```
/// use hookwright::time::format_rfc3339_ms;
/// assert_eq!(format_rfc3339_ms(1_705_314_600_000), "2024-01-15T10:30:00.000Z");
/// ```
#[must_use]
pub fn format_rfc3339_ms(epoch_ms: i64) -> String {
    let epoch_ms = epoch_ms.clamp(days_from_civil(0, 1, 1) * DAY_MS, days_from_civil(10_000, 1, 1) * DAY_MS - 1);
    let (year, month, day) = civil_from_days(epoch_ms.div_euclid(DAY_MS));
    let in_day = epoch_ms.rem_euclid(DAY_MS);
    let (hour, minute, second) = (in_day / 3_600_000, in_day / 60_000 % 60, in_day / 1000 % 60);
    let millisecond = in_day % 1000;
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millisecond:03}Z")
}

/// Formats a duration for people: `2 h 35 min 30 s`, `1 d 3 h`, `250 ms`, `0 s`.
///
/// A thousand years or more are `more than 1000 years`: the sums of delays that double can exceed the numbers of this crate.
///
/// ```
/// use hookwright::time::format_duration;
/// assert_eq!(format_duration(9_330_000), "2 h 35 min 30 s");
/// assert_eq!(format_duration(0), "0 s");
/// assert_eq!(format_duration(u64::MAX), "more than 1000 years");
/// ```
#[must_use]
pub fn format_duration(ms: u64) -> String {
    const UNITS: [(u64, &str); 5] = [(86_400_000, "d"), (3_600_000, "h"), (60_000, "min"), (1000, "s"), (1, "ms")];
    const THOUSAND_YEARS_MS: u64 = 365_000 * 86_400_000;
    if ms >= THOUSAND_YEARS_MS {
        return String::from("more than 1000 years");
    }
    let mut text = String::new();
    let mut rest = ms;
    for (size, unit) in UNITS {
        let count = rest / size;
        rest %= size;
        if count > 0 {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&format!("{count} {unit}"));
        }
    }
    if text.is_empty() { String::from("0 s") } else { text }
}

/// The unread rest of a date and time.
struct Digits<'a>(&'a [u8]);

impl Digits<'_> {
    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn literal(&mut self, allowed: &[u8]) -> Option<u8> {
        self.next().filter(|byte| allowed.contains(byte))
    }

    fn number(&mut self, digits: usize) -> Option<i64> {
        let mut value = 0;
        for _ in 0..digits {
            let byte = self.next().filter(u8::is_ascii_digit)?;
            value = value * 10 + i64::from(byte - b'0');
        }
        Some(value)
    }

    /// The fraction of a second in milliseconds; 0 if it is missing.
    fn fraction(&mut self) -> Option<i64> {
        if self.0.first() != Some(&b'.') {
            return Some(0);
        }
        self.next()?;
        let mut value = 0;
        let mut scale = 100;
        let mut digits = 0;
        while let Some(byte) = self.0.first().filter(|byte| byte.is_ascii_digit()) {
            value += i64::from(byte - b'0') * scale;
            scale /= 10;
            digits += 1;
            self.next()?;
        }
        (digits > 0).then_some(value)
    }

    /// The offset from UTC in minutes.
    fn offset(&mut self) -> Option<i64> {
        let sign = match self.next()? {
            b'Z' | b'z' => return Some(0),
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        let hours = self.number(2)?;
        self.literal(b":")?;
        let minutes = self.number(2)?;
        (hours <= 23 && minutes <= 59).then_some(sign * (hours * 60 + minutes))
    }
}

const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The number of days from 1970-01-01 to a date of the proleptic Gregorian calendar. Years are counted from March, so
/// that the leap day is the last day of the year.
const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The inverse of [`days_from_civil`]: year, month, day.
const fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = era * 400 + year_of_era + if month <= 2 { 1 } else { 0 };
    (year, month, day)
}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_jiff_on_every_instant(ms in -62_167_219_200_000_i64..253_402_300_800_000) {
            let text = format_rfc3339(ms);
            prop_assert_eq!(parse_rfc3339(&text), Some(ms));
            let jiff: jiff::Timestamp = text.parse().unwrap();
            prop_assert_eq!(jiff.as_millisecond(), ms);
        }

        #[test]
        fn agrees_with_jiff_on_fields(
            y in 0..=9999_u16, mo in 0..=13_u8, d in 0..=32_u8, h in 0..=24_u8, mi in 0..=60_u8, s in 0..=61_u8,
            oh in 0..=23_u8, om in 0..=59_u8, plus: bool,
        ) {
            let sign = if plus { '+' } else { '-' };
            let text = std::format!("{y:04}-{mo:02}-{d:02}T{h:02}:{mi:02}:{s:02}{sign}{oh:02}:{om:02}");
            // jiff's range is narrower than RFC 3339's; the years 0 and 9999 are tested below.
            if (1..=9998).contains(&y) {
                let jiff = text.parse::<jiff::Timestamp>().ok().map(|t| t.as_millisecond());
                prop_assert_eq!(parse_rfc3339(&text), jiff, "{}", text);
            }
        }

        #[test]
        fn any_instant_is_formatted_as_the_nearest_that_can_be_parsed(ms: i64) {
            let nearest = ms.clamp(-62_167_219_200_000, 253_402_300_799_999);
            prop_assert_eq!(parse_rfc3339(&format_rfc3339(ms)), Some(nearest));
            prop_assert_eq!(parse_rfc3339(&format_rfc3339_ms(ms)), Some(nearest));
        }

        #[test]
        fn the_parts_of_a_formatted_duration_add_up_to_it(ms in 0_u64..31_536_000_000_000) {
            let text = format_duration(ms);
            let words: std::vec::Vec<&str> = text.split(' ').collect();
            let parts = words.chunks(2).map(|part| part[0].parse::<u64>().unwrap() * match part[1] {
                "d" => 86_400_000,
                "h" => 3_600_000,
                "min" => 60_000,
                "s" => 1000,
                unit => { assert_eq!(unit, "ms"); 1 }
            });
            prop_assert_eq!(parts.sum::<u64>(), ms);
        }
    }

    #[test]
    fn instants_outside_the_years_0_to_9999_are_clamped() {
        assert_eq!(parse_rfc3339("0000-01-01T00:00:00Z"), Some(-62_167_219_200_000));
        assert_eq!(format_rfc3339(i64::MIN), "0000-01-01T00:00:00Z");
        assert_eq!(format_rfc3339(i64::MAX), "9999-12-31T23:59:59.999Z");
    }

    #[test]
    fn a_leap_second_is_parsed_as_the_previous_second() {
        assert_eq!(parse_rfc3339("2016-12-31T23:59:60Z"), parse_rfc3339("2016-12-31T23:59:59Z"));
    }

    #[test]
    fn rejects_incomplete_dates_and_trailing_text() {
        for wrong in ["", "2024-01-15T10:30:00", "2024-01-15T10:30:00.Z", "2024-01-15T10:30:00Z ", "2024-01-15T10:30Z"]
        {
            assert_eq!(parse_rfc3339(wrong), None, "{wrong}");
        }
    }
}
