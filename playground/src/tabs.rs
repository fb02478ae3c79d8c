//! The row of tabs, as the ARIA practices have it: one of them is in the tab order, the arrow keys move.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::browser;
use crate::model::panel::{Move, Panel};
use crate::reactive::{flag, text};

/// The row of tabs.
#[component]
pub(crate) fn Tabs(
    /// The open panel.
    panel: RwSignal<Panel>,
) -> impl IntoView {
    let pressed = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key() {
            return;
        }
        let Some(step) = Move::from_key(&event.key()) else { return };
        event.prevent_default();
        let next = panel.get_untracked().after(step);
        panel.set(next);
        browser::focus(&tab_id(next));
    };
    let tab = move |shown: Panel| {
        let open = move || panel.get() == shown;
        view! {
            <button
                type="button"
                role="tab"
                id=tab_id(shown)
                aria-controls=panel_id(shown)
                aria-selected=text(move || open().to_string())
                tabindex=text(move || if open() { "0" } else { "-1" }.into())
                on:click=move |_| {
                    panel.set(shown);
                    browser::scroll_to_top();
                }
            >
                {shown.title()}
            </button>
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label="Tools" on:keydown=pressed>
            {Panel::ALL.map(tab).collect_view()}
        </div>
    }
}

/// The id of a panel's tab.
fn tab_id(panel: Panel) -> String {
    format!("tab-{}", panel.id())
}

/// The id of a panel. It differs from what the address says, so that the browser does not scroll to it.
fn panel_id(panel: Panel) -> String {
    format!("panel-{}", panel.id())
}

/// A panel with its heading, hidden while another one is open. It stays in the document, so that nothing in it is lost.
#[component]
pub(crate) fn TabPanel(
    /// Which one.
    this: Panel,
    /// The open one.
    open: RwSignal<Panel>,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    view! {
        <section
            role="tabpanel"
            id=panel_id(this)
            aria-labelledby=tab_id(this)
            hidden=flag(move || open.get() != this)
        >
            <div class="intro">
                <h2>{this.heading()}</h2>
                <p>{this.lead()}</p>
            </div>
            <div class="columns">{children()}</div>
        </section>
    }
}
