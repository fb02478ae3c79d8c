//! The content of a panel, which is loaded when the panel is first opened.

use leptos::prelude::*;

use super::panel::Panel;
use crate::reactive::effect;
use crate::state::open::OpenPanel;
use crate::state::saved::SavedForms;
use crate::ui::lazy::LazyView;

/// The content of a panel.
#[component]
pub(crate) fn PanelContent(
    panel: &'static Panel,
    forms: SavedForms,
    /// The id of the open panel.
    open: Signal<String>,
) -> impl IntoView {
    let opener: OpenPanel = expect_context();
    let content = LazyView::new(move || {
        Box::pin(async move {
            panel.load_styles().await;
            (panel.load)(forms).await
        })
    });
    let load = move || content.load(move || opener.loaded(panel.id));
    effect(move || {
        if open.with(|open| open == panel.id) {
            load();
        }
    });
    let retry = move || {
        // The focused button is removed.
        opener.focus_once_loaded("main");
        load();
    };
    content.show(|| view! { <p class="loading" role="status">"Loading…"</p> }.into_any(), retry)
}
