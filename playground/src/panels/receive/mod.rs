//! The panel that generates receivers.

mod fields;
pub(crate) mod model;
mod project;

use hookwright::event::EventType;
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::panel::Panel;
use crate::model::form::Form as _;
use crate::model::handover::Handover;
use crate::model::scheme::SchemeChoice;
use crate::panels::event::model::form::EventForm;
use crate::reactive::{ErasedMemo, Field, State as _, dynamic, memo, text};
use crate::state::custom_scheme::{CustomSchemeState, EditorIds};
use crate::state::handover::{Handovers, when_handed_over};
use crate::state::open::OpenPanel;
use crate::state::saved::SavedForms;
use crate::ui::controls::TextField;
use crate::ui::custom_scheme::{CustomSchemeEditor, with_tools};
use crate::ui::scheme_chooser::SchemeChooser;
use crate::ui::taken_over::TakenOver;
use fields::ReceiveFields;
use model::form::{ReceiveForm, StackChoice, stacks};
use project::ProjectView;

pub(crate) const PANEL: Panel = Panel {
    id: ReceiveForm::ID,
    title: "Receive",
    heading: "Generate a receiver",
    lead: "A complete project that verifies deliveries, recognizes repeated ones and has a test, for your framework.",
    styles: &[],
    load: |forms| Box::pin(load(forms)),
    prefetch: || Box::pin(prefetch()),
};

/// The ids of the editor of the custom scheme.
const CUSTOM: EditorIds =
    EditorIds { field: "receive-custom", problems: "receive-custom-problems", download: "receive-custom-download" };

#[wasm_split(receive, fallible, preload(prefetch))]
fn load(forms: SavedForms) -> Result<AnyView, SplitLoaderError> {
    CustomSchemeState::provide(forms);
    forms.provide_with_links::<ReceiveFields>();
    Ok(view! { <ReceivePanel handovers=Handovers::provide(forms) forms=forms/> }.into_any())
}

/// The event types of the sender, to choose from.
fn known_types(form: ReceiveFields, scheme: ErasedMemo<SchemeChoice>) -> AnyView {
    scheme.track();
    let types = form.with_untracked(ReceiveForm::known_types);
    let chip = |event: &'static EventType| {
        let is_chosen = move || form.with(|form| form.types().contains(&event.name)).to_string();
        let toggle = move |_| form.update(|form| form.toggle(event.name));
        view! {
            <button type="button" class="chip" title=event.description aria-pressed=text(is_chosen) on:click=toggle>
                {event.name}
            </button>
        }
    };
    (!types.is_empty())
        .then(|| {
            let chips = types.iter().map(chip).collect_view();
            view! { <div class="chips" id="receive-types" role="group" aria-label="Known event types">{chips}</div> }
        })
        .into_any()
}

#[component]
fn ReceivePanel(handovers: Handovers, forms: SavedForms) -> impl IntoView {
    let form: ReceiveFields = expect_context();
    let custom: CustomSchemeState = expect_context();
    // What a subscription has handed over. Its secret belongs to the event that is sent to the receiver.
    let carried = Field::new(None::<Handover>);
    let taken = TakenOver::new();
    forms.when_cleared(move || {
        carried.set(None);
        taken.clear();
    });
    when_handed_over(handovers.receive, move |handover| {
        let before = (form.get_untracked(), carried.get_untracked());
        form.update(|form| form.take_over(&handover));
        taken.show(format!("The receiver is now for {}.", handover.from), before);
        carried.set(Some(handover));
    });
    let swap = move |(before, handover)| {
        let now = (form.get_untracked(), carried.get_untracked());
        form.set(before);
        carried.set(handover);
        now
    };
    let opener: OpenPanel = expect_context();
    let send = move || {
        let scheme = form.scheme.get_untracked();
        let secret =
            carried.get_untracked().filter(|carried| carried.scheme == scheme).and_then(|carried| carried.secret);
        handovers.event.set(Some(form.with_untracked(|form| form.hand_over(secret))));
        opener.open(EventForm::ID, "event-verdict");
    };
    let scheme = memo(move || form.scheme.get());
    let is_custom = memo(move || scheme.get() == SchemeChoice::Custom);
    let choose = move |chosen: SchemeChoice| {
        with_tools(custom, chosen, move || {
            custom.start_from(form.scheme.get_untracked(), chosen);
            form.scheme.set(chosen);
        });
    };
    let stack = move |stack: StackChoice| {
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=text(move || (form.stack.get() == stack).to_string())
                on:click=move |_| form.stack.set(stack)
            >
                {stack.0.name()}
            </button>
        }
    };
    view! {
        <form class="inputs" on:submit=|event| event.prevent_default()>
            {taken.line("receive-undo", swap)}
            <SchemeChooser id="receive-scheme" label="Sender and scheme" chosen=scheme choose=choose/>
            {dynamic(move || is_custom.get().then(|| view! { <CustomSchemeEditor ids=CUSTOM/> }).into_any())}
            <fieldset class="group">
                <legend>"Framework"</legend>
                <div class="chips" id="receive-stacks">{stacks().map(stack).collect_view()}</div>
            </fieldset>
            <TextField
                id="receive-events"
                label="Event types"
                hint="Separated by commas. Each gets a handler; all other types are logged."
                value=form.events
            />
            {dynamic(move || known_types(form, scheme))}
        </form>
        <ProjectView form=form custom=custom send=send/>
    }
}
