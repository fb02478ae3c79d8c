//! The outcome of a check: the verdict, the diagnosis, the response to a handshake, the scheme and the event.

use leptos::prelude::*;

use super::contents::Contents;
use super::handshake::HandshakeAnswer;
use super::model::verdict::Verdict;
use super::paste::{loaded, with_tools};
use super::results::CheckResults;
use super::state::{Answer, CheckState};
use super::why::Diagnosing;
use crate::browser;
use crate::model::instant::Clock;
use crate::reactive::{State as _, flag, memo, text};
use crate::ui::findings::{Problems, Tone, Verdict as VerdictCard};
use crate::ui::lazy::WorkerNotice;
use crate::ui::scheme_card::{SchemeFacts, heading};

/// Whether the verdict of this tone is replaced by a proven cause.
const fn is_unexplained(tone: Tone) -> bool {
    matches!(tone, Tone::Bad | Tone::Doubtful)
}

/// The verdict, or the cause if it is proven, with what can be done about it at once.
#[component]
pub(crate) fn AnswerView(state: CheckState, results: CheckResults) -> impl IntoView {
    let CheckResults { verdict, is_only_age, .. } = results;
    let ignore_age = move |_| {
        state.form.when.update(|when| when.choose(Clock::Any, browser::now_ms()));
        browser::focus("check-verdict");
    };
    let shown = memo(move || {
        let mut shown = verdict.get();
        if let (Some(Answer { headline, remedy, .. }), true) =
            (state.answer.get(), is_unexplained(shown.tone) && !is_only_age.get())
        {
            (shown.detail, shown.more) = (headline.into(), remedy);
        }
        shown
    });
    let fix = move || state.answer.with(|answer| answer.as_ref().and_then(|answer| answer.fix.clone()));
    view! {
        <div class="answer">
            <VerdictCard id="check-verdict" value=shown/>
            <div class="actions">
                <button
                    type="button"
                    class="primary"
                    id="check-apply"
                    hidden=flag(move || fix().is_none())
                    on:click=move |_| with_tools(|tools, state| (tools.apply)(state), state)
                >
                    {text(move || fix().unwrap_or_default())}
                </button>
                <button type="button" class="quiet-button" hidden=flag(move || !is_only_age.get()) on:click=ignore_age>
                    "Ignore the timestamp"
                </button>
            </div>
        </div>
    }
}

/// The right column.
#[component]
pub(crate) fn OutcomeView(state: CheckState, results: CheckResults) -> impl IntoView {
    let CheckResults { scheme, outcome, problems, response, .. } = results;
    let is_checked = flag(move || outcome.with(|outcome| !matches!(outcome.verdict, Verdict::Waiting)));
    view! {
        <div class="results">
            <WorkerNotice/>
            <Diagnosing state=state outcome=outcome/>
            <Problems id="check-field-problems" problems=problems/>
            <HandshakeAnswer response=response/>
            {loaded(is_checked, state, |tools, state| (tools.proof)(state))}
            <Contents form=state.form outcome=outcome/>
            <div class="card">
                <h3>{heading(scheme)}</h3>
                <SchemeFacts id="check-facts" choice=scheme/>
            </div>
        </div>
    }
}
