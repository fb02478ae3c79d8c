//! Fields: a label, a control and a hint, always together.

use leptos::prelude::*;

use crate::reactive::{dynamic, flag, text};

/// A field for one line of text.
#[component]
pub(crate) fn TextField(
    /// The id of the control.
    id: &'static str,
    /// What to fill in.
    label: &'static str,
    /// What is filled in.
    #[prop(into)]
    value: Signal<String>,
    /// What to do with what is typed.
    #[prop(into)]
    typed: Callback<String>,
    /// What stands in the empty field.
    #[prop(optional)]
    placeholder: &'static str,
    /// A sentence below the field.
    #[prop(optional)]
    hint: &'static str,
    /// Which keyboard a phone shows.
    #[prop(default = "text")]
    keyboard: &'static str,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
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
                aria-describedby=(!hint.is_empty()).then(|| hint_id.clone())
                prop:value=value
                on:input:target=move |event| typed.run(event.target().value())
            />
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
        </div>
    }
}

/// A field for several lines of monospaced text.
#[component]
pub(crate) fn TextArea(
    /// The id of the control.
    id: &'static str,
    /// What to fill in.
    label: &'static str,
    /// What is filled in.
    #[prop(into)]
    value: Signal<String>,
    /// What to do with what is typed.
    #[prop(into)]
    typed: Callback<String>,
    /// How many lines it shows.
    rows: u32,
    /// What stands in the empty field.
    #[prop(optional)]
    placeholder: &'static str,
    /// A sentence below the field.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// Whether only screen readers get the label.
    #[prop(optional)]
    hide_label: bool,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    view! {
        <div class="field">
            <label for=id class:visually-hidden=hide_label>{label}</label>
            <textarea
                id=id
                class="mono"
                rows=rows
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                placeholder=placeholder
                aria-describedby=hint_id.clone()
                prop:value=value
                on:input:target=move |event| typed.run(event.target().value())
            ></textarea>
            <p class="hint" id=hint_id>{hint}</p>
        </div>
    }
}

/// A field for secrets, covered until somebody asks to see them. It is not a password field: browsers would offer to keep
/// what is in one.
#[component]
pub(crate) fn SecretField(
    /// The id of the control.
    id: &'static str,
    /// What to fill in.
    label: &'static str,
    /// What is filled in.
    #[prop(into)]
    value: Signal<String>,
    /// What to do with what is typed.
    #[prop(into)]
    typed: Callback<String>,
    /// How many lines it shows.
    #[prop(default = 1)]
    rows: u32,
    /// A sentence below the field.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// Makes a secret up, where it offers to.
    #[prop(optional, into)]
    generate: Option<Callback<()>>,
    /// What that is called.
    #[prop(default = "Generate")]
    generate_label: &'static str,
    /// Whether such a secret can be made.
    #[prop(default = Signal::stored(true))]
    can_generate: Signal<bool>,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    // The field is a text area, because only that can be covered without being a password field. Where it holds one secret, a
    // line break is no part of it: pasted secrets often bring one along.
    let one_line = move |text: String| if rows == 1 { text.replace(['\r', '\n'], "") } else { text };
    let hint_id = format!("{id}-hint");
    view! {
        <div class="field">
            <div class="label-row">
                <label for=id>{label}</label>
                <span class="actions">
                    {generate.map(|generate| view! {
                        <button type="button" class="link" hidden=flag(move || !can_generate.get()) on:click=move |_| generate.run(())>
                            {generate_label}
                        </button>
                    })}
                    <button
                        type="button"
                        class="link"
                        aria-pressed=text(move || shown.get().to_string())
                        aria-label=format!("Show {}", label.to_lowercase())
                        on:click=move |_| shown.update(|shown| *shown = !*shown)
                    >
                        {text(move || if shown.get() { "Hide" } else { "Show" }.into())}
                    </button>
                </span>
            </div>
            <textarea
                id=id
                class="mono secret"
                class:covered=flag(move || !shown.get())
                rows=rows
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-describedby=hint_id.clone()
                prop:value=value
                on:input:target=move |event| typed.run(one_line(event.target().value()))
            ></textarea>
            <p class="hint" id=hint_id>{hint}</p>
        </div>
    }
}

/// A choice from a list.
#[component]
pub(crate) fn Choice(
    /// The id of the control.
    id: &'static str,
    /// What to choose.
    label: &'static str,
    /// The names and the words for what there is to choose.
    #[prop(into)]
    options: Signal<Vec<(&'static str, &'static str)>>,
    /// The name of what is chosen.
    #[prop(into)]
    chosen: Signal<&'static str>,
    /// What to do when something else is chosen.
    #[prop(into)]
    choose: Callback<String>,
) -> impl IntoView {
    let option = move |(name, words): (&'static str, &'static str)| {
        view! { <option value=name prop:selected=flag(move || chosen.get() == name)>{words}</option> }
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id on:change:target=move |event| choose.run(event.target().value())>
                {dynamic(move || options.get().into_iter().map(option).collect_view().into_any())}
            </select>
        </div>
    }
}

/// A choice between a few things that are all seen, as radio buttons in a row.
#[component]
pub(crate) fn Segmented(
    /// The name of the group.
    name: &'static str,
    /// What to choose.
    legend: &'static str,
    /// The names and the words for what there is to choose.
    options: Vec<(&'static str, &'static str)>,
    /// The name of what is chosen.
    #[prop(into)]
    chosen: Signal<&'static str>,
    /// What to do when something else is chosen.
    #[prop(into)]
    choose: Callback<&'static str>,
    /// Whether only screen readers get the legend.
    #[prop(optional)]
    hide_legend: bool,
) -> impl IntoView {
    let option = move |(id, words): (&'static str, &'static str)| {
        view! {
            <label>
                <input
                    type="radio"
                    name=name
                    value=id
                    prop:checked=flag(move || chosen.get() == id)
                    on:change=move |_| choose.run(id)
                />
                <span>{words}</span>
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
