//! Listeners for texts and files that are pasted and dropped anywhere on the panel.

use std::cell::Cell;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;
use web_sys::{ClipboardEvent, DragEvent, Element, Event, HtmlTextAreaElement, KeyboardEvent};

use super::body::read_file;
use super::model::dump::plain_digits;
use super::model::form::CheckForm;
use super::notice::{Notice, show};
use super::reader::{Place, read};
use super::state::{BOX, CheckState};
use crate::model::form::Form as _;
use crate::reactive::State as _;

/// A listener of the window.
type Listener = Box<dyn Fn(Event)>;

/// Starts to listen, until the panel is removed.
pub(super) fn listen(state: CheckState) {
    let is_open = move || state.page.panel.with_untracked(|panel| panel == CheckForm::ID);
    let submit = move || {
        if let Some(text) = typed().filter(|text| !text.trim().is_empty()) {
            read(state, text.into_bytes(), Place::Box);
        }
    };
    let pasted = move |event: Event| {
        let data = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
        let text = data.and_then(|data| data.get_data("text/plain").ok()).filter(|text| !text.is_empty());
        let (Some(text), true) = (text, is_open()) else { return };
        let place = place(&event);
        if !matches!(place, Place::Field(_)) {
            event.prevent_default();
        }
        read(state, text.into_bytes(), place);
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
                    Ok(bytes) => read(state, bytes, Place::File(file.name())),
                    Err((text, code)) => {
                        show(state, Some(Notice { text, code: Some(code.into()), ..Notice::default() }))
                    }
                }
            });
        } else if let Some(text) = data.get_data("text/plain").ok().filter(|text| !text.is_empty()) {
            read(state, text.into_bytes(), place);
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
    let listeners: [(&'static str, Listener); 7] = [
        ("paste", Box::new(pasted)),
        ("dragover", Box::new(over)),
        ("drop", Box::new(dropped)),
        ("keydown", Box::new(pressed)),
        ("change", Box::new(changed)),
        ("input", Box::new(filled(submit))),
        ("input", Box::new(move |event| to_digits(state, &event))),
    ];
    for (name, listener) in listeners {
        window_event_listener_untyped(name, listener);
    }
    // What was typed before.
    submit();
}

/// Text that another program has put into the box at once is read at once.
fn filled(submit: impl Fn() + 'static) -> impl Fn(Event) {
    let length = Cell::new(0);
    move |event: Event| {
        if place(&event) == Place::Box {
            let now = typed().map_or(0, |text| text.len());
            if now > length.replace(now) + 8 {
                submit();
            }
        }
    }
}

/// Converts what tools print to plain digits.
fn to_digits(state: CheckState, event: &Event) {
    if place(event) == Place::Field("check-body-hex".into()) {
        let digits = state.form.body.hex.with_untracked(|text| plain_digits(text));
        digits.into_iter().for_each(|digits| state.form.body.hex.set(digits));
    }
}

/// Returns the text in the box.
fn typed() -> Option<String> {
    let element = document().get_element_by_id(BOX)?;
    Some(element.dyn_into::<HtmlTextAreaElement>().ok()?.value())
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
