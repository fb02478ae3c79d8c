//! The line below the paste box, and the corrections that it undoes.

use std::cell::RefCell;
use std::sync::Arc;

use leptos::prelude::*;

use super::model::fixes::Fix;
use super::model::form::CheckForm;
use super::state::{BOX, CheckState};
use crate::browser;
use crate::model::fields::LINE_FEED;
use crate::model::form::Form as _;
use crate::reactive::{State as _, dynamic};
use crate::ui::findings::sentence;

thread_local! {
    /// The line.
    static NOTICE: RefCell<Option<Notice>> = const { RefCell::new(None) };
    /// The correction of the proven cause.
    static FIX: RefCell<Option<Fix>> = const { RefCell::new(None) };
    /// The form before the last correction, and after it.
    static APPLIED: RefCell<Option<[CheckForm; 2]>> = const { RefCell::new(None) };
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
    /// Whether the whole body was replaced and a part of it was hidden. The browser could not undo that.
    pub(crate) is_replaced: bool,
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

/// Says that the whole body was replaced although a part of it was hidden. If a paste did so, what was said and offered about the
/// pasted text remains.
pub(super) fn show_replaced(state: CheckState, before: CheckForm, is_paste: bool) {
    let pasted = NOTICE.with_borrow(Clone::clone).filter(|notice| is_paste && notice.offer.is_some());
    let notice = pasted.unwrap_or_else(|| Notice { text: "The whole body was replaced.".into(), ..Notice::default() });
    show(state, Some(Notice { before: Some(Box::new(before)), is_replaced: true, ..notice }));
}

/// Removes what was offered for a text that was pasted before.
pub(super) fn outdate_offer(state: CheckState) {
    if NOTICE.with_borrow(|notice| notice.as_ref().is_some_and(|notice| notice.offer.is_some())) {
        show(state, None);
    }
}

/// Returns the form from before the whole body was replaced, if that is the last thing that happened.
pub(super) fn replaced_before() -> Option<Box<CheckForm>> {
    NOTICE.with_borrow(|notice| notice.as_ref().filter(|notice| notice.is_replaced)?.before.clone())
}

/// Restores the form from before the whole body was replaced, if that is the last thing that happened. Returns whether it was.
pub(super) fn undo_replaced(state: CheckState) -> bool {
    let Some(before) = replaced_before() else { return false };
    state.form.set(*before);
    show(state, None);
    true
}

/// Forgets the delivery and what *Undo* would restore.
pub(super) fn forget(state: CheckState) {
    FIX.take();
    APPLIED.take();
    show(state, None);
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
    if let Some(Fix { form, done, .. }) = FIX.with_borrow(Clone::clone) {
        APPLIED.set(Some([state.form.get_untracked(), form.clone()]));
        replace(state, form, done);
        browser::focus("check-verdict");
    }
}

/// Returns the delivery that the diagnosis is about, and whether the form has its correction. The correction does not remove
/// the cause, so the diagnosis remains until something else changes.
pub(super) fn diagnosed(state: CheckState) -> (CheckForm, bool) {
    let form = state.form.get_untracked();
    APPLIED.with_borrow(|applied| match applied {
        Some([before, after]) if after.is_same_delivery(&form) => {
            (CheckForm { framework: form.framework, ..before.clone() }, true)
        }
        _ => (form, false),
    })
}

/// The line below the box: what was read or corrected, with *Undo*, or why a text cannot be read.
pub(super) fn notice(state: CheckState) -> AnyView {
    dynamic(move || {
        state.notice.track();
        NOTICE.with_borrow(Clone::clone).map(|notice| notice_view(state, notice)).into_any()
    })
}

fn notice_view(state: CheckState, notice: Notice) -> AnyView {
    let Notice { text, code, warnings, before, offer, entries, entry, source, again, is_replaced: _ } = notice;
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
            let secrets = if form.secrets.contains(LINE_FEED) { form.secrets.clone() } else { now.secrets };
            let form = CheckForm { secrets, others: now.others, ..(*form).clone() };
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
