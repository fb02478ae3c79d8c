//! The state machine of a delivery.

use serde::{Deserialize, Serialize};

use super::health::DisabledReason;
use crate::base::code::codes;
use crate::retry::{Classified, NextAction, Policy, ReactionReason};

/// The state machine of a delivery. It is small and `Copy`, and can be saved between any two calls: continuing from a saved
/// value is equivalent to never having stopped. The [module](super) says which method to call when.
///
/// ```text
/// pending ──begin──▶ attempting ──settle──▶ succeeded
///    ▲ │                ▲    │
///    │ └──defer         │    ├────────────▶ waiting ──begin──▶ attempting …
///  recover           begin   ├────────────▶ failed
///                            └────────────▶ disabled
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
    /// When the first attempt was due, in milliseconds since the epoch. The limits of the policy count from here.
    pub first_ms: i64,
    /// The number of attempts that have been settled.
    pub attempts: u32,
    /// Its state.
    pub state: DeliveryState,
}

/// The state of a delivery. Times are in milliseconds since the epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeliveryState {
    /// No attempt has been settled yet.
    Pending {
        /// When the first attempt is due.
        due_ms: i64,
    },
    /// An attempt is in flight.
    Attempting {
        /// When it was due.
        due_ms: i64,
    },
    /// The last attempt failed, and another one follows.
    Waiting {
        /// When the next attempt is due.
        due_ms: i64,
    },
    /// The receiver has accepted it.
    Succeeded {
        /// When the attempt ended.
        at_ms: i64,
    },
    /// The policy has given it up.
    Failed {
        /// When the last attempt ended.
        at_ms: i64,
        /// Why.
        reason: ReactionReason,
    },
    /// Its endpoint receives nothing more.
    Disabled {
        /// Since when.
        at_ms: i64,
        /// Why.
        reason: DisabledReason,
    },
}

codes! {
    /// Why a step is refused. Nothing has changed then.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum StepError;

    /// Every code of a [`StepError`].
    pub const STEP_CODES;

    /// The next attempt is not due yet.
    NotDue {
        /// When it is, in milliseconds since the epoch.
        due_ms: i64 = 1_768_480_200_000,
    } = "attempt_not_due" => "the next attempt is not due before {due_ms} ms since the epoch",

    /// An attempt is in flight already.
    InFlight = "attempt_in_flight" => "an attempt is in flight; settle it first",

    /// No attempt is in flight.
    NotInFlight = "no_attempt_in_flight" => "no attempt is in flight; begin one first",

    /// The delivery has ended.
    Over = "delivery_over" => "the delivery has ended; it has no further attempts",
}

impl Progress {
    /// A new delivery of an event at `now_ms`, in milliseconds since the epoch. Its first attempt is due when the policy says,
    /// which for nearly all policies is at once. `seed` draws the jitter.
    #[must_use]
    pub fn new(policy: &Policy, now_ms: i64, seed: u64) -> Self {
        let due_ms = now_ms.saturating_add_unsigned(policy.drawn_ms(1, seed).unwrap_or(0));
        Self { first_ms: due_ms, attempts: 0, state: DeliveryState::Pending { due_ms } }
    }

    /// When the next attempt is due, in milliseconds since the epoch. `None` while an attempt is in flight, and after the
    /// delivery has ended.
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

    /// Begins the attempt that is due, and returns its number, from 1. Settle it with [`Progress::settle`].
    ///
    /// # Errors
    /// The attempt is not due yet or is in flight already, or the delivery has ended.
    pub fn begin(&mut self, now_ms: i64) -> Result<u32, StepError> {
        let due_ms = self.next_due_ms()?;
        if now_ms < due_ms {
            return Err(StepError::NotDue { due_ms });
        }
        self.state = DeliveryState::Attempting { due_ms };
        Ok(self.attempts.saturating_add(1))
    }

    /// Records the outcome of the attempt in flight, which ended at `now_ms`, and returns what follows. `read` is what
    /// `policy.reading` makes of the outcome. `seed` draws the jitter: pass the same one for all attempts of a delivery, and
    /// different ones for different deliveries.
    ///
    /// # Errors
    /// An attempt is not in flight.
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

    /// Defers the next attempt until `until_ms`. It does not count as an attempt. One that is due later anyway stays as it is.
    /// If it is the first attempt, the limits of the policy count from its new time.
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

    /// Ends the delivery, because its endpoint receives nothing more. If an attempt is in flight, its outcome no longer counts:
    /// settling it is refused.
    ///
    /// # Errors
    /// The delivery has ended already.
    pub fn disable(&mut self, reason: DisabledReason, now_ms: i64) -> Result<(), StepError> {
        if self.is_over() {
            return Err(StepError::Over);
        }
        self.state = DeliveryState::Disabled { at_ms: now_ms, reason };
        Ok(())
    }

    /// Returns to the state before the attempt in flight, because the process that made it has ended and its outcome is
    /// unknown. The attempt is made again with the same number: the receiver may get the event twice, but does not miss it.
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
