//! The fields of the simulation form: their labels, and how their text is parsed.

use hookwright::problem::Problem;
use hookwright::time::format_duration;

use crate::model::codes;
use crate::model::duration;
use crate::model::words::grouped;

/// A field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Subscriptions,
    Events,
    Over,
    OutageStart,
    OutageLength,
    Errors,
    LatencyLeast,
    LatencyMost,
    Limit,
    RetryAfter,
    Workers,
    Late,
    Seed,
}

/// The names of the fields in links and in saved forms, in order. They are the only part of the panel that the page needs
/// before the panel is loaded.
pub(crate) const KEYS: [&str; Field::COUNT] = [
    "subscriptions",
    "events",
    "over",
    "down-from",
    "down-for",
    "errors",
    "least",
    "most",
    "limit",
    "after",
    "workers",
    "late",
    "dice",
];

/// The type of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A whole number.
    Count,
    /// A duration, in milliseconds.
    Duration,
    /// A percentage, as parts per million.
    Share,
}

/// The properties of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spec {
    /// The id of the control.
    pub(crate) id: &'static str,
    pub(crate) label: &'static str,
    /// The placeholder, or an empty text if the field is required.
    pub(crate) empty: &'static str,
    /// The default text.
    pub(crate) first: &'static str,
    kind: Kind,
    /// The smallest and the largest number.
    range: (u64, u64),
}

/// The longest duration, in milliseconds: 365 days.
const LONGEST_MS: u64 = 365 * 86_400_000;

/// The largest number of subscriptions, of workers, and of requests per second.
const MOST: u64 = 1_000_000;

impl Field {
    /// The number of fields.
    pub(crate) const COUNT: usize = Self::Seed as usize + 1;

    /// All fields, in order.
    const ALL: [Self; Self::COUNT] = [
        Self::Subscriptions,
        Self::Events,
        Self::Over,
        Self::OutageStart,
        Self::OutageLength,
        Self::Errors,
        Self::LatencyLeast,
        Self::LatencyMost,
        Self::Limit,
        Self::RetryAfter,
        Self::Workers,
        Self::Late,
        Self::Seed,
    ];

    /// The fields of the command, next to the policy.
    pub(crate) const COMMAND: &[Self] = &[Self::Events, Self::Over, Self::OutageLength, Self::Limit];

    /// The other fields in groups, with their titles.
    pub(crate) const MORE: &[(&str, &[Self])] = &[
        ("Traffic", &[Self::Subscriptions, Self::Late, Self::Seed]),
        ("Receiver", &[Self::OutageStart, Self::Errors, Self::LatencyLeast, Self::LatencyMost, Self::RetryAfter]),
        ("Sender", &[Self::Workers]),
    ];

    /// Returns all fields, in order.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter()
    }

    /// Returns the name in links and in saved forms.
    pub(crate) fn key(self) -> &'static str {
        KEYS.get(self as usize).copied().unwrap_or_default()
    }

    /// Returns the properties.
    pub(crate) const fn spec(self) -> Spec {
        let (id, label, kind, first, empty) = match self {
            Self::Subscriptions => ("scale-subscriptions", "Subscriptions", Kind::Count, "1", ""),
            Self::Events => ("scale-events", "Events", Kind::Count, "10000", ""),
            Self::Over => ("scale-over", "Sent over", Kind::Duration, "1 h", ""),
            Self::OutageStart => ("scale-down-from", "Outage starts after", Kind::Duration, "0 s", "0 s"),
            Self::OutageLength => ("scale-down-for", "Outage", Kind::Duration, "", "none"),
            Self::Errors => ("scale-errors", "Error rate, %", Kind::Share, "", "none"),
            Self::LatencyLeast => ("scale-least", "Fastest response", Kind::Duration, "50 ms", "0 s"),
            Self::LatencyMost => ("scale-most", "Slowest response", Kind::Duration, "200 ms", "0 s"),
            Self::Limit => ("scale-limit", "Rate limit (req/s)", Kind::Count, "", "none"),
            Self::RetryAfter => ("scale-after", "Retry-After", Kind::Duration, "", "none"),
            Self::Workers => ("scale-workers", "Concurrency", Kind::Count, "", "no limit"),
            Self::Late => ("scale-late", "Late after", Kind::Duration, "1 min", "never"),
            Self::Seed => ("scale-seed", "Seed", Kind::Count, "1", ""),
        };
        let range = match self {
            Self::Subscriptions | Self::Limit | Self::Workers => (1, MOST),
            Self::Events | Self::Seed => (0, u64::MAX),
            Self::Errors => (0, 1_000_000),
            _ => (0, LONGEST_MS),
        };
        Spec { id, label, empty, first, kind, range }
    }
}

impl Spec {
    /// Parses the text as a number. Returns `None` if it is empty and the field is optional.
    ///
    /// # Errors
    /// Returns a problem if the text is invalid.
    pub(crate) fn read(&self, text: &str) -> Result<Option<u64>, Problem> {
        let text = text.trim();
        if text.is_empty() && !self.empty.is_empty() {
            return Ok(None);
        }
        let (found, example) = match self.kind {
            Kind::Count => (count(text), "a whole number, for example `10 000`"),
            Kind::Duration => (duration::parse(text), "a duration, for example `90 s` or `1 h 30 min`"),
            Kind::Share => (share(text), "a percentage from 0 to 100, for example `2.5`"),
        };
        let problem = || Problem::error(codes::INVALID_VALUE, "", format!("`{}`: write {example}", self.label));
        let found = found.ok_or_else(problem)?;
        let (least, most) = self.range;
        if (least..=most).contains(&found) {
            return Ok(Some(found));
        }
        let show = |number| if self.kind == Kind::Duration { format_duration(number) } else { grouped(number) };
        let message = format!("`{}`: write a value from {} to {}", self.label, show(least), show(most));
        Err(Problem::error(codes::INVALID_VALUE, "", message))
    }
}

/// Parses a whole number, whose digits may be grouped.
fn count(text: &str) -> Option<u64> {
    let digits: String =
        text.chars().filter(|letter| !matches!(letter, ' ' | '_' | ',' | '\u{202f}' | '\u{a0}')).collect();
    digits.parse().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Parses a percentage as parts per million.
fn share(text: &str) -> Option<u64> {
    let text = text.trim_end_matches('%').trim_end();
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    if fraction.len() > 4
        || whole.is_empty()
        || !(whole.bytes().chain(fraction.bytes())).all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let parts = whole.parse::<u64>().ok()?.checked_mul(10_000)? + format!("{fraction:0<4}").parse::<u64>().ok()?;
    (parts <= 1_000_000).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_shown_once_and_starts_with_valid_text() {
        assert!(Field::all().map(|field| field as usize).eq(0..Field::COUNT));
        let more = Field::MORE.iter().flat_map(|(_, fields)| *fields);
        let mut shown: Vec<usize> = Field::COMMAND.iter().chain(more).map(|field| *field as usize).collect();
        shown.sort_unstable();
        assert!(shown.into_iter().eq(0..Field::COUNT));
        for field in Field::all() {
            let spec = field.spec();
            assert!(spec.read(spec.first).is_ok(), "{}", field.key());
            assert_eq!(spec.read("").is_ok(), !spec.empty.is_empty(), "{}", field.key());
        }
    }

    #[test]
    fn values_that_make_no_sense_are_rejected_with_the_limit() {
        let message = |field: Field, text: &str| field.spec().read(text).unwrap_err().message;
        assert_eq!(message(Field::Limit, "0"), "`Rate limit (req/s)`: write a value from 1 to 1\u{202f}000\u{202f}000");
        assert_eq!(message(Field::OutageLength, "99999999999 d"), "`Outage`: write a value from 0 s to 365 d");
        assert!(
            message(Field::Workers, "0").contains("from 1") && message(Field::Subscriptions, "0").contains("from 1")
        );
        assert_eq!(Field::OutageLength.spec().read("365 d"), Ok(Some(LONGEST_MS)));
        assert_eq!(Field::Limit.spec().read(""), Ok(None));
    }

    #[test]
    fn percentages_become_parts_per_million() {
        for (text, parts) in [("5", 50_000), ("0.5", 5_000), ("2,25 %", 22_500), ("100", 1_000_000), ("0.0001", 1)] {
            assert_eq!(share(text), Some(parts), "{text}");
        }
        for text in ["101", "-1", "x", "0.00001", ".5", "1e2", "+1"] {
            assert_eq!(share(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_may_have_groups() {
        assert_eq!(
            (count("10 000"), count("1,000,000"), count("1\u{202f}000")),
            (Some(10_000), Some(1_000_000), Some(1_000))
        );
        assert_eq!((count(""), count("+5"), count("many")), (None, None, None));
    }
}
