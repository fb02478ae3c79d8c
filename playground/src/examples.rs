//! The menu of examples: deliveries to look at before one has one's own.

use hookwright::provider::Provider;
use hookwright::signature::Scheme;
use leptos::prelude::*;

use crate::browser;
use crate::model::check::CheckForm;
use crate::model::examples::Example;
use crate::model::with_schemes;
use crate::reactive::{flag, text};

/// The menu.
#[component]
pub(crate) fn ExamplesMenu(
    /// The form that an example fills in.
    form: RwSignal<CheckForm>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let close = move || {
        open.set(false);
        browser::focus("examples-button");
    };
    let item = move |provider: &'static Provider, scheme: &'static Scheme, example: Example| {
        let take = move |_| {
            form.set(example.make(provider, scheme, browser::now_ms()));
            close();
        };
        let class = if example.is_genuine() { "example genuine" } else { "example broken" };
        view! {
            <li>
                <button type="button" class=class id=format!("example-{}-{}", provider.id, example.id()) on:click=take>
                    <span class="icon" aria-hidden="true"></span>
                    {example.title()}
                </button>
            </li>
        }
    };
    let group = move |(provider, scheme): (&'static Provider, &'static Scheme)| {
        view! {
            <section aria-label=provider.name>
                <h3>{provider.name}</h3>
                <ul>{Example::ALL.map(|example| item(provider, scheme, example)).collect_view()}</ul>
            </section>
        }
    };
    view! {
        <div class="menu" on:keydown=move |event| if event.key() == "Escape" && open.get_untracked() { close() }>
            <button
                type="button"
                id="examples-button"
                class="quiet-button"
                aria-expanded=text(move || open.get().to_string())
                aria-controls="examples"
                on:click=move |_| open.update(|open| *open = !*open)
            >
                "Examples"
            </button>
            <div id="examples" class="examples" hidden=flag(move || !open.get())>
                {with_schemes().map(group).collect_view()}
            </div>
        </div>
    }
}
