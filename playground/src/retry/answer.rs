//! The card that tries an answer out.

use leptos::prelude::*;

use crate::controls::{Choice, TextArea, TextField};
use crate::findings::{Said as Shown, Tone, Verdict};
use crate::model::retry::RetryForm;
use crate::model::retry::answer::{OUTCOMES, Reply, Said};
use crate::model::retry::policy::OwnPolicy;
use crate::reactive::{Followed, dynamic, memo, text};

/// The card.
#[component]
pub(super) fn TryOut(form: RwSignal<RetryForm>, own: Followed<OwnPolicy>, now_ms: Followed<i64>) -> impl IntoView {
    let said = memo(move || {
        own.with(|own| {
            form.with(|form| {
                let policy = form.chosen.policy(own).ok()?;
                let planned = form.planned_for(policy, now_ms.get());
                Some(form.answer.said(policy, &planned.plan, planned.start_ms, form.drawn_by()))
            })
        })
    });
    let has_status = memo(move || form.with(|form| form.answer.outcome == "status"));
    let number = move |typed: String| {
        // What is no number leaves the attempt as it was.
        if let Ok(number) = typed.trim().parse() {
            form.update(|form| form.answer.number = number);
        }
    };
    view! {
        <section class="card try-out" aria-labelledby="retries-answer-title">
            <h3 id="retries-answer-title">"What if the receiver answers …"</h3>
            <form class="fields" on:submit=|event| event.prevent_default()>
                <div class="row pair">
                    <TextField
                        id="retries-answer-number"
                        label="After attempt"
                        keyboard="numeric"
                        value=text(move || form.with(|form| form.answer.number.to_string()))
                        typed=number
                    />
                    <Choice
                        id="retries-answer-outcome"
                        label="There was"
                        options=OUTCOMES.to_vec()
                        chosen=Signal::derive(move || form.with(|form| form.answer.outcome))
                        choose=move |name: String| form.update(|form| form.answer.choose(&name))
                    />
                </div>
                {dynamic(move || has_status.get().then(|| view! {
                    <div class="row pair">
                        <TextField
                            id="retries-answer-status"
                            label="Status"
                            keyboard="numeric"
                            value=text(move || form.with(|form| form.answer.status.clone()))
                            typed=move |text| form.update(|form| form.answer.status = text)
                        />
                        <TextField
                            id="retries-answer-retry-after"
                            label="Retry-After"
                            placeholder="none"
                            value=text(move || form.with(|form| form.answer.retry_after.clone()))
                            typed=move |text| form.update(|form| form.answer.retry_after = text)
                        />
                    </div>
                    <TextArea
                        id="retries-answer-headers"
                        label="Other headers of the answer"
                        rows=1
                        placeholder="webhook-delivery: abort-message"
                        value=text(move || form.with(|form| form.answer.headers.clone()))
                        typed=move |text| form.update(|form| form.answer.headers = text)
                    />
                }).into_any())}
            </form>
            <Verdict id="retries-answer" said=Signal::derive(move || said.with(|said| shown(said.as_ref())))/>
        </section>
    }
}

fn shown(said: Option<&Said>) -> Shown {
    let shown = |tone, title: &str, detail: &str| Shown {
        tone,
        title: title.into(),
        code: None,
        detail: detail.into(),
        facts: Vec::new(),
    };
    let Some(Said { reply, title, detail }) = said else {
        return shown(Tone::Neutral, "No policy yet", "What is wrong with yours stands below its text.");
    };
    let tone = match reply {
        Reply::Taken => Tone::Good,
        Reply::GivenUp | Reply::Disabled => Tone::Bad,
        Reply::TriedAgain | Reply::Unclear => Tone::Neutral,
    };
    shown(tone, title, detail)
}
