//! The decision after an attempt.

use serde::Serialize;

use super::outcome::Outcome;
use super::policy::{Anchor, Policy, Schedule};
use super::reading::{Classified, Reaction, ReactionReason, RetryAfter};
use crate::base::http::Headers;
use crate::base::json::exact;

/// An attempt that has ended, with its outcome.
#[derive(Clone, Copy, Debug)]
pub struct EndedAttempt<'a> {
    /// The number of the attempt, counted from 1.
    pub number: u32,
    /// The instant at which the first attempt of the delivery was due, in milliseconds since the epoch.
    pub first_ms: i64,
    /// The instant at which this attempt ended, in milliseconds since the epoch.
    pub now_ms: i64,
    /// The outcome.
    pub outcome: Outcome,
    /// The header fields of the response.
    pub headers: &'a Headers,
}

/// The action of a sender after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "action")]
pub enum NextAction {
    /// It makes another attempt.
    Retry {
        /// The delay before that attempt, in milliseconds.
        #[serde(serialize_with = "exact")]
        delay_ms: u64,
        /// The instant of that attempt, in milliseconds since the epoch.
        #[serde(serialize_with = "exact")]
        at_ms: i64,
        /// Whether the endpoint receives fewer deliveries until then.
        throttled: bool,
    },
    /// The event has been delivered.
    Succeed {
        /// [`ReactionReason::Success`].
        reason: ReactionReason,
    },
    /// The delivery is not retried.
    Stop {
        /// The reason.
        reason: ReactionReason,
    },
    /// The delivery is not retried, and the endpoint is disabled.
    Disable {
        /// The reason.
        reason: ReactionReason,
    },
}

impl Policy {
    /// The action after an attempt. `seed` determines the jitter.
    ///
    /// ```
    /// use hookwright::retry::Outcome;
    /// use hookwright::http::Headers;
    /// use hookwright::catalog;
    /// use hookwright::retry::{EndedAttempt, NextAction};
    ///
    /// let policy = catalog::find("generic").unwrap().policy;
    /// let headers = Headers::new();
    /// let ended = EndedAttempt { number: 1, first_ms: 0, now_ms: 40, outcome: Outcome::Answered(500), headers: &headers };
    /// let retry = NextAction::Retry { delay_ms: 30_000, at_ms: 30_040, throttled: false };
    /// assert_eq!(policy.next(&ended, 0), retry);
    /// ```
    #[must_use]
    pub fn next(&self, ended: &EndedAttempt<'_>, seed: u64) -> NextAction {
        let read = self.reading.classify(ended.outcome, ended.headers, ended.now_ms);
        self.follow(&read, ended.number, ended.first_ms, ended.now_ms, seed)
    }

    /// The action after attempt `number`, counted from 1, that failed in the sender itself: there is no response to
    /// classify, so the schedule alone decides. `first_ms` and `now_ms` are those of [`EndedAttempt`].
    ///
    /// ```
    /// use hookwright::catalog;
    /// use hookwright::retry::{NextAction, ReactionReason};
    ///
    /// let policy = catalog::find("generic").unwrap().policy;
    /// let retry = NextAction::Retry { delay_ms: 30_000, at_ms: 30_040, throttled: false };
    /// assert_eq!(policy.next_by_schedule(1, 0, 40, 0), retry);
    /// let stop = NextAction::Stop { reason: ReactionReason::Attempts };
    /// assert_eq!(policy.next_by_schedule(5, 0, 40, 0), stop);
    /// ```
    #[must_use]
    pub fn next_by_schedule(&self, number: u32, first_ms: i64, now_ms: i64, seed: u64) -> NextAction {
        let retry = Classified { reaction: Reaction::Retry, retry_after_ms: None, reason: ReactionReason::Status };
        self.follow(&retry, number, first_ms, now_ms, seed)
    }

    /// The action after attempt `number`, whose outcome at `now_ms` has been classified. Instants are in milliseconds
    /// since the epoch; `first_ms` is when the first attempt of the delivery was due.
    pub(crate) fn follow(&self, read: &Classified, number: u32, first_ms: i64, now_ms: i64, seed: u64) -> NextAction {
        match read.reaction {
            Reaction::Success => return NextAction::Succeed { reason: read.reason },
            Reaction::Stop => return NextAction::Stop { reason: read.reason },
            Reaction::Disable => return NextAction::Disable { reason: read.reason },
            Reaction::Retry | Reaction::Throttle => {}
        }
        let least_ms = if read.reaction == Reaction::Throttle { self.reading.throttled_least_ms } else { 0 };
        // If `Retry-After` only moves the delay within the bounds of the schedule, jitter is applied afterwards, as in
        // the code of the Svix server. Otherwise the delay that the receiver asked for is used exactly.
        let within = matches!(self.reading.retry_after, RetryAfter::WithinSchedule { .. });
        let lengthen = |ms: u64| match self.anchor {
            Anchor::AfterPrevious if within => self.reading.delay_ms(ms.max(least_ms), read.retry_after_ms),
            Anchor::AfterPrevious => ms.max(least_ms),
            Anchor::SinceFirst => ms,
        };
        let Some(drawn_ms) = self.drawn_from(number.saturating_add(1), seed, lengthen) else {
            return NextAction::Stop { reason: ReactionReason::Attempts };
        };
        let elapsed_ms = u64::try_from(now_ms.saturating_sub(first_ms)).unwrap_or(0);
        let delay_ms = match self.anchor {
            Anchor::AfterPrevious if within => drawn_ms,
            Anchor::AfterPrevious => self.reading.delay_ms(drawn_ms, read.retry_after_ms),
            Anchor::SinceFirst => {
                self.reading.delay_ms(drawn_ms.saturating_sub(elapsed_ms).max(least_ms), read.retry_after_ms)
            }
        };
        let end_ms = match self.schedule {
            Schedule::Unpublished { within_ms, .. } => within_ms,
            _ => None,
        };
        let then_ms = elapsed_ms.saturating_add(delay_ms);
        if self.stop.forbids(first_ms, then_ms) || end_ms.is_some_and(|limit| then_ms > limit) {
            return NextAction::Stop { reason: ReactionReason::Elapsed };
        }
        let at_ms = now_ms.saturating_add_unsigned(delay_ms);
        NextAction::Retry { delay_ms, at_ms, throttled: read.reaction == Reaction::Throttle }
    }
}
