//! Fields with a label, a hint and the errors of their input.

use hookwright::credential::Credential;
use hookwright::signature::text_secret;
use leptos::prelude::*;

use super::model::input::Input;
use super::model::problem::InputProblem;
use super::state::PanelState;
use crate::browser;
use crate::model::choice::{Choice as _, Named as _};
use crate::model::fields::describe_secrets;
use crate::reactive::{Field, State as _, dynamic, flag, text};
use crate::ui::bind::TextBinding;
use crate::ui::findings::sentence;

/// Returns the id of the control of an input. `group` distinguishes the fields of a new subscription from those of an
/// update.
pub(super) fn control_id(group: &str, input: Input) -> String {
    match input {
        // A known event is chosen with a check box, and its errors concern the typed ones.
        Input::Events if group.is_empty() => "subscription-other-events".into(),
        _ => format!("subscription-{group}{}", input.id()),
    }
}

/// How a field is shown.
#[derive(Clone, Copy, Default)]
pub(super) struct Look {
    /// The number of lines of a text area, or 0 for a field with one line.
    pub(super) rows: u32,
    pub(super) placeholder: &'static str,
    pub(super) hint: &'static str,
    /// The `inputmode`, which selects the on-screen keyboard.
    pub(super) keyboard: &'static str,
    /// The id of a list of suggestions.
    pub(super) list: Option<&'static str>,
}

/// A field for text.
#[component]
pub(super) fn Entry(
    state: PanelState,
    group: &'static str,
    input: Input,
    #[prop(into)] value: TextBinding,
    look: Look,
    /// The label. The default is the title of the input.
    #[prop(optional)]
    label: Option<&'static str>,
) -> impl IntoView {
    let id = control_id(group, input);
    let wrong = has_errors(state, input);
    let described = described_by(&id, !look.hint.is_empty(), wrong);
    let invalid = text(move || wrong.get().to_string());
    let change = move |text: String| value.change.run(text);
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
                on:input:target=move |event| change(event.target().value())
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
                on:input:target=move |event| change(event.target().value())
            ></textarea>
        }
        .into_any()
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label.unwrap_or_else(|| input.title())}</label>
            {control}
            {(!look.hint.is_empty()).then(|| view! { <p class="hint" id=format!("{id}-hint")>{look.hint}</p> })}
            <Errors state=state input=input id=id/>
        </div>
    }
}

/// A field for the secret, which is covered unless secrets are shown.
#[component]
pub(super) fn SecretEntry(
    state: PanelState,
    group: &'static str,
    value: Field<Credential>,
    /// The hint while the field is empty.
    empty: &'static str,
) -> impl IntoView {
    let id = control_id(group, Input::Secret);
    let wrong = has_errors(state, Input::Secret);
    let shown = state.shows_secrets;
    let generate = move |_| browser::random_bytes().into_iter().for_each(|random| value.set(text_secret(&*random)));
    let hint =
        text(move || value.with(|secret| if secret.is_empty() { empty.into() } else { describe_secrets(secret) }));
    view! {
        <div class="field">
            <div class="label-row">
                <label for=id.clone()>"Secret"</label>
                <span class="actions">
                    <button type="button" class="link" on:click=generate>"Generate"</button>
                </span>
            </div>
            <textarea
                id=id.clone()
                class="mono secret"
                class:covered=flag(move || !shown.get())
                rows=1
                dir="ltr"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-invalid=text(move || wrong.get().to_string())
                aria-describedby=described_by(&id, true, wrong)
                prop:value=text(move || value.with(|secret| secret.to_string()))
                on:input:target=move |event| value.set(event.target().value().replace(['\r', '\n'], "").into())
            ></textarea>
            <p class="hint" id=format!("{id}-hint")>{hint}</p>
            <Errors state=state input=Input::Secret id=id/>
        </div>
    }
}

/// The errors of an input, below its control.
#[component]
pub(super) fn Errors(state: PanelState, input: Input, id: String) -> impl IntoView {
    let error = |problem: &InputProblem| view! { <span>{sentence(&problem.message)}</span> };
    let id = format!("{id}-error");
    dynamic(move || {
        state.problems.with(|problems| {
            let mut errors = problems.iter().filter(|problem| concerns(problem, input)).peekable();
            let is_wrong = errors.peek().is_some();
            let errors = errors.map(error).collect_view();
            is_wrong.then(|| view! { <p class="field-error" id=id.clone()>{errors}</p> }).into_any()
        })
    })
}

/// Returns whether an input has errors.
pub(super) fn has_errors(state: PanelState, input: Input) -> Signal<bool> {
    flag(move || state.problems.with(|problems| problems.iter().any(|problem| concerns(problem, input))))
}

fn concerns(problem: &InputProblem, input: Input) -> bool {
    problem.input == Some(input) && problem.is_error()
}

/// Returns the ids of the hint and the errors of a control.
fn described_by(id: &str, has_hint: bool, wrong: Signal<bool>) -> Signal<Option<String>> {
    let id = id.to_owned();
    Signal::derive(move || {
        let hint = has_hint.then(|| format!("{id}-hint"));
        let error = wrong.get().then(|| format!("{id}-error"));
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    })
}
