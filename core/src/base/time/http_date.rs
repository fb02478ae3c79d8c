//! HTTP dates (RFC 9110 §5.6.7), in all three formats that a recipient must accept.

use alloc::format;
use alloc::string::String;

use super::{DAY_MS, Digits, civil_from_days, days_from_civil, days_in_month};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS: [&str; 7] = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];

/// Parses an HTTP date, in milliseconds since the epoch: `Sun, 06 Nov 1994 08:49:37 GMT`, or one of the obsolete
/// formats `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`.
///
/// `now_ms` resolves years of two digits: a year that would be more than 50 years in the future is in the past. The day
/// of the week need not match the date. Returns `None` for any other text.
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

/// Formats an instant as an HTTP date, truncated to whole seconds. An instant outside the years 0 to 9999 is clamped.
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
        fn a_date_that_is_accepted_is_a_whole_second_of_the_years_0_to_9999(
            day in "(Sun, [0-9]{2} Nov [0-9]{4}|Sunday, [0-9]{2}-Nov-[0-9]{2}|Sun Nov [ 0-3][0-9])",
            time in "[0-2][0-9]:[0-6][0-9]:[0-6][0-9]( GMT| [0-9]{4})",
            now_ms in 0..253_402_300_800_000_i64,
        ) {
            let text = format!("{day} {time}");
            if let Some(ms) = parse_http_date(&text, now_ms) {
                prop_assert_eq!(parse_http_date(&format_http_date(ms), 0), Some(ms), "{}", text);
            }
        }

        #[test]
        fn parsing_reverses_formatting_except_for_milliseconds(ms in -62_167_219_200_000_i64..253_402_300_800_000) {
            prop_assert_eq!(parse_http_date(&format_http_date(ms), 0), Some(ms.div_euclid(1000) * 1000));
        }
    }

    #[test]
    fn a_year_of_two_digits_is_at_most_50_years_ahead() {
        let in_2026 = 1_767_225_600_000;
        let year = |text: &str| format_http_date(parse_http_date(text, in_2026).unwrap()).get(12..16).map(String::from);
        assert_eq!(year("Monday, 06-Nov-76 08:49:37 GMT").as_deref(), Some("2076"));
        assert_eq!(year("Monday, 06-Nov-77 08:49:37 GMT").as_deref(), Some("1977"));
    }

    #[test]
    fn rejects_text_that_is_not_in_one_of_the_formats() {
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
