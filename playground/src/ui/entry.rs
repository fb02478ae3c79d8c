//! Fields for text with a hint and the errors of their input, for panels that are not in the main part.

use leptos::prelude::*;

use super::bind::TextBinding;
use super::findings::sentence;
use crate::reactive::{ErasedMemo, dynamic, flag, text};

/// The messages of the errors of an input.
pub(crate) type Errors = ErasedMemo<Vec<String>>;

/// How a field is shown.
#[derive(Clone, Copy, Default)]
pub(crate) struct Look {
    /// The number of lines of a text area, or 0 for a field with one line.
    pub(crate) rows: u32,
    pub(crate) placeholder: &'static str,
    pub(crate) hint: &'static str,
    /// The `inputmode`, which selects the on-screen keyboard.
    pub(crate) keyboard: &'static str,
    /// The id of a list of suggestions.
    pub(crate) list: Option<&'static str>,
}

/// A field for text.
#[component]
pub(crate) fn Entry(
    /// The id of the control.
    #[prop(into)]
    id: String,
    label: &'static str,
    #[prop(into)] value: TextBinding,
    look: Look,
    errors: Errors,
) -> impl IntoView {
    let described = described_by(&id, !look.hint.is_empty(), errors);
    let invalid = is_invalid(errors);
    let control = if look.rows == 0 {
        view! {
            <input
                id=id.clone()
                class="mono"
                type="text"
                dir="ltr"
                inputmode=if look.keyboard.is_empty() { "text" } else { look.keyboard }
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                list=look.list
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
                id=id.clone()
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
            <label for=id.clone()>{label}</label>
            {control}
            {(!look.hint.is_empty()).then(|| view! { <p class="hint" id=format!("{id}-hint")>{look.hint}</p> })}
            <FieldErrors id=id errors=errors/>
        </div>
    }
}

/// The errors of an input, below its control.
#[component]
pub(crate) fn FieldErrors(
    /// The id of the control.
    id: String,
    errors: Errors,
) -> impl IntoView {
    let id = format!("{id}-error");
    let error = |message: &String| view! { <span>{sentence(message)}</span> };
    dynamic(move || {
        errors.with(|errors| {
            let messages = (!errors.is_empty()).then(|| errors.iter().map(error).collect_view());
            messages.map(|messages| view! { <p class="field-error" id=id.clone()>{messages}</p> }).into_any()
        })
    })
}

/// Returns the value of `aria-invalid`.
pub(crate) fn is_invalid(errors: Errors) -> Signal<String> {
    text(move || errors.with(|errors| !errors.is_empty()).to_string())
}

/// Returns the ids of the hint and the errors of a control.
pub(crate) fn described_by(id: &str, has_hint: bool, errors: Errors) -> Signal<Option<String>> {
    let id = id.to_owned();
    let wrong = flag(move || errors.with(|errors| !errors.is_empty()));
    Signal::derive(move || {
        let hint = has_hint.then(|| format!("{id}-hint"));
        let error = wrong.get().then(|| format!("{id}-error"));
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    })
}
