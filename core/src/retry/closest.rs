//! The exponential policy that is closest to another one, for systems that have no other schedules.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::plan::plan;
use super::policy::{Anchor, Jitter, Policy, Schedule, StopRules};
use crate::base::time::format_duration;

/// The number of retries that are exported and compared, if there are more.
pub(super) const MOST_RETRIES: usize = 100;

/// The number of delays that a message lists.
const MOST_LISTED: usize = 8;

/// The delays before the retries of a policy without jitter, each counted from the previous attempt.
pub(super) struct Retries {
    pub(super) delays: Vec<u64>,
    /// Whether these are all retries.
    pub(super) is_whole: bool,
}

/// How a system grows its delays.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Growth {
    /// By the factor 2. Delays are whole seconds.
    Doubling,
    /// By any factor of at least 1.
    Factor,
}

impl Policy {
    pub(super) fn retries(&self) -> Retries {
        // The deadline is an instant, and this plan starts at an unknown one.
        let stop = StopRules { deadline_ms: None, ..self.stop };
        let plan = plan(&Self { stop, ..self.clone() }, 0);
        let is_whole = !plan.is_cut && plan.attempts.len() <= MOST_RETRIES + 1;
        let delays = plan.attempts.iter().skip(1).take(MOST_RETRIES).filter_map(|attempt| attempt.delay_ms).collect();
        Retries { delays, is_whole }
    }

    /// The policy with the same number of retries and the same longest delay whose retries take the same time, as closely
    /// as possible, and its differences. Systems have settings for such a policy.
    pub(super) fn closest(&self, growth: Growth) -> (Self, Option<String>) {
        let Retries { delays, is_whole } = self.retries();
        let (total, count) = (sum(&delays), u32::try_from(delays.len()).unwrap_or(u32::MAX));
        let unit = if growth == Growth::Doubling { 1000 } else { 1 };
        let longest = delays.iter().copied().max().unwrap_or(0).max(1).div_ceil(unit).saturating_mul(unit);
        let max_attempts = if is_whole { Some(count.saturating_add(1)) } else { self.attempts() };
        let exponential = |base_ms, factor_per_mille| Self {
            schedule: Schedule::Exponential { base_ms, factor_per_mille },
            anchor: Anchor::AfterPrevious,
            cap_ms: Some(longest),
            // This jitter is part of the schedule.
            jitter: if matches!(self.schedule, Schedule::Decorrelated { .. }) { Jitter::None } else { self.jitter },
            stop: StopRules { max_attempts, deadline_ms: None, ..self.stop },
            ..self.clone()
        };
        let delays_of = |policy: &Self| -> Vec<u64> {
            let numbers = 2..=count.saturating_add(1);
            numbers.map(|number| policy.delay_ms(number).unwrap_or_default()).collect()
        };
        // The system would not start a retry after this time.
        let most = self.stop.max_elapsed_ms.unwrap_or(u64::MAX);
        let sum_of = |base_ms, factor| sum(&delays_of(&exponential(base_ms, factor)));
        let base = |factor| {
            nearest([1, longest / unit], total, most, |units| sum_of(units.saturating_mul(unit), factor)) * unit
        };
        let first = delays.iter().copied().find(|delay| *delay > 0).unwrap_or(1);
        let closest = match growth {
            Growth::Doubling => exponential(base(2000), 2000),
            Growth::Factor if sum_of(first, 1000) > total => exponential(base(1000), 1000),
            Growth::Factor => {
                let greatest = (longest / first).saturating_add(1).saturating_mul(1000).min(u32::MAX.into());
                let to_factor = |factor| u32::try_from(factor).unwrap_or(u32::MAX);
                let factor = nearest([1000, greatest], total, most, |factor| sum_of(first, to_factor(factor)));
                exponential(first, to_factor(factor))
            }
        };
        let found = delays_of(&closest);
        let is_random = matches!(self.schedule, Schedule::Decorrelated { .. });
        let difference = (found != delays || is_random || !is_whole).then(|| {
            let rule = match growth {
                Growth::Doubling => "Cloud Tasks doubles delays",
                Growth::Factor => "Temporal multiplies each delay by the same factor of at least 1",
            };
            let retries = if is_whole { String::from("retries") } else { format!("the first {MOST_RETRIES} retries") };
            let [given, made] = [total, sum(&found)].map(rough);
            let in_total = if given == made { String::new() } else { format!(" instead of {given}") };
            let (made_list, given_list) = (listed(&found, rough), listed(&delays, rough));
            let waits = if made_list == given_list {
                format!("always wait {made_list}")
            } else {
                format!("wait {made_list} instead of {}", listed(&delays, format_duration))
            };
            format!(
                "{rule}, and cannot express {}. With the closest settings, {retries} {waits}, and about \
                 {made}{in_total} in total.",
                self.property(growth),
            )
        });
        (closest, difference)
    }

    /// What systems with exponential delays cannot express.
    const fn property(&self, growth: Growth) -> &'static str {
        if matches!(self.anchor, Anchor::SinceFirst) {
            return "times that are counted from the first attempt";
        }
        match self.schedule {
            // Cloud Tasks can add the first delay to each one.
            Schedule::Linear { .. } if matches!(growth, Growth::Doubling) => {
                "delays that grow by an amount other than the first delay"
            }
            Schedule::Table { .. } => "the list of delays of the policy",
            Schedule::Linear { .. } => "delays that grow by the same amount",
            Schedule::Polynomial { .. } => "delays that grow by a power",
            Schedule::Decorrelated { .. } => "random delays that depend on the previous one",
            Schedule::Exponential { .. } => "the factor of the policy",
            Schedule::Fixed { .. } | Schedule::Unpublished { .. } => "the delays of the policy",
        }
    }
}

fn sum(delays: &[u64]) -> u64 {
    delays.iter().copied().fold(0, u64::saturating_add)
}

/// The number in a range with which a sum that grows with it is closest to `total`, and at most `limit`.
fn nearest([least, greatest]: [u64; 2], total: u64, limit: u64, sum: impl Fn(u64) -> u64) -> u64 {
    let (mut low, mut high) = (least, greatest.max(least));
    while low < high {
        let middle = low.midpoint(high);
        if sum(middle) < total { low = middle + 1 } else { high = middle }
    }
    let before = low.saturating_sub(1).max(least);
    let is_better = total.abs_diff(sum(before)) < total.abs_diff(sum(low));
    if is_better || sum(low) > limit { before } else { low }
}

/// A duration without the digits that do not matter.
fn rough(ms: u64) -> String {
    let unit = match ms {
        3_600_000.. => 60_000,
        10_000.. => 1000,
        _ => 1,
    };
    format_duration(ms.saturating_add(unit / 2) / unit * unit)
}

fn listed(delays: &[u64], format: fn(u64) -> String) -> String {
    let mut texts: Vec<String> = delays.iter().take(MOST_LISTED).map(|delay| format(*delay)).collect();
    if delays.len() > MOST_LISTED {
        texts.push("…".into());
    }
    texts.join(", ")
}
