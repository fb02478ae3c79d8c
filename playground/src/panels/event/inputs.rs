//! The inputs of an event: type, body, scheme and target.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::fields::EventFields;
use super::model::form::EventForm;
use crate::browser;
use crate::browser::worker;
use crate::model::choice::{Choice as _, options};
use crate::model::instant::Clock;
use crate::model::providers::with_events;
use crate::model::scheme::{Method, SchemeChoice, SchemeFields};
use crate::model::task::Task;
use crate::model::words::count;
use crate::reactive::{ErasedMemo, State as _, dynamic, memo, text};
use crate::state::custom_scheme::{CustomSchemeState, EditorIds};
use crate::state::remote;
use crate::ui::bind::TextBinding;
use crate::ui::clock::ClockField;
use crate::ui::controls::{Generate, SecretField, Select, TextArea, TextField};
use crate::ui::custom_scheme::CustomSchemeEditor;
use crate::ui::scheme_chooser::SchemeChooser;

/// The ids of the editor of the custom scheme.
const CUSTOM: EditorIds =
    EditorIds { field: "event-custom", problems: "event-custom-problems", download: "event-custom-download" };

/// The form in the left column.
#[component]
pub(crate) fn Inputs(form: EventFields, scheme: ErasedMemo<SchemeChoice>) -> impl IntoView {
    view! {
        <form class="inputs" on:submit=|event| event.prevent_default()>
            <TypeFields form=form/>
            <TextArea
                id="event-body"
                label="Body"
                rows=14
                value=form.body
                hint=text(move || format!("{}, signed and sent exactly as shown.", count(form.body.with(String::len), "byte")))
            />
            <Signing form=form scheme=scheme/>
            <Target form=form/>
        </form>
    }
}

/// The provider and the event type.
#[component]
fn TypeFields(form: EventFields) -> impl IntoView {
    let custom: CustomSchemeState = expect_context();
    let provider = form.provider;
    let kinds = memo(move || provider.get().events.iter().map(|event| (event.name, event.name)).collect::<Vec<_>>());
    let providers = with_events().map(|provider| (provider.id, provider.name)).collect::<Vec<_>>();
    let chosen_provider = TextBinding::new(
        move || provider.get().id.into(),
        move |id| {
            let now_ms = browser::now_ms();
            custom.read.with_untracked(|custom| form.update(|form| form.choose_provider(&id, custom, now_ms)));
        },
    );
    let chosen_kind = TextBinding::new(
        move || form.kind.get(),
        move |kind| form.update(|form| form.choose(&kind, browser::now_ms())),
    );
    let reset = move |_| form.update(|form| form.choose(&form.kind.clone(), browser::now_ms()));
    view! {
        <div class="row">
            <Select id="event-provider" label="Provider" options=providers value=chosen_provider/>
            <Select id="event-type" label="Event type" options=kinds value=chosen_kind/>
            <button type="button" class="quiet-button" on:click=reset>"Reset body"</button>
        </div>
    }
}

/// Generates a key pair in the worker.
async fn generate_pair(form: EventFields, choice: SchemeChoice, custom: CustomSchemeState) {
    let scheme = match choice {
        SchemeChoice::Known(scheme) => Some(scheme.id().to_owned()),
        SchemeChoice::Custom => custom.json(),
    };
    let Some(scheme) = scheme else { return };
    match worker::run(&Task::Generate(scheme)).await {
        // The scheme may have been changed in the meantime.
        Ok(answer) if form.scheme.get_untracked() == choice => form.update(|form| form.set_pair(&answer)),
        Ok(_) => {}
        Err(_) => remote::answered(false),
    }
}

/// The scheme, the secret, and the id and time of the delivery.
#[component]
fn Signing(form: EventFields, scheme: ErasedMemo<SchemeChoice>) -> impl IntoView {
    let custom: CustomSchemeState = expect_context();
    let choose = move |chosen: SchemeChoice| {
        custom.start_from(scheme.get_untracked(), chosen);
        let now_ms = browser::now_ms();
        custom.read.with_untracked(|custom| form.update(|form| form.choose_scheme(chosen, custom, now_ms)));
    };
    let fields = memo(move || {
        custom
            .read
            .with(|custom| scheme.get().scheme(custom).map(|scheme| SchemeFields::of(&scheme)).unwrap_or_default())
    });
    let can_generate_keys = memo(move || custom.read.with(|custom| EventForm::can_generate_keys(scheme.get(), custom)));
    let generate = Generate {
        label: "Generate a key",
        is_possible: can_generate_keys.into(),
        run: Callback::new(move |()| {
            let choice = scheme.get_untracked();
            if custom.read.with_untracked(|custom| EventForm::generates_pairs(choice, custom)) {
                spawn_local(generate_pair(form, choice, custom));
            } else if let Some(random) = browser::random_bytes() {
                custom.read.with_untracked(|custom| form.update(|form| form.generate_key(custom, &*random)));
            }
        }),
    };
    // Memoised, because deriving a sample secret from its bytes takes some time.
    let secrets = memo(move || {
        scheme.track();
        form.uses_sample.track();
        form.secrets.track();
        custom.read.with(|custom| form.with_untracked(|form| form.secrets(custom)))
    });
    let value = TextBinding::new(
        move || secrets.with(|secrets| secrets.to_string()),
        move |text| form.update(|form| form.set_secrets(text)),
    );
    let hint = text(move || {
        scheme.track();
        secrets.track();
        custom.read.with(|custom| form.with_untracked(|form| form.secret_hint(custom)))
    });
    view! {
        <SchemeChooser id="event-scheme" label="Sign as" chosen=scheme choose=choose/>
        {dynamic(move || (scheme.get() == SchemeChoice::Custom).then(|| view! {
            <CustomSchemeEditor ids=CUSTOM/>
        }).into_any())}
        <SecretField id="event-secret" label="Secret" rows=2 value=value hint=hint generate=generate/>
        {dynamic(move || fields.get().id.then(|| view! {
            <TextField id="event-id" label="Delivery id" value=form.id/>
        }).into_any())}
        {dynamic(move || fields.get().time.then(|| view! {
            <ClockField
                name="event-clock"
                id="event-instant"
                legend="Signed at"
                clocks=&[Clock::Now, Clock::At]
                value=form.when
            />
        }).into_any())}
    }
}

/// The method, the URL and other headers.
#[component]
fn Target(form: EventFields) -> impl IntoView {
    view! {
        <div class="row request">
            <Select id="event-method" label="Method" options=options(Method::ALL) value=form.method/>
            <TextField
                id="event-url"
                label="Target URL"
                keyboard="url"
                placeholder="http://127.0.0.1:3000/webhook"
                value=form.url
            />
        </div>
        <TextArea
            id="event-headers"
            label="Other headers"
            rows=2
            hint="Sent with the delivery, one per line. Some schemes sign one of them."
            value=form.headers
        />
    }
}
