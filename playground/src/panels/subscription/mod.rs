//! The panel that creates a subscription.

mod fields;
mod model;

use hookwright::event::EventType;
use hookwright::signature::text_secret;
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::panel::Panel;
use crate::browser;
use crate::model::choice::Named;
use crate::model::fields::describe_secrets;
use crate::model::form::Form as _;
use crate::model::providers::with_apis;
use crate::model::reading::{Quality, tally};
use crate::model::words::count;
use crate::reactive::{State as _, dynamic, flag, memo, text};
use crate::state::saved::SavedForms;
use crate::ui::bind::TextBinding;
use crate::ui::code::{CodeBlock, RequestCode};
use crate::ui::controls::{Generate, SecretField, Select, Switch, TextArea, TextField};
use crate::ui::findings::{Problems, Tone, Verdict, VerdictText};
use crate::ui::provenance::{Sources, evidence};
use fields::SubscriptionFields;
use model::{Review, SubscriptionForm};

pub(crate) const PANEL: Panel = Panel {
    id: SubscriptionForm::ID,
    title: "Subscribe",
    heading: "Subscribe to events",
    lead: "Choose events, and copy the request that subscribes to them.",
    load: |forms| Box::pin(load(forms)),
    prefetch: || Box::pin(prefetch()),
};

#[wasm_split(subscription, fallible, preload(prefetch))]
fn load(forms: SavedForms) -> Result<AnyView, SplitLoaderError> {
    forms.provide::<SubscriptionFields>();
    Ok(view! { <SubscriptionPanel/> }.into_any())
}

#[component]
fn SubscriptionPanel() -> impl IntoView {
    let form: SubscriptionFields = expect_context();
    let review = memo(move || form.with(SubscriptionForm::review));
    let verdict = memo(move || review.with(verdict));
    let api = memo(move || form.with(SubscriptionForm::api));
    let is_by_hand = memo(move || api.get().is_some_and(|api| api.endpoint.is_none()));
    view! {
        <form class="inputs" on:submit=|event| event.prevent_default()>
            <Target form=form/>
            <EventCheckboxes form=form/>
            <Options form=form/>
        </form>
        <div class="results">
            <Verdict id="subscription-verdict" value=verdict/>
            <Problems id="subscription-problems" problems=memo(move || review.with(|review| review.problems.clone()))/>
            {dynamic(move || if is_by_hand.get() {
                let settings = text(move || review.with(|review| review.settings.clone().unwrap_or_default()));
                view! { <CodeBlock title="Settings" id="subscription-settings" text=settings/> }.into_any()
            } else {
                view! { <RequestCode title="Request" id="subscription-request" code=move |language| review.with(|review| review.code(language))/> }.into_any()
            })}
            {dynamic(move || api.get().map(|api| view! { <Sources what="This API" provenance=evidence(&api.provenance)/> }).into_any())}
        </div>
    }
}

fn verdict(review: &Review) -> VerdictText {
    let tone = match Quality::of(&review.problems) {
        Quality::Good => Tone::Good,
        Quality::Doubtful => Tone::Doubtful,
        Quality::Bad => Tone::Bad,
    };
    let is_by_hand = review.settings.is_some();
    let title = match (review.is_ready(), is_by_hand) {
        (true, false) => "Ready to send",
        (true, true) => "Ready to fill in",
        (false, _) => "Not ready",
    };
    let requests = match review.requests.len() {
        0 => "This provider has no API: enter the settings by hand".into(),
        1 => "One request creates this subscription".into(),
        several => format!("This API accepts one event per subscription: {}", count(several, "request")),
    };
    let found = tally(&review.problems);
    VerdictText::new(tone, title, if found.is_empty() { requests } else { format!("{found}. {requests}") })
}

/// The provider, its API and the endpoint.
#[component]
fn Target(form: SubscriptionFields) -> impl IntoView {
    let providers = with_apis().map(|provider| (provider.id, provider.name)).collect::<Vec<_>>();
    let provider = form.provider;
    let apis = memo(move || provider.get().apis.iter().map(|api| (api.id, api.title)).collect::<Vec<_>>());
    let chosen_provider = TextBinding::new(
        move || provider.get().id.into(),
        move |id| {
            Named::from_id(&id).into_iter().for_each(|provider| form.update(|form| form.choose_provider(provider)))
        },
    );
    let chosen_api = TextBinding::new(
        move || form.with(|form| form.api().map_or("", |api| api.id)).into(),
        move |id| form.api.set(id),
    );
    view! {
        <div class="row">
            <Select id="subscription-provider" label="Provider" options=providers value=chosen_provider/>
            <Select id="subscription-api" label="API" options=apis value=chosen_api/>
        </div>
        <TextField
            id="subscription-url"
            label="Endpoint URL"
            keyboard="url"
            placeholder="https://"
            value=form.url
        />
    }
}

#[component]
fn EventCheckboxes(form: SubscriptionFields) -> impl IntoView {
    let (provider, events) = (form.provider, form.events);
    let tick = move |event: &'static EventType| {
        let name = event.name;
        view! {
            <label class="tick">
                <input
                    type="checkbox"
                    value=name
                    prop:checked=flag(move || events.with(|events| events.iter().any(|event| event == name)))
                    on:change:target=move |change| {
                        let is_selected = change.target().checked();
                        form.update(|form| form.set_selected(name, is_selected));
                    }
                />
                <span><code>{name}</code><span class="about">{event.description}</span></span>
            </label>
        }
    };
    let provider_id = memo(move || provider.get().id);
    let ticks = dynamic(move || {
        provider_id.track();
        provider.get_untracked().events.iter().map(tick).collect_view().into_any()
    });
    let has_all = memo(move || form.with(SubscriptionForm::has_all));
    view! {
        <fieldset class="events">
            <legend>
                "Events "
                <span class="quiet">{text(move || format!("{} of {}", events.with(Vec::len), provider.get().events.len()))}</span>
            </legend>
            <button type="button" class="link all" on:click=move |_| form.update(|form| form.select_all(!form.has_all()))>
                {text(move || if has_all.get() { "Select none" } else { "Select all" }.into())}
            </button>
            <div class="ticks">{ticks}</div>
        </fieldset>
        <TextField
            id="subscription-other-events"
            label="Other events"
            placeholder="order.shipped"
            hint="Names that are not in the list, separated by commas."
            value=form.other_events
        />
    }
}

/// The fields that only some APIs support.
#[component]
fn Options(form: SubscriptionFields) -> impl IntoView {
    let api = memo(move || form.with(SubscriptionForm::api));
    let has = move |part: fn(&hookwright::subscription::Api) -> bool| api.get().is_some_and(part);
    let generate = Generate {
        label: "Generate",
        is_possible: Signal::stored(true),
        run: Callback::new(move |()| {
            browser::random_bytes().into_iter().for_each(|random| form.secret.set(text_secret(&*random)))
        }),
    };
    view! {
        {dynamic(move || has(|api| api.description.is_some()).then(|| view! {
            <TextField
                id="subscription-description"
                label="Description"
                placeholder="What this subscription is for"
                value=form.description
            />
        }).into_any())}
        {dynamic(move || has(|api| api.secret.is_some()).then(|| view! {
            <SecretField
                id="subscription-secret"
                label="Secret"
                value=form.secret
                hint=text(move || form.secret.with(|secret| describe_secrets(secret)))
                generate=generate
            />
        }).into_any())}
        {dynamic(move || has(|api| api.headers.is_some()).then(|| view! {
            <TextArea
                id="subscription-headers"
                label="Static headers"
                rows=3
                placeholder="Authorization: Bearer …"
                hint="Sent with every delivery, one per line."
                value=form.headers
            />
        }).into_any())}
        {dynamic(move || has(|api| api.active.is_some()).then(|| view! {
            <Switch id="subscription-active" label="Active from the start" value=form.active/>
        }).into_any())}
    }
}
