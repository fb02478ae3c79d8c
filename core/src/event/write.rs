//! Composition of bodies from an envelope and a payload.

use alloc::string::String;

use serde_json::{Map, Value};

use super::envelope::{Envelope, EventType};
use crate::base::time::format_rfc3339;

/// A realistic sample body of an event type, pretty-printed with two spaces.
///
/// `id` is ignored if the envelope does not have an id. `occurred_at_ms` is ignored if the envelope does not have a
/// time: the payload then contains the time.
///
/// ```
/// use hookwright::{catalog, event};
///
/// let generic = catalog::find("generic").unwrap();
/// let body = event::sample(generic.envelope, generic.event_type("user.created").unwrap(), "evt_1", 1_705_314_600_000);
/// assert!(body.starts_with("{\n  \"id\": \"evt_1\",\n  \"type\": \"user.created\""));
/// ```
#[must_use]
pub fn sample(envelope: Envelope, event_type: &EventType, id: &str, occurred_at_ms: i64) -> String {
    // Tests parse every sample, so the fallback is never used.
    let payload: Value = serde_json::from_str(event_type.sample).unwrap_or(Value::Null);
    let body = compose(envelope, event_type.name, id, occurred_at_ms, payload);
    serde_json::to_string_pretty(&body).unwrap_or_default()
}

/// Wraps a payload in an envelope. If the body itself is the payload, the event type is added to the payload's members.
pub(crate) fn compose(envelope: Envelope, kind: &str, id: &str, occurred_at_ms: i64, payload: Value) -> Value {
    let mut body = Map::new();
    if let Some(member) = envelope.id {
        body.insert(member.into(), id.into());
    }
    let kind = (envelope.kind.into(), kind.into());
    match (envelope.data, payload) {
        (Some(data), payload) => {
            body.extend([kind]);
            body.extend(envelope.time.map(|member| (member.into(), format_rfc3339(occurred_at_ms).into())));
            body.insert(data.into(), payload);
        }
        (None, Value::Object(members)) => {
            body.extend(members);
            body.extend([kind]);
        }
        (None, _) => body.extend([kind]),
    }
    Value::Object(body)
}
