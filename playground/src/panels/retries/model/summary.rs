//! Summarizes retry policies for comparison.

use crate::model::words::{count, rounded, rounded_down};
use hookwright::retry::Plan;

/// Returns the number of attempts of a plan and their time span.
pub(crate) fn summary(plan: &Plan) -> String {
    let attempts = plan.attempts.len();
    let is_published = plan.attempts.iter().all(|attempt| attempt.at_ms.is_some());
    match (is_published, plan.is_cut, plan.span_ms) {
        (true, false, _) if attempts == 1 => "No retries".into(),
        (true, true, _) => "Retries without end".into(),
        (true, false, span) => {
            format!("{} over {}", count(attempts, "attempt"), rounded(span.unwrap_or(0)))
        }
        (false, true, Some(span)) => format!("Retries for {}, delays not published", rounded(span)),
        (false, true, None) => "Delays not published".into(),
        (false, false, Some(span)) => {
            format!("{} within {}, delays not published", count(attempts, "attempt"), rounded(span))
        }
        (false, false, None) => format!("{}, delays not published", count(attempts, "attempt")),
    }
}

/// Returns the summary as a sentence, with the longest outage during which no event is lost in any case.
pub(crate) fn sentence_of(plan: &Plan) -> String {
    let summary = summary(plan);
    match plan.least_span_ms {
        0 => format!("{summary}."),
        ms => format!("{summary}; an outage of up to {} loses no events.", rounded_down(ms)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::catalog::{find_policy, policies};
    use hookwright::retry::plan;

    #[test]
    fn a_summary_contains_what_is_known() {
        let of = |id: &str| summary(&plan(find_policy(id).unwrap(), 0));
        assert_eq!(of("svix"), "8 attempts over 27 h 35 min");
        assert_eq!(
            sentence_of(&plan(find_policy("svix").unwrap(), 0)),
            "8 attempts over 27 h 35 min; an outage of up to 27 h 35 min loses no events."
        );
        assert_eq!(sentence_of(&plan(find_policy("github").unwrap(), 0)), "No retries.");
        assert_eq!(of("hookdeck"), "51 attempts over more than 1000 years");
        assert_eq!(of("github"), "No retries");
        assert_eq!(of("stripe"), "Retries for 3 d, delays not published");
        assert_eq!(of("shopify"), "9 attempts within 4 h, delays not published");
        assert_eq!(of("stripe-sandbox"), "4 attempts, delays not published");
        for policy in policies() {
            assert!(!summary(&plan(policy, 0)).is_empty());
        }
    }
}
