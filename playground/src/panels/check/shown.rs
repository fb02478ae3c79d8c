//! A long body, of which the field shows only the beginning: the line that says so, and what concerns all of it.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{ClipboardEvent, Event, HtmlTextAreaElement};

use super::model::body::{BodyFormat, other_body};
use super::model::dump::plain_digits;
use super::model::shown::{SHOWN, Shown, byte_at, size};
use super::notice::{Notice, replace, show, show_replaced, undo_replaced};
use super::state::CheckState;
use crate::reactive::{Field, State as _, dynamic, memo};

/// The lines below the body: how much of it the field shows, and why it is not kept over a reload.
pub(super) fn below_body(state: CheckState) -> AnyView {
    // The length of what is shown and of everything, if the text is long.
    let lengths = memo(move || {
        let text = text_of(state, state.form.body.format.get())?;
        let shown = state.shown.get();
        text.with(|text| (text.len() > SHOWN).then(|| (shown.of(text).len(), text.len(), shown.is_whole)))
            .filter(|(part, whole, is_whole)| part < whole || *is_whole)
    });
    let other = memo(move || {
        let (body, format) = (state.form.body, state.form.body.format.get());
        let of = |text: &str| {
            body.hex.with(|hex| {
                let of =
                    |base64: &String| body.file.with(|file| other_body(format, text, [hex, base64], file.as_ref()));
                body.base64.with(of)
            })
        };
        // In its own field, a text can be long, and changes with each key.
        if format == BodyFormat::Text { of("") } else { body.text.with(|text| of(text)) }
    });
    dynamic(move || {
        let shown = lengths.get().map(|(part, whole, is_whole)| {
            let toggle = move |_| state.shown.set(Shown::beginning_or_whole(!is_whole));
            let (text, label) = if is_whole {
                (format!("Showing all {}, so typing is slow. ", size(whole)), "Show the beginning only".to_owned())
            } else {
                let text = format!(
                    "Showing the first {} of {}. What you edit here is a part of the whole body. To replace all of it, select \
                     all and paste, or choose a file. ",
                    size(part),
                    size(whole)
                );
                (text, "Show all".to_owned())
            };
            view! {
                <p class="hint" id="check-shown" role="status">
                    {text} <button type="button" class="link" id="check-show-all" on:click=toggle>{label}</button>
                </p>
            }
        });
        let other = other.get().map(|text| view! { <p class="hint" id="check-other-body">{text}</p> });
        let unkept = state.unkept.get().map(|hint| view! { <p class="hint" id="check-unkept">{hint}</p> });
        view! { {other} {shown} {unkept} }.into_any()
    })
}

/// Returns the text of a format.
fn text_of(state: CheckState, format: BodyFormat) -> Option<Field<String>> {
    let body = state.form.body;
    match format {
        BodyFormat::Text => Some(body.text),
        BodyFormat::Hex => Some(body.hex),
        BodyFormat::Base64 => Some(body.base64),
        BodyFormat::File => None,
    }
}

/// Returns the field of the body in which an event happens, and its text.
fn field_of(state: CheckState, event: &Event) -> Option<(HtmlTextAreaElement, Field<String>)> {
    let element = event.target()?.dyn_into::<HtmlTextAreaElement>().ok()?;
    let is_body = element.id().starts_with("check-body");
    let text = text_of(state, state.form.body.format.get_untracked()).filter(|_| is_body)?;
    Some((element, text))
}

/// Returns the selection in a field, in units of UTF-16.
fn selection(field: &HtmlTextAreaElement) -> [usize; 2] {
    let place = |at: Result<Option<u32>, _>| at.ok().flatten().and_then(|at| usize::try_from(at).ok()).unwrap_or(0);
    [place(field.selection_start()), place(field.selection_end())]
}

/// Returns the field of a body of which a part is hidden, if everything that it shows is selected. What then happens concerns
/// the hidden part, too.
fn whole(state: CheckState, event: &Event) -> Option<Field<String>> {
    let (element, text) = field_of(state, event)?;
    let shown = state.shown.get_untracked();
    let [start, end] = selection(&element);
    let is_all = start == 0 && end > 0 && usize::try_from(element.text_length()).is_ok_and(|length| length == end);
    (is_all && text.with_untracked(|text| !shown.hidden(text).is_empty())).then_some(text)
}

/// Removes the hidden part before an input that replaces everything.
pub(super) fn before_input(state: CheckState, event: &Event) {
    let kind = js_sys::Reflect::get(event, &"inputType".into()).ok().and_then(|kind| kind.as_string());
    let Some(kind) = kind else { return };
    if kind.starts_with("history") {
        // The browser would restore the part that its field had shown.
        if kind == "historyUndo" && field_of(state, event).is_some() && undo_replaced(state) {
            event.prevent_default();
            state.shown.set(Shown::default());
        }
        return;
    }
    let Some(text) = whole(state, event) else { return };
    let before = state.form.get_untracked();
    let mut shown = state.shown.get_untracked();
    let part = text.with_untracked(|text| shown.only(text));
    state.shown.set(shown);
    text.set(part);
    show_replaced(state, before, kind == "insertFromPaste");
}

/// Copies the hidden part, too, if everything is copied or cut.
pub(super) fn copied(state: CheckState, event: &Event) {
    let Some(text) = whole(state, event) else { return };
    let data = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
    let is_copied = data.is_some_and(|data| text.with_untracked(|text| data.set_data("text/plain", text).is_ok()));
    if !is_copied {
        return;
    }
    event.prevent_default();
    if event.type_() == "cut" {
        let before = Some(Box::new(state.form.get_untracked()));
        text.set(String::new());
        show(state, Some(Notice { text: "The whole body was cut.".into(), before, ..Notice::default() }));
    }
}

/// Takes a long text that is pasted into the body, instead of the browser, which would lay it out. Returns whether it did.
pub(super) fn takes_long(state: CheckState, event: &Event, pasted: &str) -> bool {
    let shown = state.shown.get_untracked();
    let Some((element, text)) = field_of(state, event).filter(|_| pasted.len() > SHOWN && !shown.is_whole) else {
        return false;
    };
    let is_all = whole(state, event).is_some();
    let [start, end] = selection(&element);
    // As text fields do.
    let pasted = pasted.replace("\r\n", "\n").replace('\r', "\n");
    let joined = text.with_untracked(|text| {
        let part = shown.of(text);
        let kept = part.get(..byte_at(part, start)).unwrap_or_default();
        let rest = part.get(byte_at(part, end)..).unwrap_or_default();
        [kept, &pasted, rest, if is_all { "" } else { shown.hidden(text) }].concat()
    });
    let mut form = state.form.get_untracked();
    let words = format!("{} were pasted into the body.", size(pasted.len()));
    match form.body.format {
        BodyFormat::Hex => form.body.hex = plain_digits(&joined).unwrap_or(joined),
        BodyFormat::Base64 => form.body.base64 = joined,
        _ => form.body.text = joined,
    }
    state.shown.set(Shown::default());
    replace(state, form, words);
    true
}
