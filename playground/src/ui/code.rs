//! Text to copy: blocks with a copy button, and requests as code in several languages.

use std::time::Duration;

use hookwright::snippet::Language;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::controls::Segmented;
use super::findings::sentence;
use crate::browser;
use crate::model::choice::{Choice, options};
use crate::model::highlight::{Token, tokens};
use crate::model::httpie::{LOST_BACKSLASH, loses_backslash};
use crate::reactive::{self, Field, State as _, dynamic, flag, memo};
use crate::state::page::PageFields;

/// How long a button shows that the text was copied.
const CONFIRMED: Duration = Duration::from_millis(1600);

/// Shows for a moment on a button whether the text was copied.
pub(crate) fn confirm(label: Field<&'static str>, idle: &'static str, is_copied: bool) {
    label.set(if is_copied { "Copied" } else { "Not copied" });
    set_timeout(move || label.set(idle), CONFIRMED);
}

/// A button that copies a text to the clipboard.
#[component]
pub(crate) fn CopyButton(
    /// A description of the text, for the accessible name.
    #[prop(into)]
    what: String,
    /// The text to copy.
    #[prop(into)]
    text: Signal<String>,
    /// The label of the button.
    #[prop(default = "Copy")]
    label: &'static str,
) -> impl IntoView {
    let idle = label;
    let label = Field::new(idle);
    let shown = reactive::text(move || label.get().into());
    let copy = move |_| {
        spawn_local(async move {
            confirm(label, idle, browser::copy(&text.get_untracked()).await);
        });
    };
    view! {
        <button type="button" class="copy" class:done=flag(move || label.get() == "Copied") on:click=copy>
            <span aria-live="polite">{shown}</span>
            <span class="visually-hidden">" "{what}</span>
        </button>
    }
}

/// The style sheet of the colors, which is loaded on demand.
pub(crate) const STYLES: &str = "code.css";

/// A text with colors.
#[component]
pub(crate) fn Colored(
    /// The id of the element.
    id: &'static str,
    text: Signal<String>,
) -> impl IntoView {
    spawn_local(browser::load_styles(STYLES));
    let piece = |(token, text): (Token, &str)| match token {
        Token::Plain => text.to_owned().into_any(),
        _ => view! { <span class=token.class()>{text.to_owned()}</span> }.into_any(),
    };
    let colored = dynamic(move || text.with(|text| tokens(text).into_iter().map(piece).collect_view().into_any()));
    view! { <pre id=id tabindex="0">{colored}</pre> }
}

/// A block of text with a title and a copy button.
#[component]
pub(crate) fn CodeBlock(
    title: &'static str,
    /// The id of the element with the text.
    id: &'static str,
    #[prop(into)] text: Signal<String>,
) -> impl IntoView {
    view! {
        <section class="code" aria-label=title>
            <header>
                <h3>{title}</h3>
                <CopyButton what=title text=text/>
            </header>
            <Colored id=id text=text/>
        </section>
    }
}

/// Requests as code, in the language that is selected for the whole page.
#[component]
pub(crate) fn RequestCode(
    title: &'static str,
    /// The id of the element with the text, and the name of the language control.
    id: &'static str,
    /// Formats the requests in a language.
    #[prop(into)]
    code: Callback<Language, String>,
) -> impl IntoView {
    let page: PageFields = expect_context();
    let text: Signal<String> = memo(move || code.run(page.language.get())).into();
    let loses_backslash =
        memo(move || page.language.get() == Language::Httpie && text.with(|text| loses_backslash(text)));
    view! {
        <section class="code" aria-label=title>
            <header>
                <h3>{title}</h3>
                <Segmented
                    name=id
                    legend="Language"
                    options=options(<Language as Choice>::ALL)
                    value=page.language
                    hide_legend=true
                />
                <CopyButton what=title text=text/>
            </header>
            <Colored id=id text=text/>
            {dynamic(move || loses_backslash.get().then(|| view! { <p class="code-note">{sentence(LOST_BACKSLASH)}</p> }).into_any())}
        </section>
    }
}
