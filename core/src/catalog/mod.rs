//! The catalog: the signature schemes, retry policies, events and subscription APIs of webhook senders, as data.

pub mod awell;
mod detect;
mod event_places;
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
mod sender_limits;
mod sender_schema;
pub mod standard;
pub mod well;
mod workspaces;

pub use detect::{Candidate, Detection, Evidence, detect, detection_headers};
pub use event_places::{EventField, EventPlaces, SenderEvent};
pub use index::{compiled_scheme, find_scheme, scheme_ids, sender_ids, sender_name};
pub use json_schema::{definitions, envelope_schema, json_schema};
pub use parse::parse;
pub use provider::Provider;
pub use sample::SampleRequest;
pub use sender::Sender;
pub use sender_codes::PROBLEM_CODES;
pub use sender_file::SenderFile;
pub use sender_limits::SenderLimits;
pub use sender_schema::sender_schema;
pub use workspaces::{Connector, InstallLinkRequest, Noun, Statuses, Workspaces};

use generated::SENDERS;

use crate::retry::Policy;

/// All providers.
pub static PROVIDERS: &[&Provider] = &[&generic::PROVIDER, &well::PROVIDER, &awell::PROVIDER, &standard::PROVIDER];

/// The ids of the providers. A list of senders that refers only to the ids does not include the events of the providers
/// in a module.
const PROVIDER_IDS: [&str; 4] = ["generic", "well", "awell", "standard"];

/// The provider with this id.
///
/// ```
/// assert_eq!(hookwright::catalog::find("well").unwrap().name, "Well");
/// assert!(hookwright::catalog::find("acme").is_none());
/// ```
#[must_use]
pub fn find(id: &str) -> Option<&'static Provider> {
    PROVIDERS.iter().find(|provider| provider.id == id).copied()
}

/// All senders whose signature schemes are known: first the providers, then the others in the order of their ids.
///
/// ```
/// let stripe = hookwright::catalog::senders().find(|sender| sender.id == "stripe").unwrap();
/// assert_eq!(stripe.default_scheme().unwrap().id, "stripe/v1");
/// ```
pub fn senders() -> impl Iterator<Item = &'static Sender> {
    all_senders().filter(|sender| !sender.schemes.is_empty())
}

/// All senders, including those of which only the retry policy is known: first the providers, then the others by id.
fn all_senders() -> impl Iterator<Item = &'static Sender> {
    let others = SENDERS.iter().copied().filter(|sender| !PROVIDER_IDS.contains(&sender.id));
    PROVIDER_IDS.iter().filter_map(|id| find_any_sender(id)).chain(others)
}

fn find_any_sender(id: &str) -> Option<&'static Sender> {
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
    find_any_sender(id).filter(|sender| !sender.schemes.is_empty())
}

/// All known retry policies: first those of the providers, then those of the other senders in the order of their ids.
///
/// ```
/// let first = hookwright::catalog::policies().next().unwrap();
/// assert_eq!(Some(first), hookwright::catalog::find_policy("generic"));
/// ```
pub fn policies() -> impl Iterator<Item = &'static Policy> {
    all_senders().flat_map(|sender| sender.policies)
}

/// The sender with this id, if its retry policy is known. Its signature schemes can be unknown.
///
/// ```
/// let kit = hookwright::catalog::find_policy_sender("kit").unwrap();
/// assert_eq!((kit.name, kit.schemes.len()), ("Kit", 0));
/// ```
#[must_use]
pub fn find_policy_sender(id: &str) -> Option<&'static Sender> {
    find_any_sender(id).filter(|sender| !sender.policies.is_empty())
}

/// The retry policy with this id, of any sender.
///
/// ```
/// assert_eq!(hookwright::catalog::find_policy("generic").unwrap().attempts(), Some(5));
/// assert!(hookwright::catalog::find_policy("acme").is_none());
/// ```
#[must_use]
pub fn find_policy(id: &str) -> Option<&'static Policy> {
    policies().find(|policy| policy.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn the_ids_of_the_providers_are_in_their_order() {
        assert_eq!(PROVIDERS.iter().map(|provider| provider.id).collect::<Vec<_>>(), PROVIDER_IDS);
    }
}
