//! Providers: who sends webhooks, and everything that is known of each, as data.

pub mod awell;
mod detect;
mod generated;
pub mod generic;
mod index;
mod json_schema;
mod parse;
mod provider;
mod sample;
mod sender;
mod sender_codes;
mod sender_file;
mod sender_schema;
pub mod standard;
pub mod well;
mod workspaces;

pub use detect::{Candidate, Detection, Evidence, detect};
pub use index::{compiled_scheme, find_scheme};
pub use json_schema::{definitions, envelope_schema, json_schema};
pub use parse::parse;
pub use provider::Provider;
pub use sample::SampleRequest;
pub use sender::Sender;
pub use sender_codes::PROBLEM_CODES;
pub use sender_file::SenderFile;
pub use sender_schema::sender_schema;
pub use workspaces::{Access, Connector, Noun, Statuses, Workspaces};

use generated::SENDERS;

use crate::retry::Policy;

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

/// Every sender whose signature schemes are known: the providers first, then the others by id.
///
/// ```
/// let stripe = hookwright::catalog::senders().find(|sender| sender.id == "stripe").unwrap();
/// assert_eq!(stripe.default_scheme().unwrap().id, "stripe/v1");
/// ```
pub fn senders() -> impl Iterator<Item = &'static Sender> {
    rows().filter(|sender| !sender.schemes.is_empty())
}

/// Every sender, also those of which only the retry policy is known: the providers first, then the others by id.
fn rows() -> impl Iterator<Item = &'static Sender> {
    let others = SENDERS.iter().copied().filter(|sender| find(sender.id).is_none());
    PROVIDERS.iter().filter_map(|provider| find_row(provider.id)).chain(others)
}

fn find_row(id: &str) -> Option<&'static Sender> {
    let index = SENDERS.binary_search_by(|sender| sender.id.cmp(id)).ok()?;
    SENDERS.get(index).copied()
}

/// The sender with this id, if its signature schemes are known.
///
/// ```
/// assert_eq!(hookwright::catalog::find_sender("github").unwrap().default_scheme().unwrap().id, "github/sha256");
/// ```
#[must_use]
pub fn find_sender(id: &str) -> Option<&'static Sender> {
    find_row(id).filter(|sender| !sender.schemes.is_empty())
}

/// Every retry policy that is known: those of the providers first, then those of the other senders by the sender's id.
///
/// ```
/// let first = hookwright::catalog::policies().next().unwrap();
/// assert_eq!(Some(first), hookwright::catalog::find_policy("generic"));
/// ```
pub fn policies() -> impl Iterator<Item = &'static Policy> {
    rows().flat_map(|sender| sender.policies)
}

/// The sender with this id, also if only its retry policy is known.
///
/// ```
/// let kit = hookwright::catalog::find_policy_sender("kit").unwrap();
/// assert_eq!((kit.name, kit.schemes.len()), ("Kit", 0));
/// ```
#[must_use]
pub fn find_policy_sender(id: &str) -> Option<&'static Sender> {
    find_row(id).filter(|sender| !sender.policies.is_empty())
}

/// The retry policy with this id, of any sender.
///
/// ```
/// assert_eq!(hookwright::catalog::find_policy("generic").unwrap().attempts(), Some(5));
/// assert!(hookwright::catalog::find_policy("nobody").is_none());
/// ```
#[must_use]
pub fn find_policy(id: &str) -> Option<&'static Policy> {
    policies().find(|policy| policy.id == id)
}
