//! The delay before an attempt, in saturating integer arithmetic.

use super::policy::{Anchor, Jitter, Policy, Schedule};
use super::random::Random;

/// The maximum number of attempts in a plan. A policy may allow an unlimited number.
pub const MAX_PLANNED: u32 = 1_000;

/// A delay and the bounds of its jitter, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DelayRange {
    /// The shortest possible delay.
    pub least_ms: u64,
    /// The delay without jitter. For decorrelated jitter, the middle of the range.
    pub expected_ms: u64,
    /// The longest possible delay.
    pub most_ms: u64,
}

impl DelayRange {
    const fn exactly(ms: u64) -> Self {
        Self { least_ms: ms, expected_ms: ms, most_ms: ms }
    }
}

impl Policy {
    /// The delay of attempt `number`, counted from 1, before jitter, in milliseconds. [`Policy::anchor`] says whether
    /// it is counted from the previous or the first attempt. `None` if there is no such attempt.
    ///
    /// ```
    /// use hookwright::retry::{Policy, Reading, Schedule};
    /// let policy = Policy::new("mine", Schedule::exponential(1_000, 2), Reading::STANDARD).at_most(4);
    /// let delays: Vec<_> = (1..=5).map(|number| policy.delay_ms(number)).collect();
    /// assert_eq!(delays, [Some(0), Some(1_000), Some(2_000), Some(4_000), None]);
    /// ```
    #[must_use]
    pub fn delay_ms(&self, number: u32) -> Option<u64> {
        self.delay_range(number).map(|range| range.expected_ms)
    }

    /// The delay of attempt `number`, counted from 1, with the bounds of its jitter. `None` if there is no such
    /// attempt.
    #[must_use]
    pub fn delay_range(&self, number: u32) -> Option<DelayRange> {
        if !self.has_attempt(number) {
            return None;
        }
        if let Schedule::Decorrelated { base_ms } = self.schedule {
            return Some(self.decorrelated_range(base_ms, number));
        }
        self.capped_ms(number).map(|ms| self.jitter.bounds(ms))
    }

    /// The delay of attempt `number` with jitter, in milliseconds. The same policy, number and seed always give the
    /// same delay.
    ///
    /// ```
    /// use hookwright::retry::{Jitter, Policy, Reading, Schedule};
    /// let policy = Policy::new("mine", Schedule::exponential(1_000, 2), Reading::STANDARD).jitter(Jitter::Full);
    /// assert_eq!(policy.drawn_ms(5, 42), policy.drawn_ms(5, 42));
    /// assert!(policy.drawn_ms(5, 42).unwrap() <= 8_000);
    /// ```
    #[must_use]
    pub fn drawn_ms(&self, number: u32, seed: u64) -> Option<u64> {
        self.drawn_from(number, seed, |ms| ms)
    }

    /// [`drawn_ms`](Self::drawn_ms) with a function that adjusts the delay of the schedule before jitter.
    pub(crate) fn drawn_from(&self, number: u32, seed: u64, lengthen: impl Fn(u64) -> u64) -> Option<u64> {
        if !self.has_attempt(number) {
            return None;
        }
        let Schedule::Decorrelated { base_ms } = self.schedule else {
            let range = self.jitter.bounds(lengthen(self.capped_ms(number)?));
            return Some(Random::at(seed, number).between(range.least_ms, range.most_ms));
        };
        // Each delay depends on the previous one, so all of them must be drawn. Delays more than `MAX_PLANNED` attempts
        // earlier have no noticeable effect; they are skipped, so that a huge attempt number does not take minutes.
        let from = number.saturating_sub(MAX_PLANNED).max(2);
        let next = |previous, number| self.next_decorrelated_ms(base_ms, previous, number, seed);
        Some(lengthen((from..=number).fold(0, next)))
    }

    fn has_attempt(&self, number: u32) -> bool {
        number > 0 && self.attempts().is_none_or(|most| number <= most)
    }

    /// The delay of the schedule after the cap, before jitter.
    fn capped_ms(&self, number: u32) -> Option<u64> {
        let plain = self.plain_ms(number)?;
        Some(self.cap_ms.map_or(plain, |cap| plain.min(cap)))
    }

    /// The decorrelated delay that follows a delay of `previous_ms`.
    pub(crate) fn next_decorrelated_ms(&self, base_ms: u64, previous_ms: u64, number: u32, seed: u64) -> u64 {
        let most = previous_ms.max(base_ms).saturating_mul(3);
        let cap = self.cap_ms.unwrap_or(u64::MAX);
        Random::at(seed, number).between(base_ms, most.max(base_ms)).min(cap)
    }

    fn decorrelated_range(&self, base_ms: u64, number: u32) -> DelayRange {
        if number <= 1 {
            return DelayRange::exactly(0);
        }
        let cap = self.cap_ms.unwrap_or(u64::MAX);
        let (mut expected, mut most) = (base_ms, base_ms);
        for _ in 2..=number {
            let widest = most.saturating_mul(3);
            let middle = (base_ms / 2).saturating_add(expected.saturating_mul(3) / 2);
            if (widest.min(cap), middle.min(cap)) == (most, expected) {
                break;
            }
            (most, expected) = (widest.min(cap), middle.min(cap));
        }
        DelayRange { least_ms: base_ms.min(cap), expected_ms: expected, most_ms: most }
    }

    /// The delay of the schedule before the cap and jitter.
    fn plain_ms(&self, number: u32) -> Option<u64> {
        let Some(retry) = number.checked_sub(2) else {
            return match &self.schedule {
                Schedule::Table { delays_ms, .. } => delays_ms.first().copied(),
                Schedule::Fixed { .. }
                | Schedule::Linear { .. }
                | Schedule::Exponential { .. }
                | Schedule::Polynomial { .. }
                | Schedule::Decorrelated { .. }
                | Schedule::Unpublished { .. } => Some(0),
            };
        };
        // `retry` counts from 0: the first retry is attempt 2.
        Some(match &self.schedule {
            Schedule::Table { delays_ms, repeat_last } => {
                let index = usize::try_from(retry).ok()?.saturating_add(1);
                let last = delays_ms.last().filter(|_| *repeat_last);
                *delays_ms.get(index).or(last)?
            }
            Schedule::Fixed { delay_ms } if self.anchor == Anchor::SinceFirst => {
                delay_ms.saturating_mul(u64::from(retry).saturating_add(1))
            }
            Schedule::Fixed { delay_ms } => *delay_ms,
            Schedule::Linear { base_ms, step_ms } => base_ms.saturating_add(step_ms.saturating_mul(u64::from(retry))),
            Schedule::Exponential { base_ms, factor_per_mille } => {
                grown(*base_ms, *factor_per_mille, retry, self.cap_ms)
            }
            Schedule::Polynomial { base_ms, power } => {
                base_ms.saturating_mul(u64::from(retry).saturating_add(1).saturating_pow(*power))
            }
            Schedule::Unpublished { imitated_ms, .. } => grown(*imitated_ms, 2000, retry, self.cap_ms),
            Schedule::Decorrelated { base_ms } => *base_ms,
        })
    }
}

/// `base × factor^times`, rounded down to whole milliseconds at each step, like a sender that multiplies the previous
/// delay. The calculation stops once the delay exceeds the cap.
fn grown(base_ms: u64, factor_per_mille: u32, times: u32, cap_ms: Option<u64>) -> u64 {
    if factor_per_mille.is_multiple_of(1000) {
        let factor = u64::from(factor_per_mille / 1000);
        return base_ms.saturating_mul(factor.saturating_pow(times));
    }
    let most = u128::from(cap_ms.filter(|_| factor_per_mille > 1000).unwrap_or(u64::MAX));
    let mut ms = u128::from(base_ms);
    for _ in 0..times {
        let next = ms * u128::from(factor_per_mille) / 1000;
        if next == ms || next > most {
            ms = next;
            break;
        }
        ms = next;
    }
    u64::try_from(ms).unwrap_or(u64::MAX)
}

impl Jitter {
    /// The range of a delay of `ms` milliseconds with this jitter.
    #[must_use]
    pub fn bounds(self, ms: u64) -> DelayRange {
        let share = |percent: u8| u64::try_from(u128::from(ms) * u128::from(percent) / 100).unwrap_or(u64::MAX);
        match self {
            Self::None => DelayRange::exactly(ms),
            Self::Full => DelayRange { least_ms: 0, expected_ms: ms, most_ms: ms },
            Self::Equal => DelayRange { least_ms: ms / 2, expected_ms: ms, most_ms: ms },
            Self::PlusMinus { percent } => DelayRange {
                least_ms: ms.saturating_sub(share(percent)),
                expected_ms: ms,
                most_ms: ms.saturating_add(share(percent)),
            },
            Self::Additive { percent } => {
                DelayRange { least_ms: ms, expected_ms: ms, most_ms: ms.saturating_add(share(percent)) }
            }
        }
    }
}
