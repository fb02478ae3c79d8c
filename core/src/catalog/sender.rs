//! A sender: its signature schemes and its retry policies.

use serde::Serialize;

use crate::retry::Policy;
use crate::signature::Scheme;

/// A sender of webhooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sender {
    /// Lower-case and kebab-case: `github`.
    pub id: &'static str,
    /// The name that people use.
    pub name: &'static str,
    /// What it sends, in one line.
    pub summary: &'static str,
    /// The signature schemes. The first one is the default: the one that the sender's id stands for. Empty if only the retry
    /// policy is known.
    pub schemes: &'static [Scheme],
    /// The retry policies, the sender's usual one first. Empty if none is known.
    #[serde(skip)]
    pub policies: &'static [Policy],
}

impl Sender {
    /// The scheme that the sender's id stands for.
    #[must_use]
    pub fn default_scheme(&self) -> Option<&'static Scheme> {
        self.schemes.first()
    }
}
