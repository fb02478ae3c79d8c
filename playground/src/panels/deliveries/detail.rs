//! A delivery with its attempts, and what can be done with it.

use leptos::prelude::*;

use super::model::attempt_text::AttemptText;
use super::model::detail::Detail;
use super::simulation::Simulation;
use crate::panels::check::PANEL as CHECK;
use crate::panels::check::fields::CheckFields;
use crate::reactive::{ErasedMemo, State as _, dynamic, flag, memo, text};
use crate::state::open::OpenPanel;
use crate::ui::code::CopyButton;
use crate::ui::findings::sentence;

/// The delivery that is shown.
#[component]
pub(crate) fn DeliveryDetail(simulation: Simulation, detail: ErasedMemo<Option<Detail>>) -> impl IntoView {
    let check: CheckFields = expect_context();
    let opener: OpenPanel = expect_context();
    let of = move |part: fn(&Detail) -> String| {
        text(move || detail.with(|detail| detail.as_ref().map(part).unwrap_or_default()))
    };
    let id = of(|detail| detail.id.clone());
    let has_attempts =
        memo(move || detail.with(|detail| detail.as_ref().is_some_and(|detail| !detail.attempts.is_empty())));
    let is_active = memo(move || detail.with(|detail| detail.as_ref().is_some_and(|detail| detail.is_active)));
    let hand_over = move |_| {
        if let Some(delivery) = simulation.to_check(&id.get_untracked()) {
            check.update(|check| check.load(delivery));
            opener.open(CHECK.id, "check-verdict");
        }
    };
    let redeliver = move |_| {
        if is_active.get_untracked() {
            simulation.redeliver(&id.get_untracked());
        }
    };
    let attempts =
        memo(move || detail.with(|detail| detail.as_ref().map(|detail| detail.attempts.clone()).unwrap_or_default()));
    view! {
        <section class="card delivery" aria-labelledby="deliveries-shown" hidden=flag(move || detail.with(Option::is_none))>
            <h3 id="deliveries-shown">"Delivery "<code>{id}</code></h3>
            <dl class="facts">
                <dt>"Event"</dt>
                <dd><code>{of(|detail| detail.event_type.clone())}</code>" "<code id="deliveries-event-id">{of(|detail| detail.event_id.clone())}</code></dd>
                <dt>"Subscription"</dt>
                <dd>{of(|detail| detail.url.clone())}" "<code>{of(|detail| detail.subscription_id.clone())}</code></dd>
                <dt>"State"</dt>
                <dd id="deliveries-state">{of(|detail| detail.next.clone())}</dd>
            </dl>
            <div class="buttons">
                <button type="button" class="primary" id="deliveries-check" hidden=flag(move || !has_attempts.get()) on:click=hand_over>
                    "Check this delivery"
                </button>
                <button
                    type="button"
                    class="quiet-button"
                    id="deliveries-redeliver"
                    aria-disabled=text(move || (!is_active.get()).to_string())
                    aria-describedby="deliveries-redelivery"
                    on:click=redeliver
                >
                    "Redeliver"
                </button>
                <span hidden=flag(move || !has_attempts.get())>
                    <CopyButton what="the last request of this delivery" label="Copy as cURL" text=of(|detail| detail.curl.clone())/>
                </span>
            </div>
            <p class="hint" id="deliveries-redelivery">
                {text(move || if is_active.get() {
                    "Redeliver sends the event again as a new delivery. The event id stays the same, so that receivers can recognize it.".into()
                } else {
                    "The subscription is not active, so its deliveries cannot be repeated.".into()
                })}
            </p>
            <ol class="attempts" id="deliveries-attempts-list">
                {dynamic(move || attempts.get().into_iter().map(attempt).collect_view().into_any())}
            </ol>
        </section>
    }
}

fn attempt(attempt: AttemptText) -> AnyView {
    let AttemptText { number, at, outcome, is_success, next, cause, request, response } = attempt;
    let class = if is_success { "attempt delivers" } else { "attempt fails" };
    let cause = cause.map(|[what, remedy]| view! { <p class="cause">{sentence(what)}" "{sentence(remedy)}</p> });
    let label = format!("Request of attempt {number}");
    let response = match response {
        Some(response) => {
            view! { <pre tabindex="0" aria-label=format!("Response to attempt {number}")>{response}</pre> }.into_any()
        }
        None => view! { <p class="hint">"There was no response."</p> }.into_any(),
    };
    view! {
        <li class=class>
            <span class="icon" aria-hidden="true"></span>
            <div>
                <p class="line"><strong>{format!("Attempt {number}")}</strong>" "<time dir="ltr">{at}</time>" "<span class="outcome">{outcome}</span></p>
                <p class="next">{sentence(&next)}</p>
                {cause}
                <details class="foldable">
                    <summary>"Request and response"</summary>
                    <pre tabindex="0" aria-label=label>{request}</pre>
                    {response}
                </details>
            </div>
        </li>
    }
    .into_any()
}
