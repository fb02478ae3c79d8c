//! The delivery log, in the form that the generic page shows.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::record::Delivery;
use crate::base::time::format_rfc3339;

/// A delivery log. As JSON it is the document of `GET /v1/webhooks/:id/deliveries`.
///
/// Deliveries that have had no attempt yet are not in it: there is nothing to say of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Log<'a> {
    /// The deliveries, in the order in which they were given.
    pub deliveries: Vec<Entry<'a>>,
}

/// What a log says of a delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry<'a> {
    /// The delivery's own id.
    pub id: &'a str,
    /// The event's id.
    pub event_id: &'a str,
    /// How it stands.
    pub status: Status,
    /// The status that a receiver last answered with, at whichever attempt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_code: Option<u16>,
    /// How many attempts have ended.
    pub attempts: u32,
    /// When a receiver took it, as a timestamp of RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<String>,
    /// Why the last attempt had no answer, if it had none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<&'static str>,
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
    /// What a log says of it. `None` before the end of the first attempt, when there is nothing to say.
    #[must_use]
    pub const fn status(&self) -> Option<Status> {
        match (self.progress.attempts, self.delivered_at_ms()) {
            (0, _) => None,
            (_, Some(_)) => Some(Status::Success),
            (_, None) => Some(Status::Failed),
        }
    }

    /// Its entry in a log, with times written by `format`. `None` before the end of the first attempt.
    #[must_use]
    pub fn entry(&self, format: fn(i64) -> String) -> Option<Entry<'_>> {
        Some(Entry {
            id: &self.id,
            event_id: &self.message.id,
            status: self.status()?,
            status_code: self.status_code,
            attempts: self.progress.attempts,
            delivered_at: self.delivered_at_ms().map(format),
            error: self.error.map(crate::retry::TransportError::describe),
        })
    }
}

impl<'a> FromIterator<&'a Delivery> for Log<'a> {
    fn from_iter<T: IntoIterator<Item = &'a Delivery>>(deliveries: T) -> Self {
        Self { deliveries: deliveries.into_iter().filter_map(|delivery| delivery.entry(format_rfc3339)).collect() }
    }
}
