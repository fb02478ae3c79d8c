//! Loads the parts of the other panels once the open panel works, so that they open at once and without a network.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{PANELS, check};
use crate::browser;
use crate::reactive::effect;
use crate::state::open::OpenPanel;

/// Loads all parts, one after the other, once the first panel is in the document and the browser is idle.
pub(crate) fn prefetch_when_idle(opener: OpenPanel) {
    let has_begun = StoredValue::new(false);
    effect(move || {
        if !opener.has_loaded() || has_begun.get_value() || browser::saves_data() {
            return;
        }
        has_begun.set_value(true);
        browser::when_idle(move || {
            spawn_local(async {
                for panel in PANELS {
                    if (panel.prefetch)().await.is_err() {
                        // The panel shows the error if it is opened, and can be loaded again there.
                        return;
                    }
                }
                if !check::prefetch_worker().await {
                    return;
                }
                browser::set_root_attribute("data-parts", Some("all"));
            });
        });
    });
}
