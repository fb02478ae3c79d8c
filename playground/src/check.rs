//! The panel that checks a delivery. It never signs: what it shows is only ever about what was pasted.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{DragEvent, File};

use crate::browser;
use crate::controls::{Choice, SecretField, Segmented, TextArea};
use crate::examples::ExamplesMenu;
use crate::findings::{Problems, Said, Tone, Verdict};
use crate::model::body::{ChosenFile, Form};
use crate::model::check::{CheckForm, Outcome, Verdict as Decision};
use crate::model::fields::describe_secrets;
use crate::model::reading::Reading;
use crate::model::with_schemes;
use crate::model::words::{count, describe_scheme};
use crate::provenance::Sources;
use crate::reactive::{dynamic, flag, memo, text};

/// The panel.
#[component]
pub(crate) fn CheckPanel(
    /// What is filled in.
    form: RwSignal<CheckForm>,
) -> impl IntoView {
    let outcome = memo(move || form.with(CheckForm::outcome));
    let scheme = memo(move || form.with(|form| form.scheme));
    let schemes = with_schemes().map(|(provider, scheme)| (scheme.id, provider.name)).collect::<Vec<_>>();
    view! {
        <form class="inputs" on:submit=|event| event.prevent_default()>
            <div class="row">
                <Choice
                    id="check-scheme"
                    label="Provider"
                    options=schemes
                    chosen=Signal::derive(move || scheme.get().id)
                    choose=move |id: String| form.update(|form| form.choose_scheme(&id))
                />
                <ExamplesMenu form=form/>
            </div>
            <TextArea
                id="check-headers"
                label="Headers"
                rows=4
                placeholder="X-Webhook-Signature: …"
                hint="As they arrived, one a line. Others than the signature do no harm."
                value=Signal::derive(move || form.with(|form| form.headers.to_string()))
                typed=move |text: String| form.update(|form| form.headers = text.into())
            />
            <BodyField form=form/>
            <SecretField
                id="check-secrets"
                label="Secrets"
                rows=2
                value=Signal::derive(move || form.with(|form| form.secrets.to_string()))
                typed=move |text: String| form.update(|form| form.secrets = text.into())
                hint=Signal::derive(move || {
                    let given = form.with(|form| describe_secrets(&form.secrets));
                    if given.is_empty() { "One a line: while a secret is rotated, there are two.".into() } else { given }
                })
            />
        </form>
        <div class="results">
            <Verdict id="check-verdict" said=Signal::derive(move || said(&outcome.get()))/>
            <Problems id="check-field-problems" problems=Signal::derive(move || outcome.get().problems)/>
            <div class="card">
                <h3>"How it is checked"</h3>
                <dl class="facts">
                    <dt>"Signed content"</dt>
                    <dd id="check-bytes">
                        {text(move || outcome.get().bytes.map_or_else(|| "unreadable".into(), |bytes| format!("the raw body, {}", count(bytes, "byte"))))}
                    </dd>
                    <dt>"Header"</dt>
                    <dd><code>{text(move || scheme.get().header.into())}</code></dd>
                    <dt>"Method"</dt>
                    <dd>{text(move || describe_scheme(scheme.get()))}</dd>
                </dl>
                <Sources what="How it is signed" provenance=Signal::derive(move || scheme.get().provenance)/>
            </div>
            {dynamic(move || {
                let Outcome { verdict, reading, .. } = outcome.get();
                let genuine = matches!(verdict, Decision::Accepted { .. });
                reading.map(|reading| view! { <Contents reading=reading genuine=genuine/> }).into_any()
            })}
        </div>
    }
}

fn said(outcome: &Outcome) -> Said {
    let (tone, title, code, detail) = match outcome.verdict.clone() {
        Decision::Waiting => {
            (Tone::Neutral, "Nothing to check yet", None, "Paste a delivery, or take one of the examples".to_owned())
        }
        Decision::Accepted { of: 1, .. } => {
            (Tone::Good, "Accepted", None, "The secret made this signature from exactly these bytes".into())
        }
        Decision::Accepted { number, of } => (
            Tone::Good,
            "Accepted",
            None,
            format!("Secret {number} of {of} made this signature from exactly these bytes"),
        ),
        Decision::Refused { code, message } => (Tone::Bad, "Refused", Some(code), message),
        Decision::Undecided { code, message } => (Tone::Doubtful, "Cannot be checked", Some(code), message),
    };
    Said { tone, title: title.into(), code, detail }
}

/// What the delivery says.
#[component]
fn Contents(reading: Reading, genuine: bool) -> impl IntoView {
    let or_none = |value: Option<String>| value.unwrap_or_else(|| "none".into());
    let problems = reading.problems;
    view! {
        <div class="card" id="check-contents">
            <h3>
                "What it says"
                {(!genuine).then(|| view! { " " <span class="badge unverified">"unverified: anybody may have written it"</span> })}
            </h3>
            <dl class="facts">
                <dt>"Type"</dt>
                <dd><code>{or_none(reading.kind)}</code></dd>
                <dt>"Id"</dt>
                <dd><code>{or_none(reading.id)}</code></dd>
                <dt>"Time"</dt>
                <dd>{or_none(reading.time)}</dd>
            </dl>
            <Problems id="check-problems" problems=Signal::stored(problems)/>
        </div>
    }
}

/// The body, as text, as digits or as a file.
#[component]
fn BodyField(form: RwSignal<CheckForm>) -> impl IntoView {
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
