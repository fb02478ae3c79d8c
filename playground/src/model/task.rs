//! Tasks of the worker.

use hookwright::credential::Credential;

/// A task of the worker.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Task {
    /// Finds out why a delivery is rejected.
    Explain(DeliveryTask),
}

impl Task {
    /// Returns the name in the protocol.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Explain(_) => "explain",
        }
    }
}

/// A delivery, as the worker receives it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct DeliveryTask {
    /// The id of a built-in scheme, or a custom scheme as JSON.
    pub(crate) scheme: String,
    pub(crate) secrets: Vec<Credential>,
    /// Previous secrets.
    pub(crate) old: Vec<Credential>,
    /// Secrets of other endpoints.
    pub(crate) others: Vec<Credential>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) method: &'static str,
    pub(crate) url: Credential,
    /// The reference time, in milliseconds since the Unix epoch.
    pub(crate) now_ms: i64,
    /// Whether the age of the delivery is not checked.
    pub(crate) ignores_age: bool,
    /// The id of the receiver's framework, or an empty text.
    pub(crate) framework: String,
}
