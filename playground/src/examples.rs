//! The menu of examples: deliveries to look at before one has one's own.

use leptos::prelude::*;

use crate::browser;
use crate::model::check::CheckForm;
use crate::model::examples::{self, Example};
use crate::model::signing::Signing;
use crate::own::OwnScheme;
use crate::reactive::{dynamic, flag, memo, text};

/// The menu. It offers what can happen to deliveries of the scheme that is chosen.
#[component]
pub(crate) fn ExamplesMenu(
    /// The form that an example fills in.
    form: RwSignal<CheckForm>,
) -> impl IntoView {
    let OwnScheme { read, .. } = expect_context();
    let open = RwSignal::new(false);
    let close = move || {
        open.set(false);
        browser::focus("examples-button");
    };
    let signing = memo(move || form.with(|form| form.signing));
    // Only while they are seen: whether there are any is found out by signing one.
    let offered = memo(move || match open.get() {
        true => read.with(|own| examples::of(signing.get(), own)),
        false => Vec::new(),
    });
    let item = move |example: Example| {
        let take = move |_| {
            let made =
                read.with_untracked(|own| examples::make(example, signing.get_untracked(), own, browser::now_ms()));
            if let Some(made) = made {
                form.update(|form| form.take(made));
            }
            close();
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
    let name = text(move || match signing.get() {
        Signing::Own if read.with(Result::is_err) => {
            "Your scheme has to be right before there are examples of it.".into()
        }
        signing => format!("Signed as by {}, with a sample secret", signing.title()),
    });
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
                <p class="hint">{name}</p>
                {group("Genuine", true)}
                {group("Broken", false)}
            </div>
        </div>
    }
}
