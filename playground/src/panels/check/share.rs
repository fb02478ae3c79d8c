//! Links to the panel, and the check as Markdown.

use std::cell::RefCell;

use super::model::diagnosis::Diagnosis;
use super::model::first;
use super::model::form::CheckForm;
use super::model::report::{VerdictWords, report};
use super::results::{Given, text};
use super::state::CheckState;
use crate::browser;
use crate::model::form::Form as _;
use crate::reactive::State as _;
use crate::state::links::{DELIVERY, Links};
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
    state.forms.allow_links(state.form, was_saved, Some(Box::new(move |link| markdown(state, link))));
    Links::provide(state.forms).has_reader(CheckForm::ID);
}

fn markdown(state: CheckState, link: &str) -> String {
    let form = state.form.get_untracked();
    let given = Given {
        headers: !form.headers.trim().is_empty(),
        body: !form.body.is_empty(),
        unknown_sender: form.detects && state.detected.with_untracked(Option::is_none),
    };
    let verdict = state.outcome.with_untracked(|outcome| text(&outcome.verdict, given));
    let words = VerdictWords { title: &verdict.title, detail: &verdict.detail, code: verdict.code.unwrap_or_default() };
    DIAGNOSIS.with_borrow(|found| {
        state.custom.read.with_untracked(|custom| report(&form, custom, &words, found.as_ref(), link))
    })
}
