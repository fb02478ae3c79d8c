//! The providers that panels list, and their ids in forms.

use hookwright::catalog::{self, PROVIDERS, Provider};

use super::choice::Named;

impl Named for &'static Provider {
    fn id(self) -> &'static str {
        self.id
    }

    fn from_id(id: &str) -> Option<Self> {
        catalog::find(id)
    }
}

/// Returns the providers that have event types.
pub(crate) fn with_events() -> impl Iterator<Item = &'static Provider> {
    PROVIDERS.iter().copied().filter(|provider| !provider.events.is_empty())
}

/// Returns the providers to whose events users can subscribe, with an API or by hand.
pub(crate) fn with_apis() -> impl Iterator<Item = &'static Provider> {
    PROVIDERS.iter().copied().filter(|provider| !provider.apis.is_empty())
}
