//! When the attempts of a delivery come, if every one of them fails.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::delay::{MAX_PLANNED, Wait};
use super::policy::{Anchor, Policy, Schedule};
use crate::base::json::exact;
use crate::base::provenance::Confidence;
use crate::base::time::format_duration;

/// The attempts of a delivery that never succeeds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// Every attempt, in order; the first [`MAX_PLANNED`], if there are more.
    pub attempts: Vec<PlannedAttempt>,
    /// From the first attempt to the last, in milliseconds, as expected. Where delays are not published, the time within
    /// which the sender says that all attempts come, or `None`.
    #[serde(serialize_with = "exact")]
    pub span_ms: Option<u64>,
    /// The shortest that it can be: an outage shorter than that loses nothing.
    #[serde(serialize_with = "exact")]
    pub least_span_ms: u64,
    /// The longest that it can be, if that is known.
    #[serde(serialize_with = "exact")]
    pub most_span_ms: Option<u64>,
    /// How long a receiver has to remember event ids at the least, to know an event that comes again, in milliseconds.
    #[serde(serialize_with = "exact")]
    pub remember_ms: Option<u64>,
    /// Whether there are more attempts than are laid out.
    pub is_cut: bool,
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
    /// How long after the attempt before. `None` where the sender does not publish it.
    #[serde(serialize_with = "exact")]
    pub delay_ms: Option<u64>,
    /// The earliest that it can come.
    #[serde(serialize_with = "exact")]
    pub earliest_ms: i64,
    /// When it is expected; drawn, if there is a seed. `None` where the sender does not publish it.
    #[serde(serialize_with = "exact")]
    pub at_ms: Option<i64>,
    /// The latest that it can come. `None` where nothing bounds it.
    #[serde(serialize_with = "exact")]
    pub latest_ms: Option<i64>,
}

/// What a plan starts from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Start {
    /// When the first attempt is due, in milliseconds, from wherever.
    pub start_ms: i64,
    /// Draws the jitter, if given; else attempts are expected in the middle of it.
    pub seed: Option<u64>,
    /// How long each attempt takes to fail, in milliseconds: what is counted after an attempt is counted from its end.
    pub attempt_ms: u64,
}

/// Lays out the attempts of a delivery whose first one is due at `start_ms`, taking no time for the attempts themselves.
///
/// ```
/// use hookwright::{catalog, retry::plan};
///
/// let plan = plan(catalog::find("generic").unwrap().policy, 0);
/// assert_eq!(plan.summary, "5 attempts over 2 h 35 min 30 s; an outage shorter than that loses nothing.");
/// assert_eq!(plan.attempts.last().unwrap().at_ms, Some(9_330_000));
/// ```
#[must_use]
pub fn plan(policy: &Policy, start_ms: i64) -> Plan {
    plan_from(policy, &Start { start_ms, ..Start::default() })
}

/// Lays out the attempts of a delivery, with jitter drawn by a seed or attempts that take their time.
///
/// ```
/// use hookwright::retry::{Jitter, Policy, Reading, Schedule, Start, plan_from};
///
/// let policy = Policy::new("mine", Schedule::exponential(1_000, 2), Reading::STANDARD).at_most(5).jitter(Jitter::Full);
/// let start = Start { seed: Some(42), ..Start::default() };
/// assert_eq!(plan_from(&policy, &start), plan_from(&policy, &start));
/// ```
#[must_use]
pub fn plan_from(policy: &Policy, start: &Start) -> Plan {
    match policy.schedule {
        Schedule::Unpublished { within_ms, .. } => plan_band(policy, within_ms, start.start_ms),
        _ => plan_ticks(policy, start),
    }
}

fn plan_ticks(policy: &Policy, start: &Start) -> Plan {
    let first = policy.wait(1).unwrap_or(Wait { least_ms: 0, expected_ms: 0, most_ms: 0 });
    let first_ms = start.seed.and_then(|seed| policy.drawn_ms(1, seed)).unwrap_or(first.expected_ms);
    let instant = |ms: u64| start.start_ms.saturating_add_unsigned(ms);
    // What limits a policy is counted from the first attempt; the deadline comes the sooner, the later that is.
    let end_after = |first_ms: u64| {
        let by_deadline = policy.stop.deadline_ms.map(|at_ms| from_to(instant(first_ms), at_ms));
        policy.stop.max_elapsed_ms.into_iter().chain(by_deadline).min()
    };
    let (soonest_end, latest_end) = (end_after(first.most_ms), end_after(first.least_ms));
    let mut attempts: Vec<PlannedAttempt> = Vec::new();
    // Each attempt's time since the first one.
    let mut times: Vec<Wait> = Vec::new();
    // The same of the end of the attempt before.
    let (mut least, mut expected, mut most) = (0_u64, 0_u64, 0_u64);
    // Whether there may be a last attempt that is not laid out, because it comes before the end only if jitter is kind.
    let mut may_go_on = false;
    let mut is_cut = false;
    for number in 1.. {
        let Some(wait) = policy.wait(number) else { break };
        if number > MAX_PLANNED {
            is_cut = true;
            break;
        }
        let mut delay_ms = first_ms;
        let mut time = Wait { least_ms: 0, expected_ms: 0, most_ms: 0 };
        if number > 1 {
            let drawn = start.seed.and_then(|seed| policy.drawn_ms(number, seed)).unwrap_or(wait.expected_ms);
            let (from_least, from_expected, from_most) = match policy.anchor {
                Anchor::AfterPrevious => (least, expected, most),
                Anchor::SinceFirst => (0, 0, 0),
            };
            let earliest = from_least.saturating_add(wait.least_ms).max(least);
            let at = from_expected.saturating_add(drawn).max(expected);
            if policy.stop.forbids(instant(first_ms), at) {
                may_go_on = latest_end.is_some_and(|end| earliest <= end);
                break;
            }
            let latest = from_most.saturating_add(wait.most_ms).max(most);
            // No attempt comes after the end, however long the waits before it were.
            let latest = latest_end.map_or(latest, |end| latest.min(end)).max(at);
            time = Wait { least_ms: earliest, expected_ms: at, most_ms: latest };
            delay_ms = at.saturating_sub(expected);
        }
        let at = instant(first_ms.saturating_add(time.expected_ms));
        let latest = instant(first.most_ms.saturating_add(time.most_ms));
        let latest = policy.stop.deadline_ms.map_or(latest, |deadline| latest.min(deadline)).max(at);
        let earliest_ms = instant(first.least_ms.saturating_add(time.least_ms));
        attempts.push(PlannedAttempt {
            number,
            delay_ms: Some(delay_ms),
            earliest_ms,
            at_ms: Some(at),
            latest_ms: Some(latest),
        });
        times.push(time);
        let end = |ms: u64| ms.saturating_add(start.attempt_ms);
        (least, expected, most) = (end(time.least_ms), end(time.expected_ms), end(time.most_ms));
    }
    let last = times.last().copied().unwrap_or(Wait { least_ms: 0, expected_ms: 0, most_ms: 0 });
    let most_span_ms = match latest_end.filter(|_| may_go_on) {
        Some(end) => Some(end),
        None => Some(last.most_ms).filter(|_| !is_cut),
    };
    let mut plan = Plan {
        span_ms: Some(last.expected_ms),
        least_span_ms: last.least_ms.min(least_before_end(policy, start, &times, soonest_end)),
        most_span_ms,
        remember_ms: most_span_ms.map(|span| span.saturating_add(policy.timeout_ms.unwrap_or(0))),
        is_cut,
        confidence: policy.delays,
        summary: String::new(),
        attempts,
    };
    plan.summary = summarise(&plan, policy.attempts());
    plan
}

/// How long it is from one instant to a later one, in milliseconds; 0 to an earlier one.
fn from_to(from_ms: i64, to_ms: i64) -> u64 {
    if to_ms < from_ms { 0 } else { to_ms.abs_diff(from_ms) }
}

/// The least time from the first attempt to the last one that comes before `end`, in milliseconds: where jitter makes waits
/// longer, fewer attempts do.
fn least_before_end(policy: &Policy, start: &Start, times: &[Wait], end: Option<u64>) -> u64 {
    let Some(end) = end else { return u64::MAX };
    let spans = (2..).zip(times).map(|(next, time)| {
        let Some(wait) = policy.wait(next) else { return u64::MAX };
        let (next_latest, least_last) = match policy.anchor {
            // It is the last one only if the next comes after the end.
            Anchor::AfterPrevious => {
                let after = wait.most_ms.saturating_add(start.attempt_ms);
                (time.most_ms.saturating_add(after), time.least_ms.max(end.saturating_sub(after)))
            }
            Anchor::SinceFirst => (wait.most_ms, time.least_ms),
        };
        if next_latest <= end { u64::MAX } else { least_last }
    });
    spans.min().unwrap_or(u64::MAX)
}

/// Attempts of which only the number or the end is known: a band, and no invented ticks in it.
fn plan_band(policy: &Policy, within_ms: Option<u64>, start_ms: i64) -> Plan {
    let end_ms = within_ms.or(policy.stop.max_elapsed_ms);
    let latest_ms = end_ms.map(|ms| start_ms.saturating_add_unsigned(ms));
    let count = policy.attempts().unwrap_or(2).clamp(1, MAX_PLANNED);
    let attempt = |number| {
        let is_first = number == 1;
        PlannedAttempt {
            number,
            delay_ms: is_first.then_some(0),
            earliest_ms: start_ms,
            at_ms: is_first.then_some(start_ms),
            latest_ms: if is_first { Some(start_ms) } else { latest_ms },
        }
    };
    let attempts: Vec<PlannedAttempt> = (1..=count).map(attempt).collect();
    let mut plan = Plan {
        attempts,
        span_ms: end_ms,
        least_span_ms: 0,
        most_span_ms: end_ms,
        remember_ms: end_ms.map(|span| span.saturating_add(policy.timeout_ms.unwrap_or(0))),
        is_cut: policy.attempts().is_none(),
        confidence: policy.delays,
        summary: String::new(),
    };
    plan.summary = match (policy.attempts(), end_ms) {
        (Some(1), _) => String::from("1 attempt; nothing is retried."),
        (Some(count), Some(end)) => {
            format!("{count} attempts within {}; the sender does not publish when.", format_duration(end))
        }
        (Some(count), None) => format!("{count} attempts; the sender does not publish when they come."),
        (None, Some(end)) => {
            format!("Attempts for {}; the sender does not publish how many there are, nor when.", format_duration(end))
        }
        (None, None) => String::from("The sender does not publish how often it tries again, nor when."),
    };
    plan
}

fn summarise(plan: &Plan, attempts: Option<u32>) -> String {
    let count = plan.attempts.len();
    if count == 1 && !plan.is_cut {
        return String::from("1 attempt; nothing is retried.");
    }
    if plan.is_cut {
        let span = format_duration(plan.span_ms.unwrap_or(0));
        let all = attempts.map_or_else(|| String::from("Attempts without end"), |all| format!("{all} attempts"));
        return format!("{all}; the first {count} come over {span}.");
    }
    let span = format_duration(plan.span_ms.unwrap_or(0));
    if plan.confidence == Confidence::Assumed {
        return format!(
            "{count} attempts over about {span}; the sender does not publish its delays, so they are assumed."
        );
    }
    if plan.most_span_ms == Some(plan.least_span_ms) {
        return format!("{count} attempts over {span}; an outage shorter than that loses nothing.");
    }
    if plan.least_span_ms == 0 {
        return format!(
            "{count} attempts over about {span}; jitter may bring all of them at once, so no outage is safe for certain."
        );
    }
    let least = format_duration(plan.least_span_ms);
    format!("{count} attempts over about {span}; an outage shorter than {least} loses nothing.")
}

impl super::policy::Stop {
    /// Whether an attempt so long after the first one, which was due at `start_ms`, comes too late.
    #[must_use]
    pub fn forbids(&self, start_ms: i64, elapsed_ms: u64) -> bool {
        let too_long = self.max_elapsed_ms.is_some_and(|limit| elapsed_ms > limit);
        let too_late = self.deadline_ms.is_some_and(|limit| start_ms.saturating_add_unsigned(elapsed_ms) > limit);
        too_long || too_late
    }
}
