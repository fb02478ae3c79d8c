//! What is kept of a delivery: enough to make its next attempt, and to list it.

use alloc::string::String;

use serde::{Deserialize, Serialize};

use super::attempt::{Outcome, TransportError};
use crate::retry::Policy;

/// One event going to one subscription.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Its own id.
    pub id: String,
    /// Its place among everything that the provider has made, for listing page by page.
    pub sequence: u64,
    /// The event's id.
    pub event_id: String,
    /// The event's type.
    pub event_type: String,
    /// The subscription's id.
    pub subscription_id: String,
    /// The body, exactly as it is sent at every attempt.
    pub body: String,
    /// How many attempts have been made.
    pub attempts: u32,
    /// When the next attempt is due, in milliseconds since the epoch. `None` once there is none to come.
    pub next_ms: Option<i64>,
    /// The status that a receiver last answered with, at whichever attempt.
    pub status_code: Option<u16>,
    /// Why the last attempt had no answer, if it had none.
    pub error: Option<TransportError>,
    /// When a receiver took it, in milliseconds since the epoch.
    pub delivered_at_ms: Option<i64>,
    /// Whether somebody is at an attempt now. A saved state forgets it: the attempt is made again.
    #[serde(skip)]
    pub in_flight: bool,
}

/// How a delivery log puts it.
///
/// The generic page contradicts itself: it shows a delivery `failed` after three attempts, and says that one fails after
/// five. Either the endpoint in its example has a shorter schedule, or `failed` means that the last attempt failed and
/// others may follow. The second reading is the one taken here, because it needs no second schedule. The page also shows
/// `Connection timeout` beside the status 500: either the sender notes a timeout as 500, or 500 was the answer to an earlier
/// attempt. Again the second reading is taken: a status is only ever one that a receiver sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// A receiver took it.
    Success,
    /// The last attempt failed; another may follow.
    Failed,
}

impl Delivery {
    /// What a log says of it. `None` before the first attempt, when there is nothing to say.
    #[must_use]
    pub const fn status(&self) -> Option<Status> {
        match (self.attempts, self.delivered_at_ms) {
            (0, _) => None,
            (_, Some(_)) => Some(Status::Success),
            (_, None) => Some(Status::Failed),
        }
    }

    /// Whether an attempt is due at `now_ms` and nobody is at it.
    #[must_use]
    pub fn is_due(&self, now_ms: i64) -> bool {
        !self.in_flight && self.next_ms.is_some_and(|due_ms| due_ms <= now_ms)
    }

    /// Takes note of what came of an attempt that ended at `now_ms`, and of when the next one is due.
    pub fn settle(&mut self, outcome: Outcome, policy: &Policy, now_ms: i64) {
        self.in_flight = false;
        self.attempts = self.attempts.saturating_add(1);
        (self.status_code, self.error) = match outcome {
            Outcome::Answered(status) => (Some(status), None),
            Outcome::Failed(error) => (self.status_code, Some(error)),
        };
        if outcome.is_success() {
            self.delivered_at_ms = Some(now_ms);
            self.next_ms = None;
        } else {
            let delay_ms = policy.delay_ms(self.attempts.saturating_add(1));
            self.next_ms = delay_ms.map(|delay_ms| now_ms.saturating_add_unsigned(delay_ms));
        }
    }
}
