//! The inputs of an update: what to do with each attribute of the API.

use hookwright::subscription::EventsAttribute;
use leptos::prelude::*;

use super::creation::{DESCRIPTION, HEADERS, PLAIN, URL};
use super::field::{InputField, SecretEntry};
use super::model::input::Input;
use super::model::update::Change;
use super::state::PanelState;
use crate::model::choice::{Choice as _, Named as _, options};
use crate::reactive::{State as _, dynamic, memo};
use crate::ui::bind::TextBinding;
use crate::ui::controls::{Segmented, Switch};
use crate::ui::entry::Look;

const GROUP: &str = "update-";

/// The attributes that the API has.
#[component]
pub(super) fn Update(state: PanelState) -> impl IntoView {
    dynamic(move || {
        let Some(api) = state.api.get() else { return ().into_any() };
        let attribute = move |input: Input| {
            let member = input.member(api).unwrap_or_default();
            view! { <Attribute state=state input=input member=member/> }
        };
        view! {
            <fieldset class="changes">
                <legend>"Attributes"</legend>
                <p class="hint">"The request contains only what you set or clear."</p>
                {Input::of(api).map(attribute).collect_view()}
            </fieldset>
        }
        .into_any()
    })
}

#[component]
fn Attribute(
    state: PanelState,
    input: Input,
    /// The name of the attribute in the API.
    member: &'static str,
) -> impl IntoView {
    let update = state.form.update;
    let change = memo(move || {
        update.set.track();
        update.clear.track();
        update.with_untracked(|form| form.change(input))
    });
    let choices: Vec<Change> =
        Change::ALL.iter().copied().filter(|change| *change != Change::Clear || input.can_be_cleared()).collect();
    let binding =
        TextBinding::choice(move || change.get(), move |change| update.update(|form| form.choose(input, change)));
    view! {
        <div class="attribute" data-attribute=input.id()>
            <Segmented name=name_of(input) legend=input.title() options=options(&choices) value=binding/>
            {dynamic(move || match change.get() {
                Change::Set => view! { <NewValue state=state input=input/> }.into_any(),
                Change::Clear => view! { <p class="hint"><code>{member}": null"</code>" removes the stored value."</p> }.into_any(),
                Change::Keep => ().into_any(),
            })}
        </div>
    }
}

/// Returns the name of the radio buttons of an attribute.
const fn name_of(input: Input) -> &'static str {
    match input {
        Input::Url => "change-url",
        Input::Events => "change-events",
        Input::Description => "change-description",
        Input::Secret => "change-secret",
        Input::Headers => "change-headers",
        Input::Active => "change-active",
        Input::Workspace => "change-workspace",
        _ => "change-external-workspace",
    }
}

#[component]
fn NewValue(state: PanelState, input: Input) -> impl IntoView {
    let form = state.form.update;
    let has_one_event =
        state.api.with_untracked(|api| api.is_some_and(|api| matches!(api.events, EventsAttribute::One(_))));
    let events = Look { hint: if has_one_event { "One name." } else { "Names, separated by commas." }, ..PLAIN };
    let workspace = Look { hint: "The provider's id of the workspace.", ..PLAIN };
    let external_workspace = Look { hint: "Your id of the workspace.", ..PLAIN };
    let entry = move |value: TextBinding, look: Look| {
        view! { <InputField state=state group=GROUP input=input value=value look=look label="New value"/> }.into_any()
    };
    match input {
        Input::Url => entry(form.url.into(), URL),
        Input::Events => entry(form.events.into(), events),
        Input::Description => entry(form.description.into(), DESCRIPTION),
        Input::Secret => {
            let empty = "The new secret signs all deliveries from now on.";
            view! { <SecretEntry state=state group=GROUP value=form.secret empty=empty/> }.into_any()
        }
        Input::Headers => entry(form.headers.into(), HEADERS),
        Input::Active => {
            view! { <Switch id="subscription-update-active" label="Active" value=form.active/> }.into_any()
        }
        Input::Workspace => entry(form.workspace_id.into(), workspace),
        Input::ExternalWorkspace => entry(form.external_workspace_id.into(), external_workspace),
        Input::Id | Input::Limit | Input::Cursor => ().into_any(),
    }
}
