//! Reads texts that are pasted and dropped, and detects senders.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlTextAreaElement;

use super::model::body::{BodyFormat, BodyInput, SelectedFile};
use super::model::detect::{detect, lacks_signature};
use super::model::first;
use super::model::form::CheckForm;
use super::model::import::{Imported, imported, looks_like_request};
use super::model::received::{Change, Timed};
use super::notice::{Again, Notice, replace, replaced_before, show};
use super::state::{BOX, CheckState};
use crate::browser;
use crate::browser::worker;
use crate::model::instant::When;
use crate::model::scheme::SchemeChoice;
use crate::model::task::Task;
use crate::model::{fields, words};
use crate::reactive::{State as _, dynamic};
use crate::state::links::Links;

/// Where a text was pasted or dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The box for whole requests.
    Box,
    /// Another field, by its id, which has taken the text.
    Field(String),
    /// Anywhere else.
    Page,
    /// A file, by its name.
    File(String),
}

thread_local! {
    /// The length of the text in the box when it was last changed.
    pub(super) static LENGTH: Cell<usize> = const { Cell::new(0) };
}

/// Returns the text in the box.
pub(super) fn typed() -> String {
    let element = document().get_element_by_id(BOX).and_then(|element| element.dyn_into::<HtmlTextAreaElement>().ok());
    element.map(|element| element.value()).unwrap_or_default()
}

/// Replaces the text in the box, which the browser does not report.
fn set_box(text: &str) {
    browser::set_value(BOX, text);
    LENGTH.set(text.len());
}

/// Reads a text that was pasted or dropped. `undone` is the form before, if this page and not the browser has put the text into its
/// field, so that only a notice can undo that.
pub(super) fn read(state: CheckState, text: Vec<u8>, place: Place, undone: Option<CheckForm>) {
    if !matches!(place, Place::Field(_))
        && std::str::from_utf8(&text).is_ok_and(|text| Links::provide(state.forms).open_text(text))
    {
        set_box("");
        return;
    }
    let before = state.form.get_untracked();
    let text: Arc<[u8]> = text.into();
    if let Place::Field(id) = &place {
        let text = String::from_utf8_lossy(&text);
        let is_body = id == "check-body";
        if !(is_body || id == "check-headers") || !looks_like_request(&text, is_body) {
            if is_body && text.contains('\r') {
                offer_bytes(state, &text, before, undone);
            }
            return;
        }
    }
    spawn_local(import(state, text, place, before, undone, None));
}

async fn import(
    state: CheckState,
    text: Arc<[u8]>,
    place: Place,
    before: CheckForm,
    taken: Option<CheckForm>,
    entry: Option<usize>,
) {
    let in_box = typed();
    let answer = worker::run(&Task::Import(Arc::clone(&text), entry)).await.ok();
    let found = answer.as_ref().and_then(imported);
    let is_field = matches!(place, Place::Field(_));
    let now = state.form.get_untracked();
    // A field has taken the text already, and another request of a file replaces the previous one. The secrets may have
    // been typed in the meantime.
    let before = if is_field || entry.is_some() {
        CheckForm { secrets: now.secrets, others: now.others, ..before }
    } else {
        now
    };
    let undone = before.clone();
    // Whatever the user brings replaces the example.
    let before = if is_field { before } else { first::without(&before) };
    match found {
        // It may as well be a secret, which must not become a header.
        Some(Ok(found)) if place == Place::Page && found.is_bare_digest() => {
            let text = "this may be a signature or a secret; paste it into the box or into a field".into();
            show(state, Some(Notice { text, code: Some("ambiguous_text".into()), ..Notice::default() }));
        }
        Some(Err(_)) if place == Place::Page => {}
        Some(Ok(found)) => {
            let form = state.custom.read.with_untracked(|custom| found.fill(&before, custom));
            if is_field {
                if found.is_only_headers() && place == Place::Field("check-headers".into()) {
                    state.form.set(form);
                    show(state, Some(Notice { before: Some(Box::new(undone)), ..notice_of(&found) }));
                } else if found.is_request() || found.format != "headers" {
                    offer_import(state, &found, form, taken);
                }
                return;
            }
            state.form.set(form);
            let (entries, entry) = (found.entries.clone(), found.entry);
            let source = (entries.len() > 1).then_some(text);
            let before = Some(Box::new(undone));
            let again: Again = |state, text, before, entry| {
                spawn_local(import(state, text, Place::Page, before, None, Some(entry)));
            };
            let notice = Notice { before, entries, entry, source, again: Some(again), ..notice_of(&found) };
            show(state, Some(notice));
            // What was typed in the meantime stays.
            if typed() == in_box {
                set_box("");
            }
        }
        _ if is_field => {}
        Some(Err(_)) if matches!(place, Place::File(_)) => take_file(state, text, place, before),
        Some(Err(error)) => {
            // Nothing that was pasted is lost.
            set_box(&String::from_utf8_lossy(&text));
            // The visitor may be in another field by now.
            if browser::focused_id().is_none() {
                browser::focus(BOX);
            }
            show(state, Some(Notice { text: error.message, code: Some(error.code), ..Notice::default() }));
        }
        None => {
            set_box(&String::from_utf8_lossy(&text));
            let text = "the reader could not be loaded; check your connection and press Enter in the box".into();
            show(state, Some(Notice { text, code: Some("not_loaded".into()), ..Notice::default() }));
        }
    }
}

fn notice_of(found: &Imported) -> Notice {
    Notice { text: found.summary.clone(), warnings: found.notes.clone(), ..Notice::default() }
}

/// A file that is not a request is the body.
fn take_file(state: CheckState, bytes: Arc<[u8]>, place: Place, before: CheckForm) {
    let Place::File(name) = place else { return };
    let text = format!("{name} is used as the body, byte for byte.");
    let body = BodyInput { format: BodyFormat::File, file: Some(SelectedFile { name, bytes }), ..before.body.clone() };
    replace(state, CheckForm { body, ..before }, text);
}

fn offer_import(state: CheckState, found: &Imported, form: CheckForm, undone: Option<CheckForm>) {
    let text = format!("The pasted text is a whole request. {}", found.summary);
    let offer = Some(("Fill in the request", Box::new(form)));
    // The paste may have replaced a body of which a part was hidden, which the notice before it can restore.
    let replaced = replaced_before().filter(|_| undone.is_none());
    let is_replaced = replaced.is_some();
    let before = undone.map(Box::new).or(replaced);
    show(state, Some(Notice { text, offer, before, is_replaced, ..Notice::default() }));
}

/// A text field has changed the line ends of a pasted body.
fn offer_bytes(state: CheckState, text: &str, before: CheckForm, undone: Option<CheckForm>) {
    let count = text.matches('\r').count();
    let body = BodyInput { text: before.body.text.clone(), ..BodyInput::from_bytes(text.as_bytes()) };
    let offer = Some(("Paste as bytes", Box::new(CheckForm { body, ..before })));
    let text = format!(
        "This text field has changed {} from CRLF to LF, so the signature may not match.",
        words::count(count, "line end")
    );
    show(state, Some(Notice { text, offer, before: undone.map(Box::new), ..Notice::default() }));
}

thread_local! {
    /// The delivery to which the time belongs.
    static TIMED: RefCell<Timed> = RefCell::default();
}

/// Sets the time to *Now* if it came with an earlier delivery.
pub(super) fn end_time(state: CheckState) {
    if !state.form.timed.get_untracked() {
        TIMED.take();
        return;
    }
    let form = state.form.get_untracked();
    match state.custom.read.with_untracked(|custom| TIMED.with_borrow_mut(|timed| timed.follow(&form, custom))) {
        Change::Same => return,
        Change::OwnTime => {}
        Change::Other => state.form.when.set(When::default()),
    }
    state.form.timed.set(false);
}

pub(super) fn detect_sender(state: CheckState) {
    let (headers, _) = state.form.headers.with_untracked(|headers| fields::headers(headers, ""));
    let found = detect(&headers);
    let is_custom = state.form.scheme.with_untracked(|scheme| *scheme == SchemeChoice::Custom);
    if let (Some(found), true, false) = (&found, state.form.detects.get_untracked(), is_custom) {
        state.form.scheme.set(found.choice);
    }
    state.detected.set(found);
}

/// The line below the choice of the sender: from which header it follows, or that the headers are of another one.
pub(super) fn detected(state: CheckState) -> AnyView {
    dynamic(move || {
        let Some(found) = state.detected.get() else { return ().into_any() };
        let chosen = state.form.scheme.get();
        let switch = move |choice: SchemeChoice, label: String, detects: bool| {
            let take = move |_| {
                let form = state.form.get_untracked();
                let text = format!("The sender is now {}.", choice.sender().unwrap_or_default());
                replace(state, CheckForm { scheme: choice, detects, ..form }, text);
            };
            view! { <button type="button" class="link" on:click=take>{label}</button> }
        };
        let name = found.choice.sender().unwrap_or_default();
        if state.form.detects.get() {
            let others =
                found.others.iter().map(|other| switch(*other, other.sender().unwrap_or_default().to_owned(), false));
            let others =
                (!found.others.is_empty()).then(|| view! { <span>"Also used by: "{others.collect_view()}</span> });
            return view! {
                <p class="detected" id="check-detected">"Looks like " <b>{name}</b> ", by " <code>{found.header}</code> ". " {others}</p>
            }
            .into_any();
        }
        let is_same = found.choice.sender_id() == chosen.sender_id();
        let is_missed = || {
            let headers = state.form.headers.with_untracked(|headers| fields::headers(headers, "").0);
            found.choice != chosen && lacks_signature(chosen, &headers)
        };
        let is_shared = found.others.iter().any(|other| other.sender_id() == chosen.sender_id());
        if is_shared || chosen == SchemeChoice::Custom || (is_same && !is_missed()) {
            return ().into_any();
        }
        // Of the same sender, its name would not tell the schemes apart.
        let name = if is_same { found.choice.title() } else { name.to_owned() };
        view! {
            <p class="detected other" id="check-detected">
                "Looks like " <b>{name}</b> ", by " <code>{found.header}</code> ". "
                {switch(found.choice, "Use it".into(), true)}
            </p>
        }
        .into_any()
    })
}
