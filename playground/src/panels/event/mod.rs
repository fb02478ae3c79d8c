//! The panel that creates a sample event, signs it and sends it to a receiver on the same machine.

mod answer;
mod command;
mod editor;
mod fields;
mod inputs;
mod members;
pub(crate) mod model;
mod outputs;
mod results;
mod retries;
mod sending;
mod signing;
mod state;

use std::time::Duration;

use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::panel::Panel;
use crate::browser;
use crate::model::choice::{Choice as _, Named as _, options};
use crate::model::form::Form as _;
use crate::panels::check::fields::CheckFields;
use crate::reactive::{State as _, dynamic, text};
use crate::state::custom_scheme::CustomSchemeState;
use crate::state::handover::{Handovers, when_handed_over};
use crate::state::page::PageFields;
use crate::state::saved::SavedForms;
use crate::ui::controls::Segmented;
use crate::ui::custom_scheme::TOOLS;
use crate::ui::provenance::{Sources, evidence};
use crate::ui::scheme_card::{SchemeFacts, heading};
use answer::Answer;
use command::Command;
use editor::{Editor, undo_by_key, undo_by_menu};
use fields::EventFields;
use inputs::Inputs;
use members::Members;
use model::form::{BodyView, EventForm};
use outputs::Outputs;
use results::EventResults;
use retries::RetryPlan;
use sending::SendCard;
use signing::{SigningCode, prefetch_code};
use state::CraftState;

pub(crate) const PANEL: Panel = Panel {
    id: EventForm::ID,
    title: "Craft",
    heading: "Craft and sign an event",
    lead: "Edit a sample event, check it, and send it signed to your receiver.",
    styles: &["event.css"],
    load: |forms| Box::pin(load(forms)),
    prefetch: || {
        Box::pin(async {
            prefetch().await?;
            prefetch_code().await
        })
    },
};

#[wasm_split(event, fallible, preload(prefetch))]
fn load(forms: SavedForms) -> Result<AnyView, SplitLoaderError> {
    // Signing starts with the custom scheme if it was chosen last.
    CustomSchemeState::provide(forms).tools.set(Some(&TOOLS));
    // The panel hands deliveries over to the check panel, which may not have been opened yet.
    forms.provide::<CheckFields>();
    forms.provide_with_links::<EventFields>();
    let handovers = Handovers::provide(forms);
    Ok(view! { <EventPanel forms=forms handovers=handovers/> }.into_any())
}

/// How often a signature with a timestamp is renewed, so that it is still valid when it is copied.
const SIGN_INTERVAL: Duration = Duration::from_secs(60);

#[component]
fn EventPanel(forms: SavedForms, handovers: Handovers) -> impl IntoView {
    let form: EventFields = expect_context();
    let page: PageFields = expect_context();
    let custom: CustomSchemeState = expect_context();
    // Headers are not saved, so that those that the scheme signs are missing after a reload.
    custom.read.with_untracked(|custom| form.update(|form| form.add_signed_headers(custom)));

    let results = EventResults::new(form, custom.read, browser::now_ms);
    let sign_again = move || {
        let is_open = page.panel.with_untracked(|panel| panel == EventForm::ID);
        let ages = || custom.read.with_untracked(|custom| form.with_untracked(|form| form.depends_on_time(custom)));
        if is_open && ages() {
            results.later.update(|times| *times = times.wrapping_add(1));
        }
    };
    if let Ok(interval) = set_interval_with_handle(sign_again, SIGN_INTERVAL) {
        on_cleanup(move || interval.clear());
    }
    let state = CraftState::new(form, custom, results);
    forms.when_cleared(move || state.clear());
    state.keep_history();
    when_handed_over(handovers.event, move |handover| state.take_over(handover));
    let EventResults { scheme, event_type, .. } = results;
    view! {
        <Command state=state/>
        <Answer state=state handovers=handovers/>
        <section
            class="inputs full craft-body"
            aria-label="Body"
            data-view=text(move || form.view.with(|view| view.id().into()))
            on:keydown=move |event| undo_by_key(state, &event)
            on:beforeinput=move |event| undo_by_menu(state, &event)
        >
            <Segmented name="event-view" legend="View of the body" options=options(BodyView::ALL) value=form.view hide_legend=true/>
            <div class="craft-json"><Editor state=state/></div>
            <div class="craft-form"><Members state=state/></div>
        </section>
        <Inputs state=state/>
        <div class="results">
            <SendCard state=state/>
            <Outputs state=state/>
            <SigningCode state=state/>
            <details class="card more">
                <summary>{heading(scheme, Signal::stored(false))}</summary>
                <SchemeFacts id="event-facts" choice=scheme/>
            </details>
            <div class="evidence">
                {dynamic(move || event_type.get().map(|event_type| view! { <Sources what="This event type" provenance=evidence(&event_type.provenance)/> }).into_any())}
            </div>
            <RetryPlan form=form/>
        </div>
    }
}
