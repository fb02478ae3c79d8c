//! The start of a plan in a date picker, as the text of a `datetime-local` control: `2026-11-30T03:00:00`, in UTC.

use hookwright::time::{format_rfc3339, parse_rfc3339};

use crate::model::instant::When;

/// Returns the text of the control for a time: whole seconds, or an empty text if the time cannot be read.
pub(crate) fn of(when: &When, now_ms: i64) -> String {
    let instant = when.instant(now_ms).map(|at_ms| at_ms.saturating_sub(at_ms.rem_euclid(1000)));
    instant.map_or_else(|_| String::new(), |at_ms| format_rfc3339(at_ms).trim_end_matches('Z').to_owned())
}

/// Returns the typed time for the text of the control. `None` while the control is incomplete. Browsers omit zero seconds.
pub(crate) fn instant(picked: &str) -> Option<String> {
    let seconds = if picked.len() == 16 { ":00" } else { "" };
    parse_rfc3339(&format!("{picked}{seconds}Z")).map(format_rfc3339)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::instant::Clock;

    #[test]
    fn a_picked_time_is_the_typed_one() {
        let when = |instant: &str| When { clock: Clock::At, instant: instant.into() };
        for (typed, picked) in [
            ("2026-11-30T03:00:00Z", "2026-11-30T03:00:00"),
            ("2026-11-30 04:30:05 +01:00", "2026-11-30T03:30:05"),
            ("1705314600500", "2024-01-15T10:30:00"),
            ("tomorrow", ""),
        ] {
            assert_eq!(of(&when(typed), 0), picked, "{typed}");
        }
        assert_eq!(instant("2026-11-30T03:00").as_deref(), Some("2026-11-30T03:00:00Z"));
        assert_eq!(instant("2026-11-30T03:00:07").as_deref(), Some("2026-11-30T03:00:07Z"));
        for incomplete in ["", "2026-11-30", "2026-13-30T03:00", "+202611-30T03:00:00"] {
            assert_eq!(instant(incomplete), None, "{incomplete}");
        }
    }
}
