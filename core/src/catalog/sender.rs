//! A sender: its signature schemes and its retry policies.

use serde::Serialize;

use super::event_places::SenderEvent;
use super::sender_limits::SenderLimits;
use crate::retry::Policy;
use crate::signature::Scheme;

/// A sender of webhooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sender {
    /// Lower-case and kebab-case: `github`.
    pub id: &'static str,
    /// The name of the product or company.
    pub name: &'static str,
    /// A description of what it sends, in one line.
    pub summary: &'static str,
    /// The signature schemes. The first one is the default. Empty if only the retry policy is known.
    pub schemes: &'static [Scheme],
    /// The places of the event type and the event id in deliveries, if they are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<SenderEvent>,
    /// The limits of its deliveries, if it documents them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limits: Option<SenderLimits>,
    /// The retry policies. The first one is the default. Empty if the retry policy is not known.
    #[serde(skip)]
    pub policies: &'static [Policy],
}

impl Sender {
    /// The scheme to use if only the sender is named.
    #[must_use]
    pub fn default_scheme(&self) -> Option<&'static Scheme> {
        self.schemes.first()
    }
}
