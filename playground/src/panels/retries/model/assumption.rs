//! What a simulation assumes if the sender does not publish its delays. Its results are then not facts about the sender.

use hookwright::retry::{Policy, Schedule};
use hookwright::time::format_duration;

use crate::model::words::grouped;

/// Describes the delays that a simulation assumes, or returns `None` if they are published.
pub(crate) fn assumption(policy: &Policy) -> Option<String> {
    let Schedule::Unpublished { within_ms, imitated_ms } = policy.schedule else { return None };
    let first = format_duration(imitated_ms);
    let within = within_ms.map_or_else(String::new, |ms| format!(", within {}", format_duration(ms)));
    Some(format!("the simulation assumes {first} before the first retry, doubled each time{within}"))
}

/// Formats a number of a simulation: exactly, or with two digits if the delays are assumed.
pub(crate) fn number(number: u64, is_assumed: bool) -> String {
    if !is_assumed || number < 10 {
        return grouped(number);
    }
    let unit = 10_u64.pow(number.ilog10().saturating_sub(1));
    format!("about {}", grouped(number.saturating_add(unit / 2) / unit * unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::catalog::find_policy;

    fn policy(id: &str) -> &'static Policy {
        find_policy(id).unwrap()
    }

    #[test]
    fn only_unpublished_delays_are_assumed() {
        assert_eq!(
            assumption(policy("stripe")).as_deref(),
            Some("the simulation assumes 30 s before the first retry, doubled each time, within 3 d")
        );
        assert!(assumption(policy("stripe-sandbox")).is_some_and(|text| text.ends_with("doubled each time")));
        assert_eq!(assumption(policy("svix")), None);
    }

    #[test]
    fn assumed_numbers_have_two_digits() {
        for (exact, rounded) in
            [(7, "7"), (12, "about 12"), (9_914, "about 9900"), (9_960, "about 10\u{202f}000"), (0, "0")]
        {
            assert_eq!(number(exact, true), rounded);
        }
        assert_eq!(number(9_914, false), "9914");
        assert!(number(u64::MAX, true).starts_with("about 18"));
    }
}
