//! The card that shows the sender's reaction to a response.

use leptos::prelude::*;

use super::fields::RetryFields;
use super::model::answer::{AnswerOutcome, NextStep, Reaction};
use super::results::RetryResults;
use crate::model::choice::{Choice as _, options};
use crate::reactive::{State as _, dynamic, memo};
use crate::ui::bind::TextBinding;
use crate::ui::controls::{Select, TextArea, TextField};
use crate::ui::findings::{Tone, Verdict, VerdictText};

#[component]
pub(super) fn ResponseTester(form: RetryFields, results: RetryResults) -> impl IntoView {
    let answer = form.answer;
    let has_status = memo(move || answer.outcome.get() == AnswerOutcome::Status);
    let number = TextBinding::new(
        move || answer.number.get().to_string(),
        // Text that is not a number is ignored.
        move |typed| typed.trim().parse().into_iter().for_each(|number| answer.number.set(number)),
    );
    let verdict = memo(move || results.reaction.with(|reaction| verdict(reaction.as_ref())));
    view! {
        <section class="card try-out" aria-labelledby="retries-answer-title">
            <h3 id="retries-answer-title">"What if the receiver responds …"</h3>
            <form class="fields" on:submit=|event| event.prevent_default()>
                <div class="row pair">
                    <TextField id="retries-answer-number" label="After attempt" keyboard="numeric" value=number/>
                    <Select
                        id="retries-answer-outcome"
                        label="Outcome"
                        options=options(AnswerOutcome::ALL)
                        value=answer.outcome
                    />
                </div>
                {dynamic(move || has_status.get().then(|| view! {
                    <div class="row pair">
                        <TextField id="retries-answer-status" label="Status" keyboard="numeric" value=answer.status/>
                        <TextField
                            id="retries-answer-retry-after"
                            label="Retry-After"
                            placeholder="none"
                            value=answer.retry_after
                        />
                    </div>
                    <TextArea
                        id="retries-answer-headers"
                        label="Other response headers"
                        rows=1
                        placeholder="webhook-delivery: abort-message"
                        value=answer.headers
                    />
                }).into_any())}
            </form>
            <Verdict id="retries-answer" value=verdict/>
        </section>
    }
}

fn verdict(reaction: Option<&Reaction>) -> VerdictText {
    let Some(Reaction { next, title, detail }) = reaction else {
        return VerdictText::new(
            Tone::Neutral,
            "No policy yet",
            "The problems in the custom policy are listed below its text.",
        );
    };
    let tone = match next {
        NextStep::Delivered => Tone::Good,
        NextStep::GivenUp | NextStep::Disabled => Tone::Bad,
        NextStep::Retried | NextStep::Unclear => Tone::Neutral,
    };
    VerdictText::new(tone, *title, detail.as_str())
}
