//! Loads the shortcuts and the parts of the other panels once the open panel works, so that they open at once and without
//! a network.

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::{PANELS, check};
use crate::browser;
use crate::reactive::effect;
use crate::state::open::OpenPanel;
use crate::state::page::PageFields;
use crate::ui::{code, shortcuts};

/// Loads all parts, one after the other, once the first panel is in the document and the browser is idle.
pub(crate) fn prefetch_when_idle(opener: OpenPanel, page: PageFields) {
    let has_begun = StoredValue::new(false);
    effect(move || {
        if !opener.has_loaded() || has_begun.get_value() {
            return;
        }
        has_begun.set_value(true);
        browser::when_idle(move || {
            spawn_local(async move {
                // Without the shortcuts, the page works with a mouse and the tab key.
                if let Ok(prefetch) = load(page).await {
                    prefetch.await;
                }
            });
        });
    });
}

/// Loads everything. It is in the part with what the first panel needs later, because this begins with that part.
#[wasm_split(check_more, fallible)]
fn load(page: PageFields) -> Result<Pin<Box<dyn Future<Output = ()>>>, SplitLoaderError> {
    Ok(Box::pin(prefetch(page)))
}

async fn prefetch(page: PageFields) {
    shortcuts::install(page, PANELS.iter().map(|panel| (panel.id, panel.title)).collect());
    if browser::saves_data() {
        return;
    }
    for panel in PANELS {
        if (panel.prefetch)().await.is_err() {
            // The panel shows the error if it is opened, and can be loaded again there.
            return;
        }
        panel.load_styles().await;
    }
    browser::load_styles(code::STYLES).await;
    if check::prefetch_worker().await {
        browser::set_root_attribute("data-parts", Some("all"));
    }
}
