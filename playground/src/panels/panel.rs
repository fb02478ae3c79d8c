//! The entry of a panel in the registry.

use leptos::prelude::*;

use crate::browser;
use crate::state::saved::SavedForms;
use crate::ui::lazy::Loading;

pub(crate) struct Panel {
    /// The id in the address and in element ids.
    pub(crate) id: &'static str,
    /// The label of the tab.
    pub(crate) title: &'static str,
    pub(crate) heading: &'static str,
    /// The sentence below the heading.
    pub(crate) lead: &'static str,
    /// The style sheets that only this panel needs, in the folder of the page.
    pub(crate) styles: &'static [&'static str],
    /// Loads the part of the module that contains the panel, provides its form and creates its view.
    pub(crate) load: fn(SavedForms) -> Loading<AnyView>,
    /// Loads the part in advance.
    pub(crate) prefetch: fn() -> Loading<()>,
}

impl Panel {
    /// Loads the style sheets.
    pub(crate) async fn load_styles(&self) {
        for name in self.styles {
            browser::load_styles(name).await;
        }
    }
}
