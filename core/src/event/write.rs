//! An event's parts in, a body out.

use alloc::string::String;

use serde_json::{Map, Value};

use super::catalogue::EventType;
use crate::provider::Provider;
use crate::time::format_rfc3339;

/// A realistic body of one event type, pretty-printed with two spaces, as something to start from.
///
/// Envelopes without an id leave `id` out.
///
/// ```
/// use hookwright::{event, provider};
///
/// let generic = provider::find("generic").unwrap();
/// let body = event::sample(generic, generic.event_type("user.created").unwrap(), "evt_1", 1_705_314_600_000);
/// assert!(body.starts_with("{\n  \"id\": \"evt_1\",\n  \"type\": \"user.created\""));
/// ```
#[must_use]
pub fn sample(provider: &Provider, event_type: &EventType, id: &str, occurred_at_ms: i64) -> String {
    let envelope = provider.envelope;
    let mut body = Map::new();
    if let Some(member) = envelope.id {
        body.insert(member.into(), id.into());
    }
    body.insert(envelope.kind.into(), event_type.name.into());
    body.insert(envelope.time.into(), format_rfc3339(occurred_at_ms).into());
    // The tests parse every sample, so the fallback is never seen.
    body.insert(envelope.data.into(), serde_json::from_str(event_type.sample).unwrap_or(Value::Null));
    serde_json::to_string_pretty(&Value::Object(body)).unwrap_or_default()
}
