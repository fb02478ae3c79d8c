//! The body of the delivery: typed, given as digits, or read from a file.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{DragEvent, File};

use crate::browser;
use crate::controls::{Segmented, TextArea};
use crate::model::body::{ChosenFile, Form};
use crate::model::check::CheckForm;
use crate::model::words::count;
use crate::reactive::{dynamic, flag, memo, text};

/// The body, as text, as digits or as a file.
#[component]
pub(crate) fn BodyField(form: RwSignal<CheckForm>) -> impl IntoView {
    let shown = memo(move || form.with(|form| form.body.form));
    let options = Form::ALL.map(|form| (form.id(), form.title())).to_vec();
    let field = dynamic(move || match shown.get() {
        Form::Text => view! {
            <TextArea
                id="check-body"
                label="Body as text"
                hide_label=true
                rows=12
                hint="A text field turns CRLF into LF. Where bytes must be exact, give them as hex or as a file."
                value=Signal::derive(move || form.with(|form| form.body.text.clone()))
                typed=move |text| form.update(|form| form.body.text = text)
            />
        }
        .into_any(),
        Form::Hex => view! {
            <TextArea
                id="check-body-hex"
                label="Body as hex"
                hide_label=true
                rows=12
                placeholder="7b 22 69 64 22 …"
                hint="Two digits a byte; white space does not count."
                value=Signal::derive(move || form.with(|form| form.body.hex.clone()))
                typed=move |hex| form.update(|form| form.body.hex = hex)
            />
        }
        .into_any(),
        Form::File => view! { <FileField form=form/> }.into_any(),
    });
    view! {
        <div class="body-field">
            <Segmented
                name="check-form"
                legend="Body"
                options=options
                chosen=Signal::derive(move || shown.get().id())
                choose=move |id: &'static str| form.update(|form| form.body.show(Form::from_id(id)))
            />
            {field}
        </div>
    }
}

/// A file to read the body from, chosen or dropped.
#[component]
fn FileField(form: RwSignal<CheckForm>) -> impl IntoView {
    let over = RwSignal::new(false);
    let take = move |file: Option<File>| {
        let Some(file) = file else { return };
        spawn_local(async move {
            if let Some(bytes) = browser::read(&file).await {
                let chosen = ChosenFile { name: file.name(), bytes: bytes.into() };
                form.update(|form| form.body.file = Some(chosen));
            }
        });
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        take(event.data_transfer().and_then(|data| data.files()).and_then(|files| files.item(0)));
    };
    let name = text(move || {
        form.with(|form| {
            form.body.file.as_ref().map_or_else(
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
                    on:change:target=move |event| take(event.target().files().and_then(|files| files.item(0)))
                />
            </label>
            <p class="hint">"Taken byte for byte, and only into this page."</p>
        </div>
    }
}
