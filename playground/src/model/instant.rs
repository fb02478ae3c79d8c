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
            Clock::At => read(&self.instant).ok_or_else(|| {
                let message =
                    "the instant cannot be read; write `2026-01-15T12:30:00Z`, or seconds or milliseconds since 1970";
                Problem::error(codes::INVALID_INSTANT, "", message)
            }),
        }
    }
}

/// Parses RFC 3339, or a number of seconds or milliseconds since the Unix epoch, depending on its magnitude.
fn read(text: &str) -> Option<i64> {
    const BEYOND_SECONDS: i64 = 100_000_000_000;
    let text = text.trim();
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return parse_rfc3339(text);
    }
    let number = text.parse::<i64>().ok()?;
    if number < BEYOND_SECONDS { Some(number * 1000) } else { Some(number) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_rfc_3339_seconds_and_milliseconds() {
        for same in ["2024-01-15T10:30:00Z", " 1705314600 ", "1705314600000", "2024-01-15T11:30:00+01:00"] {
            assert_eq!(read(same), Some(1_705_314_600_000), "{same}");
        }
        for wrong in ["", "yesterday", "-5", "1705314600.5", "99999999999999999999"] {
            assert_eq!(read(wrong), None, "{wrong}");
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
