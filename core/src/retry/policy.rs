//! How failed attempts are retried, as data.

use serde::Serialize;

use crate::provenance::{Confidence, Provenance};

/// How a provider retries a delivery that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Policy {
    /// The provider's id where it is that provider's own policy: `generic`.
    pub id: &'static str,
    /// How long the provider waits before each attempt.
    pub schedule: Schedule,
    /// How sure the delays are: a provider may document how often it retries and not when.
    pub delays: Confidence,
    /// How long the provider waits for an answer, in milliseconds, where it says so.
    pub timeout_ms: Option<u64>,
    /// Where all this comes from.
    pub provenance: Provenance,
}

/// How long a provider waits before each attempt, in milliseconds, counted from the end of the attempt before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
#[non_exhaustive]
pub enum Schedule {
    /// One delay an attempt, the first attempt's included.
    #[serde(rename_all = "camelCase")]
    Table {
        /// The delays in milliseconds.
        delays_ms: &'static [u64],
    },
    /// An immediate first attempt, and then delays that grow by a factor.
    #[serde(rename_all = "camelCase")]
    Exponential {
        /// How many attempts follow the first one.
        retries: u32,
        /// The delay before the first retry, in milliseconds.
        base_ms: u64,
        /// What each further delay is multiplied by.
        factor: u32,
    },
}

impl Schedule {
    /// How many attempts there are, the first one included.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        match self {
            Self::Table { delays_ms } => u32::try_from(delays_ms.len()).unwrap_or(u32::MAX),
            Self::Exponential { retries, .. } => retries.saturating_add(1),
        }
    }

    /// The delay before attempt `number`, counted from 1, in milliseconds. `None` if there is no such attempt: the
    /// delivery has failed for good.
    ///
    /// ```
    /// use hookwright::retry::Schedule;
    /// let schedule = Schedule::Exponential { retries: 3, base_ms: 1000, factor: 2 };
    /// let delays: Vec<_> = (1..=5).map(|number| schedule.delay_ms(number)).collect();
    /// assert_eq!(delays, [Some(0), Some(1000), Some(2000), Some(4000), None]);
    /// ```
    #[must_use]
    pub fn delay_ms(&self, number: u32) -> Option<u64> {
        let index = number.checked_sub(1)?;
        match self {
            Self::Table { delays_ms } => delays_ms.get(usize::try_from(index).ok()?).copied(),
            Self::Exponential { retries, .. } if index > *retries => None,
            Self::Exponential { base_ms, factor, .. } => {
                let Some(doublings) = index.checked_sub(1) else { return Some(0) };
                Some(base_ms.saturating_mul(u64::from(*factor).saturating_pow(doublings)))
            }
        }
    }
}
