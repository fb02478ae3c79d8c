//! The line below the paste box, and the corrections that it undoes.

use std::cell::RefCell;
use std::sync::Arc;

use leptos::prelude::*;

use super::model::fixes::Fix;
use super::model::form::CheckForm;
use super::state::{BOX, CheckState};
use crate::browser;
use crate::model::form::Form as _;
use crate::reactive::{State as _, dynamic};
use crate::ui::findings::sentence;

thread_local! {
    /// The line.
    static NOTICE: RefCell<Option<Notice>> = const { RefCell::new(None) };
    /// The correction of the proven cause.
    static FIX: RefCell<Option<Fix>> = const { RefCell::new(None) };
}

/// What was done with a text, or why it could not be read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Notice {
    pub(crate) text: String,
    /// The stable code of the problem, if it is one.
    pub(crate) code: Option<String>,
    /// What the user should know.
    pub(crate) warnings: Vec<String>,
    /// The form before, which *Undo* restores.
    pub(crate) before: Option<Box<CheckForm>>,
    /// Another form, which a button with this label fills in.
    pub(crate) offer: Option<(&'static str, Box<CheckForm>)>,
    /// The requests of a file with several ones, and the one that was read.
    pub(crate) entries: Vec<String>,
    pub(crate) entry: usize,
    /// The text, if it has several requests.
    pub(crate) source: Option<Arc<[u8]>>,
    /// Reads another one of them.
    pub(crate) again: Option<Again>,
}

/// Reads the request at an index of a text, for a form.
pub(super) type Again = fn(CheckState, Arc<[u8]>, CheckForm, usize);

/// Shows a line, or removes it.
pub(super) fn show(state: CheckState, notice: Option<Notice>) {
    let is_shown = notice.is_some();
    NOTICE.set(notice);
    let number = state.notice.get_untracked();
    state.notice.set(if is_shown { number.wrapping_add(1).max(1) } else { 0 });
}

/// Replaces the form, and offers to undo that.
pub(super) fn replace(state: CheckState, form: CheckForm, text: String) {
    let before = Some(Box::new(state.form.get_untracked()));
    state.form.set(form);
    show(state, Some(Notice { text, before, ..Notice::default() }));
}

/// Removes the example.
pub(super) fn clear(state: CheckState) {
    let framework = state.form.framework.get_untracked();
    replace(state, CheckForm { framework, ..CheckForm::cleared(0) }, "The example was cleared.".into());
    browser::focus(BOX);
}

/// Keeps the correction of the proven cause.
pub(super) fn keep_fix(fix: Option<Fix>) {
    FIX.set(fix);
}

/// Returns the body that was signed, if the correction has another one.
pub(super) fn signed_body() -> Option<Vec<u8>> {
    FIX.with_borrow(|fix| fix.as_ref()?.body.clone())
}

/// Applies the correction of the proven cause.
pub(super) fn apply(state: CheckState) {
    if let Some(fix) = FIX.take() {
        replace(state, fix.form, fix.done);
        browser::focus("check-verdict");
    }
}

/// The line below the box: what was read or corrected, with *Undo*, or why a text cannot be read.
pub(super) fn notice(state: CheckState) -> AnyView {
    dynamic(move || {
        state.notice.track();
        NOTICE.with_borrow(Clone::clone).map(|notice| notice_view(state, notice)).into_any()
    })
}

fn notice_view(state: CheckState, notice: Notice) -> AnyView {
    let Notice { text, code, warnings, before, offer, entries, entry, source, again } = notice;
    let undone = before.clone();
    let undo = before.map(|before| {
        let undo = move |_| {
            state.form.set((*before).clone());
            show(state, None);
            browser::focus("check-paste");
        };
        view! { <button type="button" class="link" id="check-undo" on:click=undo>"Undo"</button> }
    });
    let offer = offer.map(|(label, form)| {
        let take = move |_| {
            // The secrets may have been typed in the meantime.
            let now = state.form.get_untracked();
            let form = CheckForm { secrets: now.secrets, others: now.others, ..(*form).clone() };
            replace(state, form, "The pasted text was filled in.".into());
        };
        view! { <button type="button" class="link" id="check-offer" on:click=take>{label}</button> }
    });
    let choose = source.zip(undone).zip(again).map(|((source, before), again)| {
        let option = |(index, title): (usize, String)| {
            view! { <option value=index.to_string() selected=index == entry>{format!("{}. {title}", index + 1)}</option> }
        };
        let take = move |value: String| {
            let (source, before) = (Arc::clone(&source), (*before).clone());
            again(state, source, before, value.parse().unwrap_or(0));
        };
        view! {
            <label class="entries">
                "Request "
                <select id="check-entries" on:change:target=move |event| take(event.target().value())>
                    {entries.into_iter().enumerate().map(option).collect_view()}
                </select>
            </label>
        }
    });
    let is_problem = code.is_some();
    let warning = |text: String| view! { <li>{sentence(&text)}</li> };
    let dismiss = (undo.is_none() || is_problem).then(|| {
        view! { <button type="button" class="link" on:click=move |_| show(state, None)>"Dismiss"</button> }
    });
    view! {
        <div class="notice" class:problem=is_problem data-code=code>
            <p><span class="what">{sentence(&text)}</span> {undo} {offer} {dismiss}</p>
            {choose}
            {(!warnings.is_empty()).then(|| view! { <ul class="warnings">{warnings.into_iter().map(warning).collect_view()}</ul> })}
        </div>
    }
    .into_any()
}
