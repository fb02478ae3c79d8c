//! The outcome of a check: the verdict, the diagnosis, the response to a handshake, the scheme and the event.

use leptos::prelude::*;

use super::contents::Contents;
use super::handshake::HandshakeAnswer;
use super::proof::Proof;
use super::results::CheckResults;
use super::state::{Answer, CheckState};
use super::why::Diagnosing;
use crate::browser;
use crate::model::instant::Clock;
use crate::reactive::{State as _, flag, memo, text};
use crate::ui::findings::{Problems, Tone, Verdict};
use crate::ui::lazy::WorkerNotice;
use crate::ui::scheme_card::{SchemeFacts, heading};

/// The right column.
#[component]
pub(crate) fn OutcomeView(state: CheckState, results: CheckResults) -> impl IntoView {
    let form = state.form;
    let CheckResults { scheme, outcome, verdict, is_only_age, problems, response, .. } = results;
    let ignore_age = move |_| {
        form.when.update(|when| when.choose(Clock::Any, browser::now_ms()));
        browser::focus("check-verdict");
    };
    // A proven cause is the headline.
    let shown = memo(move || {
        let mut shown = verdict.get();
        if let (Some(Answer { headline, remedy, .. }), true) = (state.answer.get(), shown.tone == Tone::Bad) {
            (shown.detail, shown.more) = (headline.into(), remedy);
        }
        shown
    });
    let fix = move || state.answer.with(|answer| answer.as_ref().and_then(|answer| Some(answer.fix.as_ref()?.label.clone())));
    view! {
        <div class="results">
            <div class="answer">
                <Verdict id="check-verdict" value=shown/>
                <button
                    type="button"
                    class="primary"
                    id="check-apply"
                    hidden=flag(move || fix().is_none())
                    on:click=move |_| state.apply()
                >
                    {text(move || fix().unwrap_or_default())}
                </button>
                <button type="button" class="quiet-button" hidden=flag(move || !is_only_age.get()) on:click=ignore_age>
                    "Ignore the timestamp"
                </button>
            </div>
            <WorkerNotice/>
            <Diagnosing state=state outcome=outcome/>
            <Problems id="check-field-problems" problems=problems/>
            <HandshakeAnswer response=response/>
            <Proof state=state outcome=outcome/>
            <Contents form=form outcome=outcome/>
            <div class="card">
                <h3>{heading(scheme)}</h3>
                <SchemeFacts id="check-facts" choice=scheme/>
            </div>
        </div>
    }
}
