//! The inputs of a check: the scheme, the request and the secrets.

use leptos::prelude::*;

use super::body::BodyField;
use super::examples::ExamplesMenu;
use super::fields::CheckFields;
use super::paste::{body_line, detected_line};
use super::state::CheckState;
use crate::model::choice::{Choice as _, options};
use crate::model::fields::describe_secrets;
use crate::model::instant::Clock;
use crate::model::scheme::{Method, SchemeChoice, SchemeFields};
use crate::reactive::{ErasedMemo, State as _, dynamic, flag, memo, text};
use crate::state::custom_scheme::{CustomSchemeState, EditorIds};
use crate::ui::clock::ClockField;
use crate::ui::controls::{SecretField, Select, TextArea, TextField};
use crate::ui::custom_scheme::{CustomSchemeEditor, with_tools};
use crate::ui::scheme_chooser::SchemeChooser;

/// The ids of the editor of the custom scheme.
const CUSTOM: EditorIds =
    EditorIds { field: "check-custom", problems: "check-custom-problems", download: "check-custom-download" };

/// The form in the left column.
#[component]
pub(crate) fn Inputs(state: CheckState, scheme: ErasedMemo<SchemeChoice>) -> impl IntoView {
    let CheckState { form, custom, .. } = state;
    let choose = move |chosen: SchemeChoice| {
        let select = move || {
            custom.start_from(scheme.get_untracked(), chosen);
            form.scheme.set(chosen);
            form.detects.set(false);
        };
        with_tools(custom, chosen, select);
    };
    let secrets_hint = text(move || {
        let given = form.secrets.with(|secrets| describe_secrets(secrets));
        if given.is_empty() {
            "One per line (two during a rotation). Public keys as PEM.".into()
        } else {
            format!("{given}.")
        }
    });
    view! {
        <form class="inputs" on:submit=|event| event.prevent_default()>
            <div class="row with-menu">
                <SchemeChooser id="check-scheme" label="Sender and scheme" chosen=scheme choose=choose unknown=flag(move || state.is_unknown())/>
                <ExamplesMenu state=state scheme=scheme/>
            </div>
            {detected_line(state)}
            <button type="button" class="link" id="check-detect" hidden=flag(move || form.detects.get()) on:click=move |_| form.detects.set(true)>
                "Detect the sender"
            </button>
            {dynamic(move || (scheme.get() == SchemeChoice::Custom).then(|| view! {
                <CustomSchemeEditor ids=CUSTOM/>
            }).into_any())}
            // Above the request, so that it is on one screen with the verdict.
            <SecretField id="check-secrets" label="Secrets" rows=2 value=form.secrets hint=secrets_hint/>
            <SchemeInputs form=form scheme=scheme/>
            <TextArea
                id="check-headers"
                label="Headers"
                rows=4
                placeholder="X-Webhook-Signature: …"
                hint="As received, one per line. Extra headers are fine."
                value=form.headers
            />
            <BodyField form=form shown=state.shown/>
            {body_line(state)}
        </form>
    }
}

/// The inputs that only some schemes require: method, URL and time.
#[component]
fn SchemeInputs(form: CheckFields, scheme: ErasedMemo<SchemeChoice>) -> impl IntoView {
    let custom: CustomSchemeState = expect_context();
    let fields = memo(move || {
        custom
            .read
            .with(|custom| scheme.get().scheme(custom).map(|scheme| SchemeFields::of(&scheme)).unwrap_or_default())
    });
    view! {
        {dynamic(move || fields.get().url.then(|| view! {
            <div class="row request">
                {fields.get().method.then(|| view! {
                    <Select id="check-method" label="Method" options=options(Method::ALL) value=form.method/>
                })}
                <TextField
                    id="check-url"
                    label="URL"
                    keyboard="url"
                    placeholder="https://…"
                    hint="The URL that the sender called, not the one behind a proxy."
                    value=form.url
                />
            </div>
        }).into_any())}
        {dynamic(move || fields.get().time.then(|| view! {
            <ClockField
                name="check-clock"
                id="check-instant"
                legend="Received at"
                clocks=Clock::ALL
                value=form.when
            />
        }).into_any())}
    }
}
