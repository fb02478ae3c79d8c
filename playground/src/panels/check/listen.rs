//! Listeners for texts and files that are pasted and dropped anywhere on the panel.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;
use web_sys::{ClipboardEvent, DragEvent, Element, Event, HtmlTextAreaElement, KeyboardEvent};

use super::body::read_file;
use super::kept::keep_waiting;
use super::model::dump::plain_digits;
use super::model::first;
use super::model::form::CheckForm;
use super::notice::{Notice, outdate_offer, replace, show};
use super::reader::{LENGTH, Place, read, typed};
use super::shown::{before_input, copied, takes_long};
use super::state::{BOX, CheckState};
use crate::browser;
use crate::model::fields::LINE_FEED;
use crate::model::form::Form as _;
use crate::reactive::State as _;

/// A listener of the window.
type Listener = Box<dyn Fn(Event)>;

/// Starts to listen, until the panel is removed.
pub(super) fn listen(state: CheckState) {
    let is_open = move || state.page.panel.with_untracked(|panel| panel == CheckForm::ID);
    let submit = move || {
        let text = typed();
        if !text.trim().is_empty() {
            read(state, text.into_bytes(), Place::Box, None);
        }
    };
    let pasted = move |event: Event| {
        let data = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
        let text = data.and_then(|data| data.get_data("text/plain").ok()).filter(|text| !text.is_empty());
        let (Some(text), true) = (text, is_open()) else { return };
        let place = place(&event);
        let before = state.form.get_untracked();
        if matches!(&place, Place::Field(id) if id == "check-body") {
            outdate_offer(state);
        }
        let is_taken = match &place {
            Place::Field(id) => replaces_example(state, &event, id, &text) || takes_long(state, &event, &text),
            _ => true,
        };
        if is_taken {
            event.prevent_default();
        }
        if place == Place::Field("check-secrets".into()) {
            note_line_feed(state, &text, Some(before.clone()).filter(|_| is_taken));
        }
        read(state, text.into_bytes(), place, Some(before).filter(|_| is_taken));
    };
    let over = move |event: Event| {
        if is_open() {
            event.prevent_default();
        }
    };
    let dropped = move |event: Event| {
        let data = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
        let (Some(data), true, false) = (data, is_open(), event.default_prevented()) else { return };
        let place = place(&event);
        let has_file = data.files().is_some_and(|files| files.length() > 0);
        if matches!(place, Place::Field(_)) && !has_file {
            return;
        }
        event.prevent_default();
        if let Some(file) = data.files().and_then(|files| files.item(0)) {
            spawn_local(async move {
                match read_file(&file).await {
                    Ok(bytes) => read(state, bytes, Place::File(file.name()), None),
                    Err((text, code)) => {
                        show(state, Some(Notice { text, code: Some(code.into()), ..Notice::default() }))
                    }
                }
            });
        } else if let Some(text) = data.get_data("text/plain").ok().filter(|text| !text.is_empty()) {
            read(state, text.into_bytes(), place, None);
        }
    };
    // A text that is typed by hand ends with Enter, or when the focus leaves the box.
    let pressed = move |event: Event| {
        let is_enter =
            event.dyn_ref::<KeyboardEvent>().is_some_and(|event| event.key() == "Enter" && !event.shift_key());
        if is_enter && place(&event) == Place::Box {
            event.prevent_default();
            submit();
        }
    };
    let changed = move |event: Event| {
        if place(&event) == Place::Box {
            submit();
        }
    };
    let entered = move |event: Event| {
        if matches!(place(&event), Place::Field(_)) {
            remove_example(state);
        }
    };
    let left = move |_: Event| keep_waiting(state, None);
    let listeners: [(&'static str, Listener); 13] = [
        ("paste", Box::new(pasted)),
        ("dragover", Box::new(over)),
        ("drop", Box::new(dropped)),
        ("keydown", Box::new(pressed)),
        ("change", Box::new(changed)),
        ("input", Box::new(filled(submit))),
        ("input", Box::new(entered)),
        ("input", Box::new(move |event| to_digits(state, &event))),
        ("beforeinput", Box::new(move |event| before_input(state, &event))),
        ("copy", Box::new(move |event| copied(state, &event))),
        ("cut", Box::new(move |event| copied(state, &event))),
        ("pagehide", Box::new(left)),
        ("visibilitychange", Box::new(left)),
    ];
    for (name, listener) in listeners {
        window_event_listener_untyped(name, listener);
    }
    // `start.js` now repeats what was pasted and dropped before.
    browser::set_root_attribute("data-listens", Some(""));
    // What was typed before.
    remove_example(state);
    submit();
}

/// Text that another program has put into the box at once is read at once.
fn filled(submit: impl Fn() + 'static) -> impl Fn(Event) {
    move |event: Event| {
        if place(&event) == Place::Box {
            let now = typed().len();
            if now > LENGTH.replace(now) + 8 {
                submit();
            }
        }
    }
}

/// Removes what is left of the example, once the user has entered something else.
fn remove_example(state: CheckState) {
    if let Some(form) = state.form.with_untracked(first::without_rest) {
        replace(state, form, "The example was removed.".into());
    }
}

/// Says that a line feed at the end of a pasted secret is not a part of it, and offers to add it.
fn note_line_feed(state: CheckState, text: &str, before: Option<CheckForm>) {
    let bare = text.trim_end_matches(['\r', '\n']);
    if bare.len() == text.len() || bare.is_empty() || bare.contains('\n') {
        return;
    }
    let secrets = format!("{bare}{LINE_FEED}").into();
    let offer = CheckForm { secrets, ..state.form.get_untracked() };
    let text = "The line feed at the end of the secret was ignored. A program that reads the secret from a file or a variable \
                may use it, and then rejects every delivery: trim the secret there.";
    let before = before.map(Box::new);
    let offer = Some(("Make it a part of the secret", Box::new(offer)));
    show(state, Some(Notice { text: text.into(), before, offer, ..Notice::default() }));
}

/// Replaces the example by a text that is pasted into one of its fields. If a part of the field is selected, the text is an
/// edit of the example.
fn replaces_example(state: CheckState, event: &Event, id: &str, text: &str) -> bool {
    let field = event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok());
    let is_edit = field.is_some_and(|field| {
        let [start, end] = [field.selection_start(), field.selection_end()].map(|at| at.ok().flatten().unwrap_or(0));
        start != end && end.saturating_sub(start) < field.text_length()
    });
    let form = state.form.with_untracked(|form| first::replaced(form, id, text)).filter(|_| !is_edit);
    let is_replaced = form.is_some();
    if let Some(form) = form {
        replace(state, form, "The example was removed.".into());
    }
    is_replaced
}

/// Converts what tools print to plain digits.
fn to_digits(state: CheckState, event: &Event) {
    if place(event) == Place::Field("check-body-hex".into()) {
        let digits = state.form.body.hex.with_untracked(|text| plain_digits(text));
        digits.into_iter().for_each(|digits| state.form.body.hex.set(digits));
    }
}

/// Returns where an event happened.
fn place(event: &Event) -> Place {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    match target {
        Some(target) if target.id() == BOX => Place::Box,
        Some(target) if matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") => {
            Place::Field(target.id())
        }
        _ => Place::Page,
    }
}
