//! The content of a panel, which is loaded when the panel is first opened.

use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::task::{spawn_local, tick};

use crate::panels::panel::Panel;
use crate::reactive::dynamic;
use crate::state::open::OpenPanel;
use crate::state::saved::SavedForms;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    NotOpened,
    Loading,
    Ready,
    Failed,
}

/// The content of a panel.
#[component]
pub(crate) fn PanelContent(
    panel: &'static Panel,
    forms: SavedForms,
    /// The id of the open panel.
    open: Signal<String>,
) -> impl IntoView {
    let opener: OpenPanel = expect_context();
    let phase = RwSignal::new(Phase::NotOpened);
    let content = StoredValue::new_local(None::<AnyView>);
    // The owner of this component, not of the effect or the handler that starts loading: those end before the panel.
    let owner = StoredValue::new(Owner::current().unwrap_or_default());
    let load = move || {
        if matches!(phase.get_untracked(), Phase::Loading | Phase::Ready) {
            return;
        }
        phase.set(Phase::Loading);
        let loading = async move {
            match (panel.load)(forms).await {
                Ok(view) => {
                    content.set_value(Some(view));
                    phase.set(Phase::Ready);
                    // The view is part of the document after the next tick.
                    tick().await;
                    opener.loaded(panel.id);
                }
                Err(_) => phase.set(Phase::Failed),
            }
        };
        owner.get_value().with(|| spawn_local(ScopedFuture::new_untracked(loading)));
    };
    Effect::new(move |_| {
        if open.with(|open| open == panel.id) {
            load();
        }
    });
    let retry = move |_| {
        opener.focus_once_loaded("main");
        load();
    };
    dynamic(move || match phase.get() {
        Phase::Ready => content.try_update_value(Option::take).flatten().into_any(),
        Phase::Failed => view! {
            <div class="unavailable" role="alert">
                <p><strong>"This panel could not be loaded."</strong>" Check your connection and try again. What you have entered on the page is kept."</p>
                <button type="button" class="quiet-button" on:click=retry>"Try again"</button>
            </div>
        }
        .into_any(),
        Phase::NotOpened | Phase::Loading => view! { <p class="loading" role="status">"Loading…"</p> }.into_any(),
    })
}
