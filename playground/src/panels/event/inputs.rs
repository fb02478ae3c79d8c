//! The inputs of the delivery: the scheme, the secret and the target.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::fields::EventFields;
use super::model::form::EventForm;
use super::model::send::completed;
use super::sending::obstacle_of;
use super::state::CraftState;
use crate::browser;
use crate::browser::worker;
use crate::model::choice::{Choice as _, options};
use crate::model::instant::Clock;
use crate::model::json::Value;
use crate::model::samples::{SenderSample, sample_of};
use crate::model::scheme::{CustomScheme, Method, SchemeChoice, SchemeFields};
use crate::model::task::Task;
use crate::reactive::{State as _, dynamic, effect, flag, memo, text};
use crate::state::custom_scheme::{CustomSchemeState, EditorIds};
use crate::state::remote;
use crate::ui::bind::TextBinding;
use crate::ui::clock::ClockField;
use crate::ui::controls::{Generate, SecretField, Select, TextArea, TextField};
use crate::ui::custom_scheme::CustomSchemeEditor;
use crate::ui::findings::sentence;
use crate::ui::scheme_chooser::SchemeChooser;

/// The ids of the editor of the custom scheme.
const CUSTOM: EditorIds =
    EditorIds { field: "event-custom", problems: "event-custom-problems", download: "event-custom-download" };

/// The form with the scheme, the secret and the target.
#[component]
pub(super) fn Inputs(state: CraftState) -> impl IntoView {
    view! {
        <form class="inputs" on:submit=|event| event.prevent_default()>
            <Signing state=state/>
            <Target state=state/>
        </form>
    }
}

/// Generates a key pair in the worker.
async fn generate_pair(form: EventFields, choice: SchemeChoice, custom: CustomSchemeState) {
    let scheme = match choice {
        SchemeChoice::Known(scheme) => Some(scheme.id().to_owned()),
        SchemeChoice::Custom => custom.json(),
    };
    let Some(scheme) = scheme else { return };
    let algorithm = custom.read.with_untracked(|custom| EventForm::browser_algorithm(choice, custom));
    let task = match algorithm {
        Some(algorithm) if algorithm != "ed25519" => Task::GeneratePem(algorithm),
        _ => Task::Generate(scheme),
    };
    match worker::run(&task).await {
        // The scheme may have been changed in the meantime.
        Ok(answer) if form.scheme.get_untracked() == choice => form.update(|form| form.set_pair(&answer)),
        Ok(_) => {}
        Err(_) => remote::answered(false),
    }
}

/// Derives the public key of a typed private key, because the receiver must not get the private one.
fn derive_public_key(state: CraftState) {
    let CraftState { form, custom, derived, .. } = state;
    effect(move || {
        let (choice, uses_sample, secrets) = (form.scheme.get(), form.uses_sample.get(), form.secrets.get());
        let has_public = form.public.with(Option::is_some);
        let algorithm = custom.read.with(|custom| EventForm::browser_algorithm(choice, custom));
        derived.set(None);
        let Some(algorithm) = algorithm else { return };
        if uses_sample || has_public || secrets.trim().is_empty() {
            return;
        }
        spawn_local(async move {
            let answer = worker::run(&Task::PublicKey(algorithm, secrets.clone())).await;
            let is_current =
                form.secrets.with_untracked(|now| *now == secrets) && form.scheme.get_untracked() == choice;
            let public = answer.ok().filter(|_| is_current);
            let Some(public) = public.as_ref().and_then(|it| it.get("publicKey")).and_then(Value::as_str) else {
                return;
            };
            let read = |custom: &CustomScheme| form.with_untracked(|form| form.converted(custom, public));
            match custom.read.with_untracked(read) {
                Some(converted) => {
                    form.update(|form| form.set_secrets(converted.to_string()));
                    state.secret_note.set("The PEM was converted to the form of this scheme’s keys.");
                }
                None => derived.set(Some(public.into())),
            }
        });
    });
}

/// The scheme, the secret, and the id and time of the delivery.
#[component]
fn Signing(state: CraftState) -> impl IntoView {
    let CraftState { form, custom, results, .. } = state;
    let scheme = results.scheme;
    derive_public_key(state);
    // Memoised, because deriving a sample secret from its bytes takes some time.
    let secrets = memo(move || {
        scheme.track();
        form.uses_sample.track();
        form.secrets.track();
        custom.read.with(|custom| form.with_untracked(|form| form.secrets(custom)))
    });
    let choose = move |chosen: SchemeChoice| {
        custom.start_from(scheme.get_untracked(), chosen);
        let now_ms = browser::now_ms();
        let before = form.uses_sample.get_untracked().then(|| secrets.get_untracked());
        custom.read.with_untracked(|custom| form.update(|form| form.choose_scheme(chosen, custom, now_ms)));
        let is_other = form.uses_sample.get_untracked() && before != Some(secrets.get_untracked());
        state.secret_note.set(if is_other {
            "The secret has changed: it is the sample of this scheme now."
        } else {
            ""
        });
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
    let value = TextBinding::new(
        move || secrets.with(|secrets| secrets.to_string()),
        move |text| {
            state.secret_note.set("");
            form.update(|form| form.set_secrets(text));
        },
    );
    let use_sample = move |_| {
        form.update(EventForm::use_sample);
        browser::focus("event-secret");
    };
    let hint = text(move || {
        scheme.track();
        secrets.track();
        custom.read.with(|custom| form.with_untracked(|form| form.secret_hint(custom)))
    });
    view! {
        <SchemeChooser id="event-scheme" label="Sign as" chosen=scheme choose=choose/>
        {dynamic(move || {
            form.sender.track();
            let sample = sample_of(scheme.get().sender_id());
            let is_other = form.with_untracked(EventForm::source) != scheme.get().sender_id();
            sample.filter(|_| is_other).map(|sample| offer_view(state, sample)).into_any()
        })}
        {dynamic(move || (scheme.get() == SchemeChoice::Custom).then(|| view! {
            <CustomSchemeEditor ids=CUSTOM/>
        }).into_any())}
        <MemberLines state=state/>
        <SecretField id="event-secret" label="Secret" rows=2 value=value hint=hint generate=generate is_public=flag(move || form.uses_sample.get())/>
        <p class="hint" id="event-secret-note" role="status">{text(move || state.secret_note.get().into())}</p>
        <p class="offer" hidden=flag(move || form.uses_sample.get())>
            <button type="button" class="link" id="event-sample-secret" on:click=use_sample>"Use the sample secret"</button>
        </p>
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

/// What the scheme needs in the body: what was added to a sample, and what is missing in an edited body.
#[component]
fn MemberLines(state: CraftState) -> impl IntoView {
    let CraftState { form, custom, results, .. } = state;
    let has_added = flag(move || !form.edited.get() && form.plain.with(|plain| !plain.is_empty()));
    let missing = memo(move || {
        results.scheme.track();
        form.body.track();
        let names = |form: &EventForm, custom: &CustomScheme| {
            form.missing_members(custom).into_iter().map(|pointer| format!("`{pointer}`")).collect::<Vec<_>>()
        };
        custom.read.with(|custom| form.with_untracked(|form| names(form, custom))).join(", ")
    });
    let add = move |_| {
        let now_ms = browser::now_ms();
        let custom = custom.read.get_untracked();
        state.replace("The members that the scheme reads were added to the body.", |form| {
            form.add_missing_members(&custom, now_ms);
        });
        browser::focus("event-undo");
    };
    view! {
        <p class="hint" id="event-added" hidden=flag(move || !has_added.get())>
            "The sample has members that this scheme reads. Another scheme removes them."
        </p>
        <div class="problems" id="event-missing" role="status" hidden=flag(move || missing.with(String::is_empty))>
            <p>
                {dynamic(move || sentence(&format!("this scheme reads members that the body does not have: {}", missing.get())))}
                " "
                <button type="button" class="link" id="event-add-members" on:click=add>"Add"</button>
            </p>
        </div>
    }
}

/// Offers the sample body of the sender of the scheme.
fn offer_view(state: CraftState, sample: &'static SenderSample) -> AnyView {
    let take = move |_| {
        let now_ms = browser::now_ms();
        let custom = state.custom.read.get_untracked();
        state.replace(format!("The sample of {} has replaced the body.", sample.name), |form| {
            form.choose_sample(sample, now_ms);
            form.choose_scheme(form.scheme, &custom, now_ms);
        });
        browser::focus("event-undo");
    };
    view! {
        <p class="offer">
            <button type="button" class="link" id="event-use-sample" on:click=take>"Use the sample body of "{sample.name}</button>
        </p>
    }
    .into_any()
}

/// The method, the URL and other headers.
#[component]
fn Target(state: CraftState) -> impl IntoView {
    let form = state.form;
    let obstacle = memo(move || obstacle_of(state).unwrap_or_default());
    view! {
        <div class="row request">
            <Select id="event-method" label="Method" options=options(Method::ALL) value=form.method/>
            <TextField
                id="event-url"
                label="Target URL"
                keyboard="url"
                placeholder="http://127.0.0.1:8000/webhook"
                value=form.url
            />
        </div>
        <p class="hint" id="event-send-obstacle">{dynamic(move || sentence(&obstacle.get()))}</p>
        {dynamic(move || form.url.with(|url| completed(url)).map(|url| {
            let label = format!("Use {url}");
            let complete = move |_| {
                form.url.set(url.clone());
                browser::focus("event-url");
            };
            view! { <button type="button" class="link" id="event-complete-url" on:click=complete>{label}</button> }
        }).into_any())}
        <TextArea
            id="event-headers"
            label="Other headers"
            rows=2
            hint="Sent with the delivery, one per line. Some schemes sign one of them."
            value=form.headers
        />
    }
}
