//! The panel that plans retries.

mod answer;
mod export;
mod inputs;
mod own;
mod results;

use leptos::prelude::*;

use crate::browser;
use crate::model::retry::RetryForm;
use crate::model::retry::policy::OwnPolicy;
use crate::reactive::{Followed, memo};
use crate::scale::AtScale;
use answer::TryOut;
use export::ExportCard;
use inputs::Inputs;
use results::Results;

/// The panel.
#[component]
pub(crate) fn RetriesPanel(
    /// What is filled in.
    form: RwSignal<RetryForm>,
) -> impl IntoView {
    let own: Followed<OwnPolicy> = memo(move || form.with(|form| form.own.read()));
    // One instant for all that is shown, and another one only with a change: a table whose times move cannot be read.
    let now_ms = memo(move || {
        form.with(|form| (form.chosen, form.when.clone()));
        browser::now_ms()
    });
    view! {
        <Inputs form=form own=own/>
        <div class="results">
            <Results form=form own=own now_ms=now_ms/>
            <ExportCard form=form own=own/>
        </div>
        <TryOut form=form own=own now_ms=now_ms/>
        <AtScale form=form own=own/>
    }
}
