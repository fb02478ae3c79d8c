//! Describes how a policy handles responses.

use hookwright::retry::{Policy, Reaction, ReactionReason, RetryAfter, StatusRule};
use hookwright::time::format_duration;

use crate::model::describe::Fact;

/// Describes a reaction, for use after a status.
pub(crate) const fn reaction(reaction: Reaction) -> &'static str {
    match reaction {
        Reaction::Success => "delivered",
        Reaction::Retry => "retried",
        Reaction::Throttle => "retried, more slowly",
        Reaction::Stop => "given up",
        Reaction::Disable => "given up, and the endpoint is disabled",
    }
}

/// Describes a reason, for use at the end of a sentence.
pub(crate) const fn reason(reason: ReactionReason) -> &'static str {
    match reason {
        ReactionReason::Success => "the status is a success",
        ReactionReason::Status => "the status is a failure",
        ReactionReason::Header => "a response header says so",
        ReactionReason::Timeout => "the request timed out",
        ReactionReason::Connection => "the connection was refused or closed",
        ReactionReason::Dns => "the host was not found",
        ReactionReason::Tls => "the certificate is invalid",
        ReactionReason::Attempts => "the policy has no attempts left",
        ReactionReason::Elapsed => "the policy has no time left",
        _ => "the policy says so",
    }
}

fn statuses(rule: &StatusRule) -> String {
    if rule.from == rule.to { rule.from.to_string() } else { format!("{}–{}", rule.from, rule.to) }
}

/// Describes everything that a policy specifies about responses.
pub(crate) fn facts(policy: &Policy) -> Vec<Fact> {
    let fact = |term, words| Fact { term, code: None, words };
    let reading = &policy.reading;
    let mut rules: Vec<String> = Vec::new();
    let mut seen: Vec<Reaction> = Vec::new();
    for StatusRule { means, .. } in reading.statuses.iter() {
        if !seen.contains(means) {
            seen.push(*means);
            let of: Vec<String> = reading.statuses.iter().filter(|rule| rule.means == *means).map(statuses).collect();
            rules.push(format!("{}: {}", of.join(", "), reaction(*means)));
        }
    }
    rules.push("anything else: retried".into());
    let mut facts = vec![fact("Statuses", rules.join("; "))];
    if !reading.headers.is_empty() {
        let rules = reading.headers.iter();
        let rules: Vec<String> =
            rules.map(|rule| format!("`{}: {}`: {}", rule.name, rule.value, reaction(rule.means))).collect();
        facts.push(fact("Header fields", rules.join("; ")));
    }
    facts.push(fact(
        "Retry-After",
        match reading.retry_after {
            RetryAfter::Ignored => "ignored, or not documented".into(),
            RetryAfter::Later { least_ms, most_ms } => format!(
                "used from {} to {}, but never sooner than the schedule",
                format_duration(least_ms),
                format_duration(most_ms)
            ),
            RetryAfter::WithinSchedule { times } => format!("used up to {times} times the scheduled wait"),
        },
    ));
    facts.push(fact("No response", reaction(reading.no_answer).into()));
    facts.push(fact("Response timeout", policy.timeout_ms.map_or_else(|| "not documented".into(), format_duration)));
    facts
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::catalog::{find_policy, policies};

    fn words(id: &str, term: &str) -> String {
        facts(find_policy(id).unwrap()).into_iter().find(|fact| fact.term == term).unwrap().words
    }

    #[test]
    fn facts_follow_from_the_policy() {
        assert_eq!(
            words("standard", "Statuses"),
            "200–299: delivered; 410: given up, and the endpoint is disabled; 429, 502, 504: retried, more slowly; anything \
             else: retried"
        );
        assert_eq!(words("slack", "Header fields"), "`X-Slack-No-Retry: 1`: given up");
        assert_eq!(words("kit", "Retry-After"), "used from 1 s to 1 d, but never sooner than the schedule");
        assert_eq!(words("svix", "Response timeout"), "15 s");
        for policy in policies() {
            assert!(facts(policy).iter().all(|fact| !fact.words.is_empty()), "{}", policy.id);
        }
    }
}
