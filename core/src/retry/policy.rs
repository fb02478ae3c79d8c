//! Retry policies as data.

use alloc::borrow::Cow;

use serde::Serialize;

use super::reading::Reading;
use crate::base::json::kinds;
use crate::base::provenance::{Confidence, Provenance};

/// The retry policy of a sender: schedule, jitter, stop rules, and the classification of responses.
///
/// ```
/// use hookwright::retry::{Jitter, Policy, Reading, Schedule};
///
/// static PATIENT: Policy = Policy::new("patient", Schedule::exponential(1_000, 2), Reading::STANDARD)
///     .at_most(10)
///     .capped(3_600_000)
///     .jitter(Jitter::PlusMinus { percent: 20 });
/// assert_eq!(PATIENT.delay_ms(4), Some(4_000));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Policy {
    /// The id. For the policy of a sender in the catalog it is the id of the sender: `generic`.
    pub id: Cow<'static, str>,
    /// The delays before the attempts.
    pub schedule: Schedule,
    /// The instant that delays are counted from. The default in JSON is the end of the previous attempt.
    pub anchor: Anchor,
    /// The longest delay before jitter, in milliseconds.
    #[serde(rename = "capMs")]
    pub cap_ms: Option<u64>,
    /// The random part of delays, which spreads out the retries of many deliveries. Without jitter by default in JSON.
    pub jitter: Jitter,
    /// The limits after which a delivery is not retried. Unlimited by default in JSON.
    pub stop: StopRules,
    /// The classification of responses. The default in JSON is the recommendation of Standard Webhooks.
    pub reading: Reading,
    /// The time within which a receiver must respond, in milliseconds, if the sender documents it.
    pub timeout_ms: Option<u64>,
    /// The confidence in the delays. A sender may document how often it retries, but not when.
    pub delays: Confidence,
    /// The evidence for the policy. Optional for custom policies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance<Cow<'static, str>>>,
}

/// The delays before the attempts, in milliseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
#[non_exhaustive]
pub enum Schedule {
    /// A list of delays, one for each attempt including the first.
    Table {
        /// The delays in milliseconds.
        delays_ms: Cow<'static, [u64]>,
        /// Whether the last delay is repeated until a stop rule applies.
        repeat_last: bool,
    },
    /// An immediate first attempt, then the same delay before each retry.
    Fixed {
        /// The delay in milliseconds.
        delay_ms: u64,
    },
    /// An immediate first attempt, then delays that grow by a constant amount: base, base + step, base + 2 × step, …
    Linear {
        /// The delay before the first retry, in milliseconds.
        base_ms: u64,
        /// The increase for each further retry, in milliseconds.
        step_ms: u64,
    },
    /// An immediate first attempt, then delays that grow by a constant factor: base, base × factor, base × factor², …
    Exponential {
        /// The delay before the first retry, in milliseconds.
        base_ms: u64,
        /// The factor in thousandths: 2000 doubles each delay, 1500 multiplies it by 1.5.
        factor_per_mille: u32,
    },
    /// An immediate first attempt, then delays that grow with a power of the retry's number n: base × nᵖ.
    Polynomial {
        /// The delay before the first retry, in milliseconds.
        base_ms: u64,
        /// The power p.
        power: u32,
    },
    /// An immediate first attempt, then random delays between the base and three times the previous delay (AWS's
    /// "decorrelated jitter"). The jitter of the policy is not added.
    Decorrelated {
        /// The shortest delay, in milliseconds.
        base_ms: u64,
    },
    /// The sender does not publish its delays. Exponential delays with a factor of 2 are assumed.
    Unpublished {
        /// The longest time from the first attempt to the last, in milliseconds, if the sender publishes that.
        within_ms: Option<u64>,
        /// The assumed delay before the first retry, in milliseconds.
        imitated_ms: u64,
    },
}

kinds!(Schedule {
    "table" => Table { delays_ms: Cow::Borrowed(&[]), repeat_last: false },
    "fixed" => Fixed { delay_ms: 0 },
    "linear" => Linear { base_ms: 0, step_ms: 0 },
    "exponential" => Exponential { base_ms: 0, factor_per_mille: 0 },
    "polynomial" => Polynomial { base_ms: 0, power: 0 },
    "decorrelated" => Decorrelated { base_ms: 0 },
    "unpublished" => Unpublished { within_ms: None, imitated_ms: 0 },
});

/// The instant that delays are counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Anchor {
    /// The end of the previous attempt.
    AfterPrevious,
    /// The start of the first attempt: the delays of the schedule are times since then.
    SinceFirst,
}

impl Anchor {
    /// Every anchor, with its name in JSON.
    pub(crate) const ALL: &[(&str, Self)] =
        &[("after-previous", Self::AfterPrevious), ("since-first", Self::SinceFirst)];
}

/// The random part of delays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Jitter {
    /// No jitter.
    None,
    /// A random delay from 0 to the delay of the schedule.
    Full,
    /// A random delay from half the delay of the schedule to all of it.
    Equal,
    /// A random delay that is up to `percent` per cent shorter or longer than that of the schedule.
    PlusMinus {
        /// The percentage, at most 100.
        percent: u8,
    },
    /// A random delay that is up to `percent` per cent longer than that of the schedule.
    Additive {
        /// The percentage, at most 255.
        percent: u8,
    },
}

kinds!(Jitter {
    "none" => None {},
    "full" => Full {},
    "equal" => Equal {},
    "plus-minus" => PlusMinus { percent: 0 },
    "additive" => Additive { percent: 0 },
});

/// The limits after which a delivery is not retried. The first one that is reached applies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StopRules {
    /// The maximum number of attempts, including the first.
    pub max_attempts: Option<u32>,
    /// The maximum time from the first attempt to the start of the last, in milliseconds.
    pub max_elapsed_ms: Option<u64>,
    /// The last instant at which an attempt may start, in milliseconds since the epoch.
    pub deadline_ms: Option<i64>,
}

impl Schedule {
    /// A list of delays, one for each attempt including the first.
    #[must_use]
    pub const fn table(delays_ms: &'static [u64]) -> Self {
        Self::Table { delays_ms: Cow::Borrowed(delays_ms), repeat_last: false }
    }

    /// Delays that grow by an integer factor.
    #[must_use]
    pub const fn exponential(base_ms: u64, factor: u32) -> Self {
        Self::Exponential { base_ms, factor_per_mille: factor.saturating_mul(1000) }
    }
}

impl Policy {
    /// A policy without limits and without jitter.
    #[must_use]
    pub const fn new(id: &'static str, schedule: Schedule, reading: Reading) -> Self {
        Self {
            id: Cow::Borrowed(id),
            schedule,
            anchor: Anchor::AfterPrevious,
            cap_ms: None,
            jitter: Jitter::None,
            stop: StopRules { max_attempts: None, max_elapsed_ms: None, deadline_ms: None },
            reading,
            timeout_ms: None,
            delays: Confidence::Documented,
            provenance: None,
        }
    }

    /// Sets the maximum number of attempts, including the first.
    #[must_use]
    pub const fn at_most(mut self, attempts: u32) -> Self {
        self.stop.max_attempts = Some(attempts);
        self
    }

    /// Sets the maximum time from the first attempt to the start of the last, in milliseconds.
    #[must_use]
    pub const fn within(mut self, elapsed_ms: u64) -> Self {
        self.stop.max_elapsed_ms = Some(elapsed_ms);
        self
    }

    /// Sets the longest delay before jitter, in milliseconds.
    #[must_use]
    pub const fn capped(mut self, cap_ms: u64) -> Self {
        self.cap_ms = Some(cap_ms);
        self
    }

    /// Counts delays from the first attempt.
    #[must_use]
    pub const fn since_first(mut self) -> Self {
        self.anchor = Anchor::SinceFirst;
        self
    }

    /// Sets the jitter.
    #[must_use]
    pub const fn jitter(mut self, jitter: Jitter) -> Self {
        self.jitter = jitter;
        self
    }

    /// Sets the time within which a receiver must respond, in milliseconds.
    #[must_use]
    pub const fn timeout(mut self, timeout_ms: u64) -> Self {
        self.timeout_ms = Some(timeout_ms);
        self
    }

    /// The maximum number of attempts of a delivery. `None` if it is not limited.
    #[must_use]
    pub fn attempts(&self) -> Option<u32> {
        let table = match &self.schedule {
            Schedule::Table { delays_ms, repeat_last: false } => {
                Some(u32::try_from(delays_ms.len()).unwrap_or(u32::MAX))
            }
            Schedule::Table { repeat_last: true, .. }
            | Schedule::Fixed { .. }
            | Schedule::Linear { .. }
            | Schedule::Exponential { .. }
            | Schedule::Polynomial { .. }
            | Schedule::Decorrelated { .. }
            | Schedule::Unpublished { .. } => None,
        };
        match (table, self.stop.max_attempts) {
            (Some(table), Some(limit)) => Some(table.min(limit)),
            (table, limit) => table.or(limit),
        }
    }
}

#[cfg(all(test, feature = "json"))]
mod tests {
    use super::super::reading::RetryAfter;
    use super::*;

    #[test]
    fn kinds_are_named_as_they_are_serialized() {
        let kind = |value: serde_json::Result<serde_json::Value>| value.unwrap()["kind"].clone();
        for (name, schedule) in Schedule::KINDS {
            assert_eq!(kind(serde_json::to_value(schedule)), *name);
        }
        for (name, jitter) in Jitter::KINDS {
            assert_eq!(kind(serde_json::to_value(jitter)), *name);
        }
        for (name, rule) in RetryAfter::KINDS {
            assert_eq!(kind(serde_json::to_value(rule)), *name);
        }
    }
}
