//! What a provider sends, as data: its envelope and its event types.

use serde::Serialize;

use super::schema::{Object, Payload};
use crate::base::provenance::Provenance;

/// Where the parts of an event stand in the body. Each name is a member of the body's top level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Envelope {
    /// The member that names the event type.
    pub kind: &'static str,
    /// The member that identifies the event, where the provider has one.
    pub id: Option<&'static str>,
    /// The member that says when it happened, as RFC 3339, where every event has the same one.
    pub time: Option<&'static str>,
    /// The member that holds the payload. Where there is none, the body itself is the payload.
    pub data: Option<&'static str>,
}

impl Envelope {
    /// The members that every body has, in the order in which the provider writes them.
    pub fn members(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.id.into_iter().chain([self.kind]).chain(self.time).chain(self.data)
    }
}

/// One type of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EventType {
    /// The name on the wire: `user.created`.
    pub name: &'static str,
    /// What has happened, in one line.
    pub description: &'static str,
    /// What the payload looks like.
    pub payload: &'static Object,
    /// Where the payload says when it happened, as a JSON Pointer, for envelopes that do not.
    pub occurred_at: Option<&'static str>,
    /// A payload as it might arrive. Its people and companies do not exist.
    ///
    /// It is JSON text.
    pub sample: &'static str,
    /// Where all this comes from.
    pub provenance: Provenance,
}

impl EventType {
    /// A row whose payload is a `T`.
    pub(crate) const fn of<T: Payload>(
        name: &'static str,
        description: &'static str,
        sample: &'static str,
        provenance: Provenance,
    ) -> Self {
        Self { name, description, payload: T::OBJECT, occurred_at: None, sample, provenance }
    }

    /// The same row, whose payload says at this JSON Pointer when it happened.
    pub(crate) const fn occurring_at(self, path: &'static str) -> Self {
        Self { occurred_at: Some(path), ..self }
    }
}

/// The events of a provider: the envelope, and the types that come in it.
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
    /// The event type of this name.
    #[must_use]
    pub fn event_type(&self, name: &str) -> Option<&'static EventType> {
        self.types.iter().find(|event_type| event_type.name == name)
    }
}
