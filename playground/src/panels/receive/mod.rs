//! The panel that generates receivers.

mod fields;
mod model;
mod project;

use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::panel::Panel;
use crate::model::form::Form as _;
use crate::model::scheme::SchemeChoice;
use crate::reactive::{State as _, dynamic, memo, text};
use crate::state::custom_scheme::{CustomSchemeState, EditorIds};
use crate::state::saved::SavedForms;
use crate::ui::controls::TextField;
use crate::ui::custom_scheme::{CustomSchemeEditor, with_tools};
use crate::ui::scheme_chooser::SchemeChooser;
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
    Ok(view! { <ReceivePanel/> }.into_any())
}

#[component]
fn ReceivePanel() -> impl IntoView {
    let form: ReceiveFields = expect_context();
    let custom: CustomSchemeState = expect_context();
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
        </form>
        <ProjectView form=form custom=custom/>
    }
}
