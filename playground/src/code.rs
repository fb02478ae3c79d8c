//! Text to take away: blocks with a copy button, and requests in the language of one's choice.

use std::time::Duration;

use hookwright::snippet::Language;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser;
use crate::controls::Segmented;
use crate::model::saved;
use crate::reactive::{self, flag, memo};

/// How long a button says that it has copied.
const SAID: Duration = Duration::from_millis(1600);

/// A button that puts a text on the clipboard.
#[component]
pub(crate) fn CopyButton(
    /// What is copied, in words.
    what: &'static str,
    /// The text.
    #[prop(into)]
    text: Signal<String>,
    /// What the button says.
    #[prop(default = "Copy")]
    label: &'static str,
) -> impl IntoView {
    let idle = label;
    let label = RwSignal::new(idle);
    let shown = reactive::text(move || label.get().into());
    let copy = move |_| {
        spawn_local(async move {
            let copied = browser::copy(&text.get_untracked()).await;
            label.set(if copied { "Copied" } else { "Not copied" });
            set_timeout(move || label.set(idle), SAID);
        });
    };
    view! {
        <button type="button" class="copy" class:done=flag(move || label.get() == "Copied") on:click=copy>
            <span aria-live="polite">{shown}</span>
            <span class="visually-hidden">" "{what}</span>
        </button>
    }
}

/// A titled block of text that can be copied.
#[component]
pub(crate) fn CodeBlock(
    /// What it is.
    title: &'static str,
    /// The id of the text.
    id: &'static str,
    /// The text.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! {
        <section class="code" aria-label=title>
            <header>
                <h3>{title}</h3>
                <CopyButton what=title text=text/>
            </header>
            <pre id=id tabindex="0">{text}</pre>
        </section>
    }
}

/// Requests as code, in the language that was chosen for the whole page.
#[component]
pub(crate) fn RequestCode(
    /// What it is.
    title: &'static str,
    /// The id of the text, and the name of the choice of language.
    id: &'static str,
    /// Writes the requests in a language.
    #[prop(into)]
    code: Callback<Language, String>,
) -> impl IntoView {
    let language = expect_context::<RwSignal<Language>>();
    let options = Language::ALL.map(|language| (language.name(), language.name())).to_vec();
    let chosen = Signal::derive(move || language.get().name());
    let text: Signal<String> = memo(move || code.run(language.get())).into();
    view! {
        <section class="code" aria-label=title>
            <header>
                <h3>{title}</h3>
                <Segmented
                    name=id
                    legend="Language"
                    options=options
                    chosen=chosen
                    choose=move |name: &'static str| language.set(saved::language(name))
                    hide_legend=true
                />
                <CopyButton what=title text=text/>
            </header>
            <pre id=id tabindex="0">{text}</pre>
        </section>
    }
}
