//! When the attempts of a delivery come, if every one of them fails.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::policy::Policy;
use crate::provenance::Confidence;
use crate::time::format_duration;

/// The attempts of a delivery that never succeeds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// Every attempt, in order.
    pub attempts: Vec<PlannedAttempt>,
    /// From the first attempt to the last, in milliseconds.
    pub span_ms: u64,
    /// How sure the delays are.
    pub confidence: Confidence,
    /// The plan in one sentence.
    pub summary: String,
}

/// One attempt of a plan. Instants are in milliseconds, counted from wherever the start was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlannedAttempt {
    /// Counted from 1.
    pub number: u32,
    /// How long after the attempt before.
    pub delay_ms: u64,
    /// The earliest that jitter lets it come.
    pub earliest_ms: i64,
    /// When it is expected.
    pub at_ms: i64,
    /// The latest that jitter lets it come.
    pub latest_ms: i64,
}

/// Lays out the attempts of a delivery whose first one is due at `start_ms`, taking no time for the attempts themselves.
///
/// ```
/// use hookwright::{provider, retry::plan};
///
/// let plan = plan(&provider::find("generic").unwrap().policy, 0);
/// assert_eq!(plan.summary, "5 attempts over 2 h 35 min 30 s; an outage shorter than that loses nothing.");
/// assert_eq!(plan.attempts.last().unwrap().at_ms, 9_330_000);
/// ```
#[must_use]
pub fn plan(policy: &Policy, start_ms: i64) -> Plan {
    let mut attempts = Vec::new();
    let mut elapsed_ms: u64 = 0;
    for number in 1..=policy.schedule.attempts() {
        let Some(delay_ms) = policy.schedule.delay_ms(number) else { break };
        elapsed_ms = elapsed_ms.saturating_add(delay_ms);
        let at_ms = start_ms.saturating_add_unsigned(elapsed_ms);
        attempts.push(PlannedAttempt { number, delay_ms, earliest_ms: at_ms, at_ms, latest_ms: at_ms });
    }
    let first_ms = attempts.first().map_or(0, |first| first.delay_ms);
    let span_ms = elapsed_ms.saturating_sub(first_ms);
    let summary = summarise(attempts.len(), span_ms, policy.delays);
    Plan { attempts, span_ms, confidence: policy.delays, summary }
}

fn summarise(attempts: usize, span_ms: u64, confidence: Confidence) -> String {
    if attempts == 1 {
        return String::from("1 attempt; nothing is retried.");
    }
    let span = format_duration(span_ms);
    if confidence == Confidence::Assumed {
        return format!(
            "{attempts} attempts over about {span}; the provider does not publish its delays, so they are assumed."
        );
    }
    format!("{attempts} attempts over {span}; an outage shorter than that loses nothing.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider;
    use crate::retry::Schedule;
    use proptest::prelude::*;

    #[test]
    fn the_generic_table_and_then_failed() {
        let policy = &provider::find("generic").unwrap().policy;
        let plan = plan(policy, 1_000);
        let delays: Vec<_> = plan.attempts.iter().map(|attempt| attempt.delay_ms).collect();
        assert_eq!(delays, [0, 30_000, 300_000, 1_800_000, 7_200_000]);
        assert_eq!(
            plan.attempts.iter().map(|a| a.at_ms).collect::<Vec<_>>(),
            [1_000, 31_000, 331_000, 2_131_000, 9_331_000]
        );
        assert_eq!(plan.span_ms, 9_330_000);
        assert_eq!(policy.schedule.delay_ms(6), None);
    }

    #[test]
    fn well_retries_three_times_with_growing_delays_that_are_marked_assumed() {
        let policy = &provider::find("well").unwrap().policy;
        let plan = plan(policy, 0);
        let delays: Vec<_> = plan.attempts.iter().map(|attempt| attempt.delay_ms).collect();
        assert_eq!(delays.len(), 4);
        assert!(delays.windows(2).skip(1).all(|pair| pair[1] == pair[0] * 2), "{delays:?}");
        assert_eq!(plan.confidence, Confidence::Assumed);
        assert_eq!(policy.timeout_ms, Some(10_000));
    }

    proptest! {
        #[test]
        fn never_panics_and_never_goes_back(retries in 0..200_u32, base_ms: u64, factor: u32, start_ms: i64) {
            let mut policy = provider::find("well").unwrap().policy;
            policy.schedule = Schedule::Exponential { retries, base_ms, factor };
            let plan = plan(&policy, start_ms);
            prop_assert_eq!(plan.attempts.len(), retries as usize + 1);
            prop_assert!(plan.attempts.windows(2).all(|pair| pair[0].at_ms <= pair[1].at_ms));
        }
    }
}
