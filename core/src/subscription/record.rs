//! A subscription that exists, whichever API it was made through.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::base::credential::{Credential, exposed};

/// A subscription that exists.
///
/// Serialising it writes its credentials out, for a saved state to go on with; `Debug` does not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// The provider's id of it.
    pub id: String,
    /// Its place among everything that the provider has made, for listing page by page.
    pub sequence: u64,
    /// The id of the [`Api`](super::Api) that it was made through.
    pub api: String,
    /// The receiver's address.
    pub url: String,
    /// The names of the events wanted.
    pub events: Vec<String>,
    /// What it is for.
    pub description: Option<String>,
    /// The secret that deliveries are signed with, where it has one of its own.
    #[serde(with = "exposed::option")]
    pub secret: Option<Credential>,
    /// Headers that are sent with each delivery.
    #[serde(with = "exposed::pairs")]
    pub headers: Option<Vec<(String, Credential)>>,
    /// Whether deliveries are made.
    pub active: bool,
    /// The workspace to whose events it is restricted.
    pub filter: Filter,
    /// When it was made, in milliseconds since the epoch.
    pub created_at_ms: i64,
    /// When it was last changed, in milliseconds since the epoch.
    pub updated_at_ms: Option<i64>,
}

/// A restriction to the events of one workspace. What is `None` restricts nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// The provider's id of the workspace.
    pub workspace_id: Option<String>,
    /// The customer's own id of the workspace.
    pub external_workspace_id: Option<String>,
}

impl Filter {
    /// Whether an event that comes from `origin` passes.
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

/// Why a subscription does not receive an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Skip {
    /// It is switched off.
    Inactive,
    /// It is for other events.
    OtherEvent,
    /// It is for another workspace.
    OtherWorkspace,
}

impl Skip {
    /// A sentence for a person.
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
    /// Whether it receives an event of this type that comes from `origin`.
    ///
    /// # Errors
    /// The first reason why it does not.
    pub fn receives(&self, event: &str, origin: &Filter) -> Result<(), Skip> {
        if !self.active {
            Err(Skip::Inactive)
        } else if !self.events.iter().any(|wanted| wanted == event) {
            Err(Skip::OtherEvent)
        } else if !self.filter.admits(origin) {
            Err(Skip::OtherWorkspace)
        } else {
            Ok(())
        }
    }
}

/// Which of these subscriptions receive an event, and why the others do not, in their order.
pub fn route<'a>(
    subscriptions: &'a [Subscription],
    event: &'a str,
    origin: &'a Filter,
) -> impl Iterator<Item = (&'a Subscription, Result<(), Skip>)> {
    subscriptions.iter().map(move |subscription| (subscription, subscription.receives(event, origin)))
}
