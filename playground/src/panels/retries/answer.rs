//! The card that shows the sender's reaction to a response.

use leptos::prelude::*;

use super::fields::RetryFields;
use super::model::answer::{AnswerForm, AnswerOutcome, NextStep, Reaction};
use super::model::plan::{Planned, Unplanned};
use super::results::RetryResults;
use super::table::NOT_PLANNED;
use crate::model::choice::{Choice as _, options};
use crate::reactive::{Field, State as _, dynamic, memo};
use crate::ui::bind::TextBinding;
use crate::ui::controls::{Reading, Select, TextArea, TextField};
use crate::ui::findings::{Tone, Verdict, VerdictText};

#[component]
pub(super) fn ResponseTester(form: RetryFields, results: RetryResults) -> impl IntoView {
    let answer = form.answer;
    let has_status = memo(move || answer.outcome.get() == AnswerOutcome::Status);
    // The form has only valid numbers. Other text remains in the field, with its problem.
    let wrong = Field::new(None::<String>);
    let shown = move || wrong.get().unwrap_or_else(|| answer.number.get().to_string());
    let number = TextBinding::new(shown, move |typed: String| match typed.trim().parse() {
        Ok(number) if number > 0 => {
            wrong.set(None);
            answer.number.set(number);
        }
        _ => wrong.set(Some(typed)),
    });
    let read = move || {
        let plan = |planned: &Result<Planned, Unplanned>| {
            AnswerForm::read_number(&shown(), planned.as_ref().ok().map(|planned| &planned.plan))
        };
        results.planned.with(plan).map(|_| String::new())
    };
    let number_reading = Reading::new(read);
    let status_reading = Reading::new(move || {
        answer.with(|answer| answer.status_problem().map_or(Ok(String::new()), |problem| Err(problem.into())))
    });
    let verdict = memo(move || match read() {
        Ok(_) => results.reaction.with(|reaction| match reaction {
            Some(reaction) => verdict(reaction),
            None => {
                let unplanned = results.planned.with(|planned| planned.as_ref().err().copied());
                VerdictText::new(Tone::Neutral, NOT_PLANNED, unplanned.map_or("", Unplanned::words))
            }
        }),
        Err(_) => VerdictText::new(Tone::Neutral, "No such attempt", "The problem is shown at its field."),
    });
    view! {
        <section class="card try-out" aria-labelledby="retries-answer-title">
            <h3 id="retries-answer-title">"What if the receiver responds …"</h3>
            <form class="fields" on:submit=|event| event.prevent_default()>
                <div class="row pair">
                    <TextField id="retries-answer-number" label="After attempt" keyboard="numeric" value=number reading=number_reading/>
                    <Select
                        id="retries-answer-outcome"
                        label="Outcome"
                        options=options(AnswerOutcome::ALL)
                        value=answer.outcome
                    />
                </div>
                {dynamic(move || has_status.get().then(|| view! {
                    <div class="row pair">
                        <TextField
                            id="retries-answer-status"
                            label="Status"
                            keyboard="numeric"
                            value=answer.status
                            reading=status_reading
                        />
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

fn verdict(Reaction { next, title, detail }: &Reaction) -> VerdictText {
    let tone = match next {
        NextStep::Delivered => Tone::Good,
        NextStep::GivenUp | NextStep::Disabled => Tone::Bad,
        NextStep::Retried | NextStep::Unclear => Tone::Neutral,
    };
    VerdictText::new(tone, *title, detail.as_str())
}
