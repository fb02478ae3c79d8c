//! The request as code, its problems, and the settings of providers without an API.

use hookwright::problem::Severity;
use hookwright::service::OperationKind;
use leptos::prelude::*;

use super::field::control_id;
use super::model::input::Input;
use super::model::problem::InputProblem;
use super::model::review::Review;
use super::model::settings::Setting;
use super::state::PanelState;
use crate::browser;
use crate::model::choice::Choice as _;
use crate::reactive::{State as _, dynamic, flag, memo, text};
use crate::ui::code::{CopyButton, RequestCode};
use crate::ui::controls::Switch;
use crate::ui::findings::sentence;
use crate::ui::provenance::{Sources, evidence};

#[component]
pub(super) fn Request(state: PanelState) -> impl IntoView {
    let has_api = memo(move || state.kind.get().is_some());
    let has_secret =
        memo(move || state.api.with(|api| api.is_some_and(|api| api.secret.is_some() || api.headers.is_some())));
    view! {
        <ProblemList state=state/>
        {dynamic(move || if has_api.get() {
            let shown = state.shows_secrets;
            view! {
                <RequestCode
                    title="Request"
                    id="subscription-request"
                    code=move |language| state.review.with(|review| review.code(language, shown.get()))
                />
                {dynamic(move || has_secret.get().then(|| view! {
                    <Switch id="subscription-show-secrets" label="Show secrets and header values" value=shown/>
                    <p class="hint" hidden=flag(move || shown.get())>
                        "The code reads hidden values and the API key from environment variables. Set them before you run it: a variable that is not set is sent as an empty value."
                    </p>
                }).into_any())}
            }.into_any()
        } else {
            view! { <Settings state=state/> }.into_any()
        })}
        {dynamic(move || state.api.get().map(|api| {
            let what = if api.endpoint.is_some() { "This API" } else { "This form" };
            view! { <Sources what=what provenance=evidence(&api.provenance)/> }
        }).into_any())}
    }
}

/// Returns the id of the control of an input in the current operation.
pub(super) fn control_of(state: PanelState, input: Input) -> String {
    let is_update = state.kind.with_untracked(|kind| *kind == Some(OperationKind::Update));
    let is_attribute = Input::ATTRIBUTES.contains(&input);
    control_id(if is_update && is_attribute { "update-" } else { "" }, input)
}

/// Returns whether a problem is in the list. The headline says already that nothing is changed.
fn is_listed(problem: &InputProblem) -> bool {
    problem.code != "nothing_changed"
}

/// The problems, each with a link to its field.
#[component]
fn ProblemList(state: PanelState) -> impl IntoView {
    let item = move |problem: InputProblem| {
        let (class, word) = match problem.severity {
            Severity::Error => ("error", "Error"),
            Severity::Warning | Severity::Note => ("note", "Suggestion"),
        };
        let link = problem.input.map(|input| {
            let focus = move |_| browser::focus(&control_of(state, input));
            view! { <button type="button" class="link" on:click=focus>{input.title()}</button> ": " }
        });
        view! {
            <li class=class data-code=problem.code>
                <span class="severity">{word}</span>
                <span class="what">{link}{sentence(&problem.message)}</span>
            </li>
        }
    };
    view! {
        <ul id="subscription-problems" class="problems" class:empty=flag(move || !state.problems.with(|problems| problems.iter().any(is_listed)))>
            {dynamic(move || state.problems.get().into_iter().filter(is_listed).map(item).collect_view().into_any())}
        </ul>
    }
}

/// The settings to copy to the form of the provider.
#[component]
fn Settings(state: PanelState) -> impl IntoView {
    let settings = memo(move || state.review.with(|review| review.settings.clone().unwrap_or_default()));
    let row = move |setting: Setting| {
        let Setting { label, value, is_secret } = setting;
        let (copied, named) = (value.clone(), label.clone());
        view! {
            <div class="setting">
                <dt>{label}</dt>
                <dd>
                    <span class="mono value" class:covered=flag(move || is_secret && !state.shows_secrets.get())>{value}</span>
                    <CopyButton what=named text=text(move || copied.clone())/>
                </dd>
            </div>
        }
    };
    let place = text(move || state.api.get().map(|api| api.title.into()).unwrap_or_default());
    let has_secret = memo(move || settings.with(|settings| settings.iter().any(|setting| setting.is_secret)));
    view! {
        <section class="card" aria-labelledby="subscription-settings-title">
            <h3 id="subscription-settings-title">"Settings"</h3>
            <p>"Enter them in "<strong id="subscription-place">{place}</strong>"."</p>
            <dl id="subscription-settings" class="settings">
                {dynamic(move || settings.get().into_iter().map(row).collect_view().into_any())}
            </dl>
            {dynamic(move || has_secret.get().then(|| view! {
                <Switch id="subscription-show-secrets" label="Show header values" value=state.shows_secrets/>
            }).into_any())}
        </section>
    }
}

/// Sends the requests, or focuses the field that is still empty. Requests with other mistakes are sent, so that the answer
/// of the API can be seen.
pub(super) fn send_or_focus(state: PanelState) {
    match state.review.with_untracked(Review::required) {
        Some(input) => browser::focus(&control_of(state, input)),
        None => state.send(),
    }
}
