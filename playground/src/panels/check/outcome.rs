//! The outcome of a check: the verdict, the diagnosis, the response to a handshake, the scheme and the event.

use leptos::prelude::*;

use super::fields::CheckFields;
use super::handshake::HandshakeAnswer;
use super::results::CheckResults;
use super::why::DiagnosisCard;
use crate::browser;
use crate::model::instant::Clock;
use crate::model::reading::ParsedEvent;
use crate::reactive::{State as _, dynamic, flag};
use crate::ui::findings::{Problems, Verdict};
use crate::ui::scheme_card::{SchemeFacts, heading};

/// The right column.
#[component]
pub(crate) fn OutcomeView(form: CheckFields, results: CheckResults) -> impl IntoView {
    let CheckResults { scheme, outcome, verdict, is_only_age, problems, response, event, .. } = results;
    let ignore_age = move |_| {
        form.when.update(|when| when.choose(Clock::Any, browser::now_ms()));
        browser::focus("check-verdict");
    };
    view! {
        <div class="results">
            <Verdict id="check-verdict" value=verdict/>
            <button type="button" class="quiet-button aside" hidden=flag(move || !is_only_age.get()) on:click=ignore_age>
                "Ignore timestamp"
            </button>
            <DiagnosisCard form=form outcome=outcome/>
            <Problems id="check-field-problems" problems=problems/>
            {dynamic(move || response.get().map(|response| view! { <HandshakeAnswer response=response/> }).into_any())}
            <div class="card">
                <h3>{heading(scheme)}</h3>
                <SchemeFacts id="check-facts" choice=scheme/>
            </div>
            {dynamic(move || event.get().map(|(reading, is_genuine)| view! { <Contents reading=reading is_genuine=is_genuine/> }).into_any())}
        </div>
    }
}

/// The event in the body.
#[component]
fn Contents(reading: ParsedEvent, is_genuine: bool) -> impl IntoView {
    let or_none = |value: Option<String>| value.unwrap_or_else(|| "none".into());
    let problems = reading.problems;
    view! {
        <div class="card" id="check-contents">
            <h3>
                "Event"
                {(!is_genuine).then(|| view! { " " <span class="badge unverified">"unverified: anyone could have written it"</span> })}
            </h3>
            <dl class="facts">
                <dt>"Type"</dt>
                <dd><code>{or_none(reading.kind)}</code></dd>
                <dt>"Id"</dt>
                <dd><code>{or_none(reading.id)}</code></dd>
                <dt>"Time"</dt>
                <dd>{or_none(reading.time)}</dd>
            </dl>
            <Problems id="check-problems" problems=Signal::stored(problems)/>
        </div>
    }
}
