//! The panel that plans retries.

mod answer;
pub(crate) mod custom_policy;
mod export;
pub(crate) mod fields;
mod inputs;
pub(crate) mod model;
pub(crate) mod policy_chooser;
mod results;
mod start;
mod table;
mod timeline;

use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::panel::Panel;
use crate::browser;
use crate::model::form::Form as _;
use crate::state::saved::SavedForms;
use answer::ResponseTester;
use export::ExportCard;
use fields::RetryFields;
use inputs::Inputs;
use model::form::RetryForm;
use results::RetryResults;
use table::{Answer, PlanView};

pub(crate) const PANEL: Panel = Panel {
    id: RetryForm::ID,
    title: "Retry",
    heading: "Plan retries",
    lead: "See when retries happen, and whether an outage loses events.",
    styles: &["retries.css"],
    load: |forms| Box::pin(load(forms)),
    prefetch: || Box::pin(prefetch()),
};

#[wasm_split(retries, fallible, preload(prefetch))]
fn load(forms: SavedForms) -> Result<AnyView, SplitLoaderError> {
    forms.provide_with_links::<RetryFields>();
    Ok(view! { <RetriesPanel/> }.into_any())
}

#[component]
fn RetriesPanel() -> impl IntoView {
    let form: RetryFields = expect_context();
    let results = RetryResults::new(form, browser::now_ms);
    view! {
        <Inputs form=form results=results/>
        <div class="results full"><Answer form=form results=results/></div>
        <div class="results"><PlanView results=results/></div>
        <div class="results">
            <ExportCard form=form results=results/>
            <ResponseTester form=form results=results/>
        </div>
    }
}
