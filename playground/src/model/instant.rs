//! The instant at which a delivery is judged or signed.

use hookwright::problem::Problem;
use hookwright::time::{format_rfc3339, parse_rfc3339};

use super::codes;

/// What counts as now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Clock {
    /// The page's clock.
    #[default]
    Now,
    /// Another instant.
    At,
    /// Any instant: how old a delivery is does not matter.
    Any,
}

impl Clock {
    /// Every choice, in the order in which they are offered.
    pub(crate) const ALL: [Self; 3] = [Self::Now, Self::At, Self::Any];

    /// The name in ids and in what is saved.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::At => "at",
            Self::Any => "any",
        }
    }

    /// The choice of this name; the page's clock for any other.
    pub(crate) fn from_id(id: &str) -> Self {
        Self::ALL.into_iter().find(|clock| clock.id() == id).unwrap_or_default()
    }
}

/// What counts as now, with the other instant as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct When {
    /// What counts.
    pub(crate) clock: Clock,
    /// The other instant.
    pub(crate) text: String,
}

impl When {
    /// Makes another clock count. An instant that was not typed yet starts at the present one.
    pub(crate) fn choose(&mut self, clock: Clock, now_ms: i64) {
        if clock == Clock::At && self.text.trim().is_empty() {
            // Whole seconds: nobody wants to type the others.
            self.text = format_rfc3339(now_ms - now_ms.rem_euclid(1000));
        }
        self.clock = clock;
    }

    /// The instant itself.
    ///
    /// # Errors
    /// What was typed is no instant.
    pub(crate) fn instant(&self, now_ms: i64) -> Result<i64, Problem> {
        match self.clock {
            Clock::Now | Clock::Any => Ok(now_ms),
            Clock::At => read(&self.text).ok_or_else(|| {
                let message =
                    "the instant cannot be read; write `2026-01-15T12:30:00Z`, or seconds or milliseconds since 1970";
                Problem::error(codes::INVALID_INSTANT, "", message)
            }),
        }
    }
}

/// Reads an instant: RFC 3339, or a number since the epoch, in milliseconds where it would be far too many seconds.
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
    fn an_instant_is_read_as_people_have_it() {
        for same in ["2024-01-15T10:30:00Z", " 1705314600 ", "1705314600000", "2024-01-15T11:30:00+01:00"] {
            assert_eq!(read(same), Some(1_705_314_600_000), "{same}");
        }
        for wrong in ["", "yesterday", "-5", "1705314600.5", "99999999999999999999"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn another_instant_begins_at_the_present_one() {
        let mut when = When::default();
        when.choose(Clock::At, 1_705_314_600_999);
        assert_eq!((when.text.as_str(), when.instant(0).unwrap()), ("2024-01-15T10:30:00Z", 1_705_314_600_000));
        when.text = "soon".into();
        assert_eq!(when.instant(0).unwrap_err().code, "invalid_instant");
        when.choose(Clock::At, 0);
        assert_eq!(when.text, "soon", "what was typed stays");
        when.choose(Clock::Now, 0);
        assert_eq!(when.instant(7), Ok(7));
    }
}
