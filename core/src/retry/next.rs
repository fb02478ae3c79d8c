//! What comes after an attempt.

use serde::Serialize;

use super::outcome::Outcome;
use super::policy::{Anchor, Policy, Schedule};
use super::reading::{Classified, Reaction, Reason, RetryAfter};
use crate::base::http::Headers;
use crate::base::json::exact;

/// An attempt that has ended.
#[derive(Clone, Copy, Debug)]
pub struct Ended<'a> {
    /// Counted from 1.
    pub number: u32,
    /// When the delivery's first attempt was due, in milliseconds since the epoch.
    pub first_ms: i64,
    /// When this one ended, in milliseconds since the epoch.
    pub now_ms: i64,
    /// What came of it.
    pub outcome: Outcome,
    /// The header fields of the answer.
    pub headers: &'a Headers,
}

/// What a sender does after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "action")]
pub enum Action {
    /// It tries again.
    Retry {
        /// After so many milliseconds.
        #[serde(serialize_with = "exact")]
        delay_ms: u64,
        /// That is, at this instant, in milliseconds since the epoch.
        #[serde(serialize_with = "exact")]
        at_ms: i64,
        /// Whether the endpoint gets fewer deliveries until then.
        throttled: bool,
    },
    /// The receiver has taken the event.
    Succeed {
        /// [`Reason::Success`].
        reason: Reason,
    },
    /// It gives the delivery up.
    Stop {
        /// Why.
        reason: Reason,
    },
    /// It gives the endpoint up.
    Disable {
        /// Why.
        reason: Reason,
    },
}

impl Policy {
    /// What comes after an attempt, with the wait drawn by `seed`.
    ///
    /// ```
    /// use hookwright::retry::Outcome;
    /// use hookwright::http::Headers;
    /// use hookwright::catalog;
    /// use hookwright::retry::{Action, Ended};
    ///
    /// let policy = catalog::find("generic").unwrap().policy;
    /// let headers = Headers::new();
    /// let ended = Ended { number: 1, first_ms: 0, now_ms: 40, outcome: Outcome::Answered(500), headers: &headers };
    /// assert_eq!(policy.next(&ended, 0), Action::Retry { delay_ms: 30_000, at_ms: 30_040, throttled: false });
    /// ```
    #[must_use]
    pub fn next(&self, ended: &Ended<'_>, seed: u64) -> Action {
        let read = self.reading.classify(ended.outcome, ended.headers, ended.now_ms);
        self.follow(&read, ended.number, ended.first_ms, ended.now_ms, seed)
    }

    /// What comes after attempt `number`, counted from 1, where that one came to nothing on the sender's own side: no receiver
    /// has said anything that could be read, so the schedule alone decides. `first_ms` and `now_ms` are those of [`Ended`].
    ///
    /// ```
    /// use hookwright::catalog;
    /// use hookwright::retry::{Action, Reason};
    ///
    /// let policy = catalog::find("generic").unwrap().policy;
    /// let again = Action::Retry { delay_ms: 30_000, at_ms: 30_040, throttled: false };
    /// assert_eq!(policy.next_by_schedule(1, 0, 40, 0), again);
    /// assert_eq!(policy.next_by_schedule(5, 0, 40, 0), Action::Stop { reason: Reason::Attempts });
    /// ```
    #[must_use]
    pub fn next_by_schedule(&self, number: u32, first_ms: i64, now_ms: i64, seed: u64) -> Action {
        let unread = Classified { reaction: Reaction::Retry, retry_after_ms: None, reason: Reason::Status };
        self.follow(&unread, number, first_ms, now_ms, seed)
    }

    /// What comes after attempt `number` of a delivery, whose answer at `now_ms` has been read already. Times are in
    /// milliseconds since the epoch; `first_ms` is when the delivery's first attempt was due.
    pub(crate) fn follow(&self, read: &Classified, number: u32, first_ms: i64, now_ms: i64, seed: u64) -> Action {
        match read.reaction {
            Reaction::Success => return Action::Succeed { reason: read.reason },
            Reaction::Stop => return Action::Stop { reason: read.reason },
            Reaction::Disable => return Action::Disable { reason: read.reason },
            Reaction::Retry | Reaction::Throttle => {}
        }
        let least_ms = if read.reaction == Reaction::Throttle { self.reading.throttled_least_ms } else { 0 };
        // Where the receiver's wish moves the wait only within the schedule's, jitter comes after it, as it does in the code of
        // the Svix server; else the receiver gets what it asked for to the millisecond.
        let within = matches!(self.reading.retry_after, RetryAfter::WithinSchedule { .. });
        let lengthen = |ms: u64| match self.anchor {
            Anchor::AfterPrevious if within => self.reading.wait_ms(ms.max(least_ms), read.retry_after_ms),
            Anchor::AfterPrevious => ms.max(least_ms),
            Anchor::SinceFirst => ms,
        };
        let Some(drawn_ms) = self.drawn_from(number.saturating_add(1), seed, lengthen) else {
            return Action::Stop { reason: Reason::Attempts };
        };
        let elapsed_ms = u64::try_from(now_ms.saturating_sub(first_ms)).unwrap_or(0);
        let delay_ms = match self.anchor {
            Anchor::AfterPrevious if within => drawn_ms,
            Anchor::AfterPrevious => self.reading.wait_ms(drawn_ms, read.retry_after_ms),
            Anchor::SinceFirst => {
                self.reading.wait_ms(drawn_ms.saturating_sub(elapsed_ms).max(least_ms), read.retry_after_ms)
            }
        };
        let end_ms = match self.schedule {
            Schedule::Unpublished { within_ms, .. } => within_ms,
            _ => None,
        };
        let then_ms = elapsed_ms.saturating_add(delay_ms);
        if self.stop.forbids(first_ms, then_ms) || end_ms.is_some_and(|limit| then_ms > limit) {
            return Action::Stop { reason: Reason::Elapsed };
        }
        let at_ms = now_ms.saturating_add_unsigned(delay_ms);
        Action::Retry { delay_ms, at_ms, throttled: read.reaction == Reaction::Throttle }
    }
}
