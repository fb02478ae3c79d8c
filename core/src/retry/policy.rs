//! How failed attempts are retried, as data.

use alloc::borrow::Cow;

use serde::Serialize;

use super::reading::Reading;
use crate::base::provenance::{Confidence, Provenance};

/// How a sender retries a delivery that fails: schedule, jitter, stop rules, and how it reads what receivers answer.
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
    /// The provider's id where it is that provider's own policy: `generic`.
    pub id: Cow<'static, str>,
    /// How long the sender waits before each attempt.
    pub schedule: Schedule,
    /// What the waits are counted from; in JSON, by default the end of the attempt before.
    pub anchor: Anchor,
    /// The longest that it ever waits, in milliseconds, before jitter.
    #[serde(rename = "capMs")]
    pub cap_ms: Option<u64>,
    /// What is done to the waits at random, so that senders do not all come at once; in JSON, by default nothing.
    pub jitter: Jitter,
    /// When it gives up; in JSON, by default never.
    pub stop: Stop,
    /// How it reads what receivers answer; in JSON, by default as Standard Webhooks recommends.
    pub reading: Reading,
    /// How long it waits for an answer, in milliseconds, where it says so.
    pub timeout_ms: Option<u64>,
    /// How sure the delays are: a sender may document how often it retries and not when.
    pub delays: Confidence,
    /// The source of the row. Custom policies may do without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance<Cow<'static, str>>>,
}

/// How long a sender waits before each attempt, in milliseconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
#[non_exhaustive]
pub enum Schedule {
    /// One wait an attempt, the first attempt's included.
    Table {
        /// The waits in milliseconds.
        delays_ms: Cow<'static, [u64]>,
        /// Whether the last one is repeated, until a stop rule ends it.
        repeat_last: bool,
    },
    /// An immediate first attempt, and then always the same wait.
    Fixed {
        /// The wait in milliseconds.
        delay_ms: u64,
    },
    /// An immediate first attempt, and then waits that grow by the same amount: base, base + step, base + 2 × step.
    Linear {
        /// The wait before the first retry, in milliseconds.
        base_ms: u64,
        /// What each further one is longer by, in milliseconds.
        step_ms: u64,
    },
    /// An immediate first attempt, and then waits that grow by a factor: base, base × factor, base × factor².
    Exponential {
        /// The wait before the first retry, in milliseconds.
        base_ms: u64,
        /// What each further one is multiplied by, in thousandths: 2000 doubles, 1500 is half as much again.
        factor_per_mille: u32,
    },
    /// An immediate first attempt, and then waits that grow with a power of the retry's number: base × n².
    Polynomial {
        /// The wait before the first retry, in milliseconds.
        base_ms: u64,
        /// The power.
        power: u32,
    },
    /// An immediate first attempt, and then waits drawn between the base and three times the wait before (AWS's
    /// "decorrelated jitter"). The jitter of the policy does not apply: this is one.
    Decorrelated {
        /// The shortest wait, in milliseconds.
        base_ms: u64,
    },
    /// The sender does not publish its waits. Where one is needed all the same, to imitate the sender, they are exponential.
    Unpublished {
        /// The most time from the first attempt to the last, in milliseconds, where at least that is known.
        within_ms: Option<u64>,
        /// For imitations, the wait before the first retry, in milliseconds; each further one is twice as long.
        imitated_ms: u64,
    },
}

/// What waits are counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Anchor {
    /// The end of the attempt before.
    AfterPrevious,
    /// The start of the first attempt: the schedule's values are times since then.
    SinceFirst,
}

impl Anchor {
    /// Every anchor, with its name in JSON.
    pub(crate) const ALL: &[(&str, Self)] =
        &[("after-previous", Self::AfterPrevious), ("since-first", Self::SinceFirst)];
}

/// What is done to waits at random.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Jitter {
    /// Nothing.
    None,
    /// From nothing to the whole wait.
    Full,
    /// From half of the wait to the whole.
    Equal,
    /// From so many per cent less to so many more.
    PlusMinus {
        /// Up to 100.
        percent: u8,
    },
    /// From the wait to so many per cent more.
    Additive {
        /// Up to 255.
        percent: u8,
    },
}

/// When a sender gives up, by whichever rule comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Stop {
    /// After so many attempts, the first one included.
    pub max_attempts: Option<u32>,
    /// Once the next attempt would start later than this after the first, in milliseconds.
    pub max_elapsed_ms: Option<u64>,
    /// Once the next attempt would start later than this instant, in milliseconds since the epoch.
    pub deadline_ms: Option<i64>,
}

impl Schedule {
    /// A table of waits, the first attempt's included.
    #[must_use]
    pub const fn table(delays_ms: &'static [u64]) -> Self {
        Self::Table { delays_ms: Cow::Borrowed(delays_ms), repeat_last: false }
    }

    /// Waits that grow by a whole factor.
    #[must_use]
    pub const fn exponential(base_ms: u64, factor: u32) -> Self {
        Self::Exponential { base_ms, factor_per_mille: factor.saturating_mul(1000) }
    }
}

impl Policy {
    /// A policy that retries for ever, without jitter.
    #[must_use]
    pub const fn new(id: &'static str, schedule: Schedule, reading: Reading) -> Self {
        Self {
            id: Cow::Borrowed(id),
            schedule,
            anchor: Anchor::AfterPrevious,
            cap_ms: None,
            jitter: Jitter::None,
            stop: Stop { max_attempts: None, max_elapsed_ms: None, deadline_ms: None },
            reading,
            timeout_ms: None,
            delays: Confidence::Documented,
            provenance: None,
        }
    }

    /// With at most so many attempts, the first one included.
    #[must_use]
    pub const fn at_most(mut self, attempts: u32) -> Self {
        self.stop.max_attempts = Some(attempts);
        self
    }

    /// With no attempt later than this after the first, in milliseconds.
    #[must_use]
    pub const fn within(mut self, elapsed_ms: u64) -> Self {
        self.stop.max_elapsed_ms = Some(elapsed_ms);
        self
    }

    /// With no wait longer than this, in milliseconds.
    #[must_use]
    pub const fn capped(mut self, cap_ms: u64) -> Self {
        self.cap_ms = Some(cap_ms);
        self
    }

    /// With waits counted from the first attempt.
    #[must_use]
    pub const fn since_first(mut self) -> Self {
        self.anchor = Anchor::SinceFirst;
        self
    }

    /// With jitter.
    #[must_use]
    pub const fn jitter(mut self, jitter: Jitter) -> Self {
        self.jitter = jitter;
        self
    }

    /// With a limit on the time that a receiver has to answer, in milliseconds.
    #[must_use]
    pub const fn timeout(mut self, timeout_ms: u64) -> Self {
        self.timeout_ms = Some(timeout_ms);
        self
    }

    /// The most attempts that a delivery gets, where that is bounded.
    #[must_use]
    pub fn attempts(&self) -> Option<u32> {
        let table = match &self.schedule {
            Schedule::Table { delays_ms, repeat_last: false } => {
                Some(u32::try_from(delays_ms.len()).unwrap_or(u32::MAX))
            }
            _ => None,
        };
        match (table, self.stop.max_attempts) {
            (Some(table), Some(limit)) => Some(table.min(limit)),
            (table, limit) => table.or(limit),
        }
    }
}
