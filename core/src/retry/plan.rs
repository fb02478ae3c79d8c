//! The planned attempts of a delivery that never succeeds.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::delay::{DelayRange, MAX_PLANNED};
use super::policy::{Anchor, Policy, Schedule};
use crate::base::json::exact;
use crate::base::provenance::Confidence;
use crate::base::time::format_duration;

/// The planned attempts of a delivery that never succeeds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// The attempts, in order. At most the first [`MAX_PLANNED`].
    pub attempts: Vec<PlannedAttempt>,
    /// The expected time from the first attempt to the last, in milliseconds. If the sender does not publish its
    /// delays, the time within which it makes all attempts, or `None` if it does not publish that either.
    #[serde(serialize_with = "exact")]
    pub span_ms: Option<u64>,
    /// The shortest possible time from the first attempt to the last, in milliseconds. A shorter outage loses no
    /// events.
    #[serde(serialize_with = "exact")]
    pub least_span_ms: u64,
    /// The longest possible time from the first attempt to the last, in milliseconds, if it is known.
    #[serde(serialize_with = "exact")]
    pub most_span_ms: Option<u64>,
    /// The shortest time for which a receiver must remember event ids to recognize every repeated delivery, in
    /// milliseconds.
    #[serde(serialize_with = "exact")]
    pub remember_ms: Option<u64>,
    /// Whether there are more attempts than [`attempts`](Self::attempts) contains.
    pub is_cut: bool,
    /// The confidence in the delays.
    pub confidence: Confidence,
    /// The plan in one sentence.
    pub summary: String,
}

/// One attempt of a plan. Instants are in milliseconds, on the same clock as the start of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlannedAttempt {
    /// The number of the attempt, counted from 1.
    pub number: u32,
    /// The delay since the previous attempt, in milliseconds. `None` if the sender does not publish it.
    #[serde(serialize_with = "exact")]
    pub delay_ms: Option<u64>,
    /// The earliest possible instant.
    #[serde(serialize_with = "exact")]
    pub earliest_ms: i64,
    /// The expected instant, or the one that the seed determines. `None` if the sender does not publish it.
    #[serde(serialize_with = "exact")]
    pub at_ms: Option<i64>,
    /// The latest possible instant. `None` if it is not bounded.
    #[serde(serialize_with = "exact")]
    pub latest_ms: Option<i64>,
}

/// Options of [`plan_from`].
#[derive(Clone, Copy, Debug, Default)]
pub struct PlanOptions {
    /// The instant at which the first attempt is due, in milliseconds on any clock.
    pub start_ms: i64,
    /// The seed that determines the jitter. Without a seed, attempts are planned for their expected instants.
    pub seed: Option<u64>,
    /// The time that each attempt takes to fail, in milliseconds. Delays after an attempt are counted from its end.
    pub attempt_ms: u64,
}

/// Plans the attempts of a delivery whose first attempt is due at `start_ms`. The attempts themselves take no time.
///
/// ```
/// use hookwright::{catalog, retry::plan};
///
/// let plan = plan(catalog::find("generic").unwrap().policy, 0);
/// assert_eq!(plan.summary, "5 attempts over 2 h 35 min 30 s; a shorter outage loses no events.");
/// assert_eq!(plan.attempts.last().unwrap().at_ms, Some(9_330_000));
/// ```
#[must_use]
pub fn plan(policy: &Policy, start_ms: i64) -> Plan {
    plan_from(policy, &PlanOptions { start_ms, ..PlanOptions::default() })
}

/// Plans the attempts of a delivery, with a seed for the jitter and with attempts that take time.
///
/// ```
/// use hookwright::retry::{Jitter, PlanOptions, Policy, Reading, Schedule, plan_from};
///
/// let policy = Policy::new("mine", Schedule::exponential(1_000, 2), Reading::STANDARD).at_most(5).jitter(Jitter::Full);
/// let options = PlanOptions { seed: Some(42), ..PlanOptions::default() };
/// assert_eq!(plan_from(&policy, &options), plan_from(&policy, &options));
/// ```
#[must_use]
pub fn plan_from(policy: &Policy, options: &PlanOptions) -> Plan {
    match policy.schedule {
        Schedule::Unpublished { within_ms, .. } => plan_unpublished(policy, within_ms, options.start_ms),
        _ => plan_published(policy, options),
    }
}

fn plan_published(policy: &Policy, options: &PlanOptions) -> Plan {
    let first = policy.delay_range(1).unwrap_or(DelayRange { least_ms: 0, expected_ms: 0, most_ms: 0 });
    let first_ms = options.seed.and_then(|seed| policy.drawn_ms(1, seed)).unwrap_or(first.expected_ms);
    let instant = |ms: u64| options.start_ms.saturating_add_unsigned(ms);
    // Limits are counted from the first attempt. The later that attempt is, the less time remains until the deadline.
    let end_after = |first_ms: u64| {
        let by_deadline = policy.stop.deadline_ms.map(|at_ms| from_to(instant(first_ms), at_ms));
        policy.stop.max_elapsed_ms.into_iter().chain(by_deadline).min()
    };
    let (soonest_end, latest_end) = (end_after(first.most_ms), end_after(first.least_ms));
    let mut attempts: Vec<PlannedAttempt> = Vec::new();
    // The time of each attempt since the first one.
    let mut times: Vec<DelayRange> = Vec::new();
    // The time of the end of the previous attempt since the first one.
    let (mut least, mut expected, mut most) = (0_u64, 0_u64, 0_u64);
    // Whether another attempt is possible that is not in the plan, because it is in time only with short jitter.
    let mut may_go_on = false;
    let mut is_cut = false;
    for number in 1.. {
        let Some(range) = policy.delay_range(number) else { break };
        if number > MAX_PLANNED {
            is_cut = true;
            break;
        }
        let mut delay_ms = first_ms;
        let mut time = DelayRange { least_ms: 0, expected_ms: 0, most_ms: 0 };
        if number > 1 {
            let drawn = options.seed.and_then(|seed| policy.drawn_ms(number, seed)).unwrap_or(range.expected_ms);
            let (from_least, from_expected, from_most) = match policy.anchor {
                Anchor::AfterPrevious => (least, expected, most),
                Anchor::SinceFirst => (0, 0, 0),
            };
            let earliest = from_least.saturating_add(range.least_ms).max(least);
            let at = from_expected.saturating_add(drawn).max(expected);
            if policy.stop.forbids(instant(first_ms), at) {
                may_go_on = latest_end.is_some_and(|end| earliest <= end);
                break;
            }
            let latest = from_most.saturating_add(range.most_ms).max(most);
            // No attempt starts after the end, however long the delays before it are.
            let latest = latest_end.map_or(latest, |end| latest.min(end)).max(at);
            time = DelayRange { least_ms: earliest, expected_ms: at, most_ms: latest };
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
        let end = |ms: u64| ms.saturating_add(options.attempt_ms);
        (least, expected, most) = (end(time.least_ms), end(time.expected_ms), end(time.most_ms));
    }
    let last = times.last().copied().unwrap_or(DelayRange { least_ms: 0, expected_ms: 0, most_ms: 0 });
    let most_span_ms = match latest_end.filter(|_| may_go_on) {
        Some(end) => Some(end),
        None => Some(last.most_ms).filter(|_| !is_cut),
    };
    let mut plan = Plan {
        span_ms: Some(last.expected_ms),
        least_span_ms: last.least_ms.min(least_before_end(policy, options, &times, soonest_end)),
        most_span_ms,
        remember_ms: most_span_ms.map(|span| span.saturating_add(policy.timeout_ms.unwrap_or(0))),
        is_cut,
        confidence: policy.delays,
        summary: String::new(),
        attempts,
    };
    plan.summary = summarize(&plan, policy.attempts());
    plan
}

/// The time from one instant to a later one, in milliseconds. 0 if the second instant is not later.
fn from_to(from_ms: i64, to_ms: i64) -> u64 {
    if to_ms < from_ms { 0 } else { to_ms.abs_diff(from_ms) }
}

/// The shortest possible time from the first attempt to the last one before `end`, in milliseconds. The longer the
/// jitter makes the delays, the fewer attempts there are before `end`.
fn least_before_end(policy: &Policy, options: &PlanOptions, times: &[DelayRange], end: Option<u64>) -> u64 {
    let Some(end) = end else { return u64::MAX };
    let spans = (2..).zip(times).map(|(next, time)| {
        let Some(range) = policy.delay_range(next) else { return u64::MAX };
        let (next_latest, least_last) = match policy.anchor {
            // This attempt is the last one only if the next one would start after the end.
            Anchor::AfterPrevious => {
                let after = range.most_ms.saturating_add(options.attempt_ms);
                (time.most_ms.saturating_add(after), time.least_ms.max(end.saturating_sub(after)))
            }
            Anchor::SinceFirst => (range.most_ms, time.least_ms),
        };
        if next_latest <= end { u64::MAX } else { least_last }
    });
    spans.min().unwrap_or(u64::MAX)
}

/// The plan for a sender that does not publish its delays: attempts have no instants, only an earliest and a latest
/// one.
fn plan_unpublished(policy: &Policy, within_ms: Option<u64>, start_ms: i64) -> Plan {
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
        (Some(1), _) => String::from("1 attempt, without retries."),
        (Some(count), Some(end)) => {
            format!("{count} attempts within {}; the sender does not publish their times.", format_duration(end))
        }
        (Some(count), None) => format!("{count} attempts; the sender does not publish their times."),
        (None, Some(end)) => {
            format!("Attempts for {}; the sender publishes neither their number nor their times.", format_duration(end))
        }
        (None, None) => String::from("The sender publishes neither the number nor the times of its attempts."),
    };
    plan
}

fn summarize(plan: &Plan, attempts: Option<u32>) -> String {
    let count = plan.attempts.len();
    if count == 1 && !plan.is_cut {
        return String::from("1 attempt, without retries.");
    }
    if plan.is_cut {
        let span = format_duration(plan.span_ms.unwrap_or(0));
        let all = attempts.map_or_else(|| String::from("Attempts without limit"), |all| format!("{all} attempts"));
        return format!("{all}; the first {count} take {span}.");
    }
    let span = format_duration(plan.span_ms.unwrap_or(0));
    if plan.confidence == Confidence::Assumed {
        return format!(
            "{count} attempts over about {span}; the sender does not publish its delays, so they are assumed."
        );
    }
    if plan.most_span_ms == Some(plan.least_span_ms) {
        return format!("{count} attempts over {span}; a shorter outage loses no events.");
    }
    if plan.least_span_ms == 0 {
        return format!(
            "{count} attempts over about {span}; with jitter, they can all be at once, so any outage can lose events."
        );
    }
    let least = format_duration(plan.least_span_ms);
    format!("{count} attempts over about {span}; an outage shorter than {least} loses no events.")
}

impl super::policy::StopRules {
    /// Whether an attempt `elapsed_ms` after the first one, which was due at `start_ms`, would be too late.
    #[must_use]
    pub fn forbids(&self, start_ms: i64, elapsed_ms: u64) -> bool {
        let too_long = self.max_elapsed_ms.is_some_and(|limit| elapsed_ms > limit);
        let too_late = self.deadline_ms.is_some_and(|limit| start_ms.saturating_add_unsigned(elapsed_ms) > limit);
        too_long || too_late
    }
}
