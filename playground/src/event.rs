//! The panel that crafts an event and signs it.

use hookwright::provenance::Confidence;
use hookwright::provider::Provider;
use hookwright::snippet::render;
use leptos::prelude::*;

use crate::browser;
use crate::code::{CodeBlock, RequestCode};
use crate::controls::{Choice, SecretField, TextArea, TextField};
use crate::findings::{Problems, Said, Tone, Verdict};
use crate::model::check::CheckForm;
use crate::model::event::{EventForm, block};
use crate::model::fields::describe_secrets;
use crate::model::panel::Panel;
use crate::model::reading::{Quality, Reading, tally};
use crate::model::with_events;
use crate::model::words::{count, describe_scheme, retry_plan};
use crate::provenance::Sources;
use crate::reactive::{dynamic, flag, memo, text};

/// The panel.
#[component]
pub(crate) fn EventPanel(
    /// What is filled in.
    form: RwSignal<EventForm>,
    /// The form of the panel that the delivery can be handed to.
    check: RwSignal<CheckForm>,
) -> impl IntoView {
    let panel = expect_context::<RwSignal<Panel>>();
    let reading = memo(move || form.with(EventForm::reading));
    let signature =
        memo(move || form.with(|form| form.signed().map_or_else(|reason| reason, |headers| block(&headers))));
    let scheme = memo(move || form.with(EventForm::scheme));
    let hand_over = move |_| {
        if let Some(delivery) = form.with_untracked(EventForm::to_check) {
            check.set(delivery);
            panel.set(Panel::Check);
            browser::focus("check-verdict");
        }
    };
    view! {
        <form class="inputs" on:submit=|event| event.prevent_default()>
            <Kind form=form/>
            <TextArea
                id="event-body"
                label="Body"
                rows=14
                value=Signal::derive(move || form.with(|form| form.body.clone()))
                typed=move |body| form.update(|form| form.body = body)
                hint=Signal::derive(move || {
                    format!("{}, signed and sent exactly as they stand here.", count(form.with(|form| form.body.len()), "byte"))
                })
            />
            <SecretField
                id="event-secret"
                label="Secret"
                value=Signal::derive(move || form.with(|form| form.secret.to_string()))
                typed=move |text: String| form.update(|form| form.secret = text.into())
                hint=Signal::derive(move || form.with(|form| describe_secrets(&form.secret)))
            />
            <TextField
                id="event-url"
                label="Target URL"
                keyboard="url"
                placeholder="http://127.0.0.1:3000/webhook"
                value=Signal::derive(move || form.with(|form| form.url.clone()))
                typed=move |url| form.update(|form| form.url = url)
            />
        </form>
        <div class="results">
            <Verdict id="event-verdict" said=Signal::derive(move || said(&reading.get(), form.with(|form| form.provider)))/>
            <Problems id="event-problems" problems=Signal::derive(move || reading.get().problems)/>
            <CodeBlock title="Signature header" id="event-signature" text=signature/>
            <p class="quiet about-scheme">{text(move || scheme.get().map(describe_scheme).unwrap_or_default())}</p>
            <button type="button" class="primary" hidden=flag(move || scheme.get().is_none()) on:click=hand_over>"Check this delivery"</button>
            <RequestCode title="Delivery" id="event-request" code=move |language| form.with(|form| render(&form.request(), language))/>
            <Evidence form=form/>
            <Retries form=form/>
        </div>
    }
}

fn said(reading: &Reading, provider: &Provider) -> Said {
    let kind = reading.kind.as_deref().unwrap_or("");
    let found = tally(&reading.problems);
    match Quality::of(&reading.problems) {
        Quality::Bad => Said { tone: Tone::Bad, title: "Not valid".into(), code: None, detail: found },
        _ if found.is_empty() => Said {
            tone: Tone::Good,
            title: "Valid".into(),
            code: None,
            detail: format!("a `{kind}` event as {} sends it, as far as is known", provider.name),
        },
        _ => Said {
            tone: Tone::Good,
            title: "Valid".into(),
            code: None,
            detail: format!("a `{kind}` event, with {found}"),
        },
    }
}

/// Whose event, and which.
#[component]
fn Kind(form: RwSignal<EventForm>) -> impl IntoView {
    let provider = memo(move || form.with(|form| form.provider.id));
    let kinds = Signal::derive(move || {
        provider.track();
        form.with_untracked(|form| {
            form.provider.events.iter().map(|event| (event.name, event.name)).collect::<Vec<_>>()
        })
    });
    let providers = with_events().map(|provider| (provider.id, provider.name)).collect::<Vec<_>>();
    let again = move |_| {
        form.update(|form| form.choose(form.provider.id, form.kind, browser::now_ms()));
    };
    view! {
        <div class="row">
            <Choice
                id="event-provider"
                label="Provider"
                options=providers
                chosen=provider
                choose=move |id: String| form.update(|form| form.choose(&id, "", browser::now_ms()))
            />
            <Choice
                id="event-type"
                label="Event type"
                options=kinds
                chosen=Signal::derive(move || form.with(|form| form.kind))
                choose=move |kind: String| form.update(|form| form.choose(form.provider.id, &kind, browser::now_ms()))
            />
            <button type="button" class="quiet-button" on:click=again>"Reset body"</button>
        </div>
    }
}

/// How sure all this is.
#[component]
fn Evidence(form: RwSignal<EventForm>) -> impl IntoView {
    let scheme = memo(move || form.with(EventForm::scheme));
    let kind = memo(move || form.with(|form| form.provider.event_type(form.kind)));
    view! {
        <div class="evidence">
            {dynamic(move || scheme.get().map(|scheme| view! { <Sources what="How it is signed" provenance=scheme.provenance/> }).into_any())}
            {dynamic(move || kind.get().map(|kind| view! { <Sources what="What is in it" provenance=kind.provenance/> }).into_any())}
        </div>
    }
}

/// When the provider would try again.
#[component]
fn Retries(form: RwSignal<EventForm>) -> impl IntoView {
    let provider = memo(move || form.with(|form| form.provider));
    let table = dynamic(move || {
        let (plan, lines) = retry_plan(provider.get());
        let rows = lines.into_iter().map(|line| {
            view! { <tr><td>{line.number}</td><td>{line.wait}</td><td>{line.elapsed}</td></tr> }
        });
        let assumed = plan.confidence == Confidence::Assumed;
        view! {
            <p>{plan.summary} {assumed.then(|| view! { " " <span class="badge assumed">"assumed"</span> })}</p>
            <table>
                <thead>
                    <tr><th scope="col">"Attempt"</th><th scope="col">"Wait"</th><th scope="col">"After the first"</th></tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        }
        .into_any()
    });
    view! {
        <details class="card retries">
            <summary>"If your receiver is down"</summary>
            {table}
        </details>
    }
}
