//! What the sender of a link has found. The page has not checked it: the secret is not in the link.

use std::cell::RefCell;

use leptos::prelude::*;

use super::model::form::CheckForm;
use super::model::headlines::{headline, known_code};
use super::model::verdict::Verdict;
use super::state::CheckState;
use crate::reactive::{State as _, dynamic, effect, flag};
use crate::ui::findings::sentence;

thread_local! {
    /// The delivery that the finding is about.
    static SENT: RefCell<Option<CheckForm>> = const { RefCell::new(None) };
}

/// Takes over what the sender of a link has found. A text that is not the code of a cause is ignored.
pub(super) fn found(state: CheckState, code: Option<&str>) {
    SENT.set(Some(state.form.get_untracked()));
    state.sent.set(code.and_then(known_code));
}

/// Forgets the delivery and the finding.
pub(super) fn forget(state: CheckState) {
    SENT.take();
    state.sent.set(None);
}

/// The finding, until the delivery changes or is diagnosed here.
pub(super) fn sent(state: CheckState) -> AnyView {
    effect(move || {
        state.form.track();
        let is_diagnosed = state.answer.with(Option::is_some);
        let is_same = SENT.with_borrow(|sent| {
            sent.as_ref().is_some_and(|sent| state.form.with_untracked(|form| form.is_same_request(sent)))
        });
        let is_valid = state.outcome.with(|outcome| matches!(outcome.verdict, Verdict::Accepted(_)));
        if is_diagnosed || is_valid || !is_same {
            state.sent.set(None);
        }
    });
    let card = move |code| {
        view! {
            <section class="card" id="check-sent" data-code=code aria-labelledby="check-sent-title">
                <h3 id="check-sent-title">"Found by the sender of this link"</h3>
                <p>{sentence(headline(code))}</p>
                <p class="hint">
                    "Not checked here."
                    <span hidden=flag(move || state.form.secrets.with(|secrets| !secrets.is_empty()))>" Add the secret to check it."</span>
                </p>
            </section>
        }
        .into_any()
    };
    dynamic(move || state.sent.get().map(card).into_any())
}
