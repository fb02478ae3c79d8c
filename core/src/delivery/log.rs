//! The delivery log, in the format that the generic provider documents.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::record::Delivery;
use crate::base::time::format_rfc3339;

/// A delivery log. Its JSON form is the response of `GET /v1/webhooks/:id/deliveries`.
///
/// It does not contain deliveries without a completed attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Log<'a> {
    /// The deliveries, in the order in which they were passed.
    pub deliveries: Vec<Entry<'a>>,
}

/// The entry of a delivery in a log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry<'a> {
    /// The id of the delivery.
    pub id: &'a str,
    /// The id of the event.
    pub event_id: &'a str,
    /// The status of the delivery.
    pub status: Status,
    /// The status code of the last response, which can be the response to an earlier attempt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_code: Option<u16>,
    /// The number of attempts that have ended.
    pub attempts: u32,
    /// The time at which the receiver accepted it, in RFC 3339 format.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<String>,
    /// The reason that the last attempt did not get a response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<&'static str>,
}

/// The status of a delivery in a log.
///
/// The documentation of the generic provider contradicts itself: in an example a delivery has `failed` after three
/// attempts, but the text says that deliveries fail after five. Either the endpoint in the example has a shorter
/// schedule, or `failed` means that the last attempt failed and another one may follow. This crate uses the second
/// interpretation, because it does not require a second schedule. The documentation also shows `Connection timeout`
/// together with the status 500: either the sender records a timeout as 500, or 500 was the response to an earlier
/// attempt. This crate uses the second interpretation again: a status code is always one that a receiver sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// The receiver accepted the delivery.
    Success,
    /// The last attempt failed. Another one may follow.
    Failed,
}

impl Delivery {
    /// Its status in a log. `None` before the end of the first attempt.
    #[must_use]
    pub const fn status(&self) -> Option<Status> {
        match (self.progress.attempts, self.delivered_at_ms()) {
            (0, _) => None,
            (_, Some(_)) => Some(Status::Success),
            (_, None) => Some(Status::Failed),
        }
    }

    /// Its entry in a log, with times formatted by `format`. `None` before the end of the first attempt.
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
