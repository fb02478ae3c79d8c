//! The entry of a panel in the registry.

use leptos::prelude::*;

use crate::state::saved::SavedForms;

pub(crate) struct Panel {
    /// The id in the address and in element ids.
    pub(crate) id: &'static str,
    /// The label of the tab.
    pub(crate) title: &'static str,
    pub(crate) heading: &'static str,
    /// The sentence below the heading.
    pub(crate) lead: &'static str,
    /// Provides the form to all panels. Called for every panel before the first `view`.
    pub(crate) form: fn(SavedForms),
    /// Creates the view.
    pub(crate) view: fn() -> AnyView,
}
