//! The event in the body. Events of providers are described by large tables, which are loaded with the first body.

use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::fields::CheckFields;
use super::model::form::Outcome;
use super::model::verdict::Verdict;
use super::rested::rested;
use crate::model::reading::ParsedEvent;
use crate::reactive::{ErasedMemo, State as _, dynamic, flag, memo};
use crate::ui::findings::Problems;
use crate::ui::lazy::{Loading, when_needed};

/// The event in the body, if there is one.
#[component]
pub(crate) fn Contents(form: CheckFields, outcome: ErasedMemo<Outcome>) -> impl IntoView {
    when_needed(flag(move || form.body.with(|body| !body.is_empty())), move || Box::pin(load(form, outcome)))
}

/// Loads the part in advance.
pub(super) fn prefetch() -> Loading<()> {
    Box::pin(fetch())
}

#[wasm_split(check_more, fallible, preload(fetch))]
fn load(form: CheckFields, outcome: ErasedMemo<Outcome>) -> Result<AnyView, SplitLoaderError> {
    let rested = rested(form);
    let reading = memo(move || {
        rested.track();
        form.with_untracked(|form| form.reading())
    });
    let event = memo(move || {
        let is_genuine = outcome.with(|outcome| matches!(outcome.verdict, Verdict::Accepted(_)));
        reading.get().map(|reading| (reading, is_genuine))
    });
    Ok(dynamic(move || {
        event.get().map(|(reading, is_genuine)| view! { <Card reading=reading is_genuine=is_genuine/> }).into_any()
    }))
}

/// The card.
#[component]
fn Card(reading: ParsedEvent, is_genuine: bool) -> impl IntoView {
    let or_none = |value: Option<String>| value.unwrap_or_else(|| "none".into());
    let problems = reading.problems;
    view! {
        <div class="card" id="check-contents">
            <h3>
                "Payload"
                {(!is_genuine).then(|| view! { " " <span class="badge unverified">"Unverified: could be forged"</span> })}
            </h3>
            <dl class="facts">
                <dt>"Type"</dt>
                <dd><code>{or_none(reading.kind)}</code></dd>
                <dt>"Id"</dt>
                <dd><code>{or_none(reading.id)}</code></dd>
                <dt>"Time"</dt>
                <dd>{or_none(reading.time)}</dd>
            </dl>
            <Problems id="check-problems" problems=problems/>
        </div>
    }
}
