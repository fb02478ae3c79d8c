//! A provider: a sender whose events and subscription API are known.

use serde::Serialize;

use super::sender::Sender;
use super::workspaces::Workspaces;
use crate::event::{Envelope, EventFormat, EventType};
use crate::retry::Policy;
use crate::signature::Scheme;
use crate::subscription::{Api, Rules};

/// Everything that is known of one sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Provider {
    /// Lower-case and kebab-case: `generic`.
    pub id: &'static str,
    /// The name that people use.
    pub name: &'static str,
    /// What it is, in one line.
    pub summary: &'static str,
    /// How it signs. The first one is what `provider` means where no scheme is named.
    pub schemes: &'static [Scheme],
    /// What its bodies look like.
    pub envelope: Envelope,
    /// The event types that are known; none, where any type is as good as any other.
    pub events: &'static [EventType],
    /// How it retries.
    pub policy: &'static Policy,
    /// The ways of making a subscription. The first one is the one to use.
    pub apis: &'static [Api],
    /// Its workspaces, where it has any. Only `service` reads them.
    #[serde(skip)]
    pub workspaces: Option<&'static Workspaces>,
}

impl Provider {
    /// A provider: the row of a sender, and what is known in addition.
    #[expect(clippy::panic, reason = "every call is in a static, where a missing policy is a compile error")]
    pub(super) const fn new(
        sender: &'static Sender,
        envelope: Envelope,
        events: &'static [EventType],
        apis: &'static [Api],
    ) -> Self {
        let Sender { id, name, summary, schemes, policies } = *sender;
        match policies {
            [policy, ..] => Self { id, name, summary, schemes, envelope, events, policy, apis, workspaces: None },
            [] => panic!("a provider must have a retry policy"),
        }
    }

    /// With workspaces.
    pub(super) const fn with_workspaces(mut self, workspaces: &'static Workspaces) -> Self {
        self.workspaces = Some(workspaces);
        self
    }

    /// The scheme that `provider` means where no scheme is named. `None` if none of the provider's is known here yet.
    #[must_use]
    pub fn default_scheme(&self) -> Option<&'static Scheme> {
        self.schemes.first()
    }

    /// The header fields that its deliveries are signed in by default, which nobody else may set.
    pub fn signature_headers(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.default_scheme().into_iter().flat_map(Scheme::headers)
    }

    /// The event type of this name.
    #[must_use]
    pub fn event_type(&self, name: &str) -> Option<&'static EventType> {
        self.events.iter().find(|event_type| event_type.name == name)
    }

    /// How its events are read.
    #[must_use]
    pub const fn event_format(&self) -> EventFormat {
        EventFormat { provider: self.id, provider_name: self.name, envelope: self.envelope, types: self.events }
    }

    /// What a subscription by one of its APIs must comply with.
    #[must_use]
    pub fn rules(&self, api: &'static Api) -> Rules {
        Rules { api, provider_name: self.name, events: self.events, scheme: self.default_scheme() }
    }
}
