//! A panel, as the registry lists it.

use leptos::prelude::*;

use crate::state::saved::SavedForms;

/// A panel.
pub(crate) struct Panel {
    /// The name in the address and in ids.
    pub(crate) id: &'static str,
    /// The text of the tab.
    pub(crate) title: &'static str,
    /// The heading.
    pub(crate) heading: &'static str,
    /// A sentence on how to begin.
    pub(crate) lead: &'static str,
    /// Provides its form to all panels. It is called for every panel before the first `view`.
    pub(crate) form: fn(SavedForms),
    /// The view.
    pub(crate) view: fn() -> AnyView,
}
