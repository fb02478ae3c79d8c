//! A provider: a sender whose events and subscription API are known.

use serde::Serialize;

use super::sender::Sender;
use super::workspaces::Workspaces;
use crate::event::{Envelope, EventFormat, EventType};
use crate::retry::Policy;
use crate::signature::Scheme;
use crate::subscription::{Api, Rules};

/// A sender whose events and subscription APIs are known in addition to its signatures and retries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Provider {
    /// Lower-case and kebab-case: `generic`.
    pub id: &'static str,
    /// The name of the product or company.
    pub name: &'static str,
    /// A description in one line.
    pub summary: &'static str,
    /// The signature schemes. The first one is the default, which is used if only the provider is named.
    pub schemes: &'static [Scheme],
    /// The structure of its bodies.
    pub envelope: Envelope,
    /// The known event types. Empty if the provider does not define event types.
    pub events: &'static [EventType],
    /// The retry policy.
    pub policy: &'static Policy,
    /// The APIs and forms that create subscriptions. The first one is the recommended one.
    pub apis: &'static [Api],
    /// Its workspaces, if it has any. Only `service` uses them.
    #[serde(skip)]
    pub workspaces: Option<&'static Workspaces>,
}

impl Provider {
    /// A provider from the catalog entry of a sender and additional data.
    #[expect(clippy::panic, reason = "every call is in a static, where a missing policy is a compile error")]
    pub(super) const fn new(
        sender: &'static Sender,
        envelope: Envelope,
        events: &'static [EventType],
        apis: &'static [Api],
    ) -> Self {
        let Sender { id, name, summary, schemes, policies, event: _, limits: _ } = *sender;
        match policies {
            [policy, ..] => Self { id, name, summary, schemes, envelope, events, policy, apis, workspaces: None },
            [] => panic!("a provider must have a retry policy"),
        }
    }

    /// The same provider with workspaces.
    pub(super) const fn with_workspaces(mut self, workspaces: &'static Workspaces) -> Self {
        self.workspaces = Some(workspaces);
        self
    }

    /// The scheme to use if no scheme is named. `None` if no scheme of the provider is known.
    #[must_use]
    pub fn default_scheme(&self) -> Option<&'static Scheme> {
        self.schemes.first()
    }

    /// The header fields of the default scheme. A subscription's static headers must not set them.
    pub fn signature_headers(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.default_scheme().into_iter().flat_map(Scheme::headers)
    }

    /// The event type with this name.
    #[must_use]
    pub fn event_type(&self, name: &str) -> Option<&'static EventType> {
        self.events.iter().find(|event_type| event_type.name == name)
    }

    /// The format that its events are parsed with.
    #[must_use]
    pub const fn event_format(&self) -> EventFormat {
        EventFormat { provider: self.id, provider_name: self.name, envelope: self.envelope, types: self.events }
    }

    /// The rules for subscriptions that are created with one of its APIs.
    #[must_use]
    pub fn rules(&self, api: &'static Api) -> Rules {
        Rules { api, provider_name: self.name, events: self.events, scheme: self.default_scheme() }
    }
}
