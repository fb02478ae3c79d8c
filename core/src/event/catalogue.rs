//! What a provider sends, as data: its envelope, its event types, and the fields of each.

use serde::Serialize;

use crate::provenance::Provenance;

/// Where the parts of an event stand in the body. Each name is a member of the body's top level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Envelope {
    /// The member that names the event type.
    pub kind: &'static str,
    /// The member that identifies the event, where the provider has one.
    pub id: Option<&'static str>,
    /// The member that says when it happened, as RFC 3339.
    pub time: &'static str,
    /// The member that holds the payload.
    pub data: &'static str,
}

impl Envelope {
    /// The members that every body has, in the order in which the provider writes them.
    pub fn members(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.id.into_iter().chain([self.kind, self.time, self.data])
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
    /// The members of the payload that are known.
    pub fields: &'static [Field],
    /// A payload as it might arrive, as JSON text. Its people and companies do not exist.
    pub sample: &'static str,
    /// Where all this comes from.
    pub provenance: Provenance,
}

/// One member of a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Field {
    /// The member's name.
    pub name: &'static str,
    /// What its value must be.
    pub kind: Kind,
    /// Whether it is always there.
    pub required: bool,
}

impl Field {
    /// A member that is always there.
    pub(crate) const fn required(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, required: true }
    }

    /// A member that may be left out.
    pub(crate) const fn optional(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, required: false }
    }
}

/// What a value must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Kind {
    /// Any text.
    String,
    /// An RFC 3339 date and time.
    Timestamp,
    /// A number without a fraction.
    Integer,
    /// An object.
    Object,
}

impl Kind {
    /// The words for it in a message: `a string`.
    #[must_use]
    pub const fn describe(self) -> &'static str {
        match self {
            Self::String => "a string",
            Self::Timestamp => "an RFC 3339 date and time",
            Self::Integer => "an integer",
            Self::Object => "an object",
        }
    }
}
