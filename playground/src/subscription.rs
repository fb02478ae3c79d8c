//! The panel that puts a subscription together.

use hookwright::catalog;
use hookwright::event::EventType;
use leptos::prelude::*;

use crate::browser;
use crate::code::{CodeBlock, RequestCode};
use crate::controls::{Choice, SecretField, TextArea, TextField};
use crate::findings::{Problems, Said, Tone, Verdict};
use crate::model::fields::describe_secrets;
use crate::model::reading::{Quality, tally};
use crate::model::subscription::{Review, SubscriptionForm};
use crate::model::with_apis;
use crate::model::words::count;
use crate::provenance::{Sources, evidence};
use crate::reactive::{dynamic, flag, memo, text};

/// The panel.
#[component]
pub(crate) fn SubscriptionPanel(
    /// What is filled in.
    form: RwSignal<SubscriptionForm>,
) -> impl IntoView {
    let review = memo(move || form.with(SubscriptionForm::review));
    let api = memo(move || form.with(SubscriptionForm::api));
    let by_hand = memo(move || api.get().is_some_and(|api| api.endpoint.is_none()));
    view! {
        <form class="inputs" on:submit=|event| event.prevent_default()>
            <Target form=form/>
            <EventTicks form=form/>
            <Options form=form/>
        </form>
        <div class="results">
            <Verdict id="subscription-verdict" said=Signal::derive(move || said(&review.get()))/>
            <Problems id="subscription-problems" problems=Signal::derive(move || review.get().problems)/>
            {dynamic(move || if by_hand.get() {
                let settings = Signal::derive(move || review.get().settings.unwrap_or_default());
                view! { <CodeBlock title="Settings" id="subscription-settings" text=settings/> }.into_any()
            } else {
                view! { <RequestCode title="Request" id="subscription-request" code=move |language| review.with(|review| review.code(language))/> }.into_any()
            })}
            {dynamic(move || api.get().map(|api| view! { <Sources what="This API" provenance=evidence(&api.provenance)/> }).into_any())}
        </div>
    }
}

fn said(review: &Review) -> Said {
    let tone = match Quality::of(&review.problems) {
        Quality::Good => Tone::Good,
        Quality::Doubtful => Tone::Doubtful,
        Quality::Bad => Tone::Bad,
    };
    let by_hand = review.settings.is_some();
    let title = match (review.is_ready(), by_hand) {
        (true, false) => "Ready to send",
        (true, true) => "Ready to fill in",
        (false, _) => "Not ready",
    };
    let made = match review.requests.len() {
        0 => "There is no API for this: the settings go into a form".into(),
        1 => "One request makes this subscription".into(),
        several => format!("This API takes one event at a time: {}", count(several, "request")),
    };
    let found = tally(&review.problems);
    let detail = if found.is_empty() { made } else { format!("{found}. {made}") };
    Said { tone, title: title.into(), code: None, detail, facts: Vec::new() }
}

/// Who and where.
#[component]
fn Target(form: RwSignal<SubscriptionForm>) -> impl IntoView {
    let providers = with_apis().map(|provider| (provider.id, provider.name)).collect::<Vec<_>>();
    let provider = memo(move || form.with(|form| form.provider.id));
    let apis = Signal::derive(move || {
        provider.track();
        form.with_untracked(|form| form.provider.apis.iter().map(|api| (api.id, api.title)).collect::<Vec<_>>())
    });
    let choose_api = move |id: String| {
        form.update(|form| form.api = form.provider.apis.iter().position(|api| api.id == id).unwrap_or(0));
    };
    view! {
        <div class="row">
            <Choice
                id="subscription-provider"
                label="Provider"
                options=providers
                chosen=provider
                choose=move |id: String| {
                    if let Some(provider) = catalog::find(&id) {
                        form.update(|form| form.choose_provider(provider));
                    }
                }
            />
            <Choice
                id="subscription-api"
                label="API"
                options=apis
                chosen=Signal::derive(move || form.with(|form| form.api().map_or("", |api| api.id)))
                choose=choose_api
            />
        </div>
        <TextField
            id="subscription-url"
            label="Endpoint URL"
            keyboard="url"
            placeholder="https://"
            value=Signal::derive(move || form.with(|form| form.url.clone()))
            typed=move |url| form.update(|form| form.url = url)
        />
    }
}

/// Which events.
#[component]
fn EventTicks(form: RwSignal<SubscriptionForm>) -> impl IntoView {
    let provider = memo(move || form.with(|form| form.provider.id));
    let ticks = dynamic(move || {
        let events = catalog::find(provider.get()).map_or(&[][..], |provider| provider.events);
        let tick = |event: &'static EventType| {
            let name = event.name;
            view! {
                <label class="tick">
                    <input
                        type="checkbox"
                        value=name
                        prop:checked=flag(move || form.with(|form| form.events.contains(&name)))
                        on:change:target=move |change| {
                            let ticked = change.target().checked();
                            form.update(|form| form.tick(name, ticked));
                        }
                    />
                    <span><code>{name}</code><span class="about">{event.description}</span></span>
                </label>
            }
        };
        events.iter().map(tick).collect_view().into_any()
    });
    view! {
        <fieldset class="events">
            <legend>
                "Events "
                <span class="quiet">{text(move || form.with(|form| format!("{} of {}", form.events.len(), form.provider.events.len())))}</span>
            </legend>
            <button
                type="button"
                class="link all"
                on:click=move |_| form.update(|form| form.tick_all(!form.has_all()))
            >
                {text(move || if form.with(SubscriptionForm::has_all) { "Select none" } else { "Select all" }.into())}
            </button>
            <div class="ticks">{ticks}</div>
        </fieldset>
        <TextField
            id="subscription-other-events"
            label="Other events"
            placeholder="order.shipped"
            hint="Names that are not in the list, separated by commas."
            value=Signal::derive(move || form.with(|form| form.other_events.clone()))
            typed=move |names| form.update(|form| form.other_events = names)
        />
    }
}

/// What only some APIs have.
#[component]
fn Options(form: RwSignal<SubscriptionForm>) -> impl IntoView {
    let api = memo(move || form.with(SubscriptionForm::api));
    let has = move |part: fn(&hookwright::subscription::Api) -> bool| api.get().is_some_and(part);
    view! {
        {dynamic(move || has(|api| api.description.is_some()).then(|| view! {
            <TextField
                id="subscription-description"
                label="Description"
                placeholder="What this subscription is for"
                value=Signal::derive(move || form.with(|form| form.description.clone()))
                typed=move |text| form.update(|form| form.description = text)
            />
        }).into_any())}
        {dynamic(move || has(|api| api.secret.is_some()).then(|| view! {
            <SecretField
                id="subscription-secret"
                label="Secret"
                value=Signal::derive(move || form.with(|form| form.secret.to_string()))
                typed=move |text: String| form.update(|form| form.secret = text.into())
                hint=Signal::derive(move || form.with(|form| describe_secrets(&form.secret)))
                generate=Callback::new(move |()| {
                    if let Some(secret) = browser::random_secret() {
                        form.update(|form| form.secret = secret.into());
                    }
                })
            />
        }).into_any())}
        {dynamic(move || has(|api| api.headers.is_some()).then(|| view! {
            <TextArea
                id="subscription-headers"
                label="Static headers"
                rows=3
                placeholder="Authorization: Bearer …"
                hint="Sent with every delivery, one a line."
                value=Signal::derive(move || form.with(|form| form.headers.to_string()))
                typed=move |text: String| form.update(|form| form.headers = text.into())
            />
        }).into_any())}
        {dynamic(move || has(|api| api.active.is_some()).then(|| view! {
            <label class="tick switch">
                <input
                    type="checkbox"
                    prop:checked=flag(move || form.with(|form| form.active))
                    on:change:target=move |change| {
                        let active = change.target().checked();
                        form.update(|form| form.active = active);
                    }
                />
                <span>"Active from the start"</span>
            </label>
        }).into_any())}
    }
}
