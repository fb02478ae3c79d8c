//! The menu of examples. Its content is loaded when it is first opened, because it signs deliveries.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::model::examples::{self, Example};
use super::notice::replace;
use super::state::CheckState;
use crate::browser;
use crate::model::choice::{Choice as _, Named as _};
use crate::model::scheme::SchemeChoice;
use crate::reactive::{ErasedMemo, Field, State as _, dynamic, flag, memo, text};
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
    let close = move || close(open);
    let items = LazyView::new(move || Box::pin(load(state, scheme, open)));
    let load = move || items.load(|| ());
    let toggle = move |_| {
        open.update(|open| *open = !*open);
        load();
    };
    view! {
        <div class="menu" on:keydown=move |event| if event.key() == "Escape" && open.get_untracked() { close() }>
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

fn close(open: Field<bool>) {
    open.set(false);
    browser::focus("examples-button");
}

/// The content of the menu.
#[wasm_split(check_more, fallible)]
fn load(state: CheckState, scheme: ErasedMemo<SchemeChoice>, open: Field<bool>) -> Result<AnyView, SplitLoaderError> {
    let CustomSchemeState { read, .. } = expect_context();
    // Computed only while the menu is open, because it signs an example.
    let offered = memo(move || match open.get() {
        true => unless_missing(|| read.with(|custom| examples::of(scheme.get(), custom))).unwrap_or_default(),
        false => Vec::new(),
    });
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
                close(open);
            });
        };
        let class = if example.is_genuine() { "example genuine" } else { "example broken" };
        view! {
            <li>
                <button type="button" class=class id=format!("example-{}", example.id()) on:click=take>
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
        choice => format!("Signed with the scheme of {} and a sample secret", choice.title()),
    });
    Ok(view! {
        <p class="hint">{name}</p>
        {group("Genuine", true)}
        {group("Broken", false)}
    }
    .into_any())
}
