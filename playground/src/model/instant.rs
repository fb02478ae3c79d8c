//! The reference time for checking or signing a delivery.

use hookwright::problem::Problem;
use hookwright::time::{format_rfc3339, parse_rfc3339};
use serde::{Deserialize, Serialize};

use super::choice::choices;
use super::codes;

choices! {
    /// The source of the reference time.
    #[derive(Default)]
    pub(crate) enum Clock {
        /// The current time.
        #[default]
        Now: "now", "Now";
        /// A typed time.
        At: "at", "Set time";
        /// Any time: the age of a delivery is ignored.
        Any: "any", "Don’t check";
    }
}

/// The reference time of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct When {
    pub(crate) clock: Clock,
    /// The typed time.
    pub(crate) instant: String,
}

impl When {
    /// Selects a clock. An empty typed time is set to the current time.
    pub(crate) fn choose(&mut self, clock: Clock, now_ms: i64) {
        if clock == Clock::At && self.instant.trim().is_empty() {
            // In whole seconds, which are easier to edit.
            self.instant = format_rfc3339(now_ms - now_ms.rem_euclid(1000));
        }
        self.clock = clock;
    }

    /// Returns the reference time in milliseconds since the Unix epoch.
    ///
    /// # Errors
    /// Returns a problem if the typed time is invalid.
    pub(crate) fn instant(&self, now_ms: i64) -> Result<i64, Problem> {
        match self.clock {
            Clock::Now | Clock::Any => Ok(now_ms),
            Clock::At => read(&self.instant, now_ms).ok_or_else(|| {
                let message = "the instant cannot be read; write `03:00`, `2026-01-15 12:30` or `2026-01-15T12:30:00Z`, \
                               or seconds or milliseconds since 1970";
                Problem::error(codes::INVALID_INSTANT, "", message)
            }),
        }
    }

    /// Describes how the typed time was read, or why it cannot be read. Returns an empty text if it is in that form.
    pub(crate) fn reading(&self, now_ms: i64) -> Result<String, String> {
        let instant = format_rfc3339(self.instant(now_ms).map_err(|problem| problem.message)?);
        Ok(if instant == self.instant.trim() { String::new() } else { format!("Read as {instant}.") })
    }
}

/// Formats an instant on a clock that is this many minutes ahead of UTC: `2026-01-15 13:35:05 UTC+1`.
pub(crate) fn local(at_ms: i64, ahead_minutes: i64) -> String {
    let text = format_rfc3339(at_ms.saturating_add(ahead_minutes.saturating_mul(60_000)));
    let sign = if ahead_minutes < 0 { '−' } else { '+' };
    let (hours, minutes) = (ahead_minutes.unsigned_abs() / 60, ahead_minutes.unsigned_abs() % 60);
    let minutes = if minutes == 0 { String::new() } else { format!(":{minutes:02}") };
    format!("{} UTC{sign}{hours}{minutes}", text.trim_end_matches('Z').replace('T', " "))
}

/// Parses RFC 3339, also without seconds, offset or date, or a number of seconds or milliseconds since the Unix epoch,
/// depending on its magnitude. Without an offset, the time is in UTC; without a date, it is on the current day.
fn read(text: &str, now_ms: i64) -> Option<i64> {
    const BEYOND_SECONDS: i64 = 100_000_000_000;
    let text = text.trim();
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return parse_rfc3339(text).or_else(|| parse_rfc3339(&completed(text, now_ms)?));
    }
    let number = text.parse::<i64>().ok()?;
    if number < BEYOND_SECONDS { Some(number * 1000) } else { Some(number) }
}

/// Adds what is missing to a date and time.
fn completed(text: &str, now_ms: i64) -> Option<String> {
    let today = format_rfc3339(now_ms);
    let (date, time) = text.split_once(['T', ' ']).unwrap_or((today.get(..10)?, text));
    let (clock, offset) = time.split_at(time.find(['Z', '+', '-', ' ']).unwrap_or(time.len()));
    let seconds = if clock.len() == 5 { ":00" } else { "" };
    let offset = if offset.is_empty() { "Z" } else { offset.trim_start() };
    Some(format!("{date}T{clock}{seconds}{offset}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_time_names_its_distance_from_utc() {
        let at_ms = parse_rfc3339("2026-01-15T23:35:05Z").unwrap();
        assert_eq!(local(at_ms, 60), "2026-01-16 00:35:05 UTC+1");
        assert_eq!(local(at_ms, -210), "2026-01-15 20:05:05 UTC−3:30");
    }

    #[test]
    fn reads_rfc_3339_seconds_and_milliseconds() {
        for same in ["2024-01-15T10:30:00Z", " 1705314600 ", "1705314600000", "2024-01-15T11:30:00+01:00"] {
            assert_eq!(read(same, 0), Some(1_705_314_600_000), "{same}");
        }
        for wrong in ["", "yesterday", "-5", "1705314600.5", "99999999999999999999"] {
            assert_eq!(read(wrong, 0), None, "{wrong}");
        }
    }

    #[test]
    fn a_time_without_offset_is_in_utc_and_one_without_date_is_today() {
        let now_ms = parse_rfc3339("2026-11-30T00:25:00Z").unwrap();
        let when = |instant: &str| When { clock: Clock::At, instant: instant.into() };
        for same in [
            "03:00",
            "03:00:00",
            "2026-11-30 03:00",
            "2026-11-30T03:00",
            "2026-11-30 03:00:00",
            "2026-11-30 04:00 +01:00",
            "2026-11-30T02:00-01:00",
        ] {
            assert_eq!(when(same).reading(now_ms), Ok("Read as 2026-11-30T03:00:00Z.".into()), "{same}");
        }
        assert_eq!(when("2026-11-30T03:00:00Z").reading(now_ms), Ok(String::new()));
        for wrong in ["25:00", "2026-11-31 03:00", "03:00 o'clock", "3", "abc", "2026-11-30", "12:30 PM"] {
            // A number is in seconds since 1970.
            assert_eq!(when(wrong).reading(now_ms).is_err(), wrong != "3", "{wrong}");
        }
    }

    #[test]
    fn another_instant_starts_at_the_present_one() {
        let mut when = When::default();
        when.choose(Clock::At, 1_705_314_600_999);
        assert_eq!((when.instant.as_str(), when.instant(0).unwrap()), ("2024-01-15T10:30:00Z", 1_705_314_600_000));
        when.instant = "soon".into();
        assert_eq!(when.instant(0).unwrap_err().code, "invalid_instant");
        when.choose(Clock::At, 0);
        assert_eq!(when.instant, "soon", "typed text is kept");
        when.choose(Clock::Now, 0);
        assert_eq!(when.instant(7), Ok(7));
    }
}
