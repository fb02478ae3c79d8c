//! The providers that panels list, and how forms name them.

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

/// The providers whose events are known.
pub(crate) fn with_events() -> impl Iterator<Item = &'static Provider> {
    PROVIDERS.iter().copied().filter(|provider| !provider.events.is_empty())
}

/// The providers that can be subscribed to, by an API or by hand.
pub(crate) fn with_apis() -> impl Iterator<Item = &'static Provider> {
    PROVIDERS.iter().copied().filter(|provider| !provider.apis.is_empty())
}
