//! Fields with the problem of their input below them.

use hookwright::problem::Problem;
use leptos::prelude::*;

use crate::reactive::{ErasedMemo, dynamic, text};
use crate::ui::bind::TextBinding;
use crate::ui::findings::sentence;

/// The problems of the form.
pub(super) type Problems = ErasedMemo<Vec<Problem>>;

/// The paths of problems that are shown at a field.
pub(super) const PATHS: [&str; 5] = ["/type", "/data", "/retry-after", "/attempts", "/duration"];

/// How a field is shown.
#[derive(Clone, Copy, Default)]
pub(super) struct Look {
    /// The number of lines of a text area, or 0 for a field with one line.
    pub(super) rows: u32,
    pub(super) placeholder: &'static str,
    pub(super) hint: &'static str,
    /// The `inputmode`, which selects the on-screen keyboard.
    pub(super) keyboard: &'static str,
}

/// A field for text.
#[component]
pub(super) fn Entry(
    /// The id of the control.
    id: &'static str,
    label: &'static str,
    #[prop(into)] value: TextBinding,
    look: Look,
    problems: Problems,
    /// The path of the problem of this input.
    path: &'static str,
) -> impl IntoView {
    let message = move || {
        let of_field = |problems: &Vec<Problem>| problems.iter().find(|problem| problem.path == path).cloned();
        problems.with(of_field).map(|problem| problem.message)
    };
    let invalid = text(move || message().is_some().to_string());
    let described = format!("{id}-hint {id}-error");
    let control = if look.rows == 0 {
        view! {
            <input
                id=id
                class="mono"
                type="text"
                dir="ltr"
                inputmode=if look.keyboard.is_empty() { "text" } else { look.keyboard }
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                placeholder=look.placeholder
                aria-invalid=invalid
                aria-describedby=described
                prop:value=value.value
                on:input:target=move |event| value.change.run(event.target().value())
            />
        }
        .into_any()
    } else {
        view! {
            <textarea
                id=id
                class="mono"
                rows=look.rows
                dir="ltr"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                placeholder=look.placeholder
                aria-invalid=invalid
                aria-describedby=described
                prop:value=value.value
                on:input:target=move |event| value.change.run(event.target().value())
            ></textarea>
        }
        .into_any()
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {control}
            <p class="hint" id=format!("{id}-hint")>{look.hint}</p>
            <div id=format!("{id}-error")>
                {dynamic(move || message().map(|message| view! { <p class="field-error">{sentence(&message)}</p> }).into_any())}
            </div>
        </div>
    }
}
