//! The outcome of a check: the verdict, the diagnosis, the response to a handshake, the scheme and the event.

use leptos::prelude::*;

use super::contents::Contents;
use super::fields::CheckFields;
use super::handshake::HandshakeAnswer;
use super::results::CheckResults;
use super::why::Diagnosing;
use crate::browser;
use crate::model::instant::Clock;
use crate::reactive::{State as _, flag};
use crate::ui::findings::{Problems, Verdict};
use crate::ui::lazy::WorkerNotice;
use crate::ui::scheme_card::{SchemeFacts, heading};

/// The right column.
#[component]
pub(crate) fn OutcomeView(form: CheckFields, results: CheckResults) -> impl IntoView {
    let CheckResults { scheme, outcome, verdict, is_only_age, problems, response, .. } = results;
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
            <WorkerNotice/>
            <Diagnosing form=form outcome=outcome/>
            <Problems id="check-field-problems" problems=problems/>
            <HandshakeAnswer response=response/>
            <div class="card">
                <h3>{heading(scheme)}</h3>
                <SchemeFacts id="check-facts" choice=scheme/>
            </div>
            <Contents form=form outcome=outcome/>
        </div>
    }
}
