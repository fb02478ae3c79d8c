//! Fields of the inputs of a subscription, with the errors of the form and of the answer.

use hookwright::credential::Credential;
use hookwright::signature::text_secret;
use leptos::prelude::*;

use super::model::input::Input;
use super::state::PanelState;
use crate::browser;
use crate::model::choice::{Choice as _, Named as _};
use crate::model::fields::describe_secrets;
use crate::reactive::{Field, State as _, flag, memo, text};
use crate::ui::bind::TextBinding;
use crate::ui::entry::{Entry, Errors, FieldErrors, Look, described_by, is_invalid};

/// Returns the id of the control of an input. `group` distinguishes the fields of a new subscription from those of an
/// update.
pub(super) fn control_id(group: &str, input: Input) -> String {
    match input {
        // A known event is chosen with a check box, and its errors concern the typed ones.
        Input::Events if group.is_empty() => "subscription-other-events".into(),
        _ => format!("subscription-{group}{}", input.id()),
    }
}

/// A field for text.
#[component]
pub(super) fn InputField(
    state: PanelState,
    group: &'static str,
    input: Input,
    #[prop(into)] value: TextBinding,
    look: Look,
    /// The label. The default is the title of the input.
    #[prop(optional)]
    label: Option<&'static str>,
) -> impl IntoView {
    let label = label.unwrap_or_else(|| input.title());
    view! { <Entry id=control_id(group, input) label=label value=value look=look errors=errors_of(state, input)/> }
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
    let errors = errors_of(state, Input::Secret);
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
                aria-invalid=is_invalid(errors)
                aria-describedby=described_by(&id, true, errors)
                prop:value=text(move || value.with(|secret| secret.to_string()))
                on:input:target=move |event| value.set(event.target().value().replace(['\r', '\n'], "").into())
            ></textarea>
            <p class="hint" id=format!("{id}-hint")>{hint}</p>
            <FieldErrors id=id errors=errors/>
        </div>
    }
}

/// Returns the messages of the errors of an input.
fn errors_of(state: PanelState, input: Input) -> Errors {
    memo(move || {
        state.problems.with(|problems| {
            let errors = problems.iter().filter(|problem| problem.input == Some(input) && problem.is_error());
            errors.map(|problem| problem.message.clone()).collect()
        })
    })
}
