//! Stored subscriptions, and the events that they receive.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::base::credential::{Credential, exposed};

/// A stored subscription.
///
/// Its serialized form contains its credentials in plain text, because a saved state needs them to resume. `Debug`
/// redacts them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// The id that the provider has assigned.
    pub id: String,
    /// The position in the order in which the provider has created resources, for pagination.
    pub sequence: u64,
    /// The id of the [`Api`](super::Api) that created it.
    pub api: String,
    /// The URL of the receiver.
    pub url: String,
    /// The names of the events that it receives.
    pub events: Vec<String>,
    /// The description.
    pub description: Option<String>,
    /// The secret that signs its deliveries, if the subscription has its own.
    #[serde(with = "exposed::option")]
    pub secret: Option<Credential>,
    /// The static headers that are sent with each delivery.
    #[serde(with = "exposed::pairs")]
    pub headers: Option<Vec<(String, Credential)>>,
    /// Whether events are delivered.
    pub active: bool,
    /// The workspace whose events it receives.
    pub filter: Filter,
    /// The instant of its creation, in milliseconds since the epoch.
    pub created_at_ms: i64,
    /// The instant of its last change, in milliseconds since the epoch.
    pub updated_at_ms: Option<i64>,
}

/// A restriction to the events of one workspace. `None` does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// The provider's id of the workspace.
    pub workspace_id: Option<String>,
    /// The customer's id of the workspace.
    pub external_workspace_id: Option<String>,
}

impl Filter {
    /// Whether an event from the workspace `origin` passes the filter.
    ///
    /// ```
    /// use hookwright::subscription::Filter;
    ///
    /// let only = Filter { external_workspace_id: Some("customer-42".into()), ..Filter::default() };
    /// let theirs = Filter { workspace_id: Some("5b0e".into()), external_workspace_id: Some("customer-42".into()) };
    /// assert!(only.admits(&theirs));
    /// assert!(!only.admits(&Filter::default()));
    /// assert!(Filter::default().admits(&theirs));
    /// ```
    #[must_use]
    pub fn admits(&self, origin: &Self) -> bool {
        let passes = |wanted: &Option<String>, given: &Option<String>| wanted.is_none() || wanted == given;
        passes(&self.workspace_id, &origin.workspace_id)
            && passes(&self.external_workspace_id, &origin.external_workspace_id)
    }
}

/// The reason why a subscription does not receive an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SkipReason {
    /// The subscription is not active.
    Inactive,
    /// The subscription is for other events.
    OtherEvent,
    /// The subscription is for another workspace.
    OtherWorkspace,
}

impl SkipReason {
    /// A description of the reason.
    #[must_use]
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Inactive => "the subscription is not active",
            Self::OtherEvent => "the subscription is for other events",
            Self::OtherWorkspace => "the subscription is for another workspace",
        }
    }
}

impl Subscription {
    /// Whether the subscription receives an event of this type from the workspace `origin`.
    ///
    /// # Errors
    /// The first reason why it does not.
    pub fn receives(&self, event: &str, origin: &Filter) -> Result<(), SkipReason> {
        if !self.active {
            Err(SkipReason::Inactive)
        } else if !self.events.iter().any(|wanted| wanted == event) {
            Err(SkipReason::OtherEvent)
        } else if !self.filter.admits(origin) {
            Err(SkipReason::OtherWorkspace)
        } else {
            Ok(())
        }
    }
}

/// Whether each subscription receives an event, and the reason if it does not, in order.
pub fn route<'a>(
    subscriptions: &'a [Subscription],
    event: &'a str,
    origin: &'a Filter,
) -> impl Iterator<Item = (&'a Subscription, Result<(), SkipReason>)> {
    subscriptions.iter().map(move |subscription| (subscription, subscription.receives(event, origin)))
}
