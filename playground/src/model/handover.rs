//! What one panel hands over to another one, so that a subscription, an event and a receiver belong together.

use hookwright::credential::Credential;

use super::scheme::SchemeChoice;

/// A subscription, an event or a receiver, as far as other panels need it. It can contain a secret, so it is kept in memory
/// only.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Handover {
    /// Where it comes from, with an article: `the subscription`.
    pub(crate) from: &'static str,
    pub(crate) scheme: SchemeChoice,
    /// The event types.
    pub(crate) kinds: Vec<String>,
    /// The URL of the receiver, or an empty text if it is not known.
    pub(crate) url: String,
    /// The secret, if it is known. Only the panel that crafts events uses it.
    pub(crate) secret: Option<Credential>,
}
