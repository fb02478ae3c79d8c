//! Links to the panel, and the check as Markdown.

use std::cell::RefCell;

use super::model::diagnosis::Diagnosis;
use super::model::first;
use super::model::form::CheckForm;
use super::model::headlines::known_code;
use super::model::report::{VerdictWords, report};
use super::model::share::content;
use super::model::verdict::Verdict;
use super::notice::{diagnosed, signed_body};
use super::results::{Given, explained, text};
use super::sent::found;
use super::state::CheckState;
use crate::browser;
use crate::model::form::Form as _;
use crate::reactive::State as _;
use crate::state::links::{DELIVERY, Links, Said};
use crate::state::saved::key;

thread_local! {
    /// The last diagnosis.
    static DIAGNOSIS: RefCell<Option<Diagnosis>> = const { RefCell::new(None) };
}

/// Keeps the diagnosis for a report.
pub(super) fn keep_diagnosis(found: Option<&Diagnosis>) {
    DIAGNOSIS.set(found.cloned());
}

/// Allows links to the panel. The delivery was restored before.
pub(super) fn allow_links(state: CheckState) {
    // What was typed before the tools were loaded is not saved yet.
    let was_saved = browser::load(&key(CheckForm::ID)).is_some()
        || browser::kept_in_session(DELIVERY).is_some()
        || state.form.headers.with_untracked(|headers| **headers != *first::HEADERS);
    let said = Said {
        markdown: Box::new(move |link| markdown(state, link)),
        finding: Box::new(move || finding(state)),
        found: Box::new(move |code| found(state, code)),
        content: Box::new(move |removed| {
            let form = state.form.get_untracked();
            state.custom.read.with_untracked(|custom| content(&form, custom, removed))
        }),
    };
    state.forms.allow_links(state.form, was_saved, Some(said));
    Links::provide(state.forms).has_reader(CheckForm::ID);
}

/// Returns the code of the cause, if it is proven and the delivery still has it.
fn finding(state: CheckState) -> Option<&'static str> {
    if diagnosed(state).1 {
        return None;
    }
    DIAGNOSIS.with_borrow(|found| {
        let cause = found.as_ref()?.causes.first().filter(|cause| cause.is_proven())?;
        known_code(&cause.code)
    })
}

fn markdown(state: CheckState, link: &str) -> String {
    let (form, is_applied) = diagnosed(state);
    let given = Given {
        headers: !form.headers.trim().is_empty(),
        body: !form.body.is_empty(),
        unknown_sender: form.detects && state.detected.with_untracked(Option::is_none),
    };
    let (verdict, is_only_age) = state.outcome.with_untracked(|outcome| {
        let is_only_age = matches!(outcome.verdict, Verdict::Rejected { is_only_age: true, .. });
        (text(&outcome.verdict, given), is_only_age)
    });
    let verdict = explained(verdict, state.answer.get_untracked(), is_only_age);
    let words = VerdictWords {
        title: &verdict.title,
        detail: &verdict.detail,
        code: verdict.code.unwrap_or_default(),
        now_ms: browser::now_ms(),
        signed: signed_body(),
        is_applied,
    };
    DIAGNOSIS.with_borrow(|found| {
        state.custom.read.with_untracked(|custom| report(&form, custom, &words, found.as_ref(), link))
    })
}
