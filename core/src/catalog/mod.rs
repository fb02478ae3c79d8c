//! Providers: who sends webhooks, and everything that is known of each, as data.

pub mod awell;
mod detect;
pub mod generic;
mod index;
mod json_schema;
mod parse;
mod provider;
mod sample;
mod senders;
pub mod standard;
pub mod well;
mod workspaces;

pub use detect::{Candidate, Detection, Evidence, detect};
pub use index::{compiled_scheme, find_scheme};
pub use json_schema::{definitions, envelope_schema, json_schema};
pub use parse::parse;
pub use provider::Provider;
pub use sample::SampleRequest;
pub use senders::Sender;
pub use workspaces::{Access, Connector, Noun, Statuses, Workspaces};

use crate::retry::Policy;
use crate::signature::Scheme;

/// Every provider.
pub static PROVIDERS: &[&Provider] = &[&generic::PROVIDER, &well::PROVIDER, &awell::PROVIDER, &standard::PROVIDER];

/// The provider with this id.
///
/// ```
/// assert_eq!(hookwright::catalog::find("well").unwrap().name, "Well");
/// assert!(hookwright::catalog::find("nobody").is_none());
/// ```
#[must_use]
pub fn find(id: &str) -> Option<&'static Provider> {
    PROVIDERS.iter().find(|provider| provider.id == id).copied()
}

/// Everybody of whom signatures are known: the providers first, and then those of whom nothing else is.
///
/// ```
/// assert!(hookwright::catalog::senders().count() > 80);
/// ```
pub fn senders() -> impl Iterator<Item = Sender> {
    let providers = PROVIDERS.iter().map(|provider| Sender {
        id: provider.id,
        name: provider.name,
        summary: provider.summary,
        schemes: provider.schemes,
    });
    providers.chain(senders::GROUPS.iter().copied().flatten().copied())
}

/// The sender with this id, one of the providers or another.
///
/// ```
/// assert_eq!(hookwright::catalog::find_sender("github").unwrap().default_scheme().unwrap().id, "github/sha256");
/// ```
#[must_use]
pub fn find_sender(id: &str) -> Option<Sender> {
    senders().find(|sender| sender.id == id)
}

/// Every retry policy that is known: the providers' own first, and then those of other senders and of services that send.
///
/// ```
/// assert!(hookwright::catalog::policies().count() >= 30);
/// ```
pub fn policies() -> impl Iterator<Item = &'static Policy> {
    PROVIDERS.iter().map(|provider| provider.policy).chain(senders::POLICIES)
}

/// The retry policy with this id, of whichever sender.
///
/// ```
/// assert_eq!(hookwright::catalog::find_policy("generic").unwrap().attempts(), Some(5));
/// assert!(hookwright::catalog::find_policy("nobody").is_none());
/// ```
#[must_use]
pub fn find_policy(id: &str) -> Option<&'static Policy> {
    policies().find(|policy| policy.id == id)
}

impl Sender {
    /// The scheme that the sender's id means where no scheme is named.
    #[must_use]
    pub fn default_scheme(&self) -> Option<&'static Scheme> {
        self.schemes.first()
    }
}
