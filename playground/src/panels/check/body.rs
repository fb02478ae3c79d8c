//! The body of the delivery: as text, as hexadecimal digits, or from a file.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use web_sys::{DragEvent, File};

use super::fields::CheckFields;
use super::model::body::{BodyFormat, SelectedFile};
use super::model::file::{plain, too_large};
use super::model::shown::Shown;
use crate::browser;
use crate::model::choice::{Choice as _, options};
use crate::model::words::count;
use crate::reactive::{Field, State as _, dynamic, flag, memo, text};
use crate::ui::bind::TextBinding;
use crate::ui::controls::{Segmented, TextArea};
use crate::ui::findings::sentence;
use crate::ui::lazy::when_needed;

/// The body, with a choice of its format.
#[component]
pub(crate) fn BodyField(form: CheckFields, shown: Field<Shown>) -> impl IntoView {
    let format = memo(move || form.body.format.get());
    let chosen = TextBinding::choice(move || format.get(), move |format| form.body.update(|body| body.show(format)));
    let field = dynamic(move || match format.get() {
        BodyFormat::Text => view! {
            <TextArea
                id="check-body"
                label="Body as text"
                hide_label=true
                rows=12
                hint="A text field converts CRLF to LF. For exact bytes, use another format."
                value=beginning(form.body.text, shown)
            />
        }
        .into_any(),
        BodyFormat::Hex => view! {
            <TextArea
                id="check-body-hex"
                label="Body as hex"
                hide_label=true
                rows=12
                placeholder="7b 22 69 64 22 …"
                hint="Digits with or without spaces and 0x, or the output of hexdump -C or xxd."
                value=beginning(form.body.hex, shown)
            />
        }
        .into_any(),
        BodyFormat::Base64 => view! {
            <TextArea
                id="check-body-base64"
                label="Body as base64"
                hide_label=true
                rows=12
                placeholder="eyJpZCI6…"
                hint="Standard or URL alphabet, with or without padding."
                value=beginning(form.body.base64, shown)
            />
        }
        .into_any(),
        BodyFormat::File => when_needed(flag(|| true), move || Box::pin(load(form))),
    });
    view! {
        <div class="body-field">
            <Segmented name="check-form" legend="Body" options=options(BodyFormat::ALL) value=chosen/>
            {field}
        </div>
    }
}

/// Binds the part of a text that its field shows.
fn beginning(text: Field<String>, shown: Field<Shown>) -> TextBinding {
    let change = move |part: String| {
        let mut now = shown.get_untracked();
        let whole = text.with_untracked(|text| now.edit(text, &part));
        shown.set(now);
        text.set(whole);
    };
    TextBinding::new(move || text.with(|text| shown.get().of(text).into()), change)
}

#[wasm_split(check_more, fallible)]
fn load(form: CheckFields) -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <FileField form=form/> }.into_any())
}

/// Reads a file. If that is not possible, returns the reason as a message and as a code.
pub(super) async fn read_file(file: &File) -> Result<Vec<u8>, (String, &'static str)> {
    if let Some(message) = too_large(&file.name(), file.size()) {
        return Err((message, "file_too_large"));
    }
    let unread = || (format!("`{}` could not be read; choose the file again", plain(&file.name())), "not_read");
    browser::read(file).await.ok_or_else(unread)
}

/// A file input that also accepts dropped files.
#[component]
fn FileField(form: CheckFields) -> impl IntoView {
    let over = Field::new(false);
    let problem = Field::new(String::new());
    let turn = StoredValue::new(0_u32);
    let next_turn = move || {
        turn.update_value(|turn| *turn = turn.wrapping_add(1));
        turn.get_value()
    };
    let take = move |file: Option<File>| {
        let Some(file) = file else { return };
        let number = next_turn();
        spawn_local(async move {
            let read = read_file(&file).await;
            // Another file was chosen, or this one was removed.
            if number != turn.get_value() {
                return;
            }
            match read {
                Ok(bytes) => {
                    problem.set(String::new());
                    form.body.file.set(Some(SelectedFile { name: file.name(), bytes: bytes.into() }));
                }
                Err((text, _)) => problem.set(text),
            }
        });
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        take(event.data_transfer().and_then(|data| data.files()).and_then(|files| files.item(0)));
    };
    let name = text(move || {
        form.body.file.with(|file| {
            file.as_ref().map_or_else(
                || "Choose a file or drop one here".to_owned(),
                |file| format!("{}, {}", file.name, count(file.bytes.len(), "byte")),
            )
        })
    });
    view! {
        <div class="field">
            <label
                class="drop"
                class:over=flag(move || over.get())
                on:dragover=move |event| {
                    event.prevent_default();
                    over.set(true);
                }
                on:dragleave=move |_| over.set(false)
                on:drop=dropped
            >
                <span>{name}</span>
                <input
                    id="check-body-file"
                    type="file"
                    aria-invalid=text(move || problem.with(|problem| !problem.is_empty()).to_string())
                    aria-describedby="check-file-problem"
                    on:change:target=move |event| {
                        let input = event.target();
                        take(input.files().and_then(|files| files.item(0)));
                        // The same file can be chosen again after it was removed or has changed.
                        input.set_value("");
                    }
                />
            </label>
            <button
                type="button"
                class="link"
                id="check-file-remove"
                hidden=flag(move || form.body.file.with(Option::is_none))
                on:click=move |_| {
                    next_turn();
                    problem.set(String::new());
                    form.body.file.set(None);
                    browser::focus("check-body-file");
                }
            >
                "Remove the file"
            </button>
            <p class="field-error" id="check-file-problem" role="status">{dynamic(move || problem.with(|problem| sentence(problem)))}</p>
            <p class="hint">"Used byte for byte, and not sent anywhere."</p>
        </div>
    }
}
