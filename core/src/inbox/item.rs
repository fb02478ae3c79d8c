//! The state machine of an event that is stored first and handled by a worker.

use alloc::string::String;
use core::mem;

use serde::{Deserialize, Serialize};

use super::entry::{after, fence_after};

/// What a store keeps for an event that workers handle, in addition to the event. The [module](super) describes the rules
/// for stores.
///
/// ```text
/// absent                 ──add──────▶ queued, due now
/// queued and due         ──take─────▶ working, with a larger fence and one more attempt
/// working, lease ended   ──take─────▶ working, with a larger fence and one more attempt
/// either, at the limit   ──take─────▶ dead
/// working                ──renew────▶ working, with a new lease
/// working                ──complete─▶ handled
/// working                ──retry────▶ queued, due later
/// working                ──defer────▶ queued, due later, with one attempt less and one more deferral
/// working                ──release──▶ queued, due now, with one attempt less
/// working                ──bury─────▶ dead
/// queued, handled, dead  ──replay───▶ queued, due now, without attempts
/// handled, dead          ──add──────▶ queued, due now, without attempts, if the sender may not repeat the event any more
/// handled, dead          ──prune────▶ absent, if it is old
/// ```
///
/// All other operations change nothing. Those on a working item require the token and the fence of its take.
///
/// Times are in milliseconds since the epoch, durations in milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Item {
    /// Nothing is known about the event.
    #[default]
    Absent,
    /// The event waits for a worker.
    Queued {
        /// What is kept in each state.
        #[serde(flatten)]
        history: History,
        /// The time from which a worker can take it.
        due_ms: i64,
    },
    /// A worker holds the event.
    Working {
        /// What is kept in each state.
        #[serde(flatten)]
        history: History,
        /// The token of the take.
        token: String,
        /// The end of the lease. From this time on, another worker can take the event.
        lease_end_ms: i64,
    },
    /// The event has been handled, or it was outdated.
    Handled {
        /// What is kept in each state.
        #[serde(flatten)]
        history: History,
        /// The token of the take that ended.
        token: String,
        /// When it was completed.
        ended_ms: i64,
    },
    /// The event is not attempted any more.
    Dead {
        /// What is kept in each state.
        #[serde(flatten)]
        history: History,
        /// The token of that take.
        token: String,
        /// When it was buried, or when the limit was found.
        ended_ms: i64,
    },
}

/// What is kept of an event in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct History {
    /// The fence of the last take, or 0.
    pub fence: u64,
    /// How many times the event was taken since it was added or replayed, without those that were released or deferred.
    pub attempts: u32,
    /// How many times it was deferred since it was added or replayed.
    pub deferrals: u32,
    /// When the first attempt was due: when the event was added or last replayed, in milliseconds since the epoch. A retry
    /// policy counts from this time: see [`Policy::next_by_schedule`](crate::retry::Policy::next_by_schedule).
    pub first_ms: i64,
    /// Until when the sender may repeat the event, in milliseconds since the epoch. The item is neither deleted nor added
    /// again before.
    pub forget_ms: i64,
}

/// A worker's request for an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakeRequest<'a> {
    /// A random text that identifies this take, at least 128 bits.
    pub token: &'a str,
    /// How long the item is held without being renewed, in milliseconds.
    pub lease_ms: u64,
    /// The limit of attempts, such as [`Policy::attempts`](crate::retry::Policy::attempts). `None` if it is not limited.
    pub max_attempts: Option<u32>,
}

/// The answer to a worker's request for an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Taken {
    /// The worker may handle the event.
    Working {
        /// The fence: larger for each later take of the event.
        fence: u64,
        /// The number of this attempt, counted from 1 since the event was added or replayed.
        attempt: u32,
    },
    /// The limit of attempts had been reached: the last attempt ended without a report, or the limit is now lower. The
    /// event is now dead.
    Dead,
    /// The item cannot be taken: it is not due, another worker holds it, or it is absent, handled or dead.
    Unavailable,
}

impl Item {
    /// Adds the event when it arrives. Returns false, without a change, if it is known: the sender has delivered it again.
    /// `keep_ms` is how long the sender may repeat it.
    ///
    /// After that time, an event with the same id is another one. It is added if the earlier one was handled or is dead.
    ///
    /// ```
    /// use hookwright::inbox::Item;
    ///
    /// let mut item = Item::Absent;
    /// assert!(item.add(60_000, 1_000));
    /// assert!(!item.add(60_000, 2_000));
    /// assert_eq!(item.due_ms(), Some(1_000));
    /// ```
    pub fn add(&mut self, keep_ms: u64, now_ms: i64) -> bool {
        let fence = match self {
            Self::Absent => 0,
            Self::Handled { history, .. } | Self::Dead { history, .. } if history.forget_ms <= now_ms => history.fence,
            _ => return false,
        };
        let history = History { fence, first_ms: now_ms, forget_ms: after(now_ms, keep_ms), ..History::default() };
        *self = Self::Queued { history, due_ms: now_ms };
        true
    }

    /// Takes the item for a worker, if it is queued and due, or if the lease of another worker has ended.
    ///
    /// If the worker does not receive the answer, the item is taken again after the lease, and the attempt counts.
    ///
    /// ```
    /// use hookwright::inbox::{Item, TakeRequest, Taken};
    ///
    /// let request = |token| TakeRequest { token, lease_ms: 30_000, max_attempts: Some(1) };
    /// let mut item = Item::Absent;
    /// item.add(60_000, 1_000);
    /// assert_eq!(item.take(&request("a"), 1_000), Taken::Working { fence: 1_000, attempt: 1 });
    /// assert_eq!(item.take(&request("b"), 30_999), Taken::Unavailable);
    /// assert_eq!(item.take(&request("b"), 31_000), Taken::Dead);
    /// ```
    pub fn take(&mut self, request: &TakeRequest<'_>, now_ms: i64) -> Taken {
        let mut history = match self {
            Self::Queued { history, due_ms } if *due_ms <= now_ms => *history,
            Self::Working { history, lease_end_ms, .. } if *lease_end_ms <= now_ms => *history,
            _ => return Taken::Unavailable,
        };
        history.fence = fence_after(history.fence, now_ms);
        let token = String::from(request.token);
        if request.max_attempts.is_some_and(|limit| history.attempts >= limit) {
            *self = Self::Dead { history, token, ended_ms: now_ms };
            return Taken::Dead;
        }
        history.attempts = history.attempts.saturating_add(1);
        *self = Self::Working { history, token, lease_end_ms: after(now_ms, request.lease_ms) };
        Taken::Working { fence: history.fence, attempt: history.attempts }
    }

    /// Extends the lease to `lease_ms` from now. Returns false, without a change, if the item is not held.
    ///
    /// An item is held until another worker takes it, even if the lease has ended.
    pub fn renew(&mut self, token: &str, fence: u64, lease_ms: u64, now_ms: i64) -> bool {
        match self {
            Self::Working { history, token: by, lease_end_ms, .. } if by == token && history.fence == fence => {
                *lease_end_ms = after(now_ms, lease_ms);
                true
            }
            _ => false,
        }
    }

    /// Records that the event has been handled, or that it is outdated. Returns false, without a change, if the item is not
    /// held.
    ///
    /// A worker that did not receive the answer can complete again: the answer is the same, and nothing changes.
    pub fn complete(&mut self, token: &str, fence: u64, now_ms: i64) -> bool {
        if matches!(self, Self::Handled { history, token: by, .. } if by == token && history.fence == fence) {
            return true;
        }
        self.end(token, fence, |history, token| Self::Handled { history, token, ended_ms: now_ms })
    }

    /// Records that the event is not attempted any more: its handling has failed for the last time. Returns false, without
    /// a change, if the item is not held.
    ///
    /// A worker that did not receive the answer can bury again: the answer is the same, and nothing changes.
    pub fn bury(&mut self, token: &str, fence: u64, now_ms: i64) -> bool {
        if matches!(self, Self::Dead { history, token: by, .. } if by == token && history.fence == fence) {
            return true;
        }
        self.end(token, fence, |history, token| Self::Dead { history, token, ended_ms: now_ms })
    }

    /// Gives the item back because its handling failed, so that it is attempted again after `delay_ms`. Returns false,
    /// without a change, if the item is not held.
    pub fn retry(&mut self, token: &str, fence: u64, delay_ms: u64, now_ms: i64) -> bool {
        let due_ms = after(now_ms, delay_ms);
        self.end(token, fence, |history, _| Self::Queued { history, due_ms })
    }

    /// Gives the item back because the event is early: what it is about does not exist yet. It can be taken again after
    /// `delay_ms`, and the attempt does not count. Returns false, without a change, if the item is not held.
    ///
    /// The number of deferrals has no limit here. A worker that limits it reads [`Item::history`].
    ///
    /// ```
    /// use hookwright::inbox::{Item, TakeRequest, Taken};
    ///
    /// let mut item = Item::Absent;
    /// item.add(60_000, 0);
    /// let request = TakeRequest { token: "a", lease_ms: 30_000, max_attempts: None };
    /// let Taken::Working { fence, .. } = item.take(&request, 10) else { panic!() };
    /// assert!(item.defer("a", fence, 60_000, 20));
    /// assert_eq!(item.due_ms(), Some(60_020));
    /// assert_eq!(item.history().map(|kept| (kept.attempts, kept.deferrals)), Some((0, 1)));
    /// ```
    pub fn defer(&mut self, token: &str, fence: u64, delay_ms: u64, now_ms: i64) -> bool {
        let due_ms = after(now_ms, delay_ms);
        self.end(token, fence, |history, _| {
            let deferrals = history.deferrals.saturating_add(1);
            Self::Queued { history: History { deferrals, ..history.without_last() }, due_ms }
        })
    }

    /// Gives the item back without a failure, because the worker stops. It can be taken again at once, and the attempt does
    /// not count. Returns false, without a change, if the item is not held.
    pub fn release(&mut self, token: &str, fence: u64, now_ms: i64) -> bool {
        self.end(token, fence, |history, _| Self::Queued { history: history.without_last(), due_ms: now_ms })
    }

    /// Has the event handled again, as if it had just been added. Returns false, without a change, if it is absent or if
    /// a worker holds it.
    pub fn replay(&mut self, now_ms: i64) -> bool {
        let (Self::Queued { history, .. } | Self::Handled { history, .. } | Self::Dead { history, .. }) = *self else {
            return false;
        };
        *self = Self::Queued {
            history: History { attempts: 0, deferrals: 0, first_ms: now_ms, ..history },
            due_ms: now_ms,
        };
        true
    }

    /// Deletes an item that was handled, or became dead, `older_than_ms` ago or earlier, if the sender may not repeat the
    /// event any more. Returns false, without a change, if it may not be deleted.
    ///
    /// ```
    /// use hookwright::inbox::{Item, TakeRequest, Taken};
    ///
    /// let mut item = Item::Absent;
    /// item.add(60_000, 0);
    /// assert!(!item.prune(0, i64::MAX), "it has not been handled");
    /// let request = TakeRequest { token: "a", lease_ms: 30_000, max_attempts: None };
    /// let Taken::Working { fence, .. } = item.take(&request, 10) else { panic!() };
    /// assert!(item.complete("a", fence, 20));
    /// assert!(!item.prune(60_000, 60_019), "it was handled later");
    /// assert!(!item.prune(1_000, 59_999), "the sender may repeat it");
    /// assert!(item.prune(60_000, 60_020));
    /// ```
    pub fn prune(&mut self, older_than_ms: u64, now_ms: i64) -> bool {
        match self {
            Self::Handled { history, ended_ms, .. } | Self::Dead { history, ended_ms, .. }
                if after(*ended_ms, older_than_ms) <= now_ms && history.forget_ms <= now_ms =>
            {
                *self = Self::Absent;
                true
            }
            _ => false,
        }
    }

    /// The time from which a worker can take the item, in milliseconds since the epoch: when it is due, or when its lease
    /// ends. `None` if it is absent, handled or dead.
    #[must_use]
    pub const fn due_ms(&self) -> Option<i64> {
        match self {
            Self::Queued { due_ms: ms, .. } | Self::Working { lease_end_ms: ms, .. } => Some(*ms),
            Self::Absent | Self::Handled { .. } | Self::Dead { .. } => None,
        }
    }

    /// What is kept of the event. `None` if it is absent.
    #[must_use]
    pub const fn history(&self) -> Option<History> {
        match self {
            Self::Absent => None,
            Self::Queued { history, .. }
            | Self::Working { history, .. }
            | Self::Handled { history, .. }
            | Self::Dead { history, .. } => Some(*history),
        }
    }

    /// Replaces a working item that is held by the next state. Returns false, without a change, if it is not held.
    fn end(&mut self, token: &str, fence: u64, next: impl FnOnce(History, String) -> Self) -> bool {
        match self {
            Self::Working { history, token: by, .. } if by == token && history.fence == fence => {
                *self = next(*history, mem::take(by));
                true
            }
            _ => false,
        }
    }
}

impl History {
    /// The same without the last attempt.
    const fn without_last(self) -> Self {
        Self { attempts: self.attempts.saturating_sub(1), ..self }
    }
}
