//! The panel that creates a sample event and signs it.

mod fields;
mod inputs;
mod model;
mod results;
mod retries;

use std::time::Duration;

use hookwright::catalog::Provider;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::check::PANEL as CHECK;
use super::panel::Panel;
use crate::browser;
use crate::model::form::Form as _;
use crate::model::reading::{ParsedEvent, Quality, tally};
use crate::panels::check::fields::CheckFields;
use crate::reactive::{State as _, dynamic, flag, memo};
use crate::state::custom_scheme::CustomSchemeState;
use crate::state::open::OpenPanel;
use crate::state::page::PageFields;
use crate::state::public_keys::eventually;
use crate::state::saved::SavedForms;
use crate::ui::code::{CodeBlock, RequestCode};
use crate::ui::custom_scheme::TOOLS;
use crate::ui::findings::{Problems, Tone, Verdict, VerdictText};
use crate::ui::lazy::WorkerNotice;
use crate::ui::provenance::{Sources, evidence};
use crate::ui::scheme_card::{SchemeFacts, heading};
use fields::EventFields;
use inputs::Inputs;
use model::form::EventForm;
use results::EventResults;
use retries::RetryPlan;

pub(crate) const PANEL: Panel = Panel {
    id: EventForm::ID,
    title: "Craft",
    heading: "Craft and sign an event",
    lead: "Edit a sample event, check it, and send it signed to your receiver.",
    load: |forms| Box::pin(load(forms)),
    prefetch: || Box::pin(prefetch()),
};

#[wasm_split(event, fallible, preload(prefetch))]
fn load(forms: SavedForms) -> Result<AnyView, SplitLoaderError> {
    // Signing starts with the custom scheme if it was chosen last.
    CustomSchemeState::provide(forms).tools.set(Some(&TOOLS));
    // The panel hands deliveries over to the check panel, which may not have been opened yet.
    forms.provide::<CheckFields>();
    forms.provide::<EventFields>();
    Ok(view! { <EventPanel/> }.into_any())
}

/// How often a signature with a timestamp is renewed, so that it is still valid when it is copied.
const SIGN_INTERVAL: Duration = Duration::from_secs(60);

#[component]
fn EventPanel() -> impl IntoView {
    let form: EventFields = expect_context();
    let check: CheckFields = expect_context();
    let page: PageFields = expect_context();
    let opener: OpenPanel = expect_context();
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
    let hand_over = move |_| {
        let now_ms = browser::now_ms();
        let (scheme, sent) = (custom.read.get_untracked(), form.get_untracked());
        spawn_local(async move {
            if let Some(Some(delivery)) = eventually(|| sent.to_check(&scheme, now_ms)).await {
                check.update(|check| check.load(delivery));
                opener.open(CHECK.id, "check-verdict");
            }
        });
    };
    let EventResults { reading, delivery, scheme, event_type, .. } = results;
    let verdict = memo(move || reading.with(|reading| verdict(reading, form.provider.get())));
    let signature = memo(move || form.with(|form| delivery.with(|delivery| form.describe(delivery))));
    view! {
        <Inputs form=form scheme=scheme/>
        <div class="results">
            <Verdict id="event-verdict" value=verdict/>
            <Problems id="event-problems" problems=memo(move || reading.with(|reading| reading.problems.clone()))/>
            <WorkerNotice/>
            <CodeBlock title="Signature" id="event-signature" text=signature/>
            <Problems id="event-key-problems" problems=results.problems/>
            {dynamic(move || form.public.get().map(|public| view! {
                <CodeBlock title="Public key, for the receiver" id="event-public" text=Signal::stored(public)/>
            }).into_any())}
            <button type="button" class="primary" hidden=flag(move || delivery.with(Result::is_err)) on:click=hand_over>"Check this delivery"</button>
            <RequestCode title="Delivery" id="event-request" code=move |language| results.code(form, language)/>
            <details class="card more">
                <summary>{heading(scheme)}</summary>
                <SchemeFacts id="event-facts" choice=scheme/>
            </details>
            <div class="evidence">
                {dynamic(move || event_type.get().map(|event_type| view! { <Sources what="This event type" provenance=evidence(&event_type.provenance)/> }).into_any())}
            </div>
            <RetryPlan form=form/>
        </div>
    }
}

fn verdict(reading: &ParsedEvent, provider: &Provider) -> VerdictText {
    let kind = reading.kind.as_deref().unwrap_or("");
    let found = tally(&reading.problems);
    match Quality::of(&reading.problems) {
        Quality::Bad => VerdictText::new(Tone::Bad, "Not valid", found),
        _ if found.is_empty() => {
            let detail = format!("a `{kind}` event in the format of {}, as far as it is known", provider.name);
            VerdictText::new(Tone::Good, "Valid", detail)
        }
        _ => VerdictText::new(Tone::Good, "Valid", format!("a `{kind}` event, with {found}")),
    }
}
