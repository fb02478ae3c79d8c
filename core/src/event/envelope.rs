//! Envelopes and event types as data.

use serde::Serialize;

use super::schema::{Payload, PayloadObject};
use crate::base::provenance::Provenance;

/// The names of the top-level members of a body that contain the parts of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Envelope {
    /// The member that contains the event type.
    pub kind: &'static str,
    /// The member that contains the id of the event. `None` if events have no id.
    pub id: Option<&'static str>,
    /// The member that contains the time of the event, in RFC 3339. `None` if the envelope has no such member.
    pub time: Option<&'static str>,
    /// The member that contains the payload. `None` if the body itself is the payload.
    pub data: Option<&'static str>,
}

impl Envelope {
    /// The members that every body has, in the order in which the provider sends them.
    pub fn members(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.id.into_iter().chain([self.kind]).chain(self.time).chain(self.data)
    }
}

/// One type of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EventType {
    /// The name in the body: `user.created`.
    pub name: &'static str,
    /// A description in one line.
    pub description: &'static str,
    /// The schema of the payload.
    pub payload: &'static PayloadObject,
    /// The place of the event's time in the payload, as a JSON Pointer, if the envelope does not contain the time.
    pub occurred_at: Option<&'static str>,
    /// A realistic payload with fictional people and companies.
    ///
    /// It is JSON text.
    pub sample: &'static str,
    /// The evidence for this event type.
    pub provenance: Provenance,
}

impl EventType {
    /// An event type whose payload is a `T`.
    pub(crate) const fn of<T: Payload>(
        name: &'static str,
        description: &'static str,
        sample: &'static str,
        provenance: Provenance,
    ) -> Self {
        Self { name, description, payload: T::OBJECT, occurred_at: None, sample, provenance }
    }

    /// Sets the place of the event's time in the payload, as a JSON Pointer.
    pub(crate) const fn occurring_at(self, path: &'static str) -> Self {
        Self { occurred_at: Some(path), ..self }
    }
}

/// The events of a provider: the envelope and the event types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventFormat {
    /// The provider's id: `generic`.
    pub provider: &'static str,
    /// The provider's name, for messages.
    pub provider_name: &'static str,
    /// The envelope of every event.
    pub envelope: Envelope,
    /// The known event types. Empty if any type is valid.
    pub types: &'static [EventType],
}

impl EventFormat {
    /// The event type with this name.
    #[must_use]
    pub fn event_type(&self, name: &str) -> Option<&'static EventType> {
        self.types.iter().find(|event_type| event_type.name == name)
    }
}
