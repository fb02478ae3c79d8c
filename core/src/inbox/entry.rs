//! The state machine of a received event.

use alloc::string::String;

use serde::{Deserialize, Serialize};

/// What a store keeps for an event. The [module](super) describes the rules for stores.
///
/// ```text
/// absent                 ──claim────▶ claimed
/// free                   ──claim────▶ claimed
/// claimed, lease ended   ──claim────▶ claimed, with a larger fence
/// claimed                ──claim with the same token──▶ claimed, with the same fence and a new lease
/// claimed                ──renew────▶ claimed, with a new lease
/// claimed                ──complete─▶ handled
/// absent                 ──complete─▶ handled
/// claimed                ──release──▶ free
/// any but handled        ──claim of an outdated event──▶ handled
/// any                    ──forget_ms──▶ absent
/// ```
///
/// Times are in milliseconds since the epoch, durations in milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Entry {
    /// Nothing is known about the event.
    #[default]
    Absent,
    /// A request holds the event.
    Claimed {
        /// The token of the request.
        token: String,
        /// The fence of the claim.
        fence: u64,
        /// The end of the lease. From this time on, another request can claim the event.
        lease_end_ms: i64,
        /// The time from which the entry may be deleted.
        forget_ms: i64,
    },
    /// The event has been handled, or is outdated.
    Handled {
        /// The token of the request that handled it.
        token: String,
        /// The fence of its claim.
        fence: u64,
        /// The time from which the entry may be deleted. The event can then be claimed again.
        forget_ms: i64,
    },
    /// A request has given the event back because its handling failed.
    Free {
        /// The fence of its claim.
        fence: u64,
        /// The time from which the entry may be deleted.
        forget_ms: i64,
    },
}

/// A request to handle an event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClaimRequest<'a> {
    /// A random text that identifies this request, at least 128 bits.
    pub token: &'a str,
    /// How long the claim is held without being renewed, in milliseconds.
    pub lease_ms: u64,
    /// How long an entry is kept after its last change, in milliseconds. Longer than the sender delivers the event.
    pub keep_ms: u64,
    /// The place of the event in the history of its object, if the receiver orders events. The larger number is newer.
    pub position: Option<f64>,
}

/// The answer to a request to handle an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Claim {
    /// The request may handle the event.
    Claimed {
        /// The fence: larger for each later claim of the event.
        fence: u64,
    },
    /// Another request holds the event.
    Busy,
    /// The event has been handled.
    Handled,
    /// A newer event of the same object has been handled. The event is now recorded as handled.
    Outdated,
}

impl Entry {
    /// Claims the event. `newest` is the position of the newest event of the same object that has been handled.
    ///
    /// A request that did not receive the answer can claim again with the same token: it gets the same fence, and a new
    /// lease.
    ///
    /// ```
    /// use hookwright::inbox::{Claim, ClaimRequest, Entry};
    ///
    /// let request = ClaimRequest { token: "a", lease_ms: 30_000, keep_ms: 86_400_000, position: Some(4.0) };
    /// assert_eq!(Entry::Absent.claim(&request, Some(4.0), 0), Claim::Claimed { fence: 1 });
    /// assert_eq!(Entry::Absent.claim(&request, Some(5.0), 0), Claim::Outdated);
    /// ```
    pub fn claim(&mut self, request: &ClaimRequest<'_>, newest: Option<f64>, now_ms: i64) -> Claim {
        self.forget(now_ms);
        let held = match self {
            Self::Handled { .. } => return Claim::Handled,
            Self::Claimed { token, fence, .. } if *token == request.token => Some(*fence),
            Self::Claimed { lease_end_ms, .. } if now_ms < *lease_end_ms => return Claim::Busy,
            _ => None,
        };
        let fence = held.unwrap_or_else(|| self.next_fence(now_ms));
        let token = String::from(request.token);
        let is_outdated = newest.zip(request.position).is_some_and(|(newest, position)| position < newest);
        if is_outdated {
            *self = Self::Handled { token, fence, forget_ms: after(now_ms, request.keep_ms) };
            return Claim::Outdated;
        }
        let lease_end_ms = after(now_ms, request.lease_ms);
        let forget_ms = after(lease_end_ms, request.keep_ms);
        *self = Self::Claimed { token, fence, lease_end_ms, forget_ms };
        Claim::Claimed { fence }
    }

    /// Extends the lease of a claim to `lease_ms` from now. Returns false, without a change, if the claim is not held.
    ///
    /// A claim is held until another request claims the event, even if its lease has ended.
    pub fn renew(&mut self, token: &str, fence: u64, lease_ms: u64, keep_ms: u64, now_ms: i64) -> bool {
        if !self.is_held(token, fence, now_ms) {
            return false;
        }
        let lease_end_ms = after(now_ms, lease_ms);
        let forget_ms = after(lease_end_ms, keep_ms);
        *self = Self::Claimed { token: token.into(), fence, lease_end_ms, forget_ms };
        true
    }

    /// Records that the event has been handled, for `keep_ms`. Returns false, without a change, if the claim is not held.
    ///
    /// A worker that did not receive the answer can complete again: the answer is the same, and nothing changes.
    ///
    /// An absent event is recorded, too: its entry was lost or forgotten while the handler ran, and no other request has
    /// claimed it since.
    ///
    /// ```
    /// use hookwright::inbox::{Claim, ClaimRequest, Entry};
    ///
    /// let mut lost = Entry::Absent;
    /// assert!(lost.complete("a", 1_000, 86_400_000, 2_000));
    /// let request = ClaimRequest { token: "b", lease_ms: 30_000, keep_ms: 86_400_000, position: None };
    /// assert_eq!(lost.claim(&request, None, 3_000), Claim::Handled);
    /// ```
    pub fn complete(&mut self, token: &str, fence: u64, keep_ms: u64, now_ms: i64) -> bool {
        self.forget(now_ms);
        match self {
            Self::Handled { token: by, fence: with, .. } => return by == token && *with == fence,
            Self::Absent => {}
            _ if self.is_held(token, fence, now_ms) => {}
            _ => return false,
        }
        *self = Self::Handled { token: token.into(), fence, forget_ms: after(now_ms, keep_ms) };
        true
    }

    /// Gives the event back because its handling failed, so that the next request can claim it at once. Returns false,
    /// without a change, if the claim is not held.
    pub fn release(&mut self, token: &str, fence: u64, keep_ms: u64, now_ms: i64) -> bool {
        if !self.is_held(token, fence, now_ms) {
            return false;
        }
        *self = Self::Free { fence, forget_ms: after(now_ms, keep_ms) };
        true
    }

    /// The time from which a store may delete the entry, in milliseconds since the epoch. `None` if it is absent.
    ///
    /// ```
    /// use hookwright::inbox::{ClaimRequest, Entry};
    ///
    /// let mut entry = Entry::Absent;
    /// entry.claim(&ClaimRequest { token: "a", lease_ms: 30_000, keep_ms: 60_000, position: None }, None, 5_000);
    /// assert_eq!(entry.forget_ms(), Some(95_000));
    /// assert!(entry.complete("a", 5_000, 60_000, 6_000));
    /// assert_eq!(entry.forget_ms(), Some(66_000));
    /// ```
    #[must_use]
    pub const fn forget_ms(&self) -> Option<i64> {
        match self {
            Self::Absent => None,
            Self::Claimed { forget_ms, .. } | Self::Handled { forget_ms, .. } | Self::Free { forget_ms, .. } => {
                Some(*forget_ms)
            }
        }
    }

    /// An entry that a store may have deleted becomes absent, so that the answers of all stores are the same.
    fn forget(&mut self, now_ms: i64) {
        if self.forget_ms().is_some_and(|forget_ms| forget_ms <= now_ms) {
            *self = Self::Absent;
        }
    }

    fn is_held(&self, token: &str, fence: u64, now_ms: i64) -> bool {
        matches!(self, Self::Claimed { token: by, fence: with, forget_ms, .. }
            if by == token && *with == fence && now_ms < *forget_ms)
    }

    /// The fence of the next claim. It follows the clock, so that it also increases if the entry has been deleted or lost.
    fn next_fence(&self, now_ms: i64) -> u64 {
        let last = match self {
            Self::Absent => 0,
            Self::Claimed { fence, .. } | Self::Handled { fence, .. } | Self::Free { fence, .. } => *fence,
        };
        fence_after(last, now_ms)
    }
}

/// A fence that is larger than the last one of the event, and follows the clock.
pub(super) fn fence_after(last: u64, now_ms: i64) -> u64 {
    last.saturating_add(1).max(u64::try_from(now_ms).unwrap_or(0))
}

/// The instant `ms` milliseconds after another one.
pub(super) const fn after(now_ms: i64, ms: u64) -> i64 {
    now_ms.saturating_add_unsigned(ms)
}
