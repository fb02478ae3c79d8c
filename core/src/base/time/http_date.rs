//! The dates of HTTP (RFC 9110 §5.6.7), in all three forms that a recipient has to read.

use alloc::format;
use alloc::string::String;

use super::{DAY_MS, Digits, civil_from_days, days_from_civil, days_in_month};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS: [&str; 7] = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];

/// Reads a date as HTTP has it, in milliseconds since the epoch: `Sun, 06 Nov 1994 08:49:37 GMT`, and the two forms that
/// are obsolete, `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`.
///
/// `now_ms` is for the years of two digits: one that would be more than 50 years ahead is taken to be in the past. A day
/// of the week that does not fit the date is not minded; anything else that is not in one of the forms is `None`.
///
/// ```
/// use hookwright::time::parse_http_date;
/// let now_ms = 1_763_683_200_000; // 2025-11-21
/// for text in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
///     assert_eq!(parse_http_date(text, now_ms), Some(784_111_777_000), "{text}");
/// }
/// assert_eq!(parse_http_date("1994-11-06T08:49:37Z", now_ms), None);
/// ```
#[must_use]
pub fn parse_http_date(text: &str, now_ms: i64) -> Option<i64> {
    let (day_name, rest) = text.split_once([',', ' '])?;
    let known = DAYS.iter().any(|day| *day == day_name || day.get(..3) == Some(day_name));
    let is_long = day_name.len() > 3;
    match text.as_bytes().get(day_name.len())? {
        _ if !known => None,
        b',' if is_long => rfc850(rest.strip_prefix(' ')?, now_ms),
        b',' => imf_fixdate(rest.strip_prefix(' ')?),
        _ if is_long => None,
        _ => asctime(rest),
    }
}

fn imf_fixdate(text: &str) -> Option<i64> {
    let mut rest = Digits(text.as_bytes());
    let day = rest.number(2)?;
    rest.literal(b" ")?;
    let month = rest.month()?;
    rest.literal(b" ")?;
    let year = rest.number(4)?;
    rest.literal(b" ")?;
    let in_day = rest.time_of_day()?;
    instant(year, month, day, in_day, rest.0 == b" GMT")
}

fn rfc850(text: &str, now_ms: i64) -> Option<i64> {
    let mut rest = Digits(text.as_bytes());
    let day = rest.number(2)?;
    rest.literal(b"-")?;
    let month = rest.month()?;
    rest.literal(b"-")?;
    let short = rest.number(2)?;
    rest.literal(b" ")?;
    let in_day = rest.time_of_day()?;
    let this_year = civil_from_days(now_ms.div_euclid(DAY_MS).clamp(-719_162, 2_932_896)).0;
    let year = this_year - this_year.rem_euclid(100) + short;
    let year = if year > this_year + 50 { year - 100 } else { year };
    instant(year, month, day, in_day, rest.0 == b" GMT")
}

fn asctime(text: &str) -> Option<i64> {
    let mut rest = Digits(text.as_bytes());
    let month = rest.month()?;
    rest.literal(b" ")?;
    let day = if rest.0.first() == Some(&b' ') { rest.next().and_then(|_| rest.number(1)) } else { rest.number(2) }?;
    rest.literal(b" ")?;
    let in_day = rest.time_of_day()?;
    rest.literal(b" ")?;
    let year = rest.number(4)?;
    instant(year, month, day, in_day, rest.0.is_empty())
}

fn instant(year: i64, month: i64, day: i64, in_day: i64, ends_well: bool) -> Option<i64> {
    let valid = ends_well && (1..=days_in_month(year, month)).contains(&day);
    valid.then(|| days_from_civil(year, month, day) * DAY_MS + in_day)
}

impl Digits<'_> {
    fn month(&mut self) -> Option<i64> {
        let (name, rest) = self.0.split_at_checked(3)?;
        let index = MONTHS.iter().position(|month| month.as_bytes() == name)?;
        self.0 = rest;
        i64::try_from(index + 1).ok()
    }

    /// `08:49:37`, in milliseconds. The second `60` is read as `59`, as in RFC 3339.
    fn time_of_day(&mut self) -> Option<i64> {
        let hour = self.number(2)?;
        self.literal(b":")?;
        let minute = self.number(2)?;
        self.literal(b":")?;
        let second = self.number(2)?;
        let valid = hour <= 23 && minute <= 59 && second <= 60;
        valid.then(|| ((hour * 60 + minute) * 60 + second.min(59)) * 1000)
    }
}

/// Writes an instant as HTTP does, to the second. Instants outside the years 0 to 9999 are brought to the nearest that fits.
///
/// ```
/// use hookwright::time::format_http_date;
/// assert_eq!(format_http_date(784_111_777_000), "Sun, 06 Nov 1994 08:49:37 GMT");
/// ```
#[must_use]
pub fn format_http_date(epoch_ms: i64) -> String {
    let epoch_ms = epoch_ms.clamp(days_from_civil(0, 1, 1) * DAY_MS, days_from_civil(10_000, 1, 1) * DAY_MS - 1);
    let days = epoch_ms.div_euclid(DAY_MS);
    let (year, month, day) = civil_from_days(days);
    let in_day = epoch_ms.rem_euclid(DAY_MS) / 1000;
    let name =
        |names: &[&'static str], index: i64| usize::try_from(index).ok().and_then(|index| names.get(index).copied());
    let weekday = name(&DAYS, days.rem_euclid(7)).and_then(|day| day.get(..3)).unwrap_or_default();
    let month = name(&MONTHS, month - 1).unwrap_or_default();
    let (hour, minute, second) = (in_day / 3600, in_day / 60 % 60, in_day % 60);
    format!("{weekday}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::{Duration, UNIX_EPOCH};

    extern crate std;

    proptest! {
        #[test]
        fn agrees_with_httpdate_on_every_second(seconds in 0..253_402_300_799_u64) {
            let text = format_http_date(i64::try_from(seconds).unwrap() * 1000);
            prop_assert_eq!(&text, &httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(seconds)));
            prop_assert_eq!(parse_http_date(&text, 0), Some(i64::try_from(seconds).unwrap() * 1000));
        }

        #[test]
        fn a_date_that_is_read_is_written_as_the_same_one(
            form in 0..3, day in 0..=32, month in prop::sample::select(&MONTHS), year in 0..=9999,
            h in 0..=24, m in 0..=60, s in 0..=61, any in "[A-Za-z]{3,9}[, ]{1,2}[0-9A-Za-z: -]{0,30}", now_ms: i64,
        ) {
            let text = match form {
                0 => format!("Sun, {day:02} {month} {year:04} {h:02}:{m:02}:{s:02} GMT"),
                1 => format!("Sunday, {day:02}-{month}-{:02} {h:02}:{m:02}:{s:02} GMT", year % 100),
                _ => format!("Sun {month} {day:>2} {h:02}:{m:02}:{s:02} {year:04}"),
            };
            let is_date = (1..=28).contains(&day) && h < 24 && m < 60 && s < 61;
            let read = parse_http_date(&text, now_ms);
            prop_assert!(read.is_some() || !is_date || form == 1, "{text}");
            let (least, most) = (-62_167_219_200_000, 253_402_300_799_999);
            for ms in [read, parse_http_date(&any, now_ms), Some(now_ms)].into_iter().flatten() {
                let whole = ms.clamp(least, most).div_euclid(1000) * 1000;
                prop_assert_eq!(parse_http_date(&format_http_date(ms), 0), Some(whole), "{}", text);
            }
        }
    }

    #[test]
    fn a_year_of_two_digits_is_near() {
        let in_2026 = 1_767_225_600_000;
        let year = |text: &str| format_http_date(parse_http_date(text, in_2026).unwrap()).get(12..16).map(String::from);
        assert_eq!(year("Monday, 06-Nov-76 08:49:37 GMT").as_deref(), Some("2076"));
        assert_eq!(year("Monday, 06-Nov-77 08:49:37 GMT").as_deref(), Some("1977"));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for wrong in [
            "",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun, 31 Feb 1994 08:49:37 GMT",
            "Sun, 6 Nov 1994 08:49:37 GMT",
            "sun, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:00:00 GMT",
            "Sunday, 06 Nov 1994 08:49:37 GMT",
            "Sunday Nov  6 08:49:37 1994",
            "Sun Nov 006 08:49:37 1994",
            "120",
        ] {
            assert_eq!(parse_http_date(wrong, 0), None, "{wrong}");
        }
    }
}
