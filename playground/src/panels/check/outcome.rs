//! The outcome of a check: the verdict, the diagnosis, the response to a handshake, the scheme and the event.

use leptos::prelude::*;

use super::contents::Contents;
use super::handshake::HandshakeAnswer;
use super::model::verdict::Verdict;
use super::paste::loaded;
use super::results::{CheckResults, explained};
use super::state::CheckState;
use super::why::Diagnosing;
use crate::reactive::{State as _, flag, memo};
use crate::ui::findings::{Problems, Verdict as VerdictCard};
use crate::ui::lazy::WorkerNotice;
use crate::ui::scheme_card::{SchemeFacts, heading};

/// The verdict, or the cause if it is proven, with what can be done about it at once.
#[component]
pub(crate) fn AnswerView(state: CheckState, results: CheckResults) -> impl IntoView {
    let CheckResults { verdict, is_only_age, .. } = results;
    let shown = memo(move || explained(verdict.get(), state.answer.get(), is_only_age.get()));
    view! {
        <div class="answer">
            <VerdictCard id="check-verdict" value=shown/>
            <div class="actions">{loaded(is_checked(state), state, |tools, state| (tools.actions)(state))}</div>
        </div>
    }
}

/// Returns whether there is something to check.
fn is_checked(state: CheckState) -> Signal<bool> {
    flag(move || state.outcome.with(|outcome| !matches!(outcome.verdict, Verdict::Waiting)))
}

/// The right column.
#[component]
pub(crate) fn OutcomeView(state: CheckState, results: CheckResults) -> impl IntoView {
    let CheckResults { scheme, outcome, problems, response, .. } = results;
    let unknown = flag(move || state.is_unknown());
    view! {
        <div class="results">
            <WorkerNotice/>
            {loaded(flag(move || state.sent.with(Option::is_some)), state, |tools, state| (tools.sent)(state))}
            <Diagnosing state=state outcome=outcome/>
            <Problems id="check-field-problems" problems=problems/>
            <HandshakeAnswer response=response/>
            {loaded(is_checked(state), state, |tools, state| (tools.proof)(state))}
            <Contents form=state.form outcome=outcome/>
            <div class="card">
                <h3>{heading(scheme, unknown)}</h3>
                <SchemeFacts id="check-facts" choice=scheme unknown=unknown/>
            </div>
        </div>
    }
}
