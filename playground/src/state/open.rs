//! The open panel, which may still have to be loaded.

use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

use super::page::PageFields;
use crate::browser;
use crate::reactive::{Field, State as _};

/// Opens panels, and knows which are loaded.
#[derive(Clone, Copy)]
pub(crate) struct OpenPanel {
    page: PageFields,
    /// The ids of the loaded panels.
    loaded: Field<Vec<&'static str>>,
    /// The id of the element to focus once its panel is loaded.
    focus: StoredValue<Option<&'static str>>,
}

impl OpenPanel {
    /// Creates it for a page without loaded panels.
    pub(crate) fn new(page: PageFields) -> Self {
        Self { page, loaded: Field::new(Vec::new()), focus: StoredValue::new(None) }
    }

    /// Opens a panel and focuses one of its elements.
    pub(crate) fn open(self, panel: &str, element: &'static str) {
        self.page.panel.set(panel.into());
        if self.loaded.with_untracked(|loaded| loaded.contains(&panel)) {
            // The panel is hidden until the next tick, and what is hidden cannot get the focus.
            spawn_local(async move {
                tick().await;
                browser::focus(element);
            });
        } else {
            self.focus_once_loaded(element);
        }
    }

    /// Focuses an element once the panel that is being loaded is in the document.
    pub(crate) fn focus_once_loaded(self, element: &'static str) {
        self.focus.set_value(Some(element));
    }

    /// Records that a panel is in the document.
    pub(crate) fn loaded(self, panel: &'static str) {
        self.loaded.update(|loaded| loaded.push(panel));
        if let Some(element) = self.focus.try_update_value(Option::take).flatten() {
            browser::focus(element);
        }
    }

    /// Returns whether any panel is in the document, and tracks it.
    pub(crate) fn has_loaded(self) -> bool {
        self.loaded.with(|loaded| !loaded.is_empty())
    }
}
