//! The state machine of a delivery.

use serde::{Deserialize, Serialize};

use super::health::DisabledReason;
use crate::base::code::codes;
use crate::retry::{Classified, NextAction, Policy, ReactionReason};

/// The state machine of a delivery. It is small and `Copy`, and can be saved and restored between any two calls. The
/// [module](super) describes the order of the calls.
///
/// ```text
/// pending    ──begin────▶ attempting
/// waiting    ──begin────▶ attempting
/// attempting ──settle───▶ succeeded, waiting, failed or disabled
/// attempting ──recover──▶ pending, or waiting after the first attempt
/// pending    ──defer────▶ pending
/// waiting    ──defer────▶ waiting
/// any state before the end ──disable──▶ disabled
/// ```
///
/// ```
/// use hookwright::{delivery::{Progress, DeliveryState}, retry::Outcome};
/// use hookwright::http::Headers;
/// use hookwright::catalog;
///
/// let policy = catalog::find("generic").unwrap().policy;
/// let mut progress = Progress::new(policy, 0, 0);
/// assert_eq!(progress.begin(0)?, 1);
/// let read = policy.reading.classify(Outcome::Answered(500), &Headers::new(), 40);
/// progress.settle(policy, &read, 40, 0)?;
/// assert_eq!(progress.state, DeliveryState::Waiting { due_ms: 30_040 });
/// # Ok::<(), hookwright::delivery::StepError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The time at which the first attempt was due, in milliseconds since the epoch. The limits of the policy count
    /// from it.
    pub first_ms: i64,
    /// The number of attempts that have been settled.
    pub attempts: u32,
    /// The state.
    pub state: DeliveryState,
}

/// The state of a delivery. Times are in milliseconds since the epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeliveryState {
    /// No attempt has been settled yet.
    Pending {
        /// The time at which the first attempt is due.
        due_ms: i64,
    },
    /// An attempt is in flight.
    Attempting {
        /// The time at which it was due.
        due_ms: i64,
    },
    /// The last attempt failed, and another one follows.
    Waiting {
        /// The time at which the next attempt is due.
        due_ms: i64,
    },
    /// The receiver has accepted the delivery.
    Succeeded {
        /// The time at which the attempt ended.
        at_ms: i64,
    },
    /// The policy does not allow another attempt.
    Failed {
        /// The time at which the last attempt ended.
        at_ms: i64,
        /// The reason.
        reason: ReactionReason,
    },
    /// The endpoint is disabled.
    Disabled {
        /// The time at which the delivery ended.
        at_ms: i64,
        /// The reason.
        reason: DisabledReason,
    },
}

codes! {
    /// The error of a step that is not allowed. The state is unchanged.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub enum StepError;

    /// Every code of a [`StepError`].
    pub const STEP_CODES;

    /// The next attempt is not due yet.
    NotDue {
        /// The time at which it is due, in milliseconds since the epoch.
        due_ms: i64 = 1_768_480_200_000,
    } = "attempt_not_due" => "the next attempt is not due before {due_ms} ms since the epoch",

    /// An attempt is already in flight.
    InFlight = "attempt_in_flight" => "an attempt is in flight; settle it first",

    /// No attempt is in flight.
    NotInFlight = "no_attempt_in_flight" => "no attempt is in flight; begin one first",

    /// The delivery has ended.
    Over = "delivery_over" => "the delivery has ended, so there are no further attempts",
}

impl Progress {
    /// A new delivery of an event at `now_ms`, in milliseconds since the epoch. The policy determines when the first
    /// attempt is due; for almost all policies this is immediately. `seed` determines the jitter.
    #[must_use]
    pub fn new(policy: &Policy, now_ms: i64, seed: u64) -> Self {
        let due_ms = now_ms.saturating_add_unsigned(policy.drawn_ms(1, seed).unwrap_or(0));
        Self { first_ms: due_ms, attempts: 0, state: DeliveryState::Pending { due_ms } }
    }

    /// The time at which the next attempt is due, in milliseconds since the epoch. `None` while an attempt is in
    /// flight, and after the delivery has ended.
    #[must_use]
    pub const fn due_ms(&self) -> Option<i64> {
        match self.state {
            DeliveryState::Pending { due_ms } | DeliveryState::Waiting { due_ms } => Some(due_ms),
            _ => None,
        }
    }

    /// Whether an attempt is due at `now_ms` and not in flight.
    #[must_use]
    pub fn is_due(&self, now_ms: i64) -> bool {
        self.due_ms().is_some_and(|due_ms| due_ms <= now_ms)
    }

    /// Whether the delivery has ended, successfully or not.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        matches!(
            self.state,
            DeliveryState::Succeeded { .. } | DeliveryState::Failed { .. } | DeliveryState::Disabled { .. }
        )
    }

    /// Begins the attempt that is due, and returns its number, from 1. Settle the attempt with [`Progress::settle`].
    ///
    /// # Errors
    /// The attempt is not due or is already in flight, or the delivery has ended.
    pub fn begin(&mut self, now_ms: i64) -> Result<u32, StepError> {
        let due_ms = self.next_due_ms()?;
        if now_ms < due_ms {
            return Err(StepError::NotDue { due_ms });
        }
        self.state = DeliveryState::Attempting { due_ms };
        Ok(self.attempts.saturating_add(1))
    }

    /// Records the outcome of the attempt in flight, which ended at `now_ms`, and returns the next action. `read` is
    /// the classification of the outcome by `policy.reading`. `seed` determines the jitter: pass the same seed for all
    /// attempts of a delivery, and different seeds for different deliveries.
    ///
    /// # Errors
    /// No attempt is in flight.
    pub fn settle(
        &mut self,
        policy: &Policy,
        read: &Classified,
        now_ms: i64,
        seed: u64,
    ) -> Result<NextAction, StepError> {
        match self.state {
            DeliveryState::Attempting { .. } => {}
            _ if self.is_over() => return Err(StepError::Over),
            _ => return Err(StepError::NotInFlight),
        }
        self.attempts = self.attempts.saturating_add(1);
        let action = policy.follow(read, self.attempts, self.first_ms, now_ms, seed);
        self.state = match action {
            NextAction::Succeed { .. } => DeliveryState::Succeeded { at_ms: now_ms },
            NextAction::Retry { at_ms, .. } => DeliveryState::Waiting { due_ms: at_ms },
            NextAction::Stop { reason } => DeliveryState::Failed { at_ms: now_ms, reason },
            NextAction::Disable { .. } => DeliveryState::Disabled { at_ms: now_ms, reason: DisabledReason::Asked },
        };
        Ok(action)
    }

    /// Defers the next attempt until `until_ms`. The deferral does not count as an attempt, and has no effect on an
    /// attempt that is due later. If the attempt is the first one, the limits of the policy count from its new time.
    ///
    /// # Errors
    /// An attempt is in flight, or the delivery has ended.
    pub fn defer(&mut self, until_ms: i64) -> Result<(), StepError> {
        let due_ms = self.next_due_ms()?.max(until_ms);
        if self.attempts == 0 {
            self.first_ms = due_ms;
            self.state = DeliveryState::Pending { due_ms };
        } else {
            self.state = DeliveryState::Waiting { due_ms };
        }
        Ok(())
    }

    /// Ends the delivery because its endpoint is disabled. If an attempt is in flight, its outcome is ignored: settling
    /// it returns an error.
    ///
    /// # Errors
    /// The delivery has already ended.
    pub fn disable(&mut self, reason: DisabledReason, now_ms: i64) -> Result<(), StepError> {
        if self.is_over() {
            return Err(StepError::Over);
        }
        self.state = DeliveryState::Disabled { at_ms: now_ms, reason };
        Ok(())
    }

    /// Restores the state before the attempt in flight, after the process that made the attempt has ended and its
    /// outcome is unknown. The attempt is made again with the same number, so the receiver can get the event twice.
    /// Returns whether an attempt was in flight.
    pub const fn recover(&mut self) -> bool {
        let DeliveryState::Attempting { due_ms } = self.state else { return false };
        self.state =
            if self.attempts == 0 { DeliveryState::Pending { due_ms } } else { DeliveryState::Waiting { due_ms } };
        true
    }

    const fn next_due_ms(&self) -> Result<i64, StepError> {
        match self.state {
            DeliveryState::Pending { due_ms } | DeliveryState::Waiting { due_ms } => Ok(due_ms),
            DeliveryState::Attempting { .. } => Err(StepError::InFlight),
            _ => Err(StepError::Over),
        }
    }
}
