//! Keeps a delivery over a reload: in session storage, and large bodies in a database.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::model::body::BodyFormat;
use super::model::first;
use super::model::form::CheckForm;
use super::model::session::{self, Keeping};
use super::model::share::Confidential;
use super::share::allow_links;
use super::state::CheckState;
use crate::browser;
use crate::browser::script::{keep_body, kept_body, remove_body};
use crate::reactive::State as _;
pub(super) use crate::state::links::DELIVERY;

/// How long a long body must be unchanged before it is kept.
const REST: Duration = Duration::from_millis(500);

thread_local! {
    /// What is in session storage. `None` before the kept delivery was filled in.
    static LAST: RefCell<Option<Option<String>>> = const { RefCell::new(None) };
    /// The number of changes, so that only the last of several is kept in the database.
    static CHANGES: Cell<u64> = const { Cell::new(0) };
    /// Whether the delivery is to be kept once it has been unchanged for a moment, and the number of changes of a long body.
    static WAITING: Cell<(bool, u64)> = const { Cell::new((false, 0)) };
    /// Whether the database has a body of this tab.
    static HAS_BODY: Cell<bool> = const { Cell::new(false) };
    /// The kept body that could not be filled in. It is left alone until there is another one.
    static LOST: RefCell<Option<Lost>> = const { RefCell::new(None) };
}

/// A kept body that could not be filled in.
struct Lost {
    /// Its mark, if it can be read later.
    mark: Option<String>,
    hint: &'static str,
}

const UNREAD: &str = "The kept body could not be read. Reload the page to try again.";
const MISSING: &str = "The body was not kept over the reload. Paste it again.";

/// Keeps the delivery. That of a long body takes long, so it waits until nothing has changed for a moment.
pub(super) fn keep_soon(state: CheckState) {
    let change = WAITING.get().1.wrapping_add(1);
    let is_long = state.form.has_long_body();
    WAITING.set((is_long, change));
    if is_long {
        set_timeout(move || keep_waiting(state, Some(change)), REST);
    } else {
        keep(state);
    }
}

/// Keeps a delivery that waits, unless it has changed since. Without a change, the page is being left.
pub(super) fn keep_waiting(state: CheckState, change: Option<u64>) {
    let (is_waiting, last) = WAITING.get();
    if is_waiting && change.is_none_or(|change| change == last) {
        WAITING.set((false, last));
        keep(state);
    }
}

/// Keeps the delivery.
fn keep(state: CheckState) {
    if LAST.with_borrow(Option::is_none) {
        return;
    }
    if state.form.body.with_untracked(|body| !body.is_empty()) {
        LOST.set(None);
    }
    let (unread, lost) =
        LOST.with_borrow(|lost| lost.as_ref().map_or((None, None), |lost| (lost.mark.clone(), Some(lost.hint))));
    let (text, keeping) = state.custom.read.with_untracked(|custom| {
        state.form.with_untracked(|form| {
            let confidential = Confidential::stored(form, custom);
            // The example is complete only with its secret, which is not kept. Without a delivery, the panel opens with it again.
            let is_kept = !first::is_untouched(form);
            let text = is_kept.then(|| session::write(form, &confidential, unread.as_deref())).flatten();
            (text, Keeping::of(form, &confidential))
        })
    });
    state.unkept.set(lost.or(keeping.hint()));
    let change = CHANGES.get().wrapping_add(1);
    CHANGES.set(change);
    if keeping == Keeping::InDatabase {
        set_timeout(move || keep_large(state, change), REST);
    } else if HAS_BODY.replace(false) {
        spawn_local(remove_body());
    }
    if LAST.with_borrow(|last| last.as_ref() != Some(&text)) {
        browser::keep_in_session(DELIVERY, text.as_deref());
        LAST.set(Some(text));
    }
}

/// Keeps a large body, unless it has changed since.
fn keep_large(state: CheckState, change: u64) {
    if CHANGES.get() != change {
        return;
    }
    let large =
        state.form.body.with_untracked(|body| session::write_large(body).map(|(about, bytes)| (about, bytes.to_vec())));
    let Some((about, bytes)) = large else { return };
    HAS_BODY.set(true);
    spawn_local(async move {
        if !keep_body(&about, &bytes).await && CHANGES.get() == change {
            state.unkept.set(Some("Not kept over a reload, because the storage of the browser is full or blocked."));
        }
    });
}

/// Fills in the kept delivery, and then allows links, which may replace it.
pub(super) fn restore(state: CheckState) {
    let kept = browser::kept_in_session(DELIVERY);
    let form = kept.as_ref().and_then(|text| state.form.with_untracked(|form| session::read(text, form)));
    // The code of this function is loaded on demand. What was typed in the meantime stays.
    let is_untouched = state.form.with_untracked(|form| {
        *form.headers == *first::HEADERS || (form.headers.is_empty() && form.body.text.is_empty())
    });
    let restored = form.filter(|_| is_untouched);
    let mark = restored.as_ref().and(kept.as_deref()).and_then(session::mark_in_database);
    if let Some(mut form) = restored {
        if *form.headers == *first::HEADERS {
            form.secrets = first::SECRET.into();
        }
        state.form.set(form);
    }
    let Some(mark) = mark else {
        LAST.set(Some(kept));
        allow_links(state);
        return;
    };
    spawn_local(async move {
        let lost = match kept_body().await {
            // It is read again after the next reload.
            None => Some(Lost { mark: Some(mark), hint: UNREAD }),
            Some(found) => {
                let own = found.filter(|(about, bytes)| session::mark_of(about, bytes) == mark);
                let body = own.and_then(|(about, bytes)| session::read_large(&about, bytes));
                HAS_BODY.set(body.is_some());
                let is_missing = body.is_none();
                state.form.update(|form: &mut CheckForm| match body {
                    Some(body) if form.body.is_empty() => session::fill(&mut form.body, body),
                    None if form.body.is_empty() && form.body.format == BodyFormat::File => {
                        form.body.format = BodyFormat::Text;
                    }
                    _ => {}
                });
                is_missing.then_some(Lost { mark: None, hint: MISSING })
            }
        };
        state.unkept.set(lost.as_ref().map(|lost| lost.hint));
        LOST.set(lost);
        // The delivery is not kept before, because it would be kept without its body.
        LAST.set(Some(kept));
        allow_links(state);
    });
}
