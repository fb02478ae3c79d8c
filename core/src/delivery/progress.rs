//! Where a delivery stands: a state machine without a clock, a network or a memory of its own.

use core::fmt;

use serde::{Deserialize, Serialize};

use super::health::DisabledReason;
use crate::retry::{Action, Classified, Policy, Reason};

/// Where a delivery stands. It is small, it can be saved at any time, and going on from what was saved gives what would have
/// come without.
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
/// use hookwright::{delivery::{Progress, State}, retry::Outcome};
/// use hookwright::http::Headers;
/// use hookwright::catalog;
///
/// let policy = catalog::find("generic").unwrap().policy;
/// let mut progress = Progress::new(policy, 0, 0);
/// assert_eq!(progress.begin(0)?, 1);
/// let read = policy.reading.classify(Outcome::Answered(500), &Headers::new(), 40);
/// progress.settle(policy, &read, 40, 0)?;
/// assert_eq!(progress.state, State::Waiting { due_ms: 30_040 });
/// # Ok::<(), hookwright::delivery::StepError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// When the first attempt was due, in milliseconds since the epoch: what the policy's time is counted from.
    pub first_ms: i64,
    /// How many attempts have ended.
    pub attempts: u32,
    /// What it is at.
    pub state: State,
}

/// What a delivery is at. Times are in milliseconds since the epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// No attempt has been made yet.
    Pending {
        /// When the first one is due.
        due_ms: i64,
    },
    /// Somebody is at an attempt.
    Attempting {
        /// When it was due.
        due_ms: i64,
    },
    /// The last attempt failed, and another follows.
    Waiting {
        /// When that is due.
        due_ms: i64,
    },
    /// A receiver has taken it.
    Succeeded {
        /// When it said so.
        at_ms: i64,
    },
    /// It has been given up.
    Failed {
        /// When.
        at_ms: i64,
        /// Why.
        reason: Reason,
    },
    /// Its endpoint has been given up.
    Disabled {
        /// When.
        at_ms: i64,
        /// Why.
        reason: DisabledReason,
    },
}

/// Why a step cannot be taken. Nothing has changed then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepError {
    /// An attempt is not due yet.
    NotDue {
        /// When it is, in milliseconds since the epoch.
        due_ms: i64,
    },
    /// Somebody is at an attempt already.
    InFlight,
    /// Nobody is at an attempt.
    NotInFlight,
    /// It has ended.
    Over,
}

impl fmt::Display for StepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotDue { due_ms } => {
                write!(f, "the next attempt is due at {due_ms} ms since the epoch, and not before")
            }
            Self::InFlight => f.write_str("an attempt is under way; settle it first"),
            Self::NotInFlight => f.write_str("no attempt is under way; begin one first"),
            Self::Over => f.write_str("this delivery has ended; there is nothing more to do"),
        }
    }
}

impl core::error::Error for StepError {}

impl Progress {
    /// A delivery of something that happened at `now_ms`, in milliseconds since the epoch. Its first attempt is due when the
    /// policy says: at once with nearly all of them.
    #[must_use]
    pub fn new(policy: &Policy, now_ms: i64, seed: u64) -> Self {
        let due_ms = now_ms.saturating_add_unsigned(policy.drawn_ms(1, seed).unwrap_or(0));
        Self { first_ms: due_ms, attempts: 0, state: State::Pending { due_ms } }
    }

    /// When the next attempt is due, in milliseconds since the epoch. `None` while somebody is at one, and once there is none
    /// to come.
    #[must_use]
    pub const fn due_ms(&self) -> Option<i64> {
        match self.state {
            State::Pending { due_ms } | State::Waiting { due_ms } => Some(due_ms),
            _ => None,
        }
    }

    /// Whether an attempt is due at `now_ms` and nobody is at it.
    #[must_use]
    pub fn is_due(&self, now_ms: i64) -> bool {
        self.due_ms().is_some_and(|due_ms| due_ms <= now_ms)
    }

    /// Whether it has ended, one way or another.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        matches!(self.state, State::Succeeded { .. } | State::Failed { .. } | State::Disabled { .. })
    }

    /// Begins the attempt that is due, and says its number, counted from 1. It has to be settled.
    ///
    /// # Errors
    /// It is not due yet, somebody is at it already, or the delivery has ended.
    pub fn begin(&mut self, now_ms: i64) -> Result<u32, StepError> {
        let due_ms = self.next_due_ms()?;
        if now_ms < due_ms {
            return Err(StepError::NotDue { due_ms });
        }
        self.state = State::Attempting { due_ms };
        Ok(self.attempts.saturating_add(1))
    }

    /// Takes note of what came of the attempt, as `policy.reading` read it, at `now_ms`, and says what follows. `seed` draws the
    /// wait: the same one at each attempt of a delivery, another one for each delivery.
    ///
    /// # Errors
    /// Nobody is at an attempt.
    pub fn settle(&mut self, policy: &Policy, read: &Classified, now_ms: i64, seed: u64) -> Result<Action, StepError> {
        match self.state {
            State::Attempting { .. } => {}
            _ if self.is_over() => return Err(StepError::Over),
            _ => return Err(StepError::NotInFlight),
        }
        self.attempts = self.attempts.saturating_add(1);
        let action = policy.follow(read, self.attempts, self.first_ms, now_ms, seed);
        self.state = match action {
            Action::Succeed { .. } => State::Succeeded { at_ms: now_ms },
            Action::Retry { at_ms, .. } => State::Waiting { due_ms: at_ms },
            Action::Stop { reason } => State::Failed { at_ms: now_ms, reason },
            Action::Disable { .. } => State::Disabled { at_ms: now_ms, reason: DisabledReason::Asked },
        };
        Ok(action)
    }

    /// Puts the attempt that comes next off until `until_ms`, without spending it: the endpoint is left alone. An attempt that
    /// is due later anyway stays where it is. Before the first attempt, the policy's time starts with it.
    ///
    /// # Errors
    /// Somebody is at an attempt, or the delivery has ended.
    pub fn defer(&mut self, until_ms: i64) -> Result<(), StepError> {
        let due_ms = self.next_due_ms()?.max(until_ms);
        if self.attempts == 0 {
            self.first_ms = due_ms;
            self.state = State::Pending { due_ms };
        } else {
            self.state = State::Waiting { due_ms };
        }
        Ok(())
    }

    /// Ends it, because its endpoint gets nothing more. Also in the middle of an attempt, whose outcome then counts no more.
    ///
    /// # Errors
    /// It has ended already.
    pub fn disable(&mut self, reason: DisabledReason, now_ms: i64) -> Result<(), StepError> {
        if self.is_over() {
            return Err(StepError::Over);
        }
        self.state = State::Disabled { at_ms: now_ms, reason };
        Ok(())
    }

    /// Goes back to before an attempt that nobody is at any more: the process that was at it has ended, and what came of it is
    /// not known. It will be made again, with the same number, so that a receiver may get the event twice and never misses it.
    /// Says whether there was one.
    pub const fn recover(&mut self) -> bool {
        let State::Attempting { due_ms } = self.state else { return false };
        self.state = if self.attempts == 0 { State::Pending { due_ms } } else { State::Waiting { due_ms } };
        true
    }

    const fn next_due_ms(&self) -> Result<i64, StepError> {
        match self.state {
            State::Pending { due_ms } | State::Waiting { due_ms } => Ok(due_ms),
            State::Attempting { .. } => Err(StepError::InFlight),
            _ => Err(StepError::Over),
        }
    }
}
