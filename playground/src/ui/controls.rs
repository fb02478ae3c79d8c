//! Form controls, each with a label and a hint.

use leptos::prelude::*;

use super::bind::{FlagBinding, TextBinding};
use super::findings::sentence;
use crate::reactive::{ErasedMemo, Field, State as _, dynamic, flag, text};

/// How the text of a field was read, or why it cannot be read.
#[derive(Clone, Copy)]
pub(crate) struct Reading {
    words: Signal<String>,
    is_wrong: Signal<bool>,
}

impl Reading {
    /// Creates a reading of a text: a description, which may be empty, or a problem.
    pub(crate) fn new(read: impl Fn() -> Result<String, String> + Copy + Send + Sync + 'static) -> Self {
        Self {
            words: text(move || match read() {
                Ok(words) | Err(words) => words,
            }),
            is_wrong: flag(move || read().is_err()),
        }
    }

    fn view(self) -> AnyView {
        let class = text(move || if self.is_wrong.get() { "field-error" } else { "hint" }.into());
        let is_empty = flag(move || self.words.with(String::is_empty));
        view! { <p class=class hidden=is_empty><span>{dynamic(move || sentence(&self.words.get()))}</span></p> }
            .into_any()
    }
}

/// A field for one line of text.
#[component]
pub(crate) fn TextField(
    /// The id of the control.
    id: &'static str,
    label: &'static str,
    #[prop(into)] value: TextBinding,
    #[prop(optional)] placeholder: &'static str,
    /// The hint below the field.
    #[prop(optional)]
    hint: &'static str,
    /// The `inputmode`, which selects the on-screen keyboard.
    #[prop(default = "text")]
    keyboard: &'static str,
    /// How the text was read, or why it cannot be read.
    #[prop(optional)]
    reading: Option<Reading>,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let reading_id = format!("{id}-reading");
    let about = match (hint.is_empty(), reading) {
        (true, None) => None,
        (false, None) => Some(hint_id.clone()),
        (true, Some(_)) => Some(reading_id.clone()),
        (false, Some(_)) => Some(format!("{hint_id} {reading_id}")),
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                id=id
                class="mono"
                type="text"
                inputmode=keyboard
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                placeholder=placeholder
                aria-describedby=about
                aria-invalid=reading.map(|reading| text(move || reading.is_wrong.get().to_string()))
                prop:value=value.value
                on:input:target=move |event| value.change.run(event.target().value())
            />
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {reading.map(|reading| view! { <div id=reading_id>{reading.view()}</div> })}
        </div>
    }
}

/// A field for several lines of monospaced text.
#[component]
pub(crate) fn TextArea(
    /// The id of the control.
    id: &'static str,
    label: &'static str,
    #[prop(into)] value: TextBinding,
    /// The number of visible lines.
    rows: u32,
    #[prop(optional)] placeholder: &'static str,
    /// The hint below the field.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// Whether the label is visible only to screen readers.
    #[prop(optional)]
    hide_label: bool,
    /// Whether the text has problems, as a value of `aria-invalid`.
    #[prop(optional)]
    invalid: Option<Signal<String>>,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    view! {
        <div class="field">
            <label for=id class:visually-hidden=hide_label>{label}</label>
            <textarea
                id=id
                aria-invalid=invalid
                class="mono"
                rows=rows
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                placeholder=placeholder
                aria-describedby=hint_id.clone()
                prop:value=value.value
                on:input:target=move |event| value.change.run(event.target().value())
            ></textarea>
            <p class="hint" id=hint_id>{hint}</p>
        </div>
    }
}

/// A button that generates a secret.
#[derive(Clone, Copy)]
pub(crate) struct Generate {
    pub(crate) label: &'static str,
    /// Whether a secret can be generated.
    pub(crate) is_possible: Signal<bool>,
    /// Generates a secret.
    pub(crate) run: Callback<()>,
}

/// A field for secrets, which are hidden until the user shows them. It is not a password field, because browsers offer
/// to save passwords.
#[component]
pub(crate) fn SecretField(
    /// The id of the control.
    id: &'static str,
    label: &'static str,
    /// The secrets.
    #[prop(into)]
    value: TextBinding,
    /// The number of visible lines.
    #[prop(default = 1)]
    rows: u32,
    /// The hint below the field.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// A button that generates a secret.
    #[prop(optional)]
    generate: Option<Generate>,
    /// Whether the secrets are public samples, which are always shown.
    #[prop(optional, into)]
    is_public: Signal<bool>,
) -> impl IntoView {
    let is_shown = Field::new(false);
    // Only a text area can hide its text without being a password field. If it holds one secret, line breaks are
    // removed: pasted secrets often end with one.
    let one_line = move |text: String| if rows == 1 { text.replace(['\r', '\n'], "") } else { text };
    let hint_id = format!("{id}-hint");
    let generate = generate.map(|Generate { label, is_possible, run }| {
        view! {
            <button type="button" class="link" hidden=flag(move || !is_possible.get()) on:click=move |_| run.run(())>
                {label}
            </button>
        }
    });
    view! {
        <div class="field">
            <div class="label-row">
                <label for=id>{label}</label>
                <span class="actions">
                    {generate}
                    <button
                        type="button"
                        class="link"
                        hidden=is_public
                        aria-pressed=text(move || is_shown.get().to_string())
                        aria-label=format!("Show {}", label.to_ascii_lowercase())
                        on:click=move |_| is_shown.update(|is_shown| *is_shown = !*is_shown)
                    >
                        {text(move || if is_shown.get() { "Hide" } else { "Show" }.into())}
                    </button>
                </span>
            </div>
            <textarea
                id=id
                class="mono secret"
                class:covered=flag(move || !is_shown.get() && !is_public.get())
                rows=rows
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-describedby=hint_id.clone()
                prop:value=value.value
                on:input:target=move |event| value.change.run(one_line(event.target().value()))
            ></textarea>
            <p class="hint" id=hint_id><span>{hint}</span>" Not kept over a reload."</p>
        </div>
    }
}

/// A drop-down list.
#[component]
pub(crate) fn Select(
    /// The id of the control.
    id: &'static str,
    label: &'static str,
    /// The ids and titles of the options.
    #[prop(into)]
    options: ErasedMemo<Vec<(&'static str, &'static str)>>,
    /// The id of the selected option.
    #[prop(into)]
    value: TextBinding,
) -> impl IntoView {
    let option = move |(id, title): (&'static str, &'static str)| {
        view! { <option value=id prop:selected=flag(move || value.value.with(|chosen| chosen == id))>{title}</option> }
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id on:change:target=move |event| value.change.run(event.target().value())>
                {dynamic(move || options.get().into_iter().map(option).collect_view().into_any())}
            </select>
        </div>
    }
}

/// A segmented control: radio buttons in a row.
#[component]
pub(crate) fn Segmented(
    /// The name of the radio buttons.
    name: &'static str,
    legend: &'static str,
    /// The ids and titles of the options.
    options: Vec<(&'static str, &'static str)>,
    /// The id of the selected option.
    #[prop(into)]
    value: TextBinding,
    /// Whether the legend is visible only to screen readers.
    #[prop(optional)]
    hide_legend: bool,
) -> impl IntoView {
    let option = move |(id, title): (&'static str, &'static str)| {
        view! {
            <label>
                <input
                    type="radio"
                    name=name
                    value=id
                    prop:checked=flag(move || value.value.with(|chosen| chosen == id))
                    on:change=move |_| value.change.run(id.into())
                />
                <span>{title}</span>
            </label>
        }
    };
    view! {
        <fieldset class="segmented">
            <legend class:visually-hidden=hide_legend>{legend}</legend>
            <div class="segments">{options.into_iter().map(option).collect_view()}</div>
        </fieldset>
    }
}

/// A switch.
#[component]
pub(crate) fn Switch(
    /// The id of the control.
    id: &'static str,
    label: &'static str,
    /// Whether it is on.
    #[prop(into)]
    value: FlagBinding,
) -> impl IntoView {
    view! {
        <label class="tick switch">
            <input
                id=id
                type="checkbox"
                prop:checked=value.value
                on:change:target=move |event| value.change.run(event.target().checked())
            />
            <span>{label}</span>
        </label>
    }
}
