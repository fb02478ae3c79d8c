//! The panel that crafts an event and signs it.

use std::time::Duration;

use hookwright::catalog::Provider;
use hookwright::provenance::Confidence;
use hookwright::snippet::render;
use leptos::prelude::*;

use crate::browser;
use crate::chooser::SchemeChooser;
use crate::clock::ClockField;
use crate::code::{CodeBlock, RequestCode};
use crate::controls::{Choice, SecretField, TextArea, TextField};
use crate::findings::{Problems, Said, Tone, Verdict};
use crate::model::check::CheckForm;
use crate::model::event::EventForm;
use crate::model::instant::Clock;
use crate::model::panel::Panel;
use crate::model::reading::{Quality, Reading, tally};
use crate::model::signing::{METHODS, Needs, Signing, method};
use crate::model::with_events;
use crate::model::words::{count, retry_plan};
use crate::own::{OwnEditor, OwnScheme};
use crate::provenance::{Sources, evidence};
use crate::reactive::{Followed, dynamic, flag, memo};
use crate::scheme_card::{SchemeFacts, heading};

/// How often a signature with a time in it is made again: often enough for it to be still good when somebody copies it.
const SIGN_AGAIN: Duration = Duration::from_secs(60);

/// When an event can be signed.
const CLOCKS: &[(Clock, &str)] = &[(Clock::Now, "Now"), (Clock::At, "Another time")];

/// The panel.
#[component]
pub(crate) fn EventPanel(
    /// What is filled in.
    form: RwSignal<EventForm>,
    /// The form of the panel that the delivery can be handed to.
    check: RwSignal<CheckForm>,
) -> impl IntoView {
    let own: OwnScheme = expect_context();
    let panel = expect_context::<RwSignal<Panel>>();
    let reading = memo(move || form.with(EventForm::reading));
    let later = RwSignal::new(());
    let delivery = memo(move || {
        later.track();
        own.read.with(|own| form.with(|form| form.signed(own, browser::now_ms())))
    });
    let sign_again = move || {
        let ages = || own.read.with_untracked(|own| form.with_untracked(|form| form.ages(own)));
        if panel.get_untracked() == Panel::Event && ages() {
            later.set(());
        }
    };
    if let Ok(interval) = set_interval_with_handle(sign_again, SIGN_AGAIN) {
        on_cleanup(move || interval.clear());
    }
    let signing = memo(move || form.with(|form| form.signing));
    let public = memo(move || form.with(|form| form.public.clone()));
    let hand_over = move |_| {
        let handed = own.read.with_untracked(|own| form.with_untracked(|form| form.to_check(own, browser::now_ms())));
        if let Some(delivery) = handed {
            check.update(|check| check.take(delivery));
            panel.set(Panel::Check);
            browser::focus("check-verdict");
        }
    };
    let problems = memo(move || own.read.with(|own| form.with(|form| form.problems(own))));
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
            <SignedBy form=form signing=signing/>
            <Target form=form/>
        </form>
        <div class="results">
            <Verdict id="event-verdict" said=Signal::derive(move || said(&reading.get(), form.with(|form| form.provider)))/>
            <Problems id="event-problems" problems=Signal::derive(move || reading.get().problems)/>
            <CodeBlock
                title="Signature"
                id="event-signature"
                text=Signal::derive(move || form.with(|form| delivery.with(|delivery| form.describe(delivery))))
            />
            <Problems id="event-key-problems" problems=problems/>
            {dynamic(move || public.get().map(|public| view! {
                <CodeBlock title="Public key, for the receiver" id="event-public" text=Signal::stored(public)/>
            }).into_any())}
            <button type="button" class="primary" hidden=flag(move || delivery.with(Result::is_err)) on:click=hand_over>"Check this delivery"</button>
            <RequestCode
                title="Delivery"
                id="event-request"
                code=move |language| form.with(|form| delivery.with(|delivery| render(&form.request(delivery), language)))
            />
            <Evidence form=form signing=signing/>
            <Retries form=form/>
        </div>
    }
}

fn said(reading: &Reading, provider: &Provider) -> Said {
    let kind = reading.kind.as_deref().unwrap_or("");
    let found = tally(&reading.problems);
    let (tone, title, detail) = match Quality::of(&reading.problems) {
        Quality::Bad => (Tone::Bad, "Not valid", found),
        _ if found.is_empty() => {
            (Tone::Good, "Valid", format!("a `{kind}` event as {} sends it, as far as is known", provider.name))
        }
        _ => (Tone::Good, "Valid", format!("a `{kind}` event, with {found}")),
    };
    Said { tone, title: title.into(), code: None, detail, facts: Vec::new() }
}

/// Whose event, and which.
#[component]
fn Kind(form: RwSignal<EventForm>) -> impl IntoView {
    let own: OwnScheme = expect_context();
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
                choose=move |id: String| {
                    own.read.with_untracked(|own| form.update(|form| form.choose_provider(&id, own, browser::now_ms())));
                }
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

/// By which scheme it is signed, and with what.
#[component]
fn SignedBy(form: RwSignal<EventForm>, signing: Followed<Signing>) -> impl IntoView {
    let own: OwnScheme = expect_context();
    let choose = move |signing: Signing| {
        if signing == Signing::Own {
            own.form.update(|own| own.follow(form.with_untracked(|form| form.signing)));
        }
        own.read.with_untracked(|own| form.update(|form| form.sign_by(signing, own, browser::now_ms())));
    };
    let needs = memo(move || {
        own.read.with(|own| signing.get().scheme(own).map(|scheme| Needs::of(&scheme)).unwrap_or_default())
    });
    let can_make = Signal::derive(move || own.read.with(|own| EventForm::makes_keys(signing.get(), own)));
    let make_key = move |()| {
        if let Some(random) = browser::random_bytes() {
            own.read.with_untracked(|own| form.update(|form| form.make_key(own, &*random)));
        }
    };
    view! {
        <SchemeChooser id="event-scheme" label="Signed as by" chosen=signing choose=choose/>
        {dynamic(move || (signing.get() == Signing::Own).then(|| view! { <OwnEditor id="event-own" problems="event-own-problems"/> }).into_any())}
        <SecretField
            id="event-secret"
            label="Secret"
            rows=2
            value=Signal::derive(move || form.with(|form| form.secrets.to_string()))
            typed=move |text: String| form.update(|form| (form.secrets, form.public) = (text.into(), None))
            hint=Signal::derive(move || own.read.with(|own| form.with(|form| form.secret_hint(own))))
            generate=Callback::new(make_key)
            generate_label="Make a key"
            can_generate=can_make
        />
        {dynamic(move || needs.get().id.then(|| view! {
            <TextField
                id="event-id"
                label="Id of the delivery"
                value=Signal::derive(move || form.with(|form| form.id.clone()))
                typed=move |id| form.update(|form| form.id = id)
            />
        }).into_any())}
        {dynamic(move || needs.get().time.then(|| view! {
            <ClockField
                name="event-clock"
                id="event-instant"
                legend="Signed at"
                clocks=CLOCKS
                when=Signal::derive(move || form.with(|form| form.when.clone()))
                choose=move |clock| form.update(|form| form.when.choose(clock, browser::now_ms()))
                typed=move |text| form.update(|form| form.when.text = text)
            />
        }).into_any())}
    }
}

/// Where it goes, and with what besides the signature.
#[component]
fn Target(form: RwSignal<EventForm>) -> impl IntoView {
    let methods = METHODS.map(|method| (method, method)).to_vec();
    view! {
        <div class="row request">
            <Choice
                id="event-method"
                label="Method"
                options=methods
                chosen=Signal::derive(move || form.with(|form| form.method))
                choose=move |name: String| form.update(|form| form.method = method(&name))
            />
            <TextField
                id="event-url"
                label="Target URL"
                keyboard="url"
                placeholder="http://127.0.0.1:3000/webhook"
                value=Signal::derive(move || form.with(|form| form.url.clone()))
                typed=move |url| form.update(|form| form.url = url)
            />
        </div>
        <TextArea
            id="event-headers"
            label="Other headers"
            rows=2
            hint="Sent along, one a line. A few schemes sign one of them."
            value=Signal::derive(move || form.with(|form| form.headers.to_string()))
            typed=move |text: String| form.update(|form| form.headers = text.into())
        />
    }
}

/// How it is signed, and how sure all this is.
#[component]
fn Evidence(form: RwSignal<EventForm>, signing: Followed<Signing>) -> impl IntoView {
    let kind = memo(move || form.with(|form| form.provider.event_type(form.kind)));
    view! {
        <details class="card more">
            <summary>{heading(signing.into())}</summary>
            <SchemeFacts id="event-facts" signing=signing/>
        </details>
        <div class="evidence">
            {dynamic(move || kind.get().map(|kind| view! { <Sources what="What is in it" provenance=evidence(&kind.provenance)/> }).into_any())}
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
        <details class="card more retries">
            <summary>"If your receiver is down"</summary>
            {table}
        </details>
    }
}
