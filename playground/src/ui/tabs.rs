//! The tabs, as described in the ARIA Authoring Practices: one tab is in the tab order, and the arrow keys move between
//! them.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::browser;
use crate::reactive::{flag, text};

/// The id of a panel and the text of its tab.
pub(crate) type Tab = (&'static str, &'static str);

/// The list of tabs.
#[component]
pub(crate) fn Tabs(
    tabs: Vec<Tab>,
    /// The id of the open panel.
    open: Signal<String>,
    /// Opens a panel.
    #[prop(into)]
    choose: Callback<&'static str>,
) -> impl IntoView {
    let ids: Vec<&'static str> = tabs.iter().map(|(id, _)| *id).collect();
    let pressed = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key() {
            return;
        }
        let here = open.with_untracked(|open| ids.iter().position(|id| id == open)).unwrap_or(0);
        let next = neighbor(&event.key(), here, ids.len()).and_then(|next| ids.get(next));
        if let Some(id) = next.copied() {
            event.prevent_default();
            choose.run(id);
            browser::focus(&tab_id(id));
        }
    };
    let tab = move |(id, title): Tab| {
        let is_open = move || open.with(|open| open == id);
        view! {
            <button
                type="button"
                role="tab"
                id=tab_id(id)
                aria-controls=panel_id(id)
                aria-selected=text(move || is_open().to_string())
                tabindex=text(move || if is_open() { "0" } else { "-1" }.into())
                on:click=move |_| {
                    choose.run(id);
                    browser::scroll_to_top();
                }
            >
                {title}
            </button>
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label="Tools" on:keydown=pressed>
            {tabs.into_iter().map(tab).collect_view()}
        </div>
    }
}

/// Returns the index of the tab to which a key moves, among `count` tabs in a ring.
fn neighbor(key: &str, here: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match key {
        "ArrowLeft" | "ArrowUp" => Some(here.checked_sub(1).unwrap_or(last)),
        "ArrowRight" | "ArrowDown" => Some(if here >= last { 0 } else { here + 1 }),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

/// Returns the element id of a panel's tab.
pub(super) fn tab_id(panel: &str) -> String {
    format!("tab-{panel}")
}

/// Returns the element id of a panel. It differs from the fragment of the address, so that the browser does not scroll
/// to it.
pub(super) fn panel_id(panel: &str) -> String {
    format!("panel-{panel}")
}

/// A panel with its heading. It remains in the document while another one is open, so that its state is kept.
#[component]
pub(crate) fn TabPanel(
    id: &'static str,
    heading: &'static str,
    /// The sentence below the heading.
    lead: &'static str,
    /// The id of the open panel.
    open: Signal<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <section
            role="tabpanel"
            id=panel_id(id)
            aria-labelledby=tab_id(id)
            hidden=flag(move || open.with(|open| open != id))
        >
            <div class="intro">
                <h2>{heading}</h2>
                <p>{lead}</p>
            </div>
            <div class="columns">{children()}</div>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arrow_keys_move_in_a_ring() {
        let round: Vec<_> = (0..4).map(|here| neighbor("ArrowRight", here, 4)).collect();
        assert_eq!(round, [Some(1), Some(2), Some(3), Some(0)]);
        for here in 0..4 {
            let next = neighbor("ArrowRight", here, 4).unwrap();
            assert_eq!(neighbor("ArrowLeft", next, 4), Some(here));
            assert_eq!((neighbor("Home", here, 4), neighbor("End", here, 4)), (Some(0), Some(3)));
        }
    }

    #[test]
    fn other_keys_do_not_move() {
        assert_eq!(neighbor("Tab", 0, 4), None);
        assert_eq!(neighbor("ArrowRight", 0, 0), None);
    }
}
