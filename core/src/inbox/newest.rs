//! The newest handled event of an object.

use serde::{Deserialize, Serialize};

use super::entry::after;

/// The position of the newest handled event of an object, by which a store recognizes outdated events.
///
/// The position is noted before the event is completed. If the worker ends in between, the event is claimed again: its
/// position equals the newest one, so it is not outdated. The position is noted even if the completion is then refused,
/// because the handler has run.
///
/// Events of one object that are handled at the same time are not ordered: the order guard is not a lock. An older event
/// that is claimed before a newer one has been completed is handled.
///
/// ```
/// use hookwright::inbox::Newest;
///
/// let mut newest = Newest::default();
/// newest.note(7.0, 60_000, 1_000);
/// newest.note(3.0, 60_000, 2_000);
/// assert_eq!((newest.position(60_999), newest.position(61_000)), (Some(7.0), None));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Newest {
    at: Option<f64>,
    forget_ms: i64,
}

impl Newest {
    /// Notes that an event at this position has been handled, for `keep_ms` milliseconds. An older position than the
    /// newest one changes nothing. `now_ms` is in milliseconds since the epoch.
    pub fn note(&mut self, position: f64, keep_ms: u64, now_ms: i64) {
        if self.position(now_ms).is_none_or(|newest| newest <= position) {
            *self = Self { at: Some(position), forget_ms: after(now_ms, keep_ms) };
        }
    }

    /// The position of the newest event. `None` if there is none, or if it may have been deleted.
    #[must_use]
    pub fn position(&self, now_ms: i64) -> Option<f64> {
        self.at.filter(|_| now_ms < self.forget_ms)
    }

    /// Whether an event at this position is outdated: a newer event of the same object has been handled.
    ///
    /// ```
    /// use hookwright::inbox::Newest;
    ///
    /// let mut newest = Newest::default();
    /// newest.note(7.0, 60_000, 1_000);
    /// assert!(newest.outdates(6.0, 2_000));
    /// assert!(!newest.outdates(7.0, 2_000));
    /// ```
    #[must_use]
    pub fn outdates(&self, position: f64, now_ms: i64) -> bool {
        self.position(now_ms).is_some_and(|newest| position < newest)
    }

    /// The time from which a store may delete the record, in milliseconds since the epoch. `None` if there is none.
    #[must_use]
    pub fn forget_ms(&self) -> Option<i64> {
        self.at.map(|_| self.forget_ms)
    }
}
