//! The inputs of a new subscription.

use hookwright::event::EventType;
use leptos::prelude::*;

use super::field::{InputField, SecretEntry};
use super::model::form::SubscriptionForm;
use super::model::input::Input;
use super::state::PanelState;
use crate::model::choice::Choice as _;
use crate::reactive::{State as _, dynamic, flag, memo, text};
use crate::ui::controls::Switch;
use crate::ui::entry::Look;

/// The fields of a new subscription have no prefix in their ids.
const GROUP: &str = "";

/// The inputs of the attributes that the API has.
#[component]
pub(super) fn Creation(state: PanelState) -> impl IntoView {
    let form = state.form;
    let entry = move |input: Input| match input {
        Input::Url => view! { <InputField state=state group=GROUP input=input value=form.url look=URL/> }.into_any(),
        Input::Events => view! { <Events state=state/> }.into_any(),
        Input::Description => {
            view! { <InputField state=state group=GROUP input=input value=form.description look=DESCRIPTION/> }
                .into_any()
        }
        Input::Secret => {
            let empty = "If this is empty, the provider generates a secret.";
            view! { <SecretEntry state=state group=GROUP value=form.secret empty=empty/> }.into_any()
        }
        Input::Headers => {
            view! { <InputField state=state group=GROUP input=input value=form.headers look=HEADERS/> }.into_any()
        }
        Input::Active => {
            view! { <Switch id="subscription-active" label="Active from the start" value=form.active/> }.into_any()
        }
        Input::Workspace => {
            view! { <InputField state=state group=GROUP input=input value=form.workspace_id look=WORKSPACE/> }
                .into_any()
        }
        Input::ExternalWorkspace => {
            let value = form.external_workspace_id;
            view! { <InputField state=state group=GROUP input=input value=value look=EXTERNAL_WORKSPACE/> }.into_any()
        }
        Input::Id | Input::Limit | Input::Cursor => ().into_any(),
    };
    // Restrictions to a workspace are rarely needed.
    let is_rare = |input: &Input| matches!(input, Input::Workspace | Input::ExternalWorkspace);
    dynamic(move || {
        let Some(api) = state.api.get() else { return ().into_any() };
        let (rare, common): (Vec<Input>, Vec<Input>) = Input::of(api).partition(is_rare);
        let rare = (!rare.is_empty()).then(|| {
            view! {
                <details class="foldable more">
                    <summary>"Only one workspace"</summary>
                    <div class="folded">{rare.into_iter().map(entry).collect_view()}</div>
                </details>
            }
        });
        view! { {common.into_iter().map(entry).collect_view()} {rare} }.into_any()
    })
}

pub(super) const URL: Look = Look { keyboard: "url", placeholder: "https://", ..PLAIN };
pub(super) const DESCRIPTION: Look = Look { placeholder: "What this subscription is for", ..PLAIN };
pub(super) const HEADERS: Look = Look {
    rows: 3,
    placeholder: "Authorization: Bearer …",
    hint: "Sent with every delivery, one per line. Not saved.",
    ..PLAIN
};
const WORKSPACE: Look = Look { hint: "The provider's id of the workspace. Empty for all.", ..PLAIN };
const EXTERNAL_WORKSPACE: Look = Look { hint: "Your id of the workspace. Empty for all.", ..PLAIN };
pub(super) const PLAIN: Look = Look { rows: 0, placeholder: "", hint: "", keyboard: "text", list: None };

#[component]
fn Events(state: PanelState) -> impl IntoView {
    let form = state.form;
    let (provider, events) = (form.provider, form.events);
    let tick = move |event: &'static EventType| {
        let name = event.name;
        view! {
            <label class="tick">
                <input
                    type="checkbox"
                    value=name
                    prop:checked=flag(move || events.with(|events| events.iter().any(|event| event == name)))
                    on:change:target=move |change| {
                        let is_selected = change.target().checked();
                        form.update(|form| form.set_selected(name, is_selected));
                    }
                />
                <span><code>{name}</code><span class="about">{event.description}</span></span>
            </label>
        }
    };
    let provider_id = memo(move || provider.get().id);
    let ticks = dynamic(move || {
        provider_id.track();
        provider.get_untracked().events.iter().map(tick).collect_view().into_any()
    });
    let has_all = memo(move || form.with(SubscriptionForm::has_all));
    let look =
        Look { placeholder: "order.shipped", hint: "Names that are not in the list, separated by commas.", ..PLAIN };
    view! {
        <fieldset class="events">
            <legend>
                {Input::Events.title()} " "
                <span class="quiet">{text(move || format!("{} of {}", events.with(Vec::len), provider.get().events.len()))}</span>
            </legend>
            <button type="button" class="link all" on:click=move |_| form.update(|form| form.select_all(!form.has_all()))>
                {text(move || if has_all.get() { "Select none" } else { "Select all" }.into())}
            </button>
            <div class="ticks">{ticks}</div>
        </fieldset>
        <InputField state=state group=GROUP input=Input::Events value=form.other_events look=look label="Other events"/>
    }
}
