//! Providers: who sends webhooks, and everything that is known of each, as data.

pub mod awell;
pub mod generic;
pub mod standard;
pub mod well;

use serde::Serialize;

use crate::event::{Envelope, EventType};
use crate::retry::Policy;
use crate::signature::Scheme;
use crate::subscription::Api;

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
    pub policy: Policy,
    /// The ways of making a subscription. The first one is the one to use.
    pub apis: &'static [Api],
}

/// Every provider.
pub static PROVIDERS: &[&Provider] = &[&generic::PROVIDER, &well::PROVIDER, &awell::PROVIDER, &standard::PROVIDER];

/// The provider with this id.
///
/// ```
/// assert_eq!(hookwright::provider::find("well").unwrap().name, "Well");
/// assert!(hookwright::provider::find("nobody").is_none());
/// ```
#[must_use]
pub fn find(id: &str) -> Option<&'static Provider> {
    PROVIDERS.iter().find(|provider| provider.id == id).copied()
}

/// The scheme with this id, of whichever provider.
///
/// ```
/// assert_eq!(hookwright::provider::find_scheme("well/signature").unwrap().header, "X-Well-Signature");
/// ```
#[must_use]
pub fn find_scheme(id: &str) -> Option<&'static Scheme> {
    PROVIDERS.iter().flat_map(|provider| provider.schemes).find(|scheme| scheme.id == id)
}

/// The retry policy with this id, of whichever provider.
///
/// ```
/// assert_eq!(hookwright::provider::find_policy("generic").unwrap().schedule.attempts(), 5);
/// assert!(hookwright::provider::find_policy("nobody").is_none());
/// ```
#[must_use]
pub fn find_policy(id: &str) -> Option<&'static Policy> {
    PROVIDERS.iter().map(|provider| &provider.policy).find(|policy| policy.id == id)
}

impl Provider {
    /// The scheme that `provider` means where no scheme is named. `None` if none of the provider's is known here yet.
    #[must_use]
    pub fn default_scheme(&self) -> Option<&'static Scheme> {
        self.schemes.first()
    }

    /// The event type of this name.
    #[must_use]
    pub fn event_type(&self, name: &str) -> Option<&'static EventType> {
        self.events.iter().find(|event_type| event_type.name == name)
    }

    /// Whether its subscriptions belong to workspaces.
    #[must_use]
    pub fn has_workspaces(&self) -> bool {
        self.apis.iter().any(|api| api.workspace_id.is_some())
    }
}
