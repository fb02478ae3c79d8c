//! The menu of examples. Its content is loaded when it is first opened, because it signs deliveries.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::model::examples::{self, Example};
use super::notice::replace;
use super::state::CheckState;
use crate::browser;
use crate::model::choice::{Choice as _, Named as _};
use crate::model::scheme::SchemeChoice;
use crate::reactive::{ErasedMemo, Field, State as _, dynamic, effect, flag, memo, text};
use crate::state::custom_scheme::CustomSchemeState;
use crate::state::public_keys::eventually;
use crate::state::remote::unless_missing;
use crate::ui::lazy::LazyView;

/// The menu of examples for the selected scheme.
#[component]
pub(crate) fn ExamplesMenu(
    /// The state of the panel whose form an example fills in.
    state: CheckState,
    /// The selected scheme.
    scheme: ErasedMemo<SchemeChoice>,
) -> impl IntoView {
    let open = Field::new(false);
    let offered = Field::new(Vec::new());
    let items = LazyView::new(move || Box::pin(load(state, scheme, open, offered)));
    let load = move || items.load(|| ());
    let toggle = move |_| {
        open.update(|open| *open = !*open);
        load();
    };
    let key = move |event: KeyboardEvent| {
        if !open.get_untracked() {
            return;
        }
        let forward = match event.key().as_str() {
            "Escape" => {
                open.set(false);
                return browser::focus("examples-button");
            }
            "ArrowDown" => true,
            "ArrowUp" => false,
            _ => return,
        };
        event.prevent_default();
        let focused = browser::focused_id();
        offered.with_untracked(|ids| neighbor(ids, focused.as_deref(), forward).into_iter().for_each(browser::focus));
    };
    view! {
        <div class="menu" on:keydown=key>
            <button
                type="button"
                id="examples-button"
                class="quiet-button"
                aria-expanded=text(move || open.get().to_string())
                aria-controls="examples"
                on:click=toggle
            >
                "Examples"
            </button>
            <div id="examples" class="examples" hidden=flag(move || !open.get())>
                {items.show(|| view! { <p class="hint" role="status">"Loading…"</p> }.into_any(), load)}
            </div>
        </div>
    }
}

/// The item below or above the focused one. The first item is below the button and the last item, and the last one is above.
fn neighbor<'a>(ids: &'a [String], focused: Option<&str>, forward: bool) -> Option<&'a str> {
    let here = ids.iter().position(|id| Some(id.as_str()) == focused);
    let next = match (here, forward) {
        (Some(here), true) => ids.get(here.saturating_add(1)).or(ids.first()),
        (Some(here), false) => here.checked_sub(1).and_then(|above| ids.get(above)).or(ids.last()),
        (None, true) => ids.first(),
        (None, false) => ids.last(),
    };
    next.map(String::as_str)
}

/// The content of the menu.
#[wasm_split(check_more, fallible)]
fn load(
    state: CheckState,
    scheme: ErasedMemo<SchemeChoice>,
    open: Field<bool>,
    ids: Field<Vec<String>>,
) -> Result<AnyView, SplitLoaderError> {
    let CustomSchemeState { read, .. } = expect_context();
    // Computed only while the menu is open, because it signs an example.
    let offered = memo(move || match open.get() {
        true => unless_missing(|| read.with(|custom| examples::of(scheme.get(), custom))).unwrap_or_default(),
        false => Vec::new(),
    });
    let id = |example: &Example| format!("example-{}", example.id());
    effect(move || ids.set(offered.with(|offered| offered.iter().map(id).collect())));
    let item = move |example: Example| {
        let take = move |_| {
            let (choice, custom, now_ms) = (scheme.get_untracked(), read.get_untracked(), browser::now_ms());
            spawn_local(async move {
                let create = || examples::create(example, choice, &custom, now_ms);
                if let Some(Some(created)) = eventually(create).await {
                    let mut form = state.form.get_untracked();
                    form.load(created);
                    replace(state, form, format!("The example is filled in: {}.", example.title()));
                }
                open.set(false);
                // The result is what the user wants to see next.
                browser::focus("check-verdict");
            });
        };
        let class = if example.is_genuine() { "example genuine" } else { "example broken" };
        view! {
            <li>
                <button type="button" class=class id=id(&example) on:click=take>
                    <span class="icon" aria-hidden="true"></span>
                    {example.title()}
                </button>
            </li>
        }
    };
    let group = move |title: &'static str, genuine: bool| {
        let items = dynamic(move || {
            let offered = offered.get().into_iter().filter(|example| example.is_genuine() == genuine);
            offered.map(item).collect_view().into_any()
        });
        view! { <section aria-label=title><h3>{title}</h3><ul>{items}</ul></section> }
    };
    let name = text(move || match scheme.get() {
        SchemeChoice::Custom if read.with(Result::is_err) => {
            "The custom scheme must be valid before it has examples.".into()
        }
        choice => {
            let body = if examples::is_invented(choice) { "; the event is invented" } else { "" };
            format!("Signed with the scheme of {} and a sample secret{body}", choice.title())
        }
    });
    Ok(view! {
        <p class="hint">{name}</p>
        {group("Genuine", true)}
        {group("Broken", false)}
    }
    .into_any())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_move_around_the_ends() {
        let ids = ["a", "b", "c"].map(String::from);
        let from = |focused| (neighbor(&ids, focused, true), neighbor(&ids, focused, false));
        assert_eq!(from(None), (Some("a"), Some("c")));
        assert_eq!(from(Some("examples-button")), (Some("a"), Some("c")));
        assert_eq!(from(Some("b")), (Some("c"), Some("a")));
        assert_eq!(from(Some("c")), (Some("a"), Some("b")));
        assert_eq!(from(Some("a")), (Some("b"), Some("c")));
        assert_eq!(neighbor(&[], None, true), None);
    }
}
