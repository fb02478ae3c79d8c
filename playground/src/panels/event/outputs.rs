//! The signed delivery: its signature, the public key, the request as code and in other formats.

use leptos::prelude::*;

use super::model::form::EventForm;
use super::model::output::Format;
use super::state::CraftState;
use crate::model::choice::{Choice as _, options};
use crate::reactive::{State as _, dynamic, flag, memo, text};
use crate::ui::code::{CodeBlock, Colored, CopyButton, RequestCode};
use crate::ui::controls::{Segmented, Switch};
use crate::ui::findings::Problems;
use crate::ui::lazy::WorkerNotice;

/// The delivery.
#[component]
pub(super) fn Outputs(state: CraftState) -> impl IntoView {
    let CraftState { form, custom, results, format, derived, with_secret, .. } = state;
    let signature = memo(move || form.with(|form| results.delivery.with(|delivery| form.describe(delivery))));
    let public = memo(move || {
        form.scheme.track();
        form.uses_sample.track();
        form.public.track();
        let known = custom.read.with(|custom| form.with_untracked(|form| form.public_key(custom)));
        let has_pairs = custom.read.with(|custom| EventForm::has_pairs(form.scheme.get(), custom));
        known.or_else(|| derived.get().filter(|_| has_pairs))
    });
    let formatted = text(move || {
        custom.read.with(|custom| {
            form.with(|form| {
                results.delivery.with(|delivery| {
                    form.formatted(delivery, format.get(), custom, derived.get().as_deref(), with_secret.get())
                })
            })
        })
    });
    let hides_secret = flag(move || {
        let is_typed = format.get() == Format::Vector && !form.uses_sample.get();
        is_typed && !custom.read.with(|custom| EventForm::has_pairs(form.scheme.get(), custom))
    });
    view! {
        <WorkerNotice/>
        <CodeBlock title="Signature" id="event-signature" text=signature/>
        <Problems id="event-key-problems" problems=results.problems/>
        {dynamic(move || public.get().map(|public| view! {
            <CodeBlock title="Public key, for the receiver" id="event-public" text=Signal::stored(public)/>
        }).into_any())}
        <RequestCode title="Delivery" id="event-request" code=move |language| results.code(form, language)/>
        <section class="code" aria-label="Delivery in other formats">
            <header>
                <h3>"Other formats"</h3>
                <Segmented name="event-format" legend="Format" options=options(Format::ALL) value=format hide_legend=true/>
                <CopyButton what="the delivery in this format" text=formatted/>
            </header>
            <div class="option" hidden=flag(move || !hides_secret.get())>
                <Switch id="event-with-secret" label="Include the secret" value=with_secret/>
            </div>
            <Colored id="event-formatted" text=formatted/>
        </section>
    }
}
