//! The panel that checks a delivery. It never signs: everything that it shows concerns the pasted delivery.

mod actions;
mod body;
mod contents;
mod examples;
pub(crate) mod fields;
mod handshake;
mod inputs;
mod kept;
mod large;
mod large_body;
mod listen;
pub(crate) mod model;
mod notice;
mod outcome;
mod paste;
mod proof;
mod reader;
mod rested;
mod results;
mod sent;
mod share;
mod shown;
mod state;
mod tools;
mod why;

use std::future::ready;
use std::time::Duration;

use leptos::prelude::*;

use super::panel::Panel;
use crate::browser;
use crate::model::form::Form as _;
use crate::reactive::{Field, State as _, effect, flag};
use crate::state::custom_scheme::CustomSchemeState;
use crate::state::links::DELIVERY;
use crate::state::page::PageFields;
use crate::state::remote::unless_missing;
use crate::state::saved::SavedForms;
use crate::ui::scheme_card;
use fields::CheckFields;
use inputs::Inputs;
use model::first;
use model::form::CheckForm;
use model::shown::Shown;
use model::verdict::code;
use outcome::{AnswerView, OutcomeView};
use paste::{PasteBox, with_tools};
use results::{CheckResults, checked};
use state::CheckState;

pub(crate) const PANEL: Panel = Panel {
    id: CheckForm::ID,
    title: "Check",
    heading: "Check a webhook",
    lead: "Find out whether a delivery is genuine and, if not, why. Paste a request and its secret: they never leave this page.",
    // The tools of the panel load their own.
    styles: &[],
    load: |forms| Box::pin(ready(Ok(load(forms)))),
    prefetch: || {
        Box::pin(async {
            scheme_card::prefetch().await?;
            contents::prefetch().await
        })
    },
};

/// Loads the worker in advance. Returns whether that was possible.
pub(crate) async fn prefetch_worker() -> bool {
    why::prefetch().await
}

/// Creates the panel. It is in the main part, because it is the panel that is open on a first visit.
fn load(forms: SavedForms) -> AnyView {
    CustomSchemeState::provide(forms);
    let form = forms.provide::<CheckFields>();
    if browser::kept_in_session(DELIVERY).is_some() {
        // It replaces the example.
        form.update(first::remove);
    }
    view! { <CheckPanel forms=forms/> }.into_any()
}

/// How often the page tests whether the passage of time has changed the verdict.
const CHECK_INTERVAL: Duration = Duration::from_secs(5);

#[component]
fn CheckPanel(forms: SavedForms) -> impl IntoView {
    let form: CheckFields = expect_context();
    let page: PageFields = expect_context();
    let custom: CustomSchemeState = expect_context();
    let detected = Field::new(None);
    let is_unknown = flag(move || form.detects.get() && detected.with(Option::is_none));
    let results = CheckResults::new(form, custom.read, browser::now_ms, Some(custom), is_unknown);
    let (notice, answer, outcome) = (Field::new(0), Field::new(None), results.outcome);
    let (unkept, sent, shown) = (Field::new(None), Field::new(None), Field::new(Shown::default()));
    let state = CheckState { forms, form, page, custom, notice, detected, answer, outcome, sent, shown, unkept };
    start(state);
    forms.when_cleared(move || {
        notice::forget(state);
        sent::forget(state);
        shown.set(Shown::default());
    });
    // Screen readers announce every new verdict. The verdict is therefore recomputed only if it has changed, not each
    // time that the delivery has become five seconds older.
    let check_again = move || {
        let is_open = page.panel.with_untracked(|panel| panel == CheckForm::ID);
        if !is_open || !custom.read.with_untracked(|custom| form.with_untracked(|form| form.depends_on_time(custom))) {
            return;
        }
        let now_ms = browser::now_ms();
        let check =
            || custom.read.with_untracked(|read| form.with_untracked(|form| checked(form, read, now_ms, Some(custom))));
        // What the worker has to check is checked with the next change.
        let Some(fresh) = unless_missing(check) else { return };
        if code(&fresh.verdict) != results.outcome.with_untracked(|outcome| code(&outcome.verdict)) {
            results.later.update(|times| *times = times.wrapping_add(1));
        }
    };
    if let Ok(interval) = set_interval_with_handle(check_again, CHECK_INTERVAL) {
        on_cleanup(move || interval.clear());
    }
    view! {
        <PasteBox state=state/>
        <AnswerView state=state results=results/>
        <Inputs state=state scheme=results.scheme/>
        <OutcomeView state=state results=results/>
    }
}

/// Starts what is loaded after the panel.
fn start(state: CheckState) {
    effect(move || {
        state.form.headers.track();
        state.form.detects.track();
        with_tools(|tools, state| (tools.detect)(state), state);
    });
    effect(move || {
        state.form.track();
        // It says which header is a token.
        state.custom.read.track();
        with_tools(|tools, state| (tools.keep)(state), state);
    });
}
